import { Consumer, MessagesStreamModes } from '@platformatic/kafka';
import { done } from '../../src/runtime/outcome.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import { consumePlainly } from '../plain-kafkajs.ts';
import { benchCodec, openBenchBroker, openQueue } from '../queue-under-test.ts';
import type { BenchEvent, BenchHandler } from '../queue-under-test.ts';
import { Tally } from '../side.ts';
import type { Side, SideResult } from '../side.ts';

/** A filled topic and who reads it. */
export interface NoopOptions {
  readonly brokers: string;
  /** Topic `<prefix>.noop`. */
  readonly prefix: string;
  /** A group that has read nothing of it. */
  readonly group: string;
  readonly partitions: number;
  readonly count: number;
}

const topicOf = ({ prefix }: NoopOptions): string => `${prefix}.noop`;

/** Keys that may run at once: more than there are keys. */
const CONCURRENCY = 1_000;

const ours = async (options: NoopOptions, handler: (tally: Tally) => BenchHandler): Promise<SideResult> => {
  const tally = new Tally(options.count);
  const producer = openBenchBroker(options.brokers).producer();
  const { queue, failed } = openQueue({
    ...options,
    queue: 'noop',
    database: null,
    producer,
    concurrency: CONCURRENCY,
    handler: handler(tally),
  });
  await queue.start();
  const result = await Promise.race([tally.done, failed]);
  await queue.stop();
  await producer.disconnect();
  return result;
};

/** The whole runtime with a handler of one event that answers `done`. */
export const oursNoopSingle: Side<NoopOptions> = (options) =>
  ours(options, (tally) => {
    const answer: Promise<Outcome> = Promise.resolve(done);
    return {
      kind: 'single',
      handle: (event) => {
        tally.note(event.message_id);
        return answer;
      },
    };
  });

/** The same with a batch handler; its ledger of effects writes nothing. */
export const oursNoopBatch: Side<NoopOptions> = (options) =>
  ours(options, (tally) => ({
    kind: 'batch',
    maxSize: 250,
    lingerMs: 0,
    handle: (events) => {
      for (const { event } of events) tally.note(event.message_id);
      return Promise.resolve(events.map(() => done));
    },
  }));

/** The event in a value; throws when it cannot be read. */
const eventIn = (
  decoder: ReturnType<typeof benchCodec.decoder<'missedmessage_emails'>>,
  value: Buffer | null,
): BenchEvent => {
  const decoded = decoder.decode(value);
  if (decoded instanceof Promise || decoded.kind !== 'decoded') throw new Error('the event is not readable');
  return decoded.event;
};

/** kafkajs as its documentation shows it, and the same decoder. */
export const kafkajsNoop: Side<NoopOptions> = async (options) => {
  const tally = new Tally(options.count);
  const decoder = benchCodec.decoder('missedmessage_emails');
  const consumer = await consumePlainly({
    brokers: options.brokers,
    groupId: options.group,
    topic: topicOf(options),
    partitionsConsumedConcurrently: options.partitions,
    // eslint-disable-next-line @typescript-eslint/require-await -- as a handler is written: what it throws must reject
    eachMessage: async ({ message }) => {
      tally.note(eventIn(decoder, message.value).message_id);
    },
  });
  const result = await tally.done;
  await consumer.stop();
  return result;
};

/** @platformatic/kafka as its documentation shows it, and the same decoder. */
export const platformaticNoop: Side<NoopOptions> = async (options) => {
  const tally = new Tally(options.count);
  const decoder = benchCodec.decoder('missedmessage_emails');
  const consumer = new Consumer({
    clientId: 'plain',
    groupId: options.group,
    bootstrapBrokers: options.brokers.split(','),
  });
  const stream = await consumer.consume({
    topics: [topicOf(options)],
    mode: MessagesStreamModes.COMMITTED,
    fallbackMode: MessagesStreamModes.EARLIEST,
    autocommit: true,
    sessionTimeout: 10_000,
    heartbeatInterval: 500,
  });
  stream.on('data', ({ value }) => {
    tally.note(eventIn(decoder, value).message_id);
  });
  const result = await tally.done;
  await consumer.close(true);
  return result;
};
