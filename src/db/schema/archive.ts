/** Messages that were deleted or have passed their retention, kept until their archive transaction is pruned. */
import { integer, pgTable, smallint, unique, varchar } from '../drizzle.ts';
import { bigNumber, flag, id32, id64, indexesOf, moment, nonNegative, requiredText } from './columns.ts';
import { messageColumns } from './message.ts';
import { zerverRealm } from './organization.ts';
import { userId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;
const archivedMessageId = () =>
  integer()
    .notNull()
    .references(() => zerverArchivedmessage.id, cascade);

/** One run of archiving; type 1 by retention policy, 2 by hand. */
export const zerverArchivetransaction = pgTable(
  'zerver_archivetransaction',
  {
    id: id64(),
    timestamp: moment().notNull().defaultNow(),
    restored: flag(false),
    restored_timestamp: moment(),
    protect_from_deletion: flag(false),
    type: smallint().notNull(),
    realm_id: integer().references(() => zerverRealm.id, cascade),
  },
  (t) => [
    ...nonNegative('zerver_archivetransaction', [t.type]),
    ...indexesOf('zerver_archivetransaction', [
      t.timestamp,
      t.restored,
      t.restored_timestamp,
      t.protect_from_deletion,
      t.type,
      t.realm_id,
    ]),
  ],
);

/** A message moved away, under its original id. */
export const zerverArchivedmessage = pgTable(
  'zerver_archivedmessage',
  {
    id: id32(),
    sender_id: userId(),
    ...messageColumns(),
    archive_transaction_id: bigNumber()
      .notNull()
      .references(() => zerverArchivetransaction.id, cascade),
  },
  (t) => [
    ...nonNegative('zerver_archivedmessage', [t.type]),
    ...indexesOf('zerver_archivedmessage', [
      t.sender_id,
      t.recipient_id,
      t.realm_id,
      t.sending_client_id,
      t.archive_transaction_id,
      t.subject,
      t.date_sent,
      t.has_attachment,
      t.has_image,
      t.has_link,
      t.is_channel_message,
    ]),
  ],
);

/** Copy of a `zerver_usermessage` row. */
export const zerverArchivedusermessage = pgTable(
  'zerver_archivedusermessage',
  {
    id: id64(),
    user_profile_id: userId(),
    message_id: archivedMessageId(),
    flags: bigNumber().notNull().default(0),
  },
  (t) => [
    unique('zerver_archivedusermessage_uniq').on(t.user_profile_id, t.message_id),
    ...indexesOf('zerver_archivedusermessage', [t.user_profile_id, t.message_id]),
  ],
);

/** Copy of a `zerver_reaction` row. */
export const zerverArchivedreaction = pgTable(
  'zerver_archivedreaction',
  {
    id: id64(),
    user_profile_id: userId(),
    message_id: archivedMessageId(),
    emoji_name: requiredText(),
    reaction_type: varchar({ length: 30 }).notNull().default('unicode_emoji'),
    emoji_code: requiredText(),
  },
  (t) => [
    unique('zerver_archivedreaction_uniq').on(t.user_profile_id, t.message_id, t.reaction_type, t.emoji_code),
    ...indexesOf('zerver_archivedreaction', [t.user_profile_id, t.message_id]),
  ],
);

/** Copy of a `zerver_submessage` row. */
export const zerverArchivedsubmessage = pgTable(
  'zerver_archivedsubmessage',
  {
    id: id64(),
    message_id: archivedMessageId(),
    sender_id: userId(),
    msg_type: requiredText(),
    content: requiredText(),
  },
  (t) => indexesOf('zerver_archivedsubmessage', [t.message_id, t.sender_id]),
);
