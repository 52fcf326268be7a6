import type pg from 'pg';
import { createDatabase } from '../src/db/client.ts';
import { migrate } from '../src/db/migrate.ts';
import type { BenchContext } from './case.ts';

/** Connections of every side. */
export const POOL_SIZE = 12;

/** Adds 1 for each key of a list, once per occurrence. */
export const ADD_MANY = {
  name: 'bench_add_many',
  text: `update bench_effect e set n = e.n + u.times
         from (select k, count(*) as times from unnest($1::int[]) as k group by k order by k) u where e.user_key = u.k`,
};

/** Adds 1 to the row of one key. */
export const ADD_ONE = {
  name: 'bench_add_one',
  text: 'update bench_effect set n = n + 1 where user_key = $1',
};

const CLAIM_ONE = {
  name: 'bench_claim_one',
  text: `insert into workers.processed_event (consumer_group, event_id) values ($1, $2) on conflict do nothing`,
};

const CLAIM_AND_ADD_MANY = {
  name: 'bench_claim_and_add_many',
  text: `with claimed as (
           insert into workers.processed_event (consumer_group, event_id)
           select $1, unnest($2::uuid[]) on conflict do nothing returning event_id
         )
         update bench_effect e set n = e.n + u.times
         from (
           select i.k, count(*) as times from unnest($2::uuid[], $3::int[]) as i(id, k)
           join claimed c on c.event_id = i.id group by i.k order by i.k
         ) u
         where e.user_key = u.k`,
};

/** What an event does, for the sides that know no ledger of effects. */
export interface Effect {
  readonly eventId: string;
  readonly userKey: number;
}

/** Claims the event and adds 1 to the row of its key in one transaction: what a careful author writes by hand. */
export const applyOne = async (client: pg.ClientBase, group: string, effect: Effect): Promise<void> => {
  await client.query('begin');
  try {
    const claimed = await client.query({ ...CLAIM_ONE, values: [group, effect.eventId] });
    if (claimed.rowCount === 1) await client.query({ ...ADD_ONE, values: [effect.userKey] });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/** The same for many events in one statement. */
export const applyMany = async (
  client: pg.ClientBase,
  group: string,
  effects: readonly Effect[],
): Promise<void> => {
  // Sorted, so that two batches take the rows in the same order.
  const sorted = effects.toSorted((a, b) => a.userKey - b.userKey);
  const ids = sorted.map(({ eventId }) => eventId);
  await client.query({ ...CLAIM_AND_ADD_MANY, values: [group, ids, sorted.map(({ userKey }) => userKey)] });
};

/** Makes a database with the ledger of effects and one row per key; answers its URL. */
export const prepareEffectDatabase = async (
  context: BenchContext,
  name: string,
  keys: number,
): Promise<string> => {
  const url = await context.stack.createDatabase(name);
  await migrate({ url });
  const database = createDatabase({ url, poolSize: 1 });
  await database.pool.query(`create table bench_effect (user_key int primary key, n int not null);
    insert into bench_effect select k, 0 from generate_series(0, ${keys - 1}) k`);
  await database.close();
  return url;
};

/** Throws unless every event has had its effect exactly once. */
export const checkEffects = async (url: string, expected: number): Promise<void> => {
  const database = createDatabase({ url, poolSize: 1 });
  const { rows } = await database.pool.query<{ sum: number }>('select sum(n)::int as sum from bench_effect');
  await database.close();
  if (rows[0]?.sum !== expected) throw new Error(`${String(rows[0]?.sum)} effects of ${expected} events`);
};
