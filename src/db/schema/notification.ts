import {
  bigint,
  index,
  integer,
  pgTable,
  smallint,
  sql,
  text,
  unique,
  uniqueIndex,
  varchar,
} from '../drizzle.ts';
import {
  bigNumber,
  bytea,
  flag,
  id64,
  indexesOf,
  moment,
  nonNegative,
  requiredText,
  requiredVarchar,
} from './columns.ts';
import { zerverMessage } from './message.ts';
import { zerverNamedusergroup, zerverUserprofile } from './organization.ts';
import { realmId, streamId, userId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;
const messageId = () =>
  integer()
    .notNull()
    .references(() => zerverMessage.id, cascade);

/**
 * Messages that wait to be mailed to a person. As on a Zulip server, one person and message may stand here twice:
 * nothing may rely on uniqueness.
 */
export const zerverScheduledmessagenotificationemail = pgTable(
  'zerver_scheduledmessagenotificationemail',
  {
    id: id64(),
    user_profile_id: userId(),
    message_id: messageId(),
    trigger: requiredText(),
    mentioned_user_group_id: bigNumber().references(() => zerverNamedusergroup.usergroup_ptr_id, cascade),
    scheduled_timestamp: moment().notNull(),
  },
  (t) =>
    indexesOf('zerver_scheduledmessagenotificationemail', [
      t.user_profile_id,
      t.message_id,
      t.mentioned_user_group_id,
      t.scheduled_timestamp,
    ]),
);

/** Reply-to tokens of notification mails: `mm` and 32 hex digits. */
export const zerverMissedmessageemailaddress = pgTable(
  'zerver_missedmessageemailaddress',
  {
    id: id64(),
    message_id: messageId(),
    user_profile_id: userId(),
    email_token: requiredVarchar(34).unique('zerver_missedmessageemailaddress_email_token_key'),
    timestamp: moment().notNull().defaultNow(),
    times_used: integer().notNull().default(0),
  },
  (t) => [
    ...nonNegative('zerver_missedmessageemailaddress', [t.times_used]),
    ...indexesOf('zerver_missedmessageemailaddress', [
      t.message_id,
      t.user_profile_id,
      t.timestamp,
      t.times_used,
    ]),
  ],
);

/** Mails that are to be sent later. `data` is the JSON of the mail's parameters without its recipients. */
export const zerverScheduledemail = pgTable(
  'zerver_scheduledemail',
  {
    id: id64(),
    scheduled_timestamp: moment().notNull(),
    data: requiredText(),
    realm_id: realmId(),
    address: varchar({ length: 254 }),
    type: smallint().notNull(),
  },
  (t) => [
    ...nonNegative('zerver_scheduledemail', [t.type]),
    ...indexesOf('zerver_scheduledemail', [t.scheduled_timestamp, t.realm_id, t.address]),
  ],
);

/** The people a scheduled mail goes to. */
export const zerverScheduledemailUsers = pgTable(
  'zerver_scheduledemail_users',
  {
    id: id64(),
    scheduledemail_id: bigNumber()
      .notNull()
      .references(() => zerverScheduledemail.id, cascade),
    userprofile_id: userId(),
  },
  (t) => [
    unique('zerver_scheduledemail_users_uniq').on(t.scheduledemail_id, t.userprofile_id),
    ...indexesOf('zerver_scheduledemail_users', [t.scheduledemail_id, t.userprofile_id]),
  ],
);

/** Addresses by which mail reaches a channel. */
export const zerverChannelemailaddress = pgTable(
  'zerver_channelemailaddress',
  {
    id: id64(),
    realm_id: realmId(),
    channel_id: streamId(),
    creator_id: integer().references(() => zerverUserprofile.id, cascade),
    sender_id: userId(),
    email_token: requiredVarchar(32).unique('zerver_channelemailaddress_email_token_key'),
    date_created: moment().notNull().defaultNow(),
    deactivated: flag(false),
  },
  (t) => [
    unique('zerver_channelemailaddress_channel_creator_sender_uniq').on(
      t.channel_id,
      t.creator_id,
      t.sender_id,
    ),
    index('zerver_channelemailaddress_realm_id_channel_id_idx').on(t.realm_id, t.channel_id),
    ...indexesOf('zerver_channelemailaddress', [t.realm_id, t.channel_id, t.creator_id, t.sender_id]),
  ],
);

/** Device tokens of the older push protocol: kind 1 APNs (compared in lower case), 2 FCM. */
export const zerverPushdevicetoken = pgTable(
  'zerver_pushdevicetoken',
  {
    id: id64(),
    user_id: userId(),
    kind: smallint().notNull(),
    token: requiredVarchar(4096),
    last_updated: moment().notNull().defaultNow(),
    ios_app_id: text(),
  },
  (t) => [
    uniqueIndex('zerver_pushdevicetoken_apns_user_kind_token')
      .on(t.user_id, t.kind, sql`lower(${t.token})`)
      .where(sql`kind = 1`),
    uniqueIndex('zerver_pushdevicetoken_fcm_user_kind_token')
      .on(t.user_id, t.kind, t.token)
      .where(sql`kind = 2`),
    ...nonNegative('zerver_pushdevicetoken', [t.kind]),
    ...indexesOf('zerver_pushdevicetoken', [t.user_id, t.token]),
  ],
);

/** Devices with end-to-end encrypted push; `bouncer_device_id` is null until the push service has registered it. */
export const zerverPushdevice = pgTable(
  'zerver_pushdevice',
  {
    id: id64(),
    user_id: userId(),
    token_kind: requiredVarchar(4),
    push_account_id: bigint({ mode: 'bigint' }).notNull(),
    push_key: bytea().notNull(),
    bouncer_device_id: bigNumber(),
    error_code: varchar({ length: 100 }),
  },
  (t) => [
    unique('unique_push_device_user_push_account_id').on(t.user_id, t.push_account_id),
    index('zerver_pushdevice_user_bouncer_device_id_idx')
      .on(t.user_id, t.bouncer_device_id)
      .where(sql`${t.bouncer_device_id} is not null`),
    ...indexesOf('zerver_pushdevice', [t.user_id]),
  ],
);
