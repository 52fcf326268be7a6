import { pino } from 'pino';
import type { QueryResultRow } from 'pg';
import { SmtpInbox } from '../../dev/smtp-inbox.ts';
import type { SmtpInboxOptions } from '../../dev/smtp-inbox.ts';
import { openBroker, openRegistryApi } from '../../src/composition/services.ts';
import { loadWholeConfig } from '../../src/config.ts';
import type { Config } from '../../src/config/types.ts';
import { definitionsWith } from '../../src/consumers/registry.ts';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import { seed } from '../../src/db/seed.ts';
import { createProducer } from '../../src/producer/create-producer.ts';
import type { EventProducer } from '../../src/producer/event-producer.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { registerSchemas } from '../../src/schemas/register-schemas.ts';
import { applyTopics } from '../../src/topics/apply.ts';
import { declareTopics } from '../../src/topics/declared-topics.ts';
import { freshDatabase, freshPrefix, stackAddresses } from '../support/stack.ts';

/** A whole installation of a test's own on the shared stack: topics, schemas, database, inbox, settings. */
export interface Installation {
  /** Settings of a worker or command. */
  readonly env: Readonly<Record<string, string>>;
  readonly config: Config;
  readonly inbox: SmtpInbox;
  readonly database: DatabaseHandle;
  readonly producer: EventProducer;
  readonly query: <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Options of `install`. */
export interface InstallOptions {
  /** People of the seeded organization; none is seeded when absent. */
  readonly people?: number;
  readonly inbox?: SmtpInboxOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** Default true. */
  readonly topics?: boolean;
}

/** Makes an installation. */
export const install = async (options: InstallOptions = {}): Promise<Installation> => {
  const { brokers, registryUrl } = stackAddresses();
  const inbox = await SmtpInbox.open(options.inbox);
  const fresh = await freshDatabase();
  const { url } = fresh;
  const env = {
    KAFKA_BROKERS: brokers,
    SCHEMA_REGISTRY_URL: registryUrl,
    DATABASE_URL: url,
    TOPIC_PREFIX: freshPrefix(),
    TOPIC_PARTITIONS: '2',
    EXTERNAL_HOST: 'chat.example.com',
    ZULIP_ADMINISTRATOR: 'support@example.com',
    EMAIL_HOST: inbox.host,
    EMAIL_PORT: String(inbox.port),
    METRICS_HOST: '127.0.0.1',
    METRICS_LAG_INTERVAL_SECONDS: '1',
    RETRY_TIERS: 'email_senders=1s,2s;missedmessage_emails=1s',
    ...options.env,
  };
  const config = loadWholeConfig({ variables: env, readFile: () => '' });
  const database = createDatabase({ url });
  if (options.topics !== false) await createDeclaredTopics(config);
  await registerSchemas(openRegistryApi(config.registry, systemClock), { prefix: config.topics.prefix });
  if (options.people !== undefined) {
    await seed(database, { people: options.people, messages: 200, clock: systemClock });
  }
  const producer = createProducer({
    producerName: 'test/1',
    registry: { url: registryUrl },
    prefix: config.topics.prefix,
    kafka: { brokers: config.kafka.brokers },
  });
  await producer.connect();
  return {
    env,
    config,
    inbox,
    database,
    producer,
    query: async <Row extends QueryResultRow>(sql: string, values?: unknown[]) =>
      (await database.pool.query<Row>(sql, values)).rows,
    close: async () => {
      await producer.disconnect();
      await database.close();
      await inbox.close();
      await fresh.drop();
    },
  };
};

/** Creates the topics of an installation. */
export const createDeclaredTopics = async (config: Config): Promise<void> => {
  const broker = openBroker(config.kafka, { clock: systemClock, logger: pino({ level: 'silent' }) });
  const admin = broker.admin();
  const declared = declareTopics(definitionsWith(config.topics.retryTiers), config.topics);
  await applyTopics({ admin, declared, prefix: config.topics.prefix, clock: systemClock });
  await admin.disconnect();
};
