import { BrokerError } from '../../src/broker/broker.ts';
import type { OutgoingRecord, RecordPosition } from '../../src/broker/broker.ts';

/** A producer whose answers the test decides; keeps what it has acknowledged, in order. */
export interface ScriptedProducer {
  send(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]>;
  /** Acknowledged records as `key:value`. */
  readonly stored: {
    readonly topic: string;
    readonly key: string;
    readonly value: string;
    readonly id: string;
  }[];
  /** Resolves when this many records are stored. */
  storedAtLeast(count: number): Promise<void>;
  /** Asked before each call; throw to refuse it, wait to delay it. */
  before: (topic: string, records: readonly OutgoingRecord[]) => Promise<void> | void;
}

export const scriptedProducer = (): ScriptedProducer => {
  const stored: ScriptedProducer['stored'] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const producer: ScriptedProducer = {
    stored,
    before: () => undefined,
    async send(topic, records) {
      await producer.before(topic, records);
      for (const record of records) {
        stored.push({
          topic,
          key: record.key,
          value: record.value?.toString() ?? '',
          id: record.headers['x-event-id'] ?? '',
        });
      }
      for (const waiter of waiting) if (stored.length >= waiter.count) waiter.resolve();
      return [];
    },
    storedAtLeast: (count) =>
      new Promise((resolve) => {
        if (stored.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
  return producer;
};

/** The answer of a broker that cannot be reached. */
export const unavailable = (): BrokerError => new BrokerError('unavailable', 'no broker answers');
