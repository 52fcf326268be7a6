import { pino } from 'pino';
import { RemoteInbox } from '../dev/remote-inbox.ts';
import { spawnWorker } from '../dev/worker-process.ts';
import type { WorkerProcess } from '../dev/worker-process.ts';
import { openBroker, openRegistryApi } from '../src/composition/services.ts';
import { loadWholeConfig } from '../src/config.ts';
import { definitionsWith } from '../src/consumers/registry.ts';
import { createDatabase } from '../src/db/client.ts';
import type { DatabaseHandle } from '../src/db/client.ts';
import { migrate } from '../src/db/migrate.ts';
import { seed } from '../src/db/seed.ts';
import { createProducer } from '../src/producer/create-producer.ts';
import type { EventProducer } from '../src/producer/event-producer.ts';
import { systemClock } from '../src/runtime/clock.ts';
import type { StreamInputs } from '../src/schemas/generated/events.ts';
import type { QueueName } from '../src/schemas/queues.ts';
import { registerSchemas } from '../src/schemas/register-schemas.ts';
import { applyTopics } from '../src/topics/apply.ts';
import { declareTopics } from '../src/topics/declared-topics.ts';
import type { BenchContext } from './case.ts';

/** People and messages of the seeded organization. */
const PEOPLE = 200;
const MESSAGES = 1_000;
/** Events that are prepared and sent at once. */
const PART = 2_000;

/** A whole installation: topics, schemas, a seeded database, and a mail server in a process of its own. */
export interface Installation {
  readonly database: DatabaseHandle;
  readonly inbox: RemoteInbox;
  readonly producer: EventProducer;
  /** Sends events through the typed producer, in parts. */
  produce<Q extends QueueName>(queue: Q, events: readonly StreamInputs[Q][]): Promise<void>;
  /** Starts the compiled package's `main.js` with these queues, every runnable one when there are none; resolves when it is ready. */
  startWorker(queues: readonly QueueName[]): Promise<WorkerProcess>;
  /** The same without waiting until it is ready. */
  launchWorker(queues: readonly QueueName[]): Promise<WorkerProcess>;
  close(): Promise<void>;
}

/** Makes an installation with default settings on the stack of the benchmark. */
export const openInstallation = async (context: BenchContext): Promise<Installation> => {
  const { stack, prefix } = context;
  const inbox = await RemoteInbox.open();
  const url = await stack.createDatabase(prefix);
  const env = {
    ...stack.env,
    DATABASE_URL: url,
    TOPIC_PREFIX: prefix,
    EXTERNAL_HOST: 'chat.example.test',
    ZULIP_ADMINISTRATOR: 'support@chat.example.test',
    EMAIL_HOST: inbox.host,
    EMAIL_PORT: String(inbox.port),
    METRICS_HOST: '127.0.0.1',
  };
  const config = loadWholeConfig({ variables: env, readFile: () => '' });
  await migrate({ url });
  const database = createDatabase({ url });
  await seed(database, { people: PEOPLE, messages: MESSAGES, clock: systemClock });
  const admin = openBroker(config.kafka, { clock: systemClock, logger: pino({ level: 'silent' }) }).admin();
  const declared = declareTopics(definitionsWith(config.topics.retryTiers), config.topics);
  await applyTopics({ admin, declared, prefix, clock: systemClock });
  await admin.disconnect();
  await registerSchemas(openRegistryApi(config.registry, systemClock), { prefix });
  const producer = createProducer({
    producerName: 'bench/1',
    registry: { url: stack.registryUrl },
    prefix,
    kafka: { brokers: config.kafka.brokers },
  });
  await producer.connect();
  const workers: WorkerProcess[] = [];
  const launchWorker = async (queues: readonly QueueName[]): Promise<WorkerProcess> => {
    const worker = await spawnWorker({ env, args: queues, script: 'dist/main.js' });
    workers.push(worker);
    return worker;
  };
  return {
    database,
    inbox,
    producer,
    launchWorker,
    async produce(queue, events) {
      for (let from = 0; from < events.length; from += PART) {
        const part = events.slice(from, from + PART);
        await producer.sendPrepared(await Promise.all(part.map((event) => producer.prepare(queue, event))));
      }
    },
    async startWorker(queues) {
      const worker = await launchWorker(queues);
      await worker.waitForLog(({ msg }) => msg === 'worker is ready', { what: 'the worker is ready' });
      return worker;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.kill('SIGTERM')));
      await producer.disconnect();
      await database.close();
      await inbox.close();
    },
  };
};

/** Looks until `look` answers something, every `everyMs`; rejects after `limitMs` or when the worker has ended. */
export const watch = async <T>(
  worker: WorkerProcess,
  look: () => Promise<T | null>,
  { everyMs = 20, limitMs = 120_000 } = {},
): Promise<T> => {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (!worker.isRunning()) throw new Error('the worker has ended');
    if (performance.now() > end) throw new Error('the worker does not come to an end');
    await systemClock.sleep(everyMs);
  }
};
