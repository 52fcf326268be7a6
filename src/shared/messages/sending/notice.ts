import type { JsonObject } from '../../../schemas/json-value.ts';
import { causedBy, clientEvent } from './caused-events.ts';
import type { CausedEvent } from './caused-events.ts';
import type { Delivery } from './delivery.ts';
import { clientFlags } from './flags.ts';
import { inNotices, notificationLists } from './notification-lists.ts';
import type { Reachability } from './reach.ts';
import type { Receiver } from './receiver.ts';
import type { WideMessage } from './wide-message.ts';

/** What the notice needs beside the delivery. */
export interface NoticeParts {
  readonly delivery: Delivery;
  readonly wide: WideMessage;
  readonly reach: Reachability;
  /** Guests who may not know of the author. */
  readonly strangerIds: ReadonlySet<number>;
}

/**
 * Tells the chat's real-time server of a message: who sees it with which flags, and what it must know to decide who is
 * mailed or pushed.
 *
 * Each part is complete for its people. Only the first part names realm and channel, because these make the real-time
 * server show the message to whoever listens to all public channels. Such listeners are bots as a rule, so bots stand in
 * the first part with the author: a listener who is one of the people of another part would get the message a second
 * time.
 * @source zulip zerver/actions/message_send.py do_send_messages
 */
export function messageNotices(parts: NoticeParts): readonly CausedEvent[] {
  const { message } = parts.delivery;
  return inNotices(noticeOrder(parts.delivery)).map((own, part) => {
    const event = { ...noticeEvent(parts, own), ...(part === 0 && publicFields(parts.delivery)) };
    const users = own.map((receiver) => ({ id: receiver.id, extra: userFields(receiver, parts.delivery) }));
    return clientEvent(message.realm.id, event, users, causedBy(message.draft, `notice:${part}`));
  });
}

/** The author first, then bots, then people. Mentioned bots are among them only with a row. */
function noticeOrder({ receivers, rows, message }: Delivery): readonly Receiver[] {
  const rank = ({ id, isBot }: Receiver): number => (id === message.author.id ? 0 : isBot ? 1 : 2);
  return receivers
    .filter(({ id, isAddressed }) => isAddressed || rows.has(id))
    .toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
}

function userFields({ id }: Receiver, { rows, mentionedGroupIds }: Delivery): JsonObject {
  return {
    flags: clientFlags(rows.get(id) ?? 0),
    mentioned_user_group_id: mentionedGroupIds.get(id) ?? null,
  };
}

/** Naming them for a private channel would show the message to everybody who listens to all public ones. */
function publicFields({ message: { conversation, realm } }: Delivery): JsonObject {
  if (conversation.kind !== 'channel' || conversation.channel.isPrivate) return {};
  return { realm_id: realm.id, stream_name: conversation.channel.name };
}

function noticeEvent(
  { delivery, wide, reach, strangerIds }: NoticeParts,
  own: readonly Receiver[],
): { readonly type: string } & JsonObject {
  const { message } = delivery;
  const { conversation, realm } = message;
  return {
    type: 'message',
    message: delivery.id,
    message_dict: wide,
    ...notificationLists(own, delivery, reach),
    disable_external_notifications: message.draft.disableExternalNotifications ?? false,
    realm_host: realm.host,
    ...(conversation.kind === 'channel' && conversation.channel.isPrivate && { invite_only: true }),
    ...(strangerIds.size > 0 && {
      user_ids_without_access_to_sender: own.map(({ id }) => id).filter((id) => strangerIds.has(id)),
    }),
  };
}
