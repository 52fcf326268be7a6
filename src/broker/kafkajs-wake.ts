import { createRequire } from 'node:module';

/** Partitions of one topic. */
interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** The parts of kafkajs's consumer group that decide whether it asks a broker at all. */
interface ConsumerGroup {
  readonly maxWaitTime: number;
  readonly cluster: { refreshMetadataIfNecessary(): Promise<void> };
  readonly subscriptionState: {
    assigned(): readonly TopicPartitions[];
    paused(): readonly TopicPartitions[];
  };
  filterPartitionsByNode(nodeId: string, assigned: readonly TopicPartitions[]): readonly TopicPartitions[];
  getActiveTopicPartitions(): Readonly<Record<string, ReadonlySet<number>>>;
  checkForStaleAssignment(): void;
  recoverFromFetch(error: unknown): Promise<void>;
}

interface ConsumerGroupClass {
  readonly prototype: ConsumerGroup & {
    [WAKING]?: true;
    fetch: (this: ConsumerGroup, nodeId: string) => Promise<readonly unknown[]>;
    resume: (this: ConsumerGroup, partitions: readonly TopicPartitions[]) => void;
  };
}

const WAKING = Symbol.for('zulip-workers.kafkajs.wake-on-resume');
const requireFromHere = createRequire(import.meta.url);

/**
 * Lets a consumer fetch again as soon as it is told to. When every partition that it reads from a broker is paused,
 * kafkajs sleeps for the longest wait of a fetch and looks again: a queue that paused because its buffer was full ran
 * dry for the rest of that sleep (research trap V5). Here `resume` ends the sleep. Harmless when repeated.
 */
export function wakeOnResume(): void {
  const { prototype } = requireFromHere('kafkajs/src/consumer/consumerGroup.js') as ConsumerGroupClass;
  if (prototype[WAKING] === true) return;
  prototype[WAKING] = true;
  const { fetch, resume } = prototype;
  const sleepers = new WeakMap<ConsumerGroup, Set<() => void>>();

  prototype.fetch = async function (this: ConsumerGroup, nodeId): Promise<readonly unknown[]> {
    try {
      if (isAllPaused(this, nodeId)) {
        // What kafkajs does before each sleep. A seek waits for the next fetch, which begins with it.
        await this.cluster.refreshMetadataIfNecessary();
        this.checkForStaleAssignment();
        if (isAllPaused(this, nodeId)) await sleepUntilResumed(this, sleepers);
        return [];
      }
    } catch (error) {
      // Such as metadata that names no leader: kafkajs's own fetch ends in the same way.
      await this.recoverFromFetch(error);
      return [];
    }
    return fetch.call(this, nodeId);
  };
  prototype.resume = function (this: ConsumerGroup, partitions): void {
    resume.call(this, partitions);
    for (const wake of sleepers.get(this) ?? []) wake();
  };
}

/** False when nothing is read from this broker: kafkajs has its own wait for that. */
function isAllPaused(group: ConsumerGroup, nodeId: string): boolean {
  const { subscriptionState } = group;
  // Nearly always so, and the rest costs as much as a fetch request.
  if (subscriptionState.paused().length === 0) return false;
  const active = group.getActiveTopicPartitions();
  let hasPartitions = false;
  for (const { topic, partitions } of group.filterPartitionsByNode(nodeId, subscriptionState.assigned())) {
    if (partitions.some((partition) => active[topic]?.has(partition) === true)) return false;
    hasPartitions ||= partitions.length > 0;
  }
  return hasPartitions;
}

/** One sleeper for each broker that is read from. */
function sleepUntilResumed(
  group: ConsumerGroup,
  sleepers: WeakMap<ConsumerGroup, Set<() => void>>,
): Promise<void> {
  const ofGroup = sleepers.get(group) ?? new Set<() => void>();
  sleepers.set(group, ofGroup);
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      ofGroup.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, group.maxWaitTime);
    ofGroup.add(wake);
  });
}
