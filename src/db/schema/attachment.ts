import { boolean, index, integer, pgTable, text, unique } from '../drizzle.ts';
import { bigNumber, id64, indexesOf, moment, requiredText } from './columns.ts';
import { zerverArchivedmessage } from './archive.ts';
import { zerverMessage } from './message.ts';
import { realmId, userId } from './references.ts';
import { zerverScheduledmessage } from './scheduled-message.ts';

const cascade = { onDelete: 'cascade' } as const;

/** Columns of an uploaded file and of its archived copy. `is_realm_public` null means: work it out again. */
const fileColumns = () => ({
  file_name: requiredText(),
  path_id: text().notNull(),
  owner_id: userId(),
  realm_id: realmId(),
  create_time: moment().notNull().defaultNow(),
  size: integer().notNull(),
  content_type: text(),
  is_realm_public: boolean().default(false),
  is_web_public: boolean().default(false),
});

/** An uploaded file. */
export const zerverAttachment = pgTable('zerver_attachment', { id: id64(), ...fileColumns() }, (t) => [
  unique('zerver_attachment_path_id_key').on(t.path_id),
  index('zerver_attachment_realm_create_time').on(t.realm_id, t.create_time),
  ...indexesOf('zerver_attachment', [t.file_name, t.owner_id, t.realm_id, t.create_time]),
]);

/** Messages that link an upload. */
export const zerverAttachmentMessages = pgTable(
  'zerver_attachment_messages',
  {
    id: id64(),
    attachment_id: bigNumber()
      .notNull()
      .references(() => zerverAttachment.id, cascade),
    message_id: integer()
      .notNull()
      .references(() => zerverMessage.id, cascade),
  },
  (t) => [
    unique('zerver_attachment_messages_uniq').on(t.attachment_id, t.message_id),
    ...indexesOf('zerver_attachment_messages', [t.attachment_id, t.message_id]),
  ],
);

/** Scheduled messages that link an upload. */
export const zerverAttachmentScheduledMessages = pgTable(
  'zerver_attachment_scheduled_messages',
  {
    id: id64(),
    attachment_id: bigNumber()
      .notNull()
      .references(() => zerverAttachment.id, cascade),
    scheduledmessage_id: bigNumber()
      .notNull()
      .references(() => zerverScheduledmessage.id, cascade),
  },
  (t) => [
    unique('zerver_attachment_scheduled_messages_uniq').on(t.attachment_id, t.scheduledmessage_id),
    ...indexesOf('zerver_attachment_scheduled_messages', [t.attachment_id, t.scheduledmessage_id]),
  ],
);

/** An upload whose messages are all archived; keeps its id. */
export const zerverArchivedattachment = pgTable(
  'zerver_archivedattachment',
  { id: id64(), ...fileColumns() },
  (t) => [
    unique('zerver_archivedattachment_path_id_key').on(t.path_id),
    ...indexesOf('zerver_archivedattachment', [t.file_name, t.owner_id, t.realm_id, t.create_time]),
  ],
);

/** Archived messages that link an archived upload. */
export const zerverArchivedattachmentMessages = pgTable(
  'zerver_archivedattachment_messages',
  {
    id: id64(),
    archivedattachment_id: bigNumber()
      .notNull()
      .references(() => zerverArchivedattachment.id, cascade),
    archivedmessage_id: integer()
      .notNull()
      .references(() => zerverArchivedmessage.id, cascade),
  },
  (t) => [
    unique('zerver_archivedattachment_messages_uniq').on(t.archivedattachment_id, t.archivedmessage_id),
    ...indexesOf('zerver_archivedattachment_messages', [t.archivedattachment_id, t.archivedmessage_id]),
  ],
);
