import { index, integer, jsonb, pgTable, smallint, sql, text, varchar } from '../drizzle.ts';
import { bigNumber, flag, id64, indexesOf, moment, nonNegative, small } from './columns.ts';
import {
  zerverChannelfolder,
  zerverNamedusergroup,
  zerverStream,
  zerverUserprofile,
} from './organization.ts';
import { optionalUserId, realmId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;
const goesWithUser = () => integer().references(() => zerverUserprofile.id, cascade);

/** What was changed in an organization, by whom. Subscription events are ordered by `event_last_message_id`, then id. */
export const zerverRealmauditlog = pgTable(
  'zerver_realmauditlog',
  {
    id: id64(),
    realm_id: realmId(),
    acting_user_id: goesWithUser(),
    modified_user_id: goesWithUser(),
    modified_stream_id: bigNumber().references(() => zerverStream.id, cascade),
    modified_user_group_id: bigNumber().references(() => zerverNamedusergroup.usergroup_ptr_id, cascade),
    modified_channel_folder_id: bigNumber().references(() => zerverChannelfolder.id, cascade),
    event_last_message_id: integer(),
    event_time: moment().notNull(),
    backfilled: flag(false),
    extra_data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    event_type: smallint().notNull(),
    scrubbed: flag(false),
  },
  (t) => [
    index('zerver_realmauditlog_realm__event_type__event_time').on(t.realm_id, t.event_type, t.event_time),
    index('zerver_realmauditlog_user_subscriptions_idx')
      .on(t.modified_user_id, t.modified_stream_id)
      .where(sql`event_type in (301, 302, 303)`),
    index('zerver_realmauditlog_user_activations_idx')
      .on(t.modified_user_id, t.event_time)
      .where(sql`event_type in (101, 102, 103, 104)`),
    ...nonNegative('zerver_realmauditlog', [t.event_type]),
    ...indexesOf('zerver_realmauditlog', [
      t.realm_id,
      t.acting_user_id,
      t.modified_user_id,
      t.modified_stream_id,
      t.modified_user_group_id,
      t.modified_channel_folder_id,
      t.event_time,
    ]),
  ],
);

/** An export of an organization. Type 1 public, 2 full with consent, 3 full; status 1 requested, 2 started,
 *  3 succeeded, 4 failed, 5 deleted. */
export const zerverRealmexport = pgTable(
  'zerver_realmexport',
  {
    id: id64(),
    realm_id: realmId(),
    type: small(1),
    status: small(1),
    date_requested: moment().notNull(),
    date_started: moment(),
    date_succeeded: moment(),
    date_failed: moment(),
    date_deleted: moment(),
    acting_user_id: optionalUserId(),
    export_path: text(),
    sha256sum_hex: varchar({ length: 64 }),
    tarball_size_bytes: bigNumber(),
    stats: jsonb(),
  },
  (t) => [
    ...nonNegative('zerver_realmexport', [t.type, t.status, t.tarball_size_bytes]),
    ...indexesOf('zerver_realmexport', [t.realm_id, t.acting_user_id]),
  ],
);
