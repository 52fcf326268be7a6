import { mayReadChannelMessage } from '../../shared/message-access.ts';
import { isTopicAudible, isTopicFollowed } from '../../shared/notification-settings.ts';
import type { NotifyingMessage, Person, PersonsChannel, UnreadMessage, WaitingRow } from './person-data.ts';
import { isMention } from './triggers.ts';
import type { Trigger } from './triggers.ts';

/** Content of a message that its author deleted. */
const DELETED_CONTENT = '(deleted)';

/** Why a person gets no mail at all; null when they may get one. */
export function reasonForNoMail(person: Person): string | null {
  if (person.isBot) return 'recipient_is_bot';
  if (!person.isActive) return 'recipient_inactive';
  if (person.realm.isDeactivated) return 'realm_deactivated';
  // The owner of a demo organization may not have given an address yet.
  if (person.deliveryEmail === '') return 'no_address';
  return null;
}

/**
 * The messages that are still worth a mail, by id, each with its trigger as it holds now. Of several rows for one
 * message the last wins.
 *
 * @source zulip zerver/lib/email_notifications.py handle_missedmessage_emails. Different: the switch for offline mail
 * governs direct messages and mentions only, and what the person has muted, unfollowed, left or lost access to since
 * the event is left out.
 */
export function selectMessages(
  person: Person,
  rows: readonly WaitingRow[],
  unread: ReadonlyMap<number, UnreadMessage>,
  groupIds: ReadonlySet<number>,
): readonly NotifyingMessage[] {
  const byMessage = new Map<number, WaitingRow>();
  for (const row of rows) byMessage.set(row.messageId, row);
  const kept: NotifyingMessage[] = [];
  for (const row of byMessage.values()) {
    const message = unread.get(row.messageId);
    if (message === undefined || message.content === DELETED_CONTENT) continue;
    const trigger = presentTrigger(person, row.trigger, message, groupIds);
    if (trigger !== null) kept.push({ ...message, trigger, groupId: row.groupId });
  }
  return kept.sort((a, b) => a.id - b.id);
}

/** The trigger as it holds at the time of sending, or null when the person does not want this message any more. */
function presentTrigger(
  person: Person,
  trigger: Trigger,
  message: UnreadMessage,
  groupIds: ReadonlySet<number>,
): Trigger | null {
  if (message.isSenderMuted) return null;
  if ((trigger === 'direct_message' || isMention(trigger)) && !person.wantsOfflineMail) return null;
  if (message.channel === null) return message.recipientType === 2 ? null : trigger;
  if (!mayStillRead(person, message.channel, groupIds)) return null;
  // A mention by name or group reaches people wherever they can read it.
  if (trigger === 'mentioned') return trigger;
  if (trigger === 'direct_message') return null;
  if (!message.channel.isSubscribed) return null;
  return topicTrigger(person, trigger, message, message.channel);
}

function mayStillRead(person: Person, channel: PersonsChannel, groupIds: ReadonlySet<number>): boolean {
  const reader = {
    realmId: person.realm.id,
    isGuest: person.isGuest,
    isSubscribed: channel.isSubscribed,
    groupIds,
  };
  return mayReadChannelMessage(reader, channel, true);
}

function topicTrigger(
  person: Person,
  trigger: Trigger,
  message: UnreadMessage,
  channel: PersonsChannel,
): Trigger | null {
  const settings = { isChannelMuted: channel.isMuted, topicPolicy: message.topicPolicy };
  if (isTopicFollowed(settings)) return trigger;
  switch (trigger) {
    case 'followed_topic_email_notify':
      return null;
    case 'topic_wildcard_mentioned_in_followed_topic':
    case 'stream_wildcard_mentioned_in_followed_topic': {
      // No longer followed: what remains is an ordinary wildcard mention, if the person wants those.
      const wantsWildcards = channel.wildcardMentionsNotify ?? person.wantsWildcardMentions;
      if (!wantsWildcards || !isTopicAudible(settings)) return null;
      return trigger === 'topic_wildcard_mentioned_in_followed_topic'
        ? 'topic_wildcard_mentioned'
        : 'stream_wildcard_mentioned';
    }
    default:
      return isTopicAudible(settings) ? trigger : null;
  }
}
