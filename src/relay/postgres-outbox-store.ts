import type { DatabaseHandle, Tx } from '../db/client.ts';
import { OUTBOX_CHANNEL } from '../db/outbox.ts';
import { pruneLedgers, pruneOutbox } from '../db/prune.ts';
import { OUTBOX_LANES } from '../db/schema/workers.ts';
import { runHot } from '../db/statement.ts';
import { listen } from './listen.ts';
import type { OutboxState, OutboxStore, WaitingRow } from './outbox-store.ts';

/** Class of the advisory locks of the lanes; the second half of the key is the lane. */
const LANE_LOCK_CLASS = 727_002;

/** One probe of the index per lane, however long the backlog is. */
const WAITING_LANES = {
  name: 'relay_waiting_lanes',
  text: `
    select lane from generate_series(0, ${OUTBOX_LANES - 1}) as lane
    where exists (
      select from workers.event_outbox o
      where o.lane = lane.lane and o.published_at is null and o.parked_at is null
    )`,
} as const;

/** The transaction rests while the brokers acknowledge, longer than others may: up to the producer's own limit. */
const LOCK = {
  name: 'relay_lock',
  text: `
    select set_config('idle_in_transaction_session_timeout', '60s', true),
           pg_try_advisory_xact_lock(${LANE_LOCK_CLASS}, $1) as locked`,
} as const;

const READ = {
  name: 'relay_read',
  text: `
    select id, topic, key, headers, payload from (
      select *, sum(octet_length(payload)) over (order by id) - octet_length(payload) as bytes_before from (
        select id, topic, key, headers, payload from workers.event_outbox
        where lane = $1 and published_at is null and parked_at is null
        order by id limit $2
      ) waiting
    ) summed
    where bytes_before < $3 order by id`,
} as const;

const MARK = {
  name: 'relay_mark',
  text: `
    update workers.event_outbox set published_at = $2, attempts = attempts + 1, last_error = null
    where id = any($1::bigint[])`,
} as const;

const PARK = {
  name: 'relay_park',
  text: `
    update workers.event_outbox o set parked_at = $3, attempts = o.attempts + 1, last_error = p.error
    from unnest($1::bigint[], $2::text[]) as p (id, error) where o.id = p.id`,
} as const;

/** The first row of each lane is its oldest; the count reads the small partial indexes only. */
const STATE = {
  name: 'relay_state',
  text: `
    select
      (select count(*)::int from workers.event_outbox where published_at is null and parked_at is null) as waiting,
      (select count(*)::int from workers.event_outbox where published_at is null and parked_at is not null) as parked,
      (select min(first.created_at) from generate_series(0, ${OUTBOX_LANES - 1}) as lane,
        lateral (
          select created_at from workers.event_outbox o
          where o.lane = lane.lane and o.published_at is null and o.parked_at is null order by id limit 1
        ) as first) as oldest`,
} as const;

const RELEASE = {
  name: 'relay_release',
  text: `
    update workers.event_outbox set parked_at = null
    where published_at is null and parked_at is not null
      and parked_at <= $1::timestamptz - least(attempts, 120) * interval '30 seconds'`,
} as const;

/** The outbox in `workers.event_outbox`. */
export const createOutboxStore = (
  database: Pick<DatabaseHandle, 'db' | 'transaction' | 'connect'>,
): OutboxStore<Tx> => {
  const { db } = database;
  return {
    transaction: (run) => database.transaction(run),

    waitingLanes: async () => (await runHot<{ lane: number }>(db, WAITING_LANES, [])).map((row) => row.lane),

    async lockLane(tx, lane) {
      const [lock] = await runHot<{ locked: boolean }>(tx, LOCK, [lane]);
      return lock?.locked === true;
    },

    readLane: (tx, lane, { rows, bytes }) =>
      runHot<WaitingRow & Record<string, unknown>>(tx, READ, [lane, rows, bytes]),

    async markPublished(tx, ids, now) {
      await runHot(tx, MARK, [ids, now]);
    },

    async park(tx, rows, now) {
      await runHot(tx, PARK, [rows.map((row) => row.id), rows.map((row) => row.error), now]);
    },

    async state() {
      const [row] = await runHot<{ waiting: number; parked: number; oldest: Date | null }>(db, STATE, []);
      return row ?? ({ waiting: 0, parked: 0, oldest: null } satisfies OutboxState);
    },

    async releaseParked(now) {
      await runHot(db, RELEASE, [now]);
    },

    async prune({ outboxMs, ledgersMs }) {
      await pruneOutbox(db, outboxMs);
      await pruneLedgers(db, ledgersMs);
    },

    listen: (signal, onNotify) => listen(database, OUTBOX_CHANNEL, signal, onNotify),
  };
};
