import { Kafka, logLevel } from 'kafkajs';
import type { EachMessagePayload } from 'kafkajs';

/** The peer: kafkajs as its documentation shows it, `eachMessage` and automatic commits. */
export const consumePlainly = async (options: {
  readonly brokers: string;
  readonly groupId: string;
  readonly topic: string;
  readonly partitionsConsumedConcurrently: number;
  readonly eachMessage: (payload: EachMessagePayload) => Promise<void>;
}): Promise<{ stop(): Promise<void> }> => {
  const kafka = new Kafka({
    clientId: 'plain',
    brokers: options.brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  // A short longest wait only so that stopping does not take five seconds; it costs a busy consumer nothing.
  const consumer = kafka.consumer({ groupId: options.groupId, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: options.partitionsConsumedConcurrently,
    eachMessage: options.eachMessage,
  });
  return { stop: () => consumer.disconnect() };
};

/** Measures from the first to the last of `count` calls of `tick`. */
export class Stopwatch {
  readonly #count: number;
  #seen = 0;
  #firstAt = 0;
  readonly done: Promise<number>;
  readonly #finish: (ms: number) => void;

  constructor(count: number) {
    this.#count = count;
    const { promise, resolve } = Promise.withResolvers<number>();
    this.done = promise;
    this.#finish = resolve;
  }

  /** Notes `by` finished events. */
  tick(by = 1): void {
    if (this.#seen === 0) this.#firstAt = performance.now();
    this.#seen += by;
    if (this.#seen >= this.#count) this.#finish(performance.now() - this.#firstAt);
  }
}

/** Events per second of a stopwatch's result. */
export const perSecond = (count: number, ms: number): number => (count / ms) * 1000;
