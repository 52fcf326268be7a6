/** What belongs to one person: topics, muted people, words, activity, presence, profile fields, drafts. */
import {
  bigint,
  boolean,
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
  emptyText,
  flag,
  id64,
  indexesOf,
  moment,
  nonNegative,
  requiredText,
  requiredVarchar,
  small,
} from './columns.ts';
import { zerverClient, zerverMessage } from './message.ts';
import { zerverRecipient } from './organization.ts';
import { realmId, recipientId, streamId, userId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;
const clientId = () =>
  integer()
    .notNull()
    .references(() => zerverClient.id, cascade);

/** A person's policy for one topic: 1 muted, 2 unmuted, 3 followed. */
export const zerverUsertopic = pgTable(
  'zerver_usertopic',
  {
    id: id64(),
    user_profile_id: userId(),
    stream_id: streamId(),
    recipient_id: recipientId(),
    topic_name: requiredVarchar(60),
    last_updated: moment()
      .notNull()
      .default(sql`'2020-01-01 00:00:00+00'`),
    visibility_policy: smallint().notNull().default(1),
  },
  (t) => [
    uniqueIndex('usertopic_case_insensitive_topic_uniq').on(
      t.user_profile_id,
      t.stream_id,
      sql`lower(${t.topic_name})`,
    ),
    index('zerver_mutedtopic_stream_topic').on(t.stream_id, sql`upper(${t.topic_name})`),
    index('zerver_usertopic_stream_topic_user_visibility_idx').on(
      t.stream_id,
      t.topic_name,
      t.visibility_policy,
      t.user_profile_id,
    ),
    index('zerver_usertopic_user_visibility_idx').on(
      t.user_profile_id,
      t.visibility_policy,
      t.stream_id,
      t.topic_name,
    ),
    ...indexesOf('zerver_usertopic', [t.user_profile_id, t.stream_id, t.recipient_id]),
  ],
);

/** `user_profile_id` does not want to hear from `muted_user_id`. */
export const zerverMuteduser = pgTable(
  'zerver_muteduser',
  {
    id: id64(),
    user_profile_id: userId(),
    muted_user_id: userId(),
    date_muted: moment().notNull().defaultNow(),
  },
  (t) => [
    unique('zerver_muteduser_uniq').on(t.user_profile_id, t.muted_user_id),
    ...indexesOf('zerver_muteduser', [t.user_profile_id, t.muted_user_id]),
  ],
);

/** Words a person wants to be told of. */
export const zerverAlertword = pgTable(
  'zerver_alertword',
  { id: id64(), realm_id: realmId(), user_profile_id: userId(), word: requiredText() },
  (t) => [
    unique('zerver_alertword_uniq').on(t.user_profile_id, t.word),
    ...indexesOf('zerver_alertword', [t.realm_id, t.user_profile_id]),
  ],
);

/** Last use of the server by person and program. */
export const zerverUseractivity = pgTable(
  'zerver_useractivity',
  {
    id: id64(),
    user_profile_id: userId(),
    client_id: clientId(),
    query: requiredVarchar(50),
    count: integer().notNull(),
    last_visit: moment().notNull(),
  },
  (t) => [
    unique('zerver_useractivity_uniq').on(t.user_profile_id, t.client_id, t.query),
    ...indexesOf('zerver_useractivity', [t.user_profile_id, t.client_id, t.query]),
  ],
);

/** Stretches of activity of at least 15 minutes. */
export const zerverUseractivityinterval = pgTable(
  'zerver_useractivityinterval',
  { id: id64(), user_profile_id: userId(), start: moment().notNull(), end: moment().notNull() },
  (t) => [
    index('zerver_useractivityinterval_user_profile_id_end_bb3bfc37_idx').on(t.user_profile_id, t.end),
    ...indexesOf('zerver_useractivityinterval', [t.user_profile_id, t.start, t.end]),
  ],
);

/** When a person was last seen. */
export const zerverUserpresence = pgTable(
  'zerver_userpresence',
  {
    id: id64(),
    user_profile_id: userId().unique('zerver_userpresence_user_profile_id_key'),
    realm_id: realmId(),
    last_update_id: bigNumber().notNull().default(0),
    last_connected_time: moment().defaultNow(),
    last_active_time: moment().defaultNow(),
  },
  (t) => [
    index('zerver_userpresence_realm_id_last_active_time_idx').on(t.realm_id, t.last_active_time),
    index('zerver_userpresence_realm_id_last_connected_time_idx').on(t.realm_id, t.last_connected_time),
    index('zerver_userpresence_realm_id_last_update_id_idx').on(t.realm_id, t.last_update_id),
    ...nonNegative('zerver_userpresence', [t.last_update_id]),
    ...indexesOf('zerver_userpresence', [
      t.realm_id,
      t.last_update_id,
      t.last_connected_time,
      t.last_active_time,
    ]),
  ],
);

/** Counter of presence updates of an organization. */
export const zerverPresencesequence = pgTable(
  'zerver_presencesequence',
  {
    id: id64(),
    realm_id: realmId().unique('zerver_presencesequence_realm_id_key'),
    last_update_id: bigNumber().notNull(),
  },
  (t) => nonNegative('zerver_presencesequence', [t.last_update_id]),
);

/** What a person says they are doing. */
export const zerverUserstatus = pgTable(
  'zerver_userstatus',
  {
    id: id64(),
    user_profile_id: userId().unique('zerver_userstatus_user_profile_id_key'),
    timestamp: moment().notNull(),
    client_id: clientId(),
    emoji_name: emptyText(),
    emoji_code: emptyText(),
    reaction_type: varchar({ length: 30 }).notNull().default('unicode_emoji'),
    status_text: varchar({ length: 255 }).notNull().default(''),
  },
  (t) => indexesOf('zerver_userstatus', [t.client_id]),
);

/** Unsent text. */
export const zerverDraft = pgTable(
  'zerver_draft',
  {
    id: id64(),
    user_profile_id: userId(),
    recipient_id: integer().references(() => zerverRecipient.id, { onDelete: 'set null' }),
    topic: requiredVarchar(60),
    content: requiredText(),
    last_edit_time: moment().notNull(),
  },
  (t) => indexesOf('zerver_draft', [t.user_profile_id, t.recipient_id, t.topic, t.last_edit_time]),
);

/** Text a person keeps for reuse. */
export const zerverSavedsnippet = pgTable(
  'zerver_savedsnippet',
  {
    id: id64(),
    realm_id: realmId(),
    user_profile_id: userId(),
    title: requiredText(),
    content: requiredText(),
    date_created: moment().notNull().defaultNow(),
  },
  (t) => indexesOf('zerver_savedsnippet', [t.realm_id, t.user_profile_id]),
);

/** A view in a person's side bar. */
export const zerverNavigationview = pgTable(
  'zerver_navigationview',
  {
    id: id64(),
    user_id: userId(),
    fragment: requiredText(),
    is_pinned: flag(false),
    name: text(),
  },
  (t) => [unique('zerver_navigationview_uniq').on(t.user_id, t.fragment)],
);

/** Introductions a person has seen. */
export const zerverOnboardingstep = pgTable(
  'zerver_onboardingstep',
  {
    id: id64(),
    user_id: userId(),
    onboarding_step: requiredVarchar(40),
    timestamp: moment().notNull().defaultNow(),
  },
  (t) => [unique('zerver_onboardingstep_uniq').on(t.user_id, t.onboarding_step)],
);

/** Messages that every new person of an organization receives; flags 1 read, 2 historical, 4 starred. */
export const zerverOnboardingusermessage = pgTable(
  'zerver_onboardingusermessage',
  {
    id: id64(),
    realm_id: realmId(),
    message_id: integer()
      .notNull()
      .references(() => zerverMessage.id, cascade),
    flags: bigint({ mode: 'number' }).notNull().default(0),
  },
  (t) => indexesOf('zerver_onboardingusermessage', [t.realm_id, t.message_id]),
);

/** A field of the profile: 1 short text, 2 long text, 3 select, 4 date, 5 URL, 6 people, 7 external account, 8 pronouns. */
export const zerverCustomprofilefield = pgTable(
  'zerver_customprofilefield',
  {
    id: id64(),
    realm_id: realmId(),
    name: requiredVarchar(40),
    hint: varchar({ length: 80 }).notNull().default(''),
    order: integer().notNull().default(0),
    display_in_profile_summary: flag(false),
    required: flag(false),
    editable_by_user: boolean().notNull().default(true),
    field_type: small(1),
    field_data: emptyText(),
  },
  (t) => [
    unique('zerver_customprofilefield_realm_id_name_uniq').on(t.realm_id, t.name),
    ...nonNegative('zerver_customprofilefield', [t.field_type]),
    ...indexesOf('zerver_customprofilefield', [t.realm_id]),
  ],
);

/** What a person wrote in a field of the profile. */
export const zerverCustomprofilefieldvalue = pgTable(
  'zerver_customprofilefieldvalue',
  {
    id: id64(),
    user_profile_id: userId(),
    field_id: bigNumber()
      .notNull()
      .references(() => zerverCustomprofilefield.id, cascade),
    value: requiredText(),
    rendered_value: text(),
  },
  (t) => [
    unique('zerver_customprofilefieldvalue_uniq').on(t.user_profile_id, t.field_id),
    ...indexesOf('zerver_customprofilefieldvalue', [t.user_profile_id, t.field_id]),
  ],
);
