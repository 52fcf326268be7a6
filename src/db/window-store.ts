import type { OpenWindow, WindowStore } from '../runtime/window/window-store.ts';
import type { Database, Tx } from './client.ts';
import { runHot } from './statement.ts';

const COLUMNS = 'queue, key, partition, opened_at, due_at, attempts, traceparent';

interface WindowRow {
  readonly queue: string;
  readonly key: string;
  readonly partition: number;
  readonly opened_at: Date;
  readonly due_at: Date;
  readonly attempts: number;
  readonly traceparent: string | null;
}

/**
 * Opens what is new and locks what exists, key by key in sorted order, so that two transactions with the same keys
 * queue up instead of blocking each other. `where false` locks the existing row without writing a new version of it;
 * a row that another transaction is deleting is waited for and then opened anew.
 */
const OPEN = {
  name: 'window_open',
  text: `
    insert into workers.open_window as w (queue, key, partition, opened_at, due_at, traceparent)
    select $1, o.key, o.partition, o.opened_at, o.due_at, o.traceparent
    from unnest($2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[])
      as o (key, partition, opened_at, due_at, traceparent)
    order by o.key collate "C"
    on conflict (queue, key) do update set attempts = w.attempts where false
    returning ${COLUMNS}`,
} as const;

/** Reads windows that this transaction has locked: a later statement sees rows that were committed meanwhile. */
const READ = {
  name: 'window_read',
  plan: 'fresh',
  text: `select ${COLUMNS} from workers.open_window where queue = $1 and key = any($2::text[])`,
} as const;

const EARLIEST = {
  name: 'window_earliest',
  text: `
    select partition, min(due_at) as due_at, count(*)::int as open
    from workers.open_window where queue = $1 and partition = any($2::int[]) group by partition`,
} as const;

/** One look into the index for each partition, instead of a count of all its windows. */
const NEXT = {
  name: 'window_next',
  text: `
    select min(first.due_at) as due_at
    from unnest($2::int[]) as p (partition)
      cross join lateral (
        select w.due_at from workers.open_window w
        where w.queue = $1 and w.partition = p.partition order by w.due_at limit 1) as first`,
} as const;

const DUE = {
  name: 'window_due',
  text: `
    select key from workers.open_window
    where queue = $1 and partition = any($2::int[]) and due_at <= $3 order by due_at, key limit $4`,
} as const;

/**
 * Skips a locked window: a join holds it and will wake its owner, or another owner flushes it. Deletes at once, because
 * a window that is flushed nearly always closes: one statement less than locking it first. When the row was changed
 * since the statement began, its new place is not seen, and it is not taken. Planned
 * freshly, as `READ`: a plan kept from when no window was open may read all windows of the queue for each key.
 */
const TAKE = {
  name: 'window_take',
  plan: 'fresh',
  text: `
    delete from workers.open_window where ctid = (
      select ctid from workers.open_window
      where queue = $1 and key = $2 and due_at <= $3 for update skip locked)
    returning ${COLUMNS}`,
} as const;

const RESCHEDULE = {
  name: 'window_reschedule',
  text: `
    insert into workers.open_window (${COLUMNS}, last_error) values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (queue, key) do update
      set due_at = excluded.due_at, attempts = excluded.attempts, last_error = excluded.last_error`,
} as const;

const toWindow = (row: WindowRow): OpenWindow => ({
  queue: row.queue,
  key: row.key,
  partition: row.partition,
  openedAtMs: row.opened_at.getTime(),
  dueAtMs: row.due_at.getTime(),
  attempts: row.attempts,
  traceparent: row.traceparent,
});

/** Windows in `workers.open_window`. Times are kept to the millisecond. */
export const createWindowStore = (db: Database): WindowStore<Tx> => ({
  async openOrJoin(tx, queue, openings) {
    // The first opening of a key counts; ON CONFLICT cannot meet one key twice in a statement.
    const firstOf = new Map(openings.toReversed().map((opening) => [opening.key, opening]));
    const wanted = [...firstOf.values()];
    const opened = await runHot<WindowRow & Record<string, unknown>>(tx, OPEN, [
      queue,
      wanted.map((opening) => opening.key),
      wanted.map((opening) => opening.partition),
      wanted.map((opening) => new Date(opening.openedAtMs)),
      wanted.map((opening) => new Date(opening.dueAtMs)),
      wanted.map((opening) => opening.traceparent ?? null),
    ]);
    const windows = new Map(opened.map((row) => [row.key, toWindow(row)]));
    const joined = wanted.map((opening) => opening.key).filter((key) => !windows.has(key));
    if (joined.length > 0) {
      const rows = await runHot<WindowRow & Record<string, unknown>>(tx, READ, [queue, joined]);
      for (const row of rows) windows.set(row.key, toWindow(row));
    }
    return openings.map((opening) => {
      const window = windows.get(opening.key);
      if (window === undefined) throw new Error('a locked window is gone');
      return window;
    });
  },

  async nextDue(queue, partitions) {
    const [row] = await runHot<{ due_at: Date | null }>(db, NEXT, [queue, partitions]);
    return row?.due_at?.getTime() ?? null;
  },

  async earliestDue(queue, partitions) {
    const rows = await runHot<{ partition: number; due_at: Date; open: number }>(db, EARLIEST, [
      queue,
      partitions,
    ]);
    return new Map(rows.map((row) => [row.partition, { dueAtMs: row.due_at.getTime(), open: row.open }]));
  },

  async dueKeys(queue, partitions, nowMs, limit) {
    const rows = await runHot<{ key: string }>(db, DUE, [queue, partitions, new Date(nowMs), limit]);
    return rows.map((row) => row.key);
  },

  async take(tx, queue, key, nowMs) {
    const [row] = await runHot<WindowRow & Record<string, unknown>>(tx, TAKE, [queue, key, new Date(nowMs)]);
    return row === undefined ? null : toWindow(row);
  },

  async reschedule(tx, window, change) {
    await runHot(tx, RESCHEDULE, [
      window.queue,
      window.key,
      window.partition,
      new Date(window.openedAtMs),
      new Date(change.dueAtMs),
      change.attempts,
      window.traceparent,
      change.error ?? null,
    ]);
  },
});
