import { index, integer, jsonb, pgTable, smallint, sql, text, unique, varchar } from '../drizzle.ts';
import {
  bigNumber,
  flag,
  id32,
  id64,
  indexesOf,
  moment,
  nonNegative,
  requiredText,
  requiredVarchar,
  tsvector,
} from './columns.ts';
import { zerverUserprofile } from './organization.ts';
import { realmId, recipientId, userId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;

/** A program that sends messages, by name. */
export const zerverClient = pgTable('zerver_client', {
  id: id32(),
  name: requiredVarchar(30).unique('zerver_client_name_key'),
});

/** Columns that a message and its archived copy share, apart from key and sender. */
export const messageColumns = () => ({
  recipient_id: recipientId(),
  realm_id: realmId(),
  type: smallint().notNull().default(1),
  subject: requiredVarchar(60),
  content: requiredText(),
  rendered_content: text(),
  rendered_content_version: integer(),
  date_sent: moment().notNull(),
  sending_client_id: integer()
    .notNull()
    .references(() => zerverClient.id, cascade),
  last_edit_time: moment(),
  edit_history: text(),
  has_attachment: flag(false),
  has_image: flag(false),
  has_link: flag(false),
  is_channel_message: flag(true),
});

/**
 * A message. A person with messages cannot be deleted here (Zulip would delete their messages with them): people are
 * scrubbed instead.
 */
export const zerverMessage = pgTable(
  'zerver_message',
  {
    id: id32(),
    sender_id: integer()
      .notNull()
      .references(() => zerverUserprofile.id, { onDelete: 'no action' }),
    ...messageColumns(),
    search_tsvector: tsvector(),
  },
  (t) => [
    index('zerver_message_realm_recipient_id').on(t.realm_id, t.recipient_id, t.id),
    index('zerver_message_realm_date_sent').on(t.realm_id, t.date_sent),
    index('zerver_message_realm_recipient_date_sent').on(t.realm_id, t.recipient_id, t.date_sent),
    index('zerver_message_realm_sender_recipient').on(t.realm_id, t.sender_id, t.recipient_id),
    index('zerver_message_realm_id').on(t.realm_id, t.id.desc().nullsFirst()),
    index('zerver_message_realm_upper_subject')
      .on(t.realm_id, sql`upper(${t.subject})`, t.id.desc().nullsFirst())
      .where(sql`${t.is_channel_message}`),
    index('zerver_message_realm_recipient_upper_subject')
      .on(t.realm_id, t.recipient_id, sql`upper(${t.subject})`, t.id.desc().nullsFirst())
      .where(sql`${t.is_channel_message}`),
    index('zerver_message_realm_recipient_subject')
      .on(t.realm_id, t.recipient_id, t.subject, t.id.desc().nullsFirst())
      .where(sql`${t.is_channel_message}`),
    index('zerver_message_edit_history_id')
      .on(t.id)
      .where(sql`${t.edit_history} is not null`),
    index('zerver_message_search_tsvector').using('gin', t.search_tsvector).with({ fastupdate: false }),
    ...nonNegative('zerver_message', [t.type]),
    ...indexesOf('zerver_message', [
      t.sender_id,
      t.recipient_id,
      t.sending_client_id,
      t.subject,
      t.date_sent,
      t.has_attachment,
      t.has_image,
      t.has_link,
      t.is_channel_message,
    ]),
  ],
);

/**
 * What one person has done with one message. "Unread" is `flags & 1 = 0`; write predicates in exactly this form, so
 * that the partial indexes serve them. Long idle people have no rows.
 */
export const zerverUsermessage = pgTable(
  'zerver_usermessage',
  {
    id: id64(),
    user_profile_id: userId(),
    message_id: integer()
      .notNull()
      .references(() => zerverMessage.id, cascade),
    flags: bigNumber().notNull().default(0),
  },
  (t) => {
    const pair = (name: string) => index(name).on(t.user_profile_id, t.message_id);
    return [
      unique('zerver_usermessage_user_profile_id_message_id_uniq').on(t.user_profile_id, t.message_id),
      pair('zerver_usermessage_unread_message_id').where(sql`flags & 1 = 0`),
      pair('zerver_usermessage_starred_message_id').where(sql`flags & 2 <> 0`),
      pair('zerver_usermessage_mentioned_message_id').where(sql`flags & 8 <> 0`),
      pair('zerver_usermessage_wildcard_mentioned_message_id').where(sql`flags & 8 <> 0 or flags & 16 <> 0`),
      pair('zerver_usermessage_any_mentioned_message_id').where(sql`flags & 120 <> 0`),
      pair('zerver_usermessage_has_alert_word_message_id').where(sql`flags & 512 <> 0`),
      pair('zerver_usermessage_is_private_message_id').where(sql`flags & 2048 <> 0`),
      pair('zerver_usermessage_is_private_unread_message_id').where(sql`flags & 2048 <> 0 and flags & 1 = 0`),
      pair('zerver_usermessage_active_mobile_push_notification_id').where(sql`flags & 4096 <> 0`),
      index('zerver_usermessage_message_active_mobile_push_notification_idx')
        .on(t.message_id)
        .where(sql`flags & 4096 <> 0`),
      ...indexesOf('zerver_usermessage', [t.user_profile_id, t.message_id]),
    ];
  },
);

/** An emoji on a message. `emoji_code` is hex code points, a custom emoji's id, or a name. */
export const zerverReaction = pgTable(
  'zerver_reaction',
  {
    id: id64(),
    user_profile_id: userId(),
    message_id: integer()
      .notNull()
      .references(() => zerverMessage.id, cascade),
    emoji_name: requiredText(),
    reaction_type: varchar({ length: 30 }).notNull().default('unicode_emoji'),
    emoji_code: requiredText(),
  },
  (t) => [
    unique('zerver_reaction_user_message_type_code_uniq').on(
      t.user_profile_id,
      t.message_id,
      t.reaction_type,
      t.emoji_code,
    ),
    ...indexesOf('zerver_reaction', [t.user_profile_id, t.message_id]),
  ],
);

/** A widget's entry below a message. */
export const zerverSubmessage = pgTable(
  'zerver_submessage',
  {
    id: id64(),
    message_id: integer()
      .notNull()
      .references(() => zerverMessage.id, cascade),
    sender_id: userId(),
    msg_type: requiredText(),
    content: requiredText(),
  },
  (t) => indexesOf('zerver_submessage', [t.message_id, t.sender_id]),
);

/** Messages that the server's search index has not taken in yet; filled by a trigger on `zerver_message`. */
export const ftsUpdateLog = pgTable('fts_update_log', {
  id: id64(),
  message_id: integer().notNull(),
});

/** The image behind an upload path and its thumbnails. */
export const zerverImageattachment = pgTable(
  'zerver_imageattachment',
  {
    id: id64(),
    realm_id: realmId(),
    path_id: requiredText().unique('zerver_imageattachment_path_id_key'),
    content_type: text(),
    original_width_px: integer().notNull(),
    original_height_px: integer().notNull(),
    frames: integer().notNull(),
    thumbnail_metadata: jsonb().notNull().default([]),
  },
  (t) => indexesOf('zerver_imageattachment', [t.realm_id]),
);
