import { partitionKey } from '../runtime/ports.ts';
import type { CrashLedger, RecordPlace } from '../runtime/ports.ts';
import type { Database } from './client.ts';
import { runHot } from './statement.ts';

/**
 * Takes partitions over and answers those whose last owner never left: `previous` is read before the upsert of the
 * same statement. A partition nobody owned before counts as left in order.
 */
const TAKE_OVER = {
  name: 'partition_take_over',
  text: `
    with wanted as (
      select p.topic, p.partition from unnest($3::text[], $4::int[]) as p (topic, partition)
    ), previous as (
      select o.topic, o.partition from workers.partition_owner o join wanted using (topic, partition)
      where o.consumer_group = $1 and o.left_at is null and o.owner <> $2
    ), taken as (
      insert into workers.partition_owner as o (consumer_group, topic, partition, owner)
      select $1, topic, partition, $2 from wanted order by topic, partition
      on conflict (consumer_group, topic, partition)
        do update set owner = excluded.owner, taken_at = now(), left_at = null
      returning 1
    )
    select topic, partition from previous`,
} as const;

/** Only while this process is the owner: whoever took a partition over meanwhile must not look as if it had left. */
const HAND_OVER = {
  name: 'partition_hand_over',
  text: `
    update workers.partition_owner o set left_at = now()
    from unnest($3::text[], $4::int[]) as p (topic, partition)
    where o.consumer_group = $1 and o.owner = $2 and o.topic = p.topic and o.partition = p.partition`,
} as const;

const STARTS_OF = {
  name: 'record_starts_of',
  text: `
    select topic, partition, "offset"::text as position, starts
    from workers.record_start s
      join unnest($2::text[], $3::int[], $4::bigint[]) as p (topic, partition, position) using (topic, partition)
    where s.consumer_group = $1 and s."offset" = p.position`,
} as const;

const RECORD_STARTS = {
  name: 'record_starts',
  text: `
    insert into workers.record_start as s (consumer_group, topic, partition, "offset", starts)
    select $1, p.topic, p.partition, p.position, $5
    from unnest($2::text[], $3::int[], $4::bigint[]) as p (topic, partition, position)
    order by p.topic, p.partition, p.position
    on conflict (consumer_group, topic, partition, "offset")
      do update set starts = s.starts + 1, started_at = now()
    returning topic, partition, "offset"::text as position, starts`,
} as const;

const FORGET = {
  name: 'record_starts_forget',
  text: `
    delete from workers.record_start s
    using unnest($2::text[], $3::int[], $4::bigint[]) as p (topic, partition, position)
    where s.consumer_group = $1 and s.topic = p.topic and s.partition = p.partition and s."offset" = p.position`,
} as const;

interface StartsRow extends Record<string, unknown> {
  readonly topic: string;
  readonly partition: number;
  readonly position: string;
  readonly starts: number;
}

/** The counts of these places, in their order; `absent` where no row tells. */
const inOrder = (
  rows: readonly StartsRow[],
  places: readonly RecordPlace[],
  absent: number,
): readonly number[] => {
  const startsOf = new Map(rows.map((row) => [`${partitionKey(row)}:${row.position}`, row.starts]));
  return places.map((place) => startsOf.get(`${partitionKey(place)}:${place.offset.toString()}`) ?? absent);
};

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

const topics = (places: readonly Partition[]): string[] => places.map((place) => place.topic);
const numbers = (places: readonly Partition[]): number[] => places.map((place) => place.partition);
const offsets = (places: readonly RecordPlace[]): string[] => places.map((place) => place.offset.toString());

/**
 * Crash counts in `workers.partition_owner` and `workers.record_start`. `owner` names this process, new at each start.
 */
export const createCrashLedger = (db: Database, owner: string): CrashLedger => ({
  async takeOver(group, partitions) {
    const rows = await runHot<{ topic: string; partition: number }>(db, TAKE_OVER, [
      group,
      owner,
      topics(partitions),
      numbers(partitions),
    ]);
    return new Set(rows.map(partitionKey));
  },

  async startsOf(group, places) {
    const rows = await runHot<StartsRow>(db, STARTS_OF, [
      group,
      topics(places),
      numbers(places),
      offsets(places),
    ]);
    return inOrder(rows, places, 0);
  },

  async recordStarts(group, places, firstStarts) {
    const rows = await runHot<StartsRow>(db, RECORD_STARTS, [
      group,
      topics(places),
      numbers(places),
      offsets(places),
      firstStarts,
    ]);
    return inOrder(rows, places, firstStarts);
  },

  async forget(group, places) {
    await runHot(db, FORGET, [group, topics(places), numbers(places), offsets(places)]);
  },

  async handOver(group, partitions) {
    await runHot(db, HAND_OVER, [group, owner, topics(partitions), numbers(partitions)]);
  },
});
