/** Organizations, people, channels and user groups: tables that refer to each other in circles, hence one file. */
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  sql,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from '../drizzle.ts';
import {
  bigNumber,
  emptyText,
  flag,
  groupReferences,
  id32,
  id64,
  indexesOf,
  moment,
  nonNegative,
  requiredVarchar,
  small,
} from './columns.ts';
import {
  GROUP_PERMISSIONS,
  REALM_PERMISSIONS,
  STREAM_PERMISSIONS,
  otherRealmSettings,
} from './realm-settings.ts';
import { NON_NEGATIVE_SETTINGS, userSettings } from './user-settings.ts';

const toUserGroup = (): AnyPgColumn => zerverUsergroup.id;
const toStream = (): AnyPgColumn => zerverStream.id;
const randomHex32 = sql`replace(gen_random_uuid()::text, '-', '')`;

/** An organization. Its group references are deferred to the commit: at creation they hold -1 until the groups exist. */
export const zerverRealm = pgTable(
  'zerver_realm',
  {
    id: id32(),
    name: requiredVarchar(40),
    description: emptyText(),
    string_id: requiredVarchar(40).unique('zerver_realm_string_id_key'),
    uuid: uuid().notNull().defaultRandom().unique('zerver_realm_uuid_key'),
    uuid_owner_secret: text()
      .notNull()
      .default(sql`${randomHex32} || ${randomHex32}`),
    push_notifications_enabled: flag(false),
    push_notifications_enabled_end_timestamp: moment(),
    require_e2ee_push_notifications: flag(false),
    date_created: moment().notNull().defaultNow(),
    scheduled_deletion_date: moment(),
    demo_organization_scheduled_deletion_date: moment(),
    deactivated: flag(false),
    deactivated_redirect: varchar({ length: 128 }),
    default_language: varchar({ length: 50 }).notNull().default('en'),
    org_type: small(0),
    plan_type: small(1),
    digest_emails_enabled: flag(false),
    digest_weekday: small(1),
    message_content_allowed_in_email_notifications: flag(true),
    inline_image_preview: flag(true),
    inline_url_embed_preview: flag(false),
    topics_policy: small(2),
    message_retention_days: integer().notNull().default(-1),
    first_visible_message_id: integer().notNull().default(0),
    message_visibility_limit: integer(),
    waiting_period_threshold: integer().notNull().default(0),
    new_stream_announcements_stream_id: bigNumber().references(toStream, { onDelete: 'set null' }),
    signup_announcements_stream_id: bigNumber().references(toStream, { onDelete: 'set null' }),
    zulip_update_announcements_stream_id: bigNumber().references(toStream, { onDelete: 'set null' }),
    moderation_request_channel_id: bigNumber().references(toStream, { onDelete: 'set null' }),
    zulip_update_announcements_level: integer(),
    icon_source: varchar({ length: 1 }).notNull().default('G'),
    icon_version: small(1),
    logo_source: varchar({ length: 1 }).notNull().default('D'),
    logo_version: small(1),
    night_logo_source: varchar({ length: 1 }).notNull().default('D'),
    night_logo_version: small(1),
    ...otherRealmSettings(),
    ...groupReferences(REALM_PERMISSIONS, toUserGroup),
  },
  (t) => [
    ...nonNegative('zerver_realm', [
      t.org_type,
      t.plan_type,
      t.topics_policy,
      t.waiting_period_threshold,
      t.zulip_update_announcements_level,
      t.icon_version,
      t.logo_version,
      t.night_logo_version,
      t.move_messages_within_stream_limit_seconds,
      t.move_messages_between_streams_limit_seconds,
      t.message_content_delete_limit_seconds,
      t.message_content_edit_limit_seconds,
      t.message_edit_history_visibility_policy,
      t.video_chat_provider,
      t.giphy_rating,
    ]),
    ...indexesOf('zerver_realm', [
      t.push_notifications_enabled,
      t.scheduled_deletion_date,
      t.want_advertise_in_communities_directory,
      t.new_stream_announcements_stream_id,
      t.signup_announcements_stream_id,
      t.zulip_update_announcements_stream_id,
      t.moderation_request_channel_id,
      ...REALM_PERMISSIONS.map((name) => t[name]),
    ]),
  ],
);

/** The parent of every user group; groups made up for one permission have no other row. */
export const zerverUsergroup = pgTable(
  'zerver_usergroup',
  {
    id: id64(),
    realm_id: integer()
      .notNull()
      .references(() => zerverRealm.id, { onDelete: 'cascade' }),
  },
  (t) => indexesOf('zerver_usergroup', [t.realm_id]),
);

/** A person, or a bot. `delivery_email` is where mail goes; `email` is what others see and may be made up. */
export const zerverUserprofile = pgTable(
  'zerver_userprofile',
  {
    id: id32(),
    password: varchar({ length: 128 })
      .notNull()
      .default(sql`'!' || ${randomHex32}`),
    last_login: moment(),
    is_superuser: flag(false),
    delivery_email: requiredVarchar(254),
    email: requiredVarchar(254),
    realm_id: integer()
      .notNull()
      .references(() => zerverRealm.id, { onDelete: 'cascade' }),
    recipient_id: integer().references(() => zerverRecipient.id, { onDelete: 'set null' }),
    full_name: requiredVarchar(100),
    date_joined: moment().notNull().defaultNow(),
    tos_version: varchar({ length: 10 }),
    api_key: varchar({ length: 32 }).notNull().default(randomHex32).unique('zerver_userprofile_api_key_key'),
    uuid: uuid().notNull().defaultRandom().unique('zerver_userprofile_uuid_key'),
    is_staff: flag(false),
    is_active: flag(true),
    is_bot: flag(false),
    bot_type: smallint(),
    bot_owner_id: integer().references((): AnyPgColumn => zerverUserprofile.id, { onDelete: 'set null' }),
    role: small(400),
    long_term_idle: flag(false),
    last_active_message_id: integer(),
    is_mirror_dummy: flag(false),
    is_imported_stub: flag(false),
    can_forge_sender: flag(false),
    can_create_users: flag(false),
    can_change_user_emails: flag(false),
    last_reminder: moment(),
    rate_limits: varchar({ length: 100 }).notNull().default(''),
    default_sending_stream_id: bigNumber().references(toStream, { onDelete: 'set null' }),
    default_events_register_stream_id: bigNumber().references(toStream, { onDelete: 'set null' }),
    default_all_public_streams: flag(false),
    timezone: varchar({ length: 40 }).notNull().default(''),
    avatar_source: varchar({ length: 1 }).notNull().default('G'),
    avatar_version: small(1),
    avatar_hash: varchar({ length: 64 }),
    third_party_api_state: jsonb().notNull().default({}),
    ...userSettings(),
  },
  (t) => [
    uniqueIndex('zerver_userprofile_realm_id_email_uniq').on(t.realm_id, sql`upper(${t.email})`),
    uniqueIndex('zerver_userprofile_realm_id_delivery_email_uniq').on(
      t.realm_id,
      sql`upper(${t.delivery_email})`,
    ),
    index('upper_userprofile_email_idx').on(sql`upper(${t.email})`),
    ...nonNegative('zerver_userprofile', [
      t.bot_type,
      t.role,
      t.avatar_version,
      ...NON_NEGATIVE_SETTINGS.map((name) => t[name]),
    ]),
    ...indexesOf('zerver_userprofile', [
      t.delivery_email,
      t.email,
      t.realm_id,
      t.recipient_id,
      t.is_active,
      t.is_bot,
      t.bot_type,
      t.bot_owner_id,
      t.role,
      t.long_term_idle,
      t.can_forge_sender,
      t.can_create_users,
      t.can_change_user_emails,
      t.default_sending_stream_id,
      t.default_events_register_stream_id,
    ]),
  ],
);

/** Whom a message is for: type 1 a person, 2 a channel, 3 a direct message group; `type_id` has no foreign key. */
export const zerverRecipient = pgTable(
  'zerver_recipient',
  { id: id32(), type_id: integer().notNull(), type: smallint().notNull() },
  (t) => [
    unique('zerver_recipient_type_type_id_uniq').on(t.type, t.type_id),
    ...nonNegative('zerver_recipient', [t.type]),
    ...indexesOf('zerver_recipient', [t.type_id, t.type]),
  ],
);

/** A group with a name. Its key is the parent's, and `realm_id` stands here a second time. */
export const zerverNamedusergroup = pgTable(
  'zerver_namedusergroup',
  {
    usergroup_ptr_id: bigNumber()
      .primaryKey()
      .references(() => zerverUsergroup.id, { onDelete: 'cascade' }),
    name: requiredVarchar(100),
    description: emptyText(),
    date_created: moment().defaultNow(),
    creator_id: integer().references(() => zerverUserprofile.id, { onDelete: 'set null' }),
    is_system_group: flag(false),
    ...groupReferences(GROUP_PERMISSIONS, toUserGroup),
    realm_id: integer()
      .notNull()
      .references(() => zerverRealm.id, { onDelete: 'cascade' }),
    deactivated: flag(false),
  },
  (t) => [
    unique('zerver_namedusergroup_realm_id_name_uniq').on(t.realm_id, t.name),
    ...indexesOf('zerver_namedusergroup', [t.creator_id, ...GROUP_PERMISSIONS.map((name) => t[name])]),
  ],
);

/** A folder that channels may be sorted into. */
export const zerverChannelfolder = pgTable(
  'zerver_channelfolder',
  {
    id: id64(),
    realm_id: integer()
      .notNull()
      .references(() => zerverRealm.id, { onDelete: 'cascade' }),
    name: requiredVarchar(60),
    description: varchar({ length: 1024 }).notNull().default(''),
    rendered_description: emptyText(),
    order: integer().notNull().default(0),
    date_created: moment().notNull().defaultNow(),
    creator_id: integer().references(() => zerverUserprofile.id, { onDelete: 'set null' }),
    is_archived: flag(false),
  },
  (t) => [
    uniqueIndex('unique_realm_folder_name_when_not_archived')
      .on(sql`lower(${t.name})`, t.realm_id)
      .where(sql`not ${t.is_archived}`),
    ...indexesOf('zerver_channelfolder', [t.realm_id, t.creator_id]),
  ],
);

/** A channel. Messages and permissions to see them hang on its recipient. */
export const zerverStream = pgTable(
  'zerver_stream',
  {
    id: id64(),
    name: requiredVarchar(60),
    realm_id: integer()
      .notNull()
      .references(() => zerverRealm.id, { onDelete: 'cascade' }),
    date_created: moment().notNull().defaultNow(),
    creator_id: integer().references(() => zerverUserprofile.id, { onDelete: 'set null' }),
    deactivated: flag(false),
    description: varchar({ length: 1024 }).notNull().default(''),
    rendered_description: emptyText(),
    subscriber_count: integer().notNull().default(0),
    recipient_id: integer().references(() => zerverRecipient.id, { onDelete: 'set null' }),
    folder_id: bigNumber().references(() => zerverChannelfolder.id, { onDelete: 'set null' }),
    invite_only: flag(false),
    history_public_to_subscribers: flag(true),
    is_web_public: flag(false),
    message_retention_days: integer(),
    first_message_id: integer(),
    is_recently_active: boolean().notNull().default(true),
    topics_policy: small(1),
    ...groupReferences(STREAM_PERMISSIONS, toUserGroup),
  },
  (t) => [
    uniqueIndex('zerver_stream_realm_id_name_uniq').on(t.realm_id, sql`upper(${t.name})`),
    index('upper_stream_name_idx').on(sql`upper(${t.name})`),
    ...nonNegative('zerver_stream', [t.subscriber_count, t.topics_policy]),
    ...indexesOf('zerver_stream', [
      t.name,
      t.realm_id,
      t.creator_id,
      t.recipient_id,
      t.folder_id,
      t.first_message_id,
      ...STREAM_PERMISSIONS.map((name) => t[name]),
    ]),
  ],
);

/** Settings that new people of an organization start with. */
export const zerverRealmuserdefault = pgTable(
  'zerver_realmuserdefault',
  {
    id: id64(),
    realm_id: integer()
      .notNull()
      .unique('zerver_realmuserdefault_realm_id_key')
      .references(() => zerverRealm.id, { onDelete: 'cascade' }),
    ...userSettings(),
  },
  (t) =>
    nonNegative(
      'zerver_realmuserdefault',
      NON_NEGATIVE_SETTINGS.map((name) => t[name]),
    ),
);
