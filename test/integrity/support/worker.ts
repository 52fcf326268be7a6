/**
 * A worker process: the real runtime over real Kafka and PostgreSQL, with a handler that writes a row per event and can
 * be told to kill its process in a chosen phase of a record's life. Log lines on standard output.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { pino } from 'pino';
import type { Broker, BrokerProducer } from '../../../src/broker/broker.ts';
import { createKafkaBroker } from '../../../src/broker/kafka-broker.ts';
import { createDatabase } from '../../../src/db/client.ts';
import type { DatabaseHandle, Tx } from '../../../src/db/client.ts';
import { createCrashLedger } from '../../../src/db/crash-ledger.ts';
import { runHot } from '../../../src/db/statement.ts';
import { createEffectStore } from '../../../src/db/processed-events.ts';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { QueueConsumer, SingleHandler } from '../../../src/runtime/definition.ts';
import { dead, done, retry } from '../../../src/runtime/outcome.ts';
import type { Decoded } from '../../../src/runtime/ports.ts';
import { createQueueRunner } from '../../../src/runtime/queue-runner.ts';
import { CONSUMER_DEAD, HOLD_LOCK } from './plan.ts';
import type { Phase, TestEvent, WorkerPlan } from './plan.ts';
import { DEFINITION } from './definition.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

const plan = JSON.parse(setting('TEST_WORKER')) as WorkerPlan;
const logger = pino();
const clock = systemClock;

/** Whether the chosen event runs now and this is one of its deadly starts. */
let isDoomed = false;
let isFinished = false;

/** Whoever waits for a commit that begins from now on. */
let waiters: (() => void)[] = [];

const dieNow = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

/**
 * Dies in this phase, but not before others of the queue have been committed: an offset that is finished too early
 * would be committed with theirs, and the record lost.
 */
const dieAt = async (phase: Phase): Promise<void> => {
  if (!isDoomed || plan.kill?.phase !== phase) return;
  logger.info('in its last phase');
  if (plan.kill.atOnce !== true) await new Promise<void>((resolve) => waiters.push(resolve));
  dieNow();
};

const decode = (value: Buffer | null): Decoded<TestEvent> => {
  try {
    return { kind: 'decoded', event: JSON.parse(String(value)) as TestEvent, failedTries: 0 };
  } catch (error) {
    // What a registry's decoder says about rubbish.
    return { kind: 'malformed', errorClass: 'SchemaError', message: String(error) };
  }
};

const isChosen = (value: Buffer | null): boolean => {
  const answer = decode(value);
  return answer.kind === 'decoded' && answer.event.number === plan.kill?.number;
};

const NOTE_START = {
  name: 'integrity_note_start',
  text: `
    with this as (insert into integrity.started values ($1, $2, $3, $4))
    select count(*)::int + 1 as starts from integrity.started where number = $1 and attempt = $2`,
} as const;

const WAIT = { name: 'integrity_wait', text: 'select pg_advisory_xact_lock_shared($1)' } as const;

const EFFECT = {
  name: 'integrity_effect',
  text: 'insert into integrity.effect (number, pid) values ($1, $2)',
} as const;

const createHandler = ({ db }: DatabaseHandle): SingleHandler<TestEvent, Tx> => ({
  kind: 'single',
  async handle({ number, ends, waits }, context) {
    const [row] = await runHot<{ starts: number }>(db, NOTE_START, [
      number,
      context.attempt,
      process.pid,
      clock.now(),
    ]);
    if (number === plan.kill?.number && context.attempt === 1) {
      isDoomed = (row?.starts ?? 0) <= plan.kill.starts;
    }
    if (waits === true) await runHot(db, WAIT, [HOLD_LOCK]);
    await dieAt('before_effect');
    await context.apply(async (tx) => {
      await runHot(tx, EFFECT, [number, process.pid]);
      if (number === plan.kill?.number) await dieAt('in_effect');
    });
    if (number === plan.kill?.number) {
      await dieAt('after_effect');
      isFinished = ends === 'done';
    }
    if (ends === 'dead') return dead('asked_for');
    return ends === 'retry' && context.attempt === 1 ? retry('asked_for') : done;
  },
});

const deadlyProducer = (producer: BrokerProducer): Pick<BrokerProducer, 'send'> => ({
  async send(topic, records) {
    const isOurs = records.some(({ value }) => isChosen(value));
    if (isOurs) await dieAt('before_settle');
    const positions = await producer.send(topic, records);
    if (isOurs) {
      await dieAt('after_settle');
      isFinished = true;
    }
    return positions;
  },
});

const deadlyBroker = (broker: Broker): Pick<Broker, 'consumer'> => ({
  consumer(options) {
    const consumer = broker.consumer(options);
    return {
      start: (listener, signal) => consumer.start(listener, signal),
      commit: (epoch, commits) => {
        if (isDoomed && isFinished && plan.kill?.phase === 'before_commit') dieNow();
        const waiting = waiters;
        waiters = [];
        return consumer.commit(epoch, commits).then((result) => {
          if (result.kind === 'stored') for (const resolve of waiting) resolve();
          else waiters.push(...waiting);
          if (result.kind !== 'stored') logger.info({ kind: result.kind }, 'commit refused');
          return result;
        });
      },
      pause: (partitions) => {
        consumer.pause(partitions);
      },
      resume: (partitions) => {
        consumer.resume(partitions);
      },
      lastContactMs: () => consumer.lastContactMs(),
      stop: () => consumer.stop(),
    };
  },
});

const broker = createKafkaBroker({
  brokers: setting('KAFKA_BROKERS').split(','),
  clientId: 'integrity',
  clock,
  logger: logger.child({ part: 'kafka' }),
});
const database = createDatabase({ url: setting('DATABASE_URL'), poolSize: 20, logger });
const producer = broker.producer();
const consumer: QueueConsumer<TestEvent, Tx> = {
  definition: DEFINITION,
  handler: createHandler(database),
  loops: [],
  parts: [],
};
const runner = createQueueRunner<TestEvent, Tx>({
  consumer,
  broker: deadlyBroker(broker),
  producer: deadlyProducer(producer),
  decoder: { decode },
  effects: createEffectStore(database),
  crashLedger: createCrashLedger(database.db, randomUUID()),
  probes: { database: (signal) => database.ping(signal) },
  recorder: silentRecorder,
  logger,
  clock,
  prefix: setting('TOPIC_PREFIX'),
  limits: { maxRecords: 2_000, maxBytes: 32 * 1024 * 1024 },
  workerHost: hostname(),
  producerName: 'integrity/1',
  consumerOptions: {
    sessionTimeoutMs: plan.sessionTimeoutMs ?? 2_000,
    heartbeatIntervalMs: 300,
    maxWaitMs: 100,
  },
  onDead: (error) => {
    logger.error({ err: error }, 'consumer is dead');
    process.exit(CONSUMER_DEAD);
  },
});

const stop = async (): Promise<void> => {
  await runner.stop();
  await Promise.all([producer.disconnect(), broker.admin().disconnect(), database.close()]);
  process.exit(0);
};
process.once('SIGTERM', () => void stop());

try {
  await Promise.all([broker.admin().connect(), producer.connect()]);
  await runner.start();
  logger.info('worker is ready');
} catch (err) {
  logger.error({ err }, 'worker cannot start');
  process.exit(CONSUMER_DEAD);
}
