import type { Tx } from '../../src/db/client.ts';
import { runHot } from '../../src/db/statement.ts';
import type { Organization, PlannedMessage } from './plan.ts';

/** A message that now has a row. */
export interface WrittenMessage {
  readonly id: number;
  readonly message: PlannedMessage;
}

const FLAG_BY_KIND = { direct: 2048, group: 2048, channel: 0, mention: 8, wildcard: 16 } as const;
const READ = 1;

const INSERT_MESSAGES = {
  name: 'demo_messages',
  text: `
    insert into zerver_message (sender_id, recipient_id, realm_id, subject, content, rendered_content,
                                date_sent, sending_client_id, is_channel_message)
    select m.sender, m.recipient, $1, m.topic, m.text, '<p>' || m.text || '</p>', clock_timestamp(), $2, m.is_channel
    from unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::boolean[]) with ordinality
      as m (sender, recipient, topic, text, is_channel, place)
    order by m.place
    returning id`,
};

const INSERT_RECEIPTS = {
  name: 'demo_receipts',
  text: `
    insert into zerver_usermessage (user_profile_id, message_id, flags)
    select * from unnest($1::int[], $2::int[], $3::bigint[])`,
};

const MARK_READ = {
  name: 'demo_mark_read',
  text: `
    update zerver_usermessage u set flags = u.flags | 1
    from unnest($1::int[], $2::int[]) as r (user_id, message_id)
    where u.user_profile_id = r.user_id and u.message_id = r.message_id`,
};

const DELETE_CONTENT = {
  name: 'demo_delete',
  text: `update zerver_message set content = '(deleted)', rendered_content = '<p>(deleted)</p>' where id = any($1::int[])`,
};

/** Inserts messages as the chat server does, with the rows of everybody who receives them, in the caller's transaction. */
export const writeMessages = async (
  tx: Tx,
  organization: Organization,
  messages: readonly PlannedMessage[],
): Promise<WrittenMessage[]> => {
  const rows = await runHot<{ id: number }>(tx, INSERT_MESSAGES, [
    organization.realmId,
    organization.clientId,
    messages.map((message) => message.senderId),
    messages.map((message) => message.recipientId),
    messages.map((message) => message.topic),
    messages.map((message) => message.text),
    messages.map((message) => message.isChannel),
  ]);
  const written = rows.map((row, index) => {
    const message = messages[index];
    if (message === undefined) throw new Error('more rows than messages');
    return { id: row.id, message };
  });
  const receipts = written.flatMap(({ id, message }) => [
    { userId: message.senderId, id, flags: READ },
    ...message.notices.map((notice) => ({ userId: notice.personId, id, flags: FLAG_BY_KIND[message.kind] })),
  ]);
  await runHot(tx, INSERT_RECEIPTS, [
    receipts.map((row) => row.userId),
    receipts.map((row) => row.id),
    receipts.map((row) => row.flags),
  ]);
  return written;
};

/** Lets people read, and authors delete, before the windows close. */
export const applyFates = async (tx: Tx, written: readonly WrittenMessage[]): Promise<void> => {
  const read = written.flatMap(({ id, message }) =>
    message.notices.filter(({ fate }) => fate === 'is_read').map(({ personId }) => ({ id, personId })),
  );
  const deleted = written.filter(({ message }) => message.notices.some(({ fate }) => fate === 'is_deleted'));
  await runHot(tx, MARK_READ, [read.map((row) => row.personId), read.map((row) => row.id)]);
  await runHot(tx, DELETE_CONTENT, [deleted.map(({ id }) => id)]);
};
