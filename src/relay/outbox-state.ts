import type { Database } from '../db/client.ts';
import { OUTBOX_LANES } from '../db/schema/workers.ts';
import { runHot } from '../db/statement.ts';

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

/** Lanes with rows to publish. */
export const waitingLanes = async (db: Database): Promise<readonly number[]> =>
  (await runHot<{ lane: number }>(db, WAITING_LANES, [])).map((row) => row.lane);

/** How much waits, and since when. */
export const outboxState = async (
  db: Database,
): Promise<{ readonly waiting: number; readonly parked: number; readonly oldest: Date | null }> => {
  const [row] = await runHot<{ waiting: number; parked: number; oldest: Date | null }>(db, STATE, []);
  return row ?? { waiting: 0, parked: 0, oldest: null };
};

/** Lets parked rows try again, after 30 s for each attempt they have had, at most an hour. */
export const releaseParked = async (db: Database, now: Date): Promise<void> => {
  await runHot(db, RELEASE, [now]);
};
