import { createRequire } from 'node:module';

interface FetchedBatch {
  isEmpty(): boolean;
}

/** The parts of kafkajs's consumer group that beat and fetch. */
interface ConsumerGroup {
  fetch: (this: ConsumerGroup, nodeId: string) => Promise<readonly FetchedBatch[]>;
  heartbeat: (this: ConsumerGroup, options: { readonly interval: number }) => Promise<void>;
}

interface ConsumerGroupClass {
  readonly prototype: ConsumerGroup & { [BEATING]?: true };
}

const BEATING = Symbol.for('zulip-workers.kafkajs.heartbeat-under-load');
const requireFromHere = createRequire(import.meta.url);

/** The interval of a member that records come to: how long the others wait for it when the group is dealt anew. */
const UNDER_LOAD_MS = 200;
/** A member is under load for so long after its last records. */
const LOAD_LASTS_MS = 1_000;

/**
 * Lets a member that records come to ask more often whether its group is being dealt anew. Heartbeats are the only way
 * to know, and nobody fetches from the first member that knows to the last: with a beat per second a restart silenced
 * every partition for about that long. A member without records keeps the longer interval, which costs less; nobody
 * waits for what it does not have. kafkajs looks at the interval after every fetch. Harmless when repeated.
 */
export function beatFasterUnderLoad(): void {
  const { prototype } = requireFromHere('kafkajs/src/consumer/consumerGroup.js') as ConsumerGroupClass;
  if (prototype[BEATING] === true) return;
  prototype[BEATING] = true;
  const { fetch, heartbeat } = prototype;
  const lastRecordsMs = new WeakMap<ConsumerGroup, number>();

  prototype.fetch = async function (this: ConsumerGroup, nodeId): Promise<readonly FetchedBatch[]> {
    const batches = await fetch.call(this, nodeId);
    if (batches.some((batch) => !batch.isEmpty())) lastRecordsMs.set(this, Date.now());
    return batches;
  };
  prototype.heartbeat = function (this: ConsumerGroup, { interval }): Promise<void> {
    const isUnderLoad = Date.now() - (lastRecordsMs.get(this) ?? 0) < LOAD_LASTS_MS;
    return heartbeat.call(this, { interval: isUnderLoad ? Math.min(interval, UNDER_LOAD_MS) : interval });
  };
}
