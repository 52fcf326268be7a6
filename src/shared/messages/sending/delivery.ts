import type { CheckedMessage } from '../checked-message.ts';
import { newFlags } from './flags.ts';
import type { TextFlags } from './flags.ts';
import { notificationSets } from './notification-sets.ts';
import type { NotificationSets } from './notification-sets.ts';
import type { NumberedMessage, Receiver } from './receiver.ts';

const GENERIC_BOT = 1;

/** Who gets a message, and how. */
export interface Delivery extends NumberedMessage {
  /** Active users that the message is addressed to, and bots that it mentions by name. */
  readonly receivers: readonly Receiver[];
  /** Flags of the rows to be made, by user. */
  readonly rows: ReadonlyMap<number, number>;
  readonly sets: NotificationSets;
  /** Mentioned by name or through a group. */
  readonly mentionedIds: ReadonlySet<number>;
  /** For those mentioned through a group only: the smallest of the groups. */
  readonly mentionedGroupIds: ReadonlyMap<number, number>;
}

/**
 * Decides who gets a row, with which flags, and who asked to be told.
 * @source zulip zerver/actions/message_send.py build_message_send_dict, create_user_messages. Different on purpose:
 * people of `readByUserIds` do not count as having muted the author.
 */
export function planDelivery({ id, message }: NumberedMessage, receivers: readonly Receiver[]): Delivery {
  const { facts, mentionedGroups, topicParticipantIds } = message;
  const mentionedIds = new Set([
    ...facts.mentionedUserIds,
    ...mentionedGroups.flatMap(({ memberIds }) => memberIds),
  ]);
  const sets = notificationSets(receivers, {
    channel: facts.mentionsChannelWildcard,
    topicParticipantIds: facts.mentionsTopicWildcard ? topicParticipantIds : null,
  });
  const plan = { id, message, receivers, sets, mentionedIds };
  return { ...plan, rows: rowsOf(plan), mentionedGroupIds: smallestGroups(message) };
}

function rowsOf(delivery: Omit<Delivery, 'rows' | 'mentionedGroupIds'>): ReadonlyMap<number, number> {
  const { message, receivers, sets } = delivery;
  const { draft } = message;
  const readers = new Set(draft.readByUserIds);
  const unreadOnlyFor = draft.limitUnreadUserIds === undefined ? null : new Set(draft.limitUnreadUserIds);
  const isPrivate = message.conversation.kind !== 'channel';
  const rows = new Map<number, number>();
  for (const receiver of receivers) {
    const { id } = receiver;
    if (!receiver.isAddressed && !isMentionedBot(receiver, message)) continue;
    const flags = newFlags({
      isRead: readers.has(id) || receiver.hasMutedAuthor || unreadOnlyFor?.has(id) === false,
      isPrivate,
      ...textFlagsOf(id, delivery),
    });
    const mayWait = !isPrivate && receiver.isLongTermIdle && flags === 0 && !isToldOfChannel(id, sets);
    if (!mayWait) rows.set(id, flags);
  }
  return rows;
}

/** What the text says of somebody, whether or not they get it. */
export const textFlagsOf = (
  id: number,
  { message, mentionedIds }: Pick<Delivery, 'message' | 'mentionedIds'>,
): TextFlags => {
  const { facts, topicParticipantIds } = message;
  return {
    isMentioned: mentionedIds.has(id),
    isChannelWildcard: facts.mentionsChannelWildcard,
    isTopicWildcard: facts.mentionsTopicWildcard && topicParticipantIds?.has(id) === true,
    hasAlertWord: facts.userIdsWithAlertWords.has(id),
  };
};

/** Generic bots read where they are mentioned, subscribed or not; people and service bots do not. */
const isMentionedBot = (receiver: Receiver, { facts }: CheckedMessage): boolean =>
  receiver.botType === GENERIC_BOT && facts.mentionedUserIds.has(receiver.id);

const isToldOfChannel = (id: number, sets: NotificationSets): boolean =>
  sets.channelPush.has(id) ||
  sets.channelEmail.has(id) ||
  sets.followedPush.has(id) ||
  sets.followedEmail.has(id);

/** Of groups of one size the first wins. */
function smallestGroups({ facts, mentionedGroups }: CheckedMessage): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const group of mentionedGroups.toSorted((a, b) => a.memberIds.length - b.memberIds.length)) {
    for (const id of group.memberIds) {
      if (!facts.mentionedUserIds.has(id) && !found.has(id)) found.set(id, group.id);
    }
  }
  return found;
}
