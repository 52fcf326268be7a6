import type { TopicDescription } from '../broker/broker.ts';
import type { RunnableQueue } from '../consumers/registry.ts';
import { definitionsWith } from '../consumers/registry.ts';
import { migrationsPending } from '../db/migrate.ts';
import { declareTopics } from '../topics/declared-topics.ts';
import { databaseOptions } from './services.ts';
import type { WorkerServices } from './worker-services.ts';

/** A worker cannot start; the message is one line that says what is wrong and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly code = 'startup_failed';
}

const failing = async <T>(what: string, advice: string, action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (cause) {
    // Translated for the operator; the cause stays for the log.
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(`${what}: ${text}. ${advice}`, { cause });
  }
};

const checkDatabase = async ({ config, database }: WorkerServices): Promise<void> => {
  await failing('The database cannot be used', 'See DATABASE_URL and DATABASE_TLS.', () => database.ping());
  const states = await migrationsPending(databaseOptions(config.database));
  const pending = states.reduce((sum, state) => sum + state.pending, 0);
  if (pending > 0) {
    throw new StartupError(`The database lacks ${pending} migrations. Run zulip-workers db migrate.`);
  }
};

const checkTopics = async (services: WorkerServices, queues: readonly RunnableQueue[]): Promise<void> => {
  const { topics } = services.config;
  const declared = declareTopics(definitionsWith(topics.retryTiers), topics).filter(({ stream }) =>
    queues.some((queue) => queue === stream),
  );
  const names = declared.map(({ topic }) => topic);
  const found = await failing('Kafka cannot be asked for topics', 'See KAFKA_BROKERS.', () =>
    services.admin.describeTopics(names, []),
  );
  const missing = names.filter((name) => !found.some(({ topic }) => topic === name));
  if (missing.length > 0) {
    throw new StartupError(`Topics are missing: ${missing.join(', ')}. Run zulip-workers topics apply.`);
  }
  for (const queue of queues) {
    checkEqualPartitions(
      queue,
      found.filter(({ topic }) => declared.some((entry) => entry.topic === topic && entry.stream === queue)),
    );
  }
};

/** A key keeps its partition number through retries only while all topics of its queue have equally many. */
const checkEqualPartitions = (queue: string, topics: readonly TopicDescription[]): void => {
  if (new Set(topics.map(({ partitions }) => partitions)).size <= 1) return;
  const counts = topics.map(({ topic, partitions }) => `${topic} ${partitions}`).join(', ');
  throw new StartupError(
    `The topics of ${queue} have different numbers of partitions (${counts}). Run zulip-workers topics apply.`,
  );
};

const startRegistry = async ({ registry, logger }: WorkerServices): Promise<void> => {
  const { unregistered, outage } = await registry.start();
  if (outage !== null) {
    // Known schemas are shipped or cached: the worker can do its work, and says why new ones would wait.
    logger.warn({ err: outage }, 'schema registry cannot be asked; going on with the known schemas');
    return;
  }
  if (unregistered.length > 0) {
    logger.warn({ streams: unregistered }, 'schemas are not registered; run zulip-workers schemas register');
  }
};

/**
 * Connects what the queues need and looks whether it is fit for them, so that a wrong installation ends at once with
 * one line instead of failing event by event. Rejects with a `StartupError`.
 */
export const connectServices = async (
  services: WorkerServices,
  queues: readonly RunnableQueue[],
): Promise<void> => {
  const kafkaAdvice = 'See KAFKA_BROKERS, KAFKA_TLS and KAFKA_SASL_MECHANISM.';
  await checkDatabase(services);
  await failing('Kafka cannot be used', kafkaAdvice, () => services.admin.connect());
  await checkTopics(services, queues);
  await failing('Kafka cannot be written to', kafkaAdvice, () => services.producer.connect());
  await startRegistry(services);
};
