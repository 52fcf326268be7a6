import type { CheckedMessage } from '../checked-message.ts';
import type { Delivery } from './delivery.ts';
import { FLAG_BITS } from './flags.ts';
import type { Receiver } from './receiver.ts';

/** Why somebody is told of a message. */
export type NotificationTrigger =
  | 'direct_message'
  | 'mentioned'
  | 'topic_wildcard_mentioned_in_followed_topic'
  | 'stream_wildcard_mentioned_in_followed_topic'
  | 'topic_wildcard_mentioned'
  | 'stream_wildcard_mentioned'
  | 'followed_topic_email_notify'
  | 'followed_topic_push_notify'
  | 'stream_email_notify'
  | 'stream_push_notify';

/** What is sent to somebody about a message; null: nothing. */
export interface Notifications {
  readonly email: NotificationTrigger | null;
  readonly push: NotificationTrigger | null;
}

const NOTHING: Notifications = { email: null, push: null };

/** How a person can be reached at this moment. */
export interface Reach {
  /** No client of theirs is connected, or none was used lately. */
  readonly isIdle: boolean;
  readonly hasDevice: boolean;
}

/**
 * Whether somebody is mailed or pushed about a message, and why: the rule of the chat's real-time server, which decides
 * for the notices that it takes.
 * @source zulip zerver/lib/notification_data.py UserMessageNotificationsData
 */
export function notificationsFor(receiver: Receiver, delivery: Delivery, reach: Reach): Notifications {
  const { draft, author } = delivery.message;
  const isExcluded = receiver.isBot || receiver.id === author.id || receiver.hasMutedAuthor;
  if (isExcluded || draft.disableExternalNotifications === true) return NOTHING;
  const mayPush = reach.hasDevice && (reach.isIdle || receiver.onlinePush);
  return {
    email: reach.isIdle ? firstTrigger(receiver, delivery, 'email') : null,
    push: mayPush ? firstTrigger(receiver, delivery, 'push') : null,
  };
}

const isPrivate = ({ conversation }: CheckedMessage): boolean => conversation.kind !== 'channel';

/** Direct messages and mentions have a switch of their own; what was asked of a channel or topic is its own switch. */
function firstTrigger(
  receiver: Receiver,
  delivery: Delivery,
  way: 'email' | 'push',
): NotificationTrigger | null {
  const { id } = receiver;
  const { message, sets } = delivery;
  const flags = delivery.rows.get(id) ?? 0;
  const has = (bit: number): boolean => (flags & bit) !== 0;
  if (way === 'email' ? receiver.offlineEmail : receiver.offlinePush) {
    if (isPrivate(message)) return 'direct_message';
    if (has(FLAG_BITS.mentioned)) return 'mentioned';
    const isTopic = has(FLAG_BITS.topicWildcardMentioned);
    const isChannel = has(FLAG_BITS.streamWildcardMentioned);
    if (isTopic && sets.topicWildcardFollowed.has(id)) return 'topic_wildcard_mentioned_in_followed_topic';
    if (isChannel && sets.channelWildcardFollowed.has(id)) {
      return 'stream_wildcard_mentioned_in_followed_topic';
    }
    if (isTopic && sets.topicWildcard.has(id)) return 'topic_wildcard_mentioned';
    if (isChannel && sets.channelWildcard.has(id)) return 'stream_wildcard_mentioned';
  }
  const [followed, channel] =
    way === 'email' ? [sets.followedEmail, sets.channelEmail] : [sets.followedPush, sets.channelPush];
  if (followed.has(id)) return `followed_topic_${way}_notify`;
  return channel.has(id) ? `stream_${way}_notify` : null;
}
