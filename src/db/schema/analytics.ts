/** Counters. Each is one row per subject, property, subgroup and period end; add to them by an upsert on that key. */
import { bigint, index, pgTable, sql, uniqueIndex, varchar } from '../drizzle.ts';
import { id64, indexesOf, moment, nonNegative, requiredVarchar, small } from './columns.ts';
import { realmId, streamId, userId } from './references.ts';

/** Columns of every counter; `end_time` is the end of the hour or day (UTC) that the count belongs to. */
const counterColumns = () => ({
  property: requiredVarchar(32),
  subgroup: varchar({ length: 16 }),
  end_time: moment().notNull(),
  value: bigint({ mode: 'number' }).notNull(),
});

const hasSubgroup = sql`subgroup is not null`;
const hasNoSubgroup = sql`subgroup is null`;

/** Counts of a person. */
export const analyticsUsercount = pgTable(
  'analytics_usercount',
  { id: id64(), user_id: userId(), realm_id: realmId(), ...counterColumns() },
  (t) => [
    uniqueIndex('unique_user_count').on(t.user_id, t.property, t.subgroup, t.end_time).where(hasSubgroup),
    uniqueIndex('unique_user_count_null_subgroup').on(t.user_id, t.property, t.end_time).where(hasNoSubgroup),
    index('analytics_usercount_property_realm_id_end_time_idx').on(t.property, t.realm_id, t.end_time),
    ...indexesOf('analytics_usercount', [t.user_id, t.realm_id]),
  ],
);

/** Counts of an organization. */
export const analyticsRealmcount = pgTable(
  'analytics_realmcount',
  { id: id64(), realm_id: realmId(), ...counterColumns() },
  (t) => [
    uniqueIndex('unique_realm_count').on(t.realm_id, t.property, t.subgroup, t.end_time).where(hasSubgroup),
    uniqueIndex('unique_realm_count_null_subgroup')
      .on(t.realm_id, t.property, t.end_time)
      .where(hasNoSubgroup),
    index('analytics_realmcount_property_end_time_idx').on(t.property, t.end_time),
    ...indexesOf('analytics_realmcount', [t.realm_id]),
  ],
);

/** Counts of a channel. */
export const analyticsStreamcount = pgTable(
  'analytics_streamcount',
  { id: id64(), stream_id: streamId(), realm_id: realmId(), ...counterColumns() },
  (t) => [
    uniqueIndex('unique_stream_count').on(t.stream_id, t.property, t.subgroup, t.end_time).where(hasSubgroup),
    uniqueIndex('unique_stream_count_null_subgroup')
      .on(t.stream_id, t.property, t.end_time)
      .where(hasNoSubgroup),
    ...indexesOf('analytics_streamcount', [t.stream_id, t.realm_id]),
  ],
);

/** Counts of the whole server. */
export const analyticsInstallationcount = pgTable(
  'analytics_installationcount',
  { id: id64(), ...counterColumns() },
  (t) => [
    uniqueIndex('unique_installation_count').on(t.property, t.subgroup, t.end_time).where(hasSubgroup),
    uniqueIndex('unique_installation_count_null_subgroup').on(t.property, t.end_time).where(hasNoSubgroup),
  ],
);

/** How far each counter is filled: state 1 done, 2 started. */
export const analyticsFillstate = pgTable(
  'analytics_fillstate',
  {
    id: id64(),
    property: requiredVarchar(40).unique('analytics_fillstate_property_key'),
    end_time: moment().notNull(),
    state: small(1),
  },
  (t) => nonNegative('analytics_fillstate', [t.state]),
);
