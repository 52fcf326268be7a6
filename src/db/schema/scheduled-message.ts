import { boolean, index, integer, pgTable, sql, text } from '../drizzle.ts';
import {
  bigNumber,
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
import { zerverStream } from './organization.ts';
import { realmId, recipientId, userId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;

/** A message to be sent later (delivery type 1) or a reminder (2). */
export const zerverScheduledmessage = pgTable(
  'zerver_scheduledmessage',
  {
    id: id64(),
    sender_id: userId(),
    recipient_id: recipientId(),
    sending_client_id: integer()
      .notNull()
      .references(() => zerverClient.id, cascade),
    realm_id: realmId(),
    subject: requiredVarchar(60),
    content: requiredText(),
    rendered_content: requiredText(),
    stream_id: bigNumber().references(() => zerverStream.id, cascade),
    scheduled_timestamp: moment().notNull(),
    read_by_sender: boolean().notNull(),
    delivered: flag(false),
    delivered_message_id: integer().references(() => zerverMessage.id, cascade),
    has_attachment: flag(false),
    request_timestamp: moment().notNull().defaultNow(),
    reminder_target_message_id: integer(),
    reminder_note: text(),
    failed: flag(false),
    failure_message: text(),
    delivery_type: small(1),
  },
  (t) => [
    index('zerver_unsent_scheduled_messages_by_time')
      .on(t.scheduled_timestamp)
      .where(sql`not ${t.delivered} and not ${t.failed}`),
    index('zerver_realm_unsent_scheduled_messages_by_user')
      .on(t.realm_id, t.sender_id, t.delivery_type, t.scheduled_timestamp)
      .where(sql`not ${t.delivered}`),
    ...nonNegative('zerver_scheduledmessage', [t.delivery_type]),
    ...indexesOf('zerver_scheduledmessage', [
      t.sender_id,
      t.recipient_id,
      t.sending_client_id,
      t.realm_id,
      t.stream_id,
      t.scheduled_timestamp,
      t.delivered_message_id,
      t.has_attachment,
    ]),
  ],
);
