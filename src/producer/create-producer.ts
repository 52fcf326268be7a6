import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { createKafkaBroker } from '../broker/kafka-broker.ts';
import type { KafkaBrokerOptions } from '../broker/kafka-broker.ts';
import { QUEUES } from '../consumers/registry.ts';
import type { Tx } from '../db/client.ts';
import { insertOutboxRows } from '../db/outbox.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Clock } from '../runtime/clock.ts';
import { createEventCodec } from '../schemas/codec.ts';
import { createRegistryApi } from '../schemas/registry-api.ts';
import type { SchemaCache } from '../schemas/schema-cache.ts';
import { createSchemaRegistry } from '../schemas/schema-registry.ts';
import { createEventProducer } from './event-producer.ts';
import type { EventProducer } from './event-producer.ts';
import { createOutboxWriter } from './outbox-writer.ts';
import type { OutboxWriter } from './outbox-writer.ts';
import { createPrepareEvent } from './prepare-event.ts';
import type { PrepareEvent } from './prepare-event.ts';
import { streamRules } from './stream-rules.ts';

/** What every producer of events says about itself and its registry. */
export interface EventSource {
  /** Written as `x-producer`: name and version of the service, such as `zulip-web/12.0`. */
  readonly producerName: string;
  /** The schema registry; credentials are optional. */
  readonly registry: { readonly url: string; readonly username?: string; readonly password?: string };
  /** Prefix of the topics. Default `zulip`. */
  readonly prefix?: string;
  /** Lets the process encode while the registry is down, once it has seen it. Default: none. */
  readonly schemaCache?: SchemaCache;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** How to reach Kafka. */
export type KafkaSettings = Omit<KafkaBrokerOptions, 'clock' | 'logger' | 'clientId'> & {
  /** Shown in the brokers' logs. Default: `producerName`. */
  readonly clientId?: string;
};

const silentLogger = (): Logger => pino({ level: 'silent' });

const preparer = (source: EventSource): PrepareEvent => {
  const clock = source.clock ?? systemClock;
  const logger = source.logger ?? silentLogger();
  const { url, username = null, password = null } = source.registry;
  const registry = createSchemaRegistry({
    api: createRegistryApi({ url, username, password, clock }),
    prefix: source.prefix ?? 'zulip',
    clock,
    ...(source.schemaCache !== undefined && { cache: source.schemaCache }),
    onCacheFailure: (err) => {
      logger.warn({ err }, 'schema cache failed');
    },
  });
  return createPrepareEvent({
    codec: createEventCodec(registry),
    rules: streamRules(QUEUES),
    prefix: source.prefix ?? 'zulip',
    clock,
    producerName: source.producerName,
    newEventId: randomUUID,
  });
};

/**
 * A producer that sends events straight to Kafka, for callers without a transaction. Connects with `connect()` or
 * with the first event; `disconnect()` before the process ends.
 */
export function createProducer(options: EventSource & { readonly kafka: KafkaSettings }): EventProducer {
  const broker = createKafkaBroker({
    ...options.kafka,
    clientId: options.kafka.clientId ?? options.producerName,
    clock: options.clock ?? systemClock,
    logger: options.logger ?? silentLogger(),
  });
  return createEventProducer({ prepare: preparer(options), kafka: broker.producer() });
}

/**
 * A writer of the outbox table, for callers with a transaction: the events are published by the fleet's relay once
 * the transaction is committed. Needs no Kafka.
 */
export function createOutbox(options: EventSource): OutboxWriter<Tx> {
  return createOutboxWriter({ prepare: preparer(options), insertRows: insertOutboxRows });
}
