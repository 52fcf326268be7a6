import type { BrokerProducer, OutgoingRecord } from '../broker/broker.ts';
import { backOffMs } from './back-off.ts';
import type { BackOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { toError } from './classify-error.ts';

/** Most records of one send: beyond it the client splits a send and may lose parts (design: sending). */
const LARGEST_SEND = 1_000;
const BACK_OFF: BackOff = { firstMs: 100, longestMs: 10_000 };

interface PendingWrite {
  readonly record: OutgoingRecord;
  readonly stored: () => void;
  readonly failed: (error: Error) => void;
}

/** Records waiting for one topic, and whether a send is under way. */
interface TopicLine {
  readonly waiting: PendingWrite[];
  sending: boolean;
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
 * way go together in the next one, in order.
 */
export interface DurableWriter {
  /**
   * Resolves once the record is stored. A failure is tried again with a wait of 100 ms doubling to 10 s, for as long as
   * `signal` is not aborted; then it rejects with the last failure. `shrink` is asked for a smaller form when the broker
   * finds the record too large.
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

/** A writer over the process's producer. */
export function createDurableWriter({ producer, clock, onFailure }: DurableWriterDeps): DurableWriter {
  const lines = new Map<string, TopicLine>();

  function lineOf(topic: string): TopicLine {
    const known = lines.get(topic);
    if (known !== undefined) return known;
    const line: TopicLine = { waiting: [], sending: false };
    lines.set(topic, line);
    return line;
  }

  async function sendWaiting(topic: string, line: TopicLine): Promise<void> {
    line.sending = true;
    while (line.waiting.length > 0) {
      const group = line.waiting.splice(0, LARGEST_SEND);
      try {
        await producer.send(
          topic,
          group.map(({ record }) => record),
        );
        for (const write of group) write.stored();
      } catch (thrown) {
        // Settled by the writers: each one waits and joins a later send.
        if (isTooLarge(toError(thrown)) && group.length > 1) await sendOneByOne(topic, group);
        else for (const write of group) write.failed(toError(thrown));
      }
    }
    line.sending = false;
  }

  /** One record of a group is too large: the others must not wait for it. */
  async function sendOneByOne(topic: string, group: readonly PendingWrite[]): Promise<void> {
    for (const write of group) {
      try {
        await producer.send(topic, [write.record]);
        write.stored();
      } catch (thrown) {
        // Settled by the writer, as above.
        write.failed(toError(thrown));
      }
    }
  }

  function sendOnce(topic: string, record: OutgoingRecord): Promise<void> {
    return new Promise((stored, failed) => {
      const line = lineOf(topic);
      line.waiting.push({ record, stored, failed });
      if (!line.sending) void sendWaiting(topic, line);
    });
  }

  return {
    async write(topic, record, { signal, shrink }) {
      let form = record;
      for (let failures = 1; ; failures += 1) {
        try {
          await sendOnce(topic, form);
          return;
        } catch (thrown) {
          // The record stays unfinished until a later attempt is acknowledged.
          const error = toError(thrown);
          onFailure(topic, error);
          if (signal.aborted) throw error;
          if (isTooLarge(error) && shrink !== undefined) form = shrink(record);
        }
        await clock.sleep(backOffMs(failures, BACK_OFF), signal);
      }
    },
  };
}
