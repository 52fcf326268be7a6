import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pino } from 'pino';
import { BrokerError } from '../../../src/broker/broker.ts';
import type { Broker, OutgoingRecord } from '../../../src/broker/broker.ts';
import { createKafkaBroker } from '../../../src/broker/kafka-broker.ts';
import { createDatabase } from '../../../src/db/client.ts';
import type { DatabaseHandle } from '../../../src/db/client.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { HEADERS, newEventHeaders } from '../../../src/runtime/headers.ts';
import { namesOf } from '../../../src/runtime/names.ts';
import type { QueueNames } from '../../../src/runtime/names.ts';
import type { ExitInfo } from '../../../dev/stack/guarded-child.ts';
import { spawnWorker } from '../../../dev/worker-process.ts';
import type { WorkerProcess } from '../../../dev/worker-process.ts';
import { freshDatabase, freshPrefix, stackAddresses } from '../../support/stack.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { DEFINITION } from './definition.ts';
import { HOLD_LOCK, QUEUE, TABLES } from './plan.ts';
import type { TestEvent, WorkerPlan } from './plan.ts';
import { isSettled } from './is-settled.ts';
import { readTopic } from './read-topic.ts';

/** Options of a ground. */
export interface GroundOptions {
  /** Default: the shared stack's. */
  readonly brokers?: string;
  /** A migrated database. Default: a fresh one on the shared server, dropped at the end. */
  readonly databaseUrl?: string;
  /** Of every topic. Default 2. */
  readonly partitions?: number;
}

/** A dead letter of the tests. `number` is null when its value is no event. */
export interface DeadLetter {
  readonly number: number | null;
  readonly disposition: string;
  readonly value: string;
}

/** Topics, tables and worker processes of one test, and the judge's view of them. */
export class Ground {
  readonly names: QueueNames;
  readonly broker: Broker;
  readonly database: DatabaseHandle;
  readonly workers: WorkerProcess[] = [];
  readonly #env: Readonly<Record<string, string>>;
  readonly #holds: pg.Client[] = [];
  readonly #drop: () => Promise<void>;

  private constructor(env: { brokers: string; url: string }, drop: () => Promise<void>) {
    const prefix = freshPrefix();
    this.names = namesOf(prefix, DEFINITION);
    this.#env = {
      KAFKA_BROKERS: env.brokers,
      DATABASE_URL: env.url,
      TOPIC_PREFIX: prefix,
      METRICS_PORT: '0',
    };
    this.#drop = drop;
    this.database = createDatabase({ url: env.url });
    this.broker = createKafkaBroker({
      brokers: env.brokers.split(','),
      clientId: 'integrity-judge',
      clock: systemClock,
      logger: pino({ level: 'silent' }),
    });
  }

  static async open(options: GroundOptions = {}): Promise<Ground> {
    const fresh = options.databaseUrl === undefined ? await freshDatabase() : null;
    const ground = new Ground(
      {
        brokers: options.brokers ?? stackAddresses().brokers,
        url: options.databaseUrl ?? fresh?.url ?? '',
      },
      async () => {
        await fresh?.drop();
      },
    );
    const { broker, database, names } = ground;
    await Promise.all([broker.admin().connect(), broker.producer().connect(), database.pool.query(TABLES)]);
    const topics = [names.main, names.dlq, ...names.tiers.map(({ topic }) => topic)];
    await broker
      .admin()
      .createTopics(topics.map((topic) => ({ topic, partitions: options.partitions ?? 2, configs: {} })));
    return ground;
  }

  /** Starts a worker process; resolves when it has its first assignment. */
  async start(plan: WorkerPlan = {}): Promise<WorkerProcess> {
    const worker = await this.launch(plan);
    await worker.waitForLog(({ msg }) => msg === 'worker is ready', { what: 'the worker is ready' });
    return worker;
  }

  /** Starts a worker process without waiting for it. */
  async launch(plan: WorkerPlan = {}): Promise<WorkerProcess> {
    const worker = await spawnWorker({
      script: 'test/integrity/support/worker.ts',
      env: { ...this.#env, TEST_WORKER: JSON.stringify(plan) },
    });
    this.workers.push(worker);
    return worker;
  }

  /**
   * As a supervisor does: starts a worker again whenever it has ended, until `over` resolves. Answers how they ended.
   * Rejects when `over` does.
   */
  async supervise(plan: WorkerPlan, over: Promise<unknown>): Promise<readonly ExitInfo[]> {
    const exits: ExitInfo[] = [];
    const isOver = over.then(() => null);
    for (;;) {
      const worker = await this.launch(plan);
      const exit = await Promise.race([worker.exited, isOver]);
      if (exit === null) return exits;
      exits.push(exit);
    }
  }

  /** The record of an event: a key for each number, so that events do not wait for each other. */
  record(event: TestEvent): OutgoingRecord {
    const headers = newEventHeaders({
      eventId: randomUUID(),
      eventType: QUEUE,
      producedAtMs: Date.now(),
      producer: 'integrity/1',
    });
    return { key: `key-${event.number}`, value: Buffer.from(JSON.stringify(event)), headers };
  }

  /** Produces events; as the port advises, what may not be stored is sent again under the same event ids. */
  async produce(events: readonly TestEvent[]): Promise<void> {
    const records = events.map((event) => this.record(event));
    await waitUntil(
      async () => {
        try {
          await this.broker.producer().send(this.names.main, records);
          return true;
        } catch (error) {
          if (error instanceof BrokerError && error.code === 'unavailable') return false;
          throw error;
        }
      },
      { timeoutMs: 30_000, what: 'the events are stored' },
    );
  }

  /** Rows of a statement. */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.database.pool.query<Row & Record<string, unknown>>(sql, [...values])).rows;
  }

  /** Numbers whose effect is in the database, in ascending order, each as often as it happened. */
  async effects(): Promise<readonly number[]> {
    const rows = await this.query<{ number: number }>('select number from integrity.effect order by number');
    return rows.map(({ number }) => number);
  }

  /** How often an event was started, by its attempt. */
  async starts(number: number): Promise<Readonly<Record<number, number>>> {
    const rows = await this.query<{ attempt: number; starts: number }>(
      'select attempt, count(*)::int as starts from integrity.started where number = $1 group by attempt',
      [number],
    );
    return Object.fromEntries(rows.map(({ attempt, starts }) => [attempt, starts]));
  }

  /** Resolves when so many events were started. */
  started(events: number): Promise<void> {
    return this.#untilRows('select from integrity.started', events);
  }

  /** Resolves when this worker has started so many events. */
  startedBy(worker: WorkerProcess, events: number): Promise<void> {
    return this.#untilRows(`select from integrity.started where pid = ${worker.pid}`, events);
  }

  async #untilRows(sql: string, rows: number): Promise<void> {
    await waitUntil(async () => (await this.query(sql)).length >= rows, {
      timeoutMs: 30_000,
      intervalMs: 5,
      what: `${sql}: ${rows} rows`,
    });
  }

  /** Holds up every event with `waits` until `release`, at the latest until the ground is closed. */
  async hold(): Promise<{ release(): Promise<void> }> {
    const client = await this.database.connect();
    this.#holds.push(client);
    await client.query('select pg_advisory_lock($1)', [HOLD_LOCK]);
    return { release: () => client.end() };
  }

  /** Every dead letter. */
  async deadLetters(): Promise<readonly DeadLetter[]> {
    const records = await readTopic(this.broker, this.names.dlq);
    return records.map(({ value, headers }) => {
      const text = String(value);
      const disposition = headers[HEADERS.disposition] ?? '';
      return {
        number: disposition === 'malformed' ? null : (JSON.parse(text) as TestEvent).number,
        disposition,
        value: text,
      };
    });
  }

  /** Committed offsets of the main topic and the tier, by `topic/partition`; nothing committed is -1. */
  async committed(): Promise<ReadonlyMap<string, bigint>> {
    const topics = [this.names.main, ...this.names.tiers.map(({ topic }) => topic)];
    const offsets = await this.broker.admin().committedOffsets(this.names.group, topics);
    return new Map(offsets.map((at) => [`${at.topic}/${at.partition}`, at.offset ?? -1n]));
  }

  /** Resolves when everything produced is finished and committed. */
  async settled(timeoutMs = 40_000): Promise<void> {
    await waitUntil(() => isSettled(this.broker.admin(), this.names), {
      timeoutMs,
      intervalMs: 50,
      what: 'every record is finished and committed',
    });
  }

  /** Kills what runs and removes the database. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill('SIGKILL')));
    await Promise.all(this.#holds.map((client) => client.end()));
    await Promise.all([this.broker.producer().disconnect(), this.broker.admin().disconnect()]);
    await this.database.close();
    await this.#drop();
  }
}

/** The numbers from `first` to before `end`. */
export const numbers = (end: number, first = 0): number[] =>
  Array.from({ length: end - first }, (_, index) => first + index);
