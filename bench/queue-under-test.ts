import { pino } from 'pino';
import { createKafkaBroker } from '../src/broker/kafka-broker.ts';
import type { BrokerProducer, OutgoingRecord } from '../src/broker/broker.ts';
import { createCrashLedger } from '../src/db/crash-ledger.ts';
import type { DatabaseHandle, Tx } from '../src/db/client.ts';
import { createEffectStore } from '../src/db/processed-events.ts';
import { silentRecorder } from '../src/metrics/recorder.ts';
import { systemClock } from '../src/runtime/clock.ts';
import type {
  BatchHandler,
  EventMeta,
  QueueDefinition,
  RetryPolicy,
  SingleHandler,
} from '../src/runtime/definition.ts';
import type { Outcome } from '../src/runtime/outcome.ts';
import { newEventHeaders } from '../src/runtime/headers.ts';
import { createQueueRunner } from '../src/runtime/queue-runner.ts';
import type { QueueRunner } from '../src/runtime/queue-runner.ts';
import { createEventCodec } from '../src/schemas/codec.ts';
import type { MissedmessageEmailsEvent } from '../src/schemas/generated/missedmessage_emails.ts';
import { createLocalSchemas } from '../src/schemas/local-schemas.ts';
import { noCrashes, noEffects } from './no-database.ts';

/** The event that all cases use: small, as most are. */
export type BenchEvent = MissedmessageEmailsEvent;

/** A handler of these events. */
export type BenchHandler = SingleHandler<BenchEvent, Tx> | BatchHandler<BenchEvent, Tx>;

/** Given to handlers that have no database and so never use it. */
const NO_TX = {} as unknown as Tx;

/** Encodes and decodes the benchmark's events without a registry. */
export const benchCodec = createEventCodec(createLocalSchemas());

const silent = pino({ level: 'silent' });

/** Our broker on the stack. */
export const openBenchBroker = (brokers: string): ReturnType<typeof createKafkaBroker> =>
  createKafkaBroker({ brokers: brokers.split(','), clientId: 'bench', clock: systemClock, logger: silent });

/** Makes a topic, waits for its leaders, and fills it with `count` events of `keys` keys. */
export const fillTopic = async (
  brokers: string,
  topic: string,
  options: { readonly partitions: number; readonly count: number; readonly keys: number },
): Promise<void> => {
  const broker = openBenchBroker(brokers);
  const admin = broker.admin();
  await admin.connect();
  await admin.createTopics([{ topic, partitions: options.partitions, configs: {} }]);
  const producer = broker.producer();
  await producer.connect();
  const part = 5_000;
  for (let from = 0; from < options.count; from += part) {
    const ids = Array.from({ length: Math.min(part, options.count - from) }, (_, index) => from + index);
    await sendEvents(producer, topic, ids, options.keys);
  }
  await producer.disconnect();
  await admin.disconnect();
};

/** Sends one event per id, keyed by `id modulo keys`. */
export const sendEvents = async (
  producer: BrokerProducer,
  topic: string,
  ids: readonly number[],
  keys: number,
): Promise<void> => {
  await producer.send(topic, await Promise.all(ids.map((id) => benchRecord({ id, user: id % keys }))));
};

/** The record of an event; `user` is its key. */
export const benchRecord = async (of: {
  readonly id: number;
  readonly user: number;
  /** Default false. */
  readonly isUnreadable?: boolean;
}): Promise<OutgoingRecord> => {
  if (of.isUnreadable === true) {
    return { key: String(of.user), value: Buffer.from('no event'), headers: headersOf(of.id) };
  }
  const event = { user_profile_id: of.user, message_id: of.id, trigger: 'mentioned' } as const;
  const { value } = await benchCodec.encode('missedmessage_emails', event);
  return { key: String(of.user), value, headers: headersOf(of.id) };
};

/** Headers of an event whose id is derived from its number, so that both sides of a comparison claim the same ids. */
const headersOf = (id: number): Readonly<Record<string, string>> =>
  newEventHeaders({
    eventId: benchEventId(id),
    eventType: 'missedmessage_emails',
    producedAtMs: Date.now(),
    producer: 'bench/1',
    traceparent: null,
  });

/** A UUID made of a number. */
export const benchEventId = (id: number): string =>
  `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`;

/** The number that an id was made of. */
export const numberOfEvent = (eventId: string): number => Number.parseInt(eventId.slice(-12), 16);

/** A queue of our runtime over a topic of the benchmark; `failed` rejects when an event is given up. */
export const openQueue = (options: {
  readonly brokers: string;
  readonly prefix: string;
  readonly queue: string;
  /** Default `<prefix>.<queue>`. */
  readonly group?: string;
  /** Null for handlers without an effect: nothing is claimed and no crash is counted. */
  readonly database: DatabaseHandle | null;
  readonly producer: BrokerProducer;
  readonly concurrency: number;
  readonly handler: BenchHandler;
  /** Waiting times between attempts, ms; their topics must exist. Default: no second attempt. */
  readonly delaysMs?: readonly number[];
  /** Default: the runtime's. */
  readonly sessionTimeoutMs?: number;
}): { readonly queue: QueueRunner; readonly failed: Promise<never> } => {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const { database } = options;
  const policy: RetryPolicy = { delaysMs: options.delaysMs ?? [] };
  const definition: QueueDefinition<BenchEvent> = {
    queue: options.queue,
    keyOf: (event) => String(event.user_profile_id),
    eventTypeOf: () => options.queue,
    concurrency: options.concurrency,
    timeLimitMs: 30_000,
    onTimeout: 'dead',
    idempotency: 'guarded',
    retryPolicy: () => policy,
    retryPolicies: policy.delaysMs.length === 0 ? [] : [policy],
  };
  const giveUp = (_event: BenchEvent, _meta: EventMeta, outcome: Outcome): Promise<void> => {
    reject(new Error(`an event was given up: ${JSON.stringify(outcome)}`));
    return Promise.resolve();
  };
  const queue = createQueueRunner({
    consumer: { definition, handler: options.handler, giveUp, loops: [], parts: [] },
    broker: openBenchBroker(options.brokers),
    producer: options.producer,
    decoder: benchCodec.decoder('missedmessage_emails'),
    effects: database === null ? noEffects(NO_TX) : createEffectStore(database),
    crashLedger: database === null ? noCrashes : createCrashLedger(database.db, options.prefix),
    probes: database === null ? {} : { database: (signal) => database.ping(signal) },
    recorder: silentRecorder,
    logger: silent,
    clock: systemClock,
    prefix: options.prefix,
    ...(options.group === undefined ? {} : { group: options.group }),
    limits: { maxRecords: 4_000, maxBytes: 32 * 2 ** 20 },
    ...(options.sessionTimeoutMs === undefined
      ? {}
      : { consumerOptions: { sessionTimeoutMs: options.sessionTimeoutMs } }),
    workerHost: 'bench',
    producerName: 'bench/1',
  });
  return { queue, failed };
};
