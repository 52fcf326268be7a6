import { createRequire } from 'node:module';

/** The fields of kafkajs's request queue that its timer looks at. */
interface RequestQueueState {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}

interface RequestQueueClass {
  readonly prototype: { scheduleCheckPendingRequests: (this: RequestQueueState) => void };
}

const GUARDED = Symbol.for('zulip-workers.kafkajs.idle-timer-guard');
const PATIENT = Symbol.for('zulip-workers.kafkajs.lost-coordinator');
const GROUPED = Symbol.for('zulip-workers.kafkajs.header-grouping');
const requireFromHere = createRequire(import.meta.url);

/**
 * Keeps kafkajs 2.2.4 from re-arming a timer for ever on every idle connection. Its request queue asks for
 * `setTimeout(-1 - now)` after each answer, which Node turns into 1 ms; on Node 24 each also prints
 * `TimeoutNegativeWarning`. The timer is needed only when a request waits or the broker throttles us.
 * Patches the class once per process; harmless when repeated.
 */
export function guardIdleTimer(): void {
  const queue = requireFromHere('kafkajs/src/network/requestQueue/index.js') as RequestQueueClass;
  const prototype = queue.prototype as RequestQueueClass['prototype'] & { [GUARDED]?: true };
  if (prototype[GUARDED] === true) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype[GUARDED] = true;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueueState): void {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
}

/** One header as kafkajs decodes it. */
interface DecodedHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

type Headers = Record<string, Buffer | null | (Buffer | null)[]>;
type ReadOne = (decoder: unknown) => unknown;

interface DecoderClass {
  readonly prototype: { readVarIntArray: (this: unknown, read: ReadOne) => unknown };
}

/** Headers of one record, which kafkajs turns into an object by `reduce`. */
class DecodedHeaders {
  readonly #headers: readonly DecodedHeader[];

  constructor(headers: readonly DecodedHeader[]) {
    this.#headers = headers;
  }

  /** What kafkajs's own reducer makes of them. */
  reduce(): Headers {
    const grouped: Headers = {};
    for (const { key, value } of this.#headers) {
      const present = grouped[key];
      if (present === undefined) grouped[key] = value;
      else grouped[key] = Array.isArray(present) ? [...present, value] : [present, value];
    }
    return grouped;
  }
}

/**
 * Makes kafkajs gather a record's headers in one object. It copies the object once per header, which with five
 * headers is a fifth of all the time that reading takes. The outcome is the same. Harmless when repeated.
 */
export function groupHeadersOnce(): void {
  const decoder = requireFromHere('kafkajs/src/protocol/decoder.js') as DecoderClass;
  const readHeader = requireFromHere('kafkajs/src/protocol/recordBatch/header/v0/decoder.js') as ReadOne;
  const prototype = decoder.prototype as DecoderClass['prototype'] & { [GROUPED]?: true };
  if (prototype[GROUPED] === true) return;
  const readArray = prototype.readVarIntArray;
  prototype[GROUPED] = true;
  prototype.readVarIntArray = function (this: unknown, read: ReadOne): unknown {
    const entries = readArray.call(this, read);
    return read === readHeader ? new DecodedHeaders(entries as DecodedHeader[]) : entries;
  };
}

interface ClusterClass {
  readonly prototype: {
    findGroupCoordinatorMetadata: (this: unknown, group: { readonly groupId: string }) => Promise<unknown>;
  };
}

/**
 * Lets consumers live through an outage of every broker. When none answers, kafkajs calls the coordinator not found,
 * and that error final: the consumer is dead within milliseconds of the restart of a single broker. Marked as one that
 * may pass, it is tried again, and the consumer is restarted as after any other loss. Harmless when repeated.
 */
export function outliveLostCoordinator(): void {
  const cluster = requireFromHere('kafkajs/src/cluster/index.js') as ClusterClass;
  const prototype = cluster.prototype as ClusterClass['prototype'] & { [PATIENT]?: true };
  if (prototype[PATIENT] === true) return;
  const find = prototype.findGroupCoordinatorMetadata;
  prototype[PATIENT] = true;
  prototype.findGroupCoordinatorMetadata = async function (this: unknown, group): Promise<unknown> {
    try {
      return await find.call(this, group);
    } catch (error) {
      if (error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound') {
        throw Object.assign(error, { retriable: true });
      }
      throw error;
    }
  };
}
