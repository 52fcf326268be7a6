import type { MailMessage } from './person-data.ts';

/** What mails show of a message `m`, its sender `s` and its recipient `r`. */
export const MESSAGE_COLUMNS = `m.id, m.sender_id, s.full_name as sender_name, m.recipient_id,
      r.type as recipient_type, r.type_id as recipient_type_id, m.subject, m.content, m.rendered_content, m.date_sent`;

/** A row with `MESSAGE_COLUMNS`. */
export interface MessageRow extends Record<string, unknown> {
  readonly id: number;
  readonly sender_id: number;
  readonly sender_name: string;
  readonly recipient_id: number;
  readonly recipient_type: number;
  readonly recipient_type_id: number;
  readonly subject: string;
  readonly content: string;
  readonly rendered_content: string | null;
  readonly date_sent: Date;
}

/** The message of a row. */
export const toMailMessage = (row: MessageRow): MailMessage => ({
  id: row.id,
  senderId: row.sender_id,
  senderName: row.sender_name,
  recipientId: row.recipient_id,
  recipientType: row.recipient_type,
  recipientTypeId: row.recipient_type_id,
  topic: row.subject,
  content: row.content,
  renderedContent: row.rendered_content,
  sentAtMs: row.date_sent.getTime(),
});
