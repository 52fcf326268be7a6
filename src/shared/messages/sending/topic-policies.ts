import { TOPIC_POLICY } from './notification-sets.ts';

/** When a person's own messages change their policy for the topic: `automatically_…_policy`. */
const WHEN = { participating: 1, sending: 2, startingTopic: 3, never: 4 } as const;

/** What decides about the author's own policy. */
export interface AuthorsTopic {
  /** Policy of the author for the topic now. */
  readonly current: number;
  readonly followWhen: number;
  readonly unmuteWhen: number;
  /** The author has muted the channel, as far as is known. */
  readonly isChannelMuted: boolean;
  /** No older message of the topic is one that the author may read. */
  readonly isStart: boolean;
}

const isOnSending = (when: number): boolean => when === WHEN.participating || when === WHEN.sending;

/**
 * The policy that the author gets for the topic by writing in it; null: it stays. Never lowers a followed topic.
 * @source zulip zerver/actions/message_send.py set_visibility_policy_possibly_triggered_by_sending
 */
export function nextAuthorPolicy(topic: AuthorsTopic): number | null {
  const { current, followWhen, unmuteWhen, isChannelMuted } = topic;
  if (current === TOPIC_POLICY.followed) return null;
  const isStart = current === TOPIC_POLICY.none && topic.isStart;
  if (isOnSending(followWhen)) return TOPIC_POLICY.followed;
  if (isStart && followWhen === WHEN.startingTopic) return TOPIC_POLICY.followed;
  const isUnmuted = isOnSending(unmuteWhen) || (isStart && unmuteWhen === WHEN.startingTopic);
  return isChannelMuted && isUnmuted && current !== TOPIC_POLICY.unmuted ? TOPIC_POLICY.unmuted : null;
}

/** Whether an author's settings can change anything at all. */
export const mayChangeOwnPolicy = (followWhen: number, unmuteWhen: number): boolean =>
  followWhen !== WHEN.never || unmuteWhen !== WHEN.never;

/** Whether a mention makes somebody follow the topic who wants that: not when they muted it. */
export const isFollowedByMention = (current: number): boolean =>
  current !== TOPIC_POLICY.muted && current !== TOPIC_POLICY.followed;
