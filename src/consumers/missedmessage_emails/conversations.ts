import { createHash } from 'node:crypto';
import type { ContextMessage, MailMessage, NotifyingMessage } from './person-data.ts';

/** Leading marks of a resolved topic. */
const RESOLVED_MARKS = /^(?:✔ ?)+/u;
const RESOLVED_PREFIX = '✔ ';

/** Flags of a person's row that mean any kind of mention. */
const ANY_MENTION_FLAGS = 8 + 16 + 32 + 64;

/** At most so many earlier messages are shown with a mention. */
export const CONTEXT_LIMIT = 10;
/** Not older than this before the first message, ms. */
const CONTEXT_MAX_AGE_MS = 15 * 60_000;

/** Messages of one conversation, which become one mail. */
export interface Conversation {
  /** Sorted by id; never empty. */
  readonly messages: readonly [NotifyingMessage, ...NotifyingMessage[]];
  /** Earlier messages that help to understand a mention. */
  readonly context: readonly ContextMessage[];
}

/** What to look up for the context of a conversation. */
export interface ContextQuery {
  readonly conversation: number;
  readonly recipientId: number;
  readonly topic: string;
  readonly beforeId: number;
  readonly afterMs: number;
}

/**
 * Sorts messages into conversations, the least recently active first: direct messages by sender, channel messages by
 * topic (upper and lower case are the same), direct message groups as a whole.
 * @source zulip zerver/lib/email_notifications.py handle_missedmessage_emails
 */
export function intoConversations(messages: readonly NotifyingMessage[]): readonly Conversation[] {
  const buckets = new Map<string, [NotifyingMessage, ...NotifyingMessage[]]>();
  for (const message of messages.toSorted((a, b) => a.id - b.id)) {
    const place = message.recipientType === 1 ? String(message.senderId) : message.topic.toLowerCase();
    const key = `${message.recipientType} ${message.recipientId} ${place}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [message]);
    else bucket.push(message);
  }
  return [...buckets.values()]
    .sort((a, b) => lastId(a) - lastId(b))
    .map((bucket) => ({ messages: bucket, context: [] }));
}

const lastId = (messages: readonly MailMessage[]): number => messages.at(-1)?.id ?? 0;

/** The context that a conversation needs: only when its earliest message is in a channel and mentions the person. */
export function contextQuery(conversation: Conversation, index: number): ContextQuery | null {
  const earliest = conversation.messages.reduce((a, b) => (b.sentAtMs < a.sentAtMs ? b : a));
  if (earliest.channel === null || (earliest.flags & ANY_MENTION_FLAGS) === 0) return null;
  return {
    conversation: index,
    recipientId: earliest.recipientId,
    topic: earliest.topic,
    beforeId: earliest.id,
    afterMs: earliest.sentAtMs - CONTEXT_MAX_AGE_MS,
  };
}

/** Whether a topic is marked as resolved, and its name without the mark. */
export function readTopic(topic: string): { readonly isResolved: boolean; readonly name: string } {
  return topic.startsWith(RESOLVED_PREFIX)
    ? { isResolved: true, name: topic.slice(RESOLVED_PREFIX.length) }
    : { isResolved: false, name: topic };
}

/**
 * A message id that no mail has, shared by all mails of one conversation to all people, so that mail programs show
 * them as one thread. It depends neither on the reader nor on their language, and stays when a topic is resolved.
 *
 * @param memberIds everybody in a direct conversation; ignored for channels
 */
export function threadId(
  realm: { readonly id: number; readonly host: string },
  message: MailMessage,
  memberIds: readonly number[],
): string {
  const topic = message.topic.replace(RESOLVED_MARKS, '').toLowerCase();
  const place =
    message.recipientType === 2
      ? `channel ${message.recipientTypeId} ${topic}`
      : `direct ${[...new Set(memberIds)].sort((a, b) => a - b).join(',')}`;
  const hash = createHash('sha256').update(`${realm.id} ${place}`).digest('hex').slice(0, 32);
  return `<conversation-${hash}@${realm.host}>`;
}
