import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type { TaskList } from 'graphile-worker';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Job } from 'pg-boss';
import { ADD_MANY, applyMany, applyOne, POOL_SIZE } from '../effect-database.ts';
import type { Effect } from '../effect-database.ts';
import { benchEventId } from '../queue-under-test.ts';
import { Tally } from '../side.ts';
import type { Side, SideResult } from '../side.ts';
import type { EffectOptions } from './effect.ts';

/** A job of a queue in a database: the event itself. */
export interface EffectJob extends Effect {
  readonly number: number;
}

const BATCH = 250;
/** More batches at once only wait for each other's rows. */
const BATCHES_AT_ONCE = 4;
/** Jobs that are inserted with one statement. */
const PART = 2_000;

/** The jobs `0 … count - 1`. */
export const effectJobs = ({ count, keys }: EffectOptions): readonly EffectJob[] =>
  Array.from({ length: count }, (_, number) => ({
    number,
    eventId: benchEventId(number),
    userKey: number % keys,
  }));

const partsOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );

const silent = new Logger(() => () => undefined);

/** Inserts the payloads as jobs, then works them off as fast as graphile-worker's own batching allows. */
const graphile = async (
  options: EffectOptions,
  jobs: { readonly payloads: readonly unknown[]; readonly concurrency: number },
  work: (tally: Tally) => TaskList,
): Promise<SideResult> => {
  const connectionString = options.databaseUrl;
  const utils = await makeWorkerUtils({ connectionString, logger: silent });
  await utils.migrate();
  for (const part of partsOf(jobs.payloads, PART)) {
    await utils.addJobs(part.map((payload) => ({ identifier: 'effect', payload })));
  }
  await utils.release();
  const tally = new Tally(options.count);
  const runner = await run({
    taskList: work(tally),
    preset: {
      worker: {
        connectionString,
        maxPoolSize: POOL_SIZE,
        concurrentJobs: jobs.concurrency,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        logger: silent,
      },
    },
    noHandleSignals: true,
  });
  const result = await tally.done;
  await runner.stop();
  return result;
};

/** graphile-worker, one job per event. */
export const graphileSingle: Side<EffectOptions> = (options) =>
  graphile(options, { payloads: effectJobs(options), concurrency: POOL_SIZE }, (tally) => ({
    effect: async (payload, { withPgClient }) => {
      const job = payload as EffectJob;
      await withPgClient((client) => applyOne(client, 'effect', job));
      tally.note(job.number);
    },
  }));

/** graphile-worker, jobs that hold many events each (its batch jobs). */
export const graphileBatch: Side<EffectOptions> = (options) =>
  graphile(
    options,
    { payloads: partsOf(effectJobs(options), BATCH), concurrency: BATCHES_AT_ONCE },
    (tally) => ({
      effect: async (payload, { withPgClient }) => {
        const jobs = payload as readonly EffectJob[];
        await withPgClient((client) => applyMany(client, 'effect', jobs));
        for (const { number } of jobs) tally.note(number);
      },
    }),
  );

/** Starts pg-boss and inserts the jobs. */
const openPgBoss = async (options: EffectOptions): Promise<PgBoss> => {
  const boss = new PgBoss({ connectionString: options.databaseUrl, max: POOL_SIZE });
  await boss.start();
  await boss.createQueue('effect');
  for (const part of partsOf(effectJobs(options), PART)) {
    await boss.insert(
      'effect',
      part.map((data) => ({ data })),
    );
  }
  return boss;
};

/** pg-boss, batches whose effects and completion are one transaction: it needs no claim. */
export const pgBossBatch: Side<EffectOptions> = async (options) => {
  const boss = await openPgBoss(options);
  const tally = new Tally(options.count);
  await boss.work(
    'effect',
    {
      batchSize: BATCH,
      localConcurrency: BATCHES_AT_ONCE,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 0.5,
      transactional: true,
    },
    async (jobs: Job<EffectJob>[], db) => {
      await db.executeSql(ADD_MANY.text, [jobs.map(({ data }) => data.userKey)]);
      for (const { data } of jobs) tally.note(data.number);
    },
  );
  const result = await tally.done;
  await boss.stop({ close: true });
  return result;
};

/** pg-boss, jobs fetched in batches, a transaction with a claim per job. */
export const pgBossSingle: Side<EffectOptions> = async (options) => {
  const boss = await openPgBoss(options);
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: POOL_SIZE });
  const tally = new Tally(options.count);
  const applyJob = async (job: EffectJob): Promise<void> => {
    const client = await pool.connect();
    try {
      await applyOne(client, 'effect', job);
    } finally {
      client.release();
    }
    tally.note(job.number);
  };
  await boss.work<EffectJob>(
    'effect',
    { batchSize: BATCH, localConcurrency: 2, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
    async (jobs) => {
      await Promise.all(jobs.map(({ data }) => applyJob(data)));
    },
  );
  const result = await tally.done;
  await boss.stop({ close: true });
  await pool.end();
  return result;
};
