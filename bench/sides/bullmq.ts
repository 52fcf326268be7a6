import { Queue, Worker } from 'bullmq';
import pg from 'pg';
import { applyOne, POOL_SIZE } from '../effect-database.ts';
import { Tally } from '../side.ts';
import type { Side } from '../side.ts';
import { effectJobs } from './effect-peers.ts';
import type { EffectJob } from './effect-peers.ts';
import type { EffectOptions } from './effect.ts';

const PART = 2_000;

/** BullMQ: jobs in Redis, a transaction with a claim per job. */
export const bullmqEffect: Side<EffectOptions & { readonly redisPort: number }> = async (options) => {
  const connection = { host: '127.0.0.1', port: options.redisPort };
  const name = options.prefix;
  const queue = new Queue(name, { connection });
  const jobs = effectJobs(options);
  for (let from = 0; from < jobs.length; from += PART) {
    const part = jobs.slice(from, from + PART);
    await queue.addBulk(part.map((data) => ({ name: 'effect', data, opts: { removeOnComplete: true } })));
  }
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: POOL_SIZE });
  const tally = new Tally(options.count);
  const worker = new Worker<EffectJob>(
    name,
    async ({ data }) => {
      const client = await pool.connect();
      try {
        await applyOne(client, 'effect', data);
      } finally {
        client.release();
      }
      tally.note(data.number);
    },
    { connection, concurrency: POOL_SIZE },
  );
  const result = await tally.done;
  await worker.close();
  await queue.close();
  await pool.end();
  return result;
};
