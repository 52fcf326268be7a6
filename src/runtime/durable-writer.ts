import type { BrokerProducer, OutgoingRecord } from '../broker/broker.ts';
import { backOffMs } from './back-off.ts';
import type { BackOff } from './back-off.ts';
import type { Clock, Timer } from './clock.ts';
import { toError } from './classify-error.ts';

/** Most records of one send: beyond it the client splits a send and may lose parts (design: sending). */
const LARGEST_SEND = 1_000;
const BACK_OFF: BackOff = { firstMs: 100, longestMs: 10_000 };

/** One record on its way. It waits in its topic's line, is part of a send, or is held back with its key. */
interface PendingWrite {
  record: OutgoingRecord;
  readonly signal: AbortSignal;
  readonly shrink: ((record: OutgoingRecord) => OutgoingRecord) | undefined;
  failures: number;
  /** Stops listening to the signal; set while the record is held back. */
  unwatch: () => void;
  readonly stored: () => void;
  readonly failed: (error: Error) => void;
}

/** A key that backs off: its first record could not be written, and the others must not overtake it. */
interface HeldKey {
  readonly writes: PendingWrite[];
  readonly timer: Timer;
}

/** What the writer needs. */
export interface DurableWriterDeps {
  readonly producer: Pick<BrokerProducer, 'send'>;
  readonly clock: Clock;
  /** Called for every attempt that failed. */
  readonly onFailure: (topic: string, error: Error) => void;
}

/**
 * Writes records until the broker has acknowledged them. Records for one topic that come while a send is under
 * way go together in the next one. Records of one key are stored in the order in which they were given, failures or
 * not: while the first of them waits to be tried again, those behind it wait with it. Other keys go on.
 */
export interface DurableWriter {
  /**
   * Resolves once the record is stored. A failure is tried again with a wait of 100 ms doubling to 10 s, for as long as
   * `signal` is not aborted; then it rejects with the last failure, or with the signal's reason when it waits. `shrink`
   * is asked for a smaller form when the broker finds the record too large.
   */
  write(
    topic: string,
    record: OutgoingRecord,
    options: { readonly signal: AbortSignal; readonly shrink?: (record: OutgoingRecord) => OutgoingRecord },
  ): Promise<void>;
}

function isTooLarge(error: Error): boolean {
  return 'code' in error && error.code === 'too_large';
}

function keyOf({ record: { key, partition } }: PendingWrite): string {
  return `${partition ?? ''} ${key}`;
}

/** A writer over the process's producer. */
export function createDurableWriter(deps: DurableWriterDeps): DurableWriter {
  const lines = new Map<string, Line>();
  return {
    write: (topic, record, { signal, shrink }) =>
      new Promise((stored, failed) => {
        const line = lines.get(topic) ?? new Line(topic, deps);
        lines.set(topic, line);
        line.add({ record, signal, shrink, failures: 0, unwatch: () => undefined, stored, failed });
      }),
  };
}

/** The way to one topic. */
class Line {
  readonly #topic: string;
  readonly #deps: DurableWriterDeps;
  readonly #held = new Map<string, HeldKey>();
  #waiting: PendingWrite[] = [];
  #isSending = false;

  constructor(topic: string, deps: DurableWriterDeps) {
    this.#topic = topic;
    this.#deps = deps;
  }

  add(write: PendingWrite): void {
    const held = this.#held.get(keyOf(write));
    if (held !== undefined) {
      this.#join(held, write);
      return;
    }
    this.#waiting.push(write);
    if (!this.#isSending) void this.#sendWaiting();
  }

  async #sendWaiting(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, LARGEST_SEND));
    this.#isSending = false;
  }

  async #send(group: readonly PendingWrite[]): Promise<void> {
    try {
      await this.#deps.producer.send(
        this.#topic,
        group.map(({ record }) => record),
      );
      for (const write of group) write.stored();
    } catch (thrown) {
      // Each one is tried again, or given up by its signal.
      const error = toError(thrown);
      if (isTooLarge(error) && group.length > 1) await this.#sendOneByOne(group);
      else this.#failed(group, error, []);
    }
  }

  /** One record of a group is too large: the others must not wait for it, except those of its key. */
  async #sendOneByOne(group: readonly PendingWrite[]): Promise<void> {
    const behind = new Set<PendingWrite>();
    for (const [index, write] of group.entries()) {
      if (behind.has(write)) continue;
      try {
        await this.#deps.producer.send(this.#topic, [write.record]);
        write.stored();
      } catch (thrown) {
        // As above.
        const followers = group.slice(index + 1).filter((later) => keyOf(later) === keyOf(write));
        for (const follower of followers) behind.add(follower);
        this.#failed([write], toError(thrown), followers);
      }
    }
  }

  /** Holds the keys of records that could not be written, and what comes after them. */
  #failed(group: readonly PendingWrite[], error: Error, followers: readonly PendingWrite[]): void {
    for (const write of group) {
      write.failures += 1;
      this.#deps.onFailure(this.#topic, error);
      if (write.signal.aborted) {
        write.failed(error);
        continue;
      }
      if (isTooLarge(error)) write.record = write.shrink?.(write.record) ?? write.record;
      this.#join(this.#held.get(keyOf(write)) ?? this.#hold(write), write);
    }
    const later = [...followers, ...this.#waiting];
    this.#waiting = [];
    for (const write of later) this.add(write);
  }

  #hold(write: PendingWrite): HeldKey {
    const key = keyOf(write);
    const timer = this.#deps.clock.after(backOffMs(write.failures, BACK_OFF), () => {
      this.#held.delete(key);
      for (const waiting of held.writes.splice(0)) {
        waiting.unwatch();
        this.add(waiting);
      }
    });
    const held: HeldKey = { writes: [], timer };
    this.#held.set(key, held);
    return held;
  }

  /** Puts a record at the end of its key; the abort of its signal takes it out. */
  #join(held: HeldKey, write: PendingWrite): void {
    held.writes.push(write);
    const onAbort = (): void => {
      const index = held.writes.indexOf(write);
      if (index < 0) return;
      held.writes.splice(index, 1);
      if (held.writes.length === 0) {
        held.timer.cancel();
        this.#held.delete(keyOf(write));
      }
      write.failed(toError(write.signal.reason));
    };
    if (write.signal.aborted) onAbort();
    else {
      write.signal.addEventListener('abort', onAbort, { once: true });
      write.unwatch = () => {
        write.signal.removeEventListener('abort', onAbort);
      };
    }
  }
}
