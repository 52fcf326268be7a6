/** A person's policy for a topic. */
const TOPIC_POLICY = { none: 0, muted: 1, unmuted: 2, followed: 3 } as const;

/** How a person has set a channel and a topic in it. `topicPolicy` is one of {@link TOPIC_POLICY}. */
export interface TopicSettings {
  readonly isChannelMuted: boolean;
  readonly topicPolicy: number;
}

/**
 * Whether channel-wide notifications (channel mail, wildcard mentions) may reach the person in this topic: a muted
 * topic is silent, and in a muted channel every topic that was not unmuted explicitly.
 * @source zulip zerver/lib/notification_data.py user_allows_notifications_in_StreamTopic
 */
export function isTopicAudible({ isChannelMuted, topicPolicy }: TopicSettings): boolean {
  if (topicPolicy === TOPIC_POLICY.muted) return false;
  return !isChannelMuted || topicPolicy === TOPIC_POLICY.unmuted;
}

/** Whether the person follows the topic; that holds in a muted channel, too. */
export const isTopicFollowed = ({ topicPolicy }: TopicSettings): boolean =>
  topicPolicy === TOPIC_POLICY.followed;
