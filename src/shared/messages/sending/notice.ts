import type { JsonObject } from '../../../schemas/json-value.ts';
import { causedBy, clientEvent } from './caused-events.ts';
import type { CausedEvent } from './caused-events.ts';
import type { Delivery } from './delivery.ts';
import { clientFlags } from './flags.ts';
import { notificationsFor } from './notification-rule.ts';
import type { Reachability } from './reach.ts';
import type { Receiver } from './receiver.ts';
import type { WideMessage } from './wide-message.ts';

/**
 * A notice of 20,000 people would be larger than the broker takes for one record (1 MiB): it is divided by users. With
 * their flags and all lists, 4,000 people need at most half of that; the text has the rest.
 *
 * Each part is complete for its people: all lists of user ids are cut to them. Only the first part names realm and
 * channel, because these make the real-time server show the message to whoever listens to all public channels. Such
 * listeners are bots as a rule, so bots stand in the first part with the author: a listener who is one of the people of
 * another part would get the message a second time.
 */
const USERS_PER_NOTICE = 4_000;

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
 * @source zulip zerver/actions/message_send.py do_send_messages
 */
export function messageNotices(parts: NoticeParts): readonly CausedEvent[] {
  const { message } = parts.delivery;
  const receivers = noticeOrder(parts.delivery);
  const count = Math.max(1, Math.ceil(receivers.length / USERS_PER_NOTICE));
  return Array.from({ length: count }, (_, part) => {
    const own = receivers.slice(part * USERS_PER_NOTICE, (part + 1) * USERS_PER_NOTICE);
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
  const { message, sets } = delivery;
  const { conversation, realm } = message;
  const idsWhere = (isIn: (receiver: Receiver) => boolean): readonly number[] =>
    own.filter(isIn).map(({ id }) => id);
  const idsIn = (set: ReadonlySet<number>): readonly number[] => idsWhere(({ id }) => set.has(id));
  return {
    type: 'message',
    message: delivery.id,
    message_dict: wide,
    presence_idle_user_ids: idleIds(own, delivery, reach),
    online_push_user_ids: idsWhere(({ onlinePush }) => onlinePush),
    dm_mention_push_disabled_user_ids: idsWhere(({ offlinePush }) => !offlinePush),
    dm_mention_email_disabled_user_ids: idsWhere(({ offlineEmail }) => !offlineEmail),
    stream_push_user_ids: idsIn(sets.channelPush),
    stream_email_user_ids: idsIn(sets.channelEmail),
    topic_wildcard_mention_user_ids: idsIn(sets.topicWildcard),
    stream_wildcard_mention_user_ids: idsIn(sets.channelWildcard),
    followed_topic_push_user_ids: idsIn(sets.followedPush),
    followed_topic_email_user_ids: idsIn(sets.followedEmail),
    topic_wildcard_mention_in_followed_topic_user_ids: idsIn(sets.topicWildcardFollowed),
    stream_wildcard_mention_in_followed_topic_user_ids: idsIn(sets.channelWildcardFollowed),
    muted_sender_user_ids: idsWhere(({ hasMutedAuthor }) => hasMutedAuthor),
    all_bot_user_ids: idsWhere(({ isBot }) => isBot),
    push_device_registered_user_ids: idsIn(reach.withDevice),
    disable_external_notifications: message.draft.disableExternalNotifications ?? false,
    realm_host: realm.host,
    ...(conversation.kind === 'channel' && conversation.channel.isPrivate && { invite_only: true }),
    ...(strangerIds.size > 0 && { user_ids_without_access_to_sender: idsIn(strangerIds) }),
  };
}

/** Who would be told if they were away, and is away as far as their presence says. */
function idleIds(own: readonly Receiver[], delivery: Delivery, reach: Reachability): readonly number[] {
  if (delivery.message.realm.presenceDisabled) return [];
  return own
    .filter((receiver) => {
      if (reach.active.has(receiver.id)) return false;
      const hasDevice = reach.withDevice.has(receiver.id);
      const { email, push } = notificationsFor(receiver, delivery, { isIdle: true, hasDevice });
      return email !== null || push !== null;
    })
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}
