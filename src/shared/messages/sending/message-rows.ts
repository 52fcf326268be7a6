import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { AddressedMessage } from './read-receivers.ts';
import type { Delivery } from './delivery.ts';

/** What stands in the topic column of every direct message. */
export const DIRECT_MESSAGE_TOPIC = '\u0007';

const CLIENT_NAME_LENGTH = 30;

/** As it is stored. */
export const clientNameOf = (name: string): string => Array.from(name).slice(0, CLIENT_NAME_LENGTH).join('');

/** In the order of names, so that two transactions cannot wait for each other. Almost always there is nothing to insert. */
const NEW_CLIENTS = {
  name: 'send_new_clients',
  text: `
    insert into zerver_client (name)
    select distinct c.name from unnest($1::text[]) as c (name)
    where not exists (select from zerver_client k where k.name = c.name)
    order by c.name
    on conflict (name) do nothing`,
} as const;

/** Every column is given: a Zulip server's table has few defaults in SQL. The search index is filled by the server. */
const MESSAGES = {
  name: 'send_messages',
  text: `
    insert into zerver_message
      (id, sender_id, recipient_id, realm_id, type, subject, content, rendered_content, rendered_content_version,
       date_sent, sending_client_id, last_edit_time, edit_history, has_attachment, has_image, has_link,
       is_channel_message)
    select m.id, m.sender_id, m.recipient_id, m.realm_id, 1, m.subject, m.content, m.html, 1,
       m.date_sent, c.id, null, null, m.has_attachment, m.has_image, m.has_link, m.is_channel
    from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
        $9::text[], $10::boolean[], $11::boolean[], $12::boolean[], $13::boolean[])
      as m (id, sender_id, recipient_id, realm_id, subject, content, html, date_sent,
        client, has_attachment, has_image, has_link, is_channel)
      join zerver_client c on c.name = m.client
    order by m.id`,
} as const;

/** Inserts the rows of the messages; `claimed` are those that have uploads of their author. */
export async function insertMessages(
  tx: Tx,
  messages: readonly AddressedMessage[],
  claimed: ReadonlySet<number>,
): Promise<void> {
  const clients = messages.map(({ message }) => clientNameOf(message.draft.clientName));
  await runHot(tx, NEW_CLIENTS, [clients]);
  const checked = messages.map(({ message }) => message);
  await runHot(tx, MESSAGES, [
    messages.map(({ id }) => id),
    checked.map(({ author }) => author.id),
    messages.map(({ recipientId }) => recipientId),
    checked.map(({ realm }) => realm.id),
    checked.map(({ conversation: to }) => (to.kind === 'channel' ? to.topic : DIRECT_MESSAGE_TOPIC)),
    checked.map(({ content }) => content),
    checked.map(({ html }) => html),
    checked.map(({ dateSentMs }) => new Date(dateSentMs)),
    clients,
    messages.map(({ id }) => claimed.has(id)),
    checked.map(({ facts }) => facts.hasImage),
    checked.map(({ facts }) => facts.hasLink),
    checked.map(({ conversation }) => conversation.kind === 'channel'),
  ]);
}

/**
 * One statement for all receivers of all messages. Half of what it costs are the two references that PostgreSQL checks
 * row by row, the rest are the indexes. Nobody can have a row already, because the messages are of this transaction: so
 * there is no conflict clause, which would look for each row first.
 */
const USER_MESSAGES = {
  name: 'send_user_messages',
  text: `
    insert into zerver_usermessage (user_profile_id, message_id, flags)
    select r.user_id, r.message_id, r.flags
    from unnest($1::int[], $2::int[], $3::bigint[]) as r (user_id, message_id, flags)
    order by r.user_id`,
} as const;

/** Inserts the rows of the receivers, in the order of the largest indexes; answers how many. */
export async function insertUserMessages(tx: Tx, deliveries: readonly Delivery[]): Promise<number> {
  const rows = deliveries.flatMap((delivery) =>
    Array.from(delivery.rows, ([userId, flags]) => ({ userId, messageId: delivery.id, flags })),
  );
  if (rows.length === 0) return 0;
  await runHot(tx, USER_MESSAGES, [
    rows.map(({ userId }) => userId),
    rows.map(({ messageId }) => messageId),
    rows.map(({ flags }) => flags),
  ]);
  return rows.length;
}

const SUBMESSAGES = {
  name: 'send_submessages',
  text: `
    insert into zerver_submessage (message_id, sender_id, msg_type, content)
    select s.message_id, s.sender_id, 'widget', s.content
    from unnest($1::int[], $2::int[], $3::text[]) as s (message_id, sender_id, content)
    returning id::int, message_id, sender_id, msg_type, content`,
} as const;

/** A widget's row, as clients get it. */
export interface StoredSubmessage {
  readonly id: number;
  readonly message_id: number;
  readonly sender_id: number;
  readonly msg_type: string;
  readonly content: string;
}

/** Inserts the widgets; answers the rows by message. */
export async function insertWidgets(
  tx: Tx,
  messages: readonly AddressedMessage[],
): Promise<ReadonlyMap<number, StoredSubmessage>> {
  const widgets = messages.flatMap(({ id, message: { widget, author } }) => {
    if (widget === null) return [];
    const content = JSON.stringify({ widget_type: widget.widgetType, extra_data: widget.extraData });
    return [{ id, authorId: author.id, content }];
  });
  if (widgets.length === 0) return new Map();
  const rows = await runHot<StoredSubmessage & Record<string, unknown>>(tx, SUBMESSAGES, [
    widgets.map(({ id }) => id),
    widgets.map(({ authorId }) => authorId),
    widgets.map(({ content }) => content),
  ]);
  return new Map(rows.map((row) => [row.message_id, row]));
}
