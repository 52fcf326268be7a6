import type { MissedmessageEmailsEvent } from '../../schemas/generated/missedmessage_emails.ts';

/** Why a person is told of a message. */
export type Trigger = MissedmessageEmailsEvent['trigger'];

/**
 * Every trigger, the most telling first.
 * @source zulip zerver/lib/notification_data.py UserMessageNotificationsData.get_email_notification_trigger
 */
const TRIGGERS = [
  'direct_message',
  'mentioned',
  'topic_wildcard_mentioned_in_followed_topic',
  'stream_wildcard_mentioned_in_followed_topic',
  'topic_wildcard_mentioned',
  'stream_wildcard_mentioned',
  'followed_topic_email_notify',
  'stream_email_notify',
] as const satisfies readonly Trigger[];

/** Older names, still found in rows and events of before 2023. */
const OLDER_NAMES: ReadonlyMap<string, Trigger> = new Map([
  ['private_message', 'direct_message'],
  ['wildcard_mentioned', 'stream_wildcard_mentioned'],
  ['followed_topic_wildcard_mentioned', 'stream_wildcard_mentioned_in_followed_topic'],
]);

const MENTIONS: ReadonlySet<Trigger> = new Set<Trigger>([
  'mentioned',
  'topic_wildcard_mentioned',
  'stream_wildcard_mentioned',
  'topic_wildcard_mentioned_in_followed_topic',
  'stream_wildcard_mentioned_in_followed_topic',
]);

/** The trigger of a stored row or an event, older names included; null when there is no such trigger for mail. */
export function parseTrigger(name: string): Trigger | null {
  return TRIGGERS.find((trigger) => trigger === name) ?? OLDER_NAMES.get(name) ?? null;
}

/** Whether the message mentions the person in any way. */
export const isMention = (trigger: Trigger): boolean => MENTIONS.has(trigger);

/** Whether `a` tells the person more than `b`. */
export const isMoreTelling = (a: Trigger, b: Trigger): boolean => TRIGGERS.indexOf(a) < TRIGGERS.indexOf(b);
