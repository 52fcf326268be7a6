import { createDatabase } from '../src/db/client.ts';
import type { DatabaseHandle } from '../src/db/client.ts';
import { migrate } from '../src/db/migrate.ts';
import type { Stack } from '../dev/stack/stack.ts';

/** The effect of one event: a row with its number. No unique index, so that a doubled effect would show. */
export const ADD_ONE = { name: 'bench_member_one', text: 'insert into bench_effect (id) values ($1)' };
/** The effects of a batch. */
export const ADD_MANY = {
  name: 'bench_member_many',
  text: 'insert into bench_effect (id) select unnest($1::int[])',
};

/** A migrated database with the table of the effects. */
export const openMemberDatabase = async (
  stack: Pick<Stack, 'createDatabase'>,
  name: string,
): Promise<{ readonly url: string; readonly database: DatabaseHandle }> => {
  const url = await stack.createDatabase(name);
  await migrate({ url });
  const database = createDatabase({ url });
  await database.pool.query('create table bench_effect (id int not null)');
  return { url, database };
};

/** How many of `count` events have no effect, and how many effects there are too many. */
export const judgeEffects = async (
  database: DatabaseHandle,
  count: number,
): Promise<{ readonly lost: number; readonly doubled: number }> => {
  const { rows } = await database.pool.query<{ rows: number; events: number }>(
    'select count(*)::int as rows, count(distinct id)::int as events from bench_effect',
  );
  const { rows: all = 0, events = 0 } = rows[0] ?? {};
  return { lost: count - events, doubled: all - events };
};
