import type { Receiver } from './receiver.ts';

/** A row about somebody whom a message may concern. */
export interface ReceiverRow {
  /** Of the message among those that are sent. */
  readonly place: number;
  readonly id: number;
  readonly is_bot: boolean;
  readonly bot_type: number | null;
  readonly role: number;
  readonly is_addressed: boolean;
  readonly long_term_idle: boolean;
  readonly has_muted_author: boolean;
  readonly online_push: boolean;
  readonly offline_push: boolean;
  readonly offline_email: boolean;
  readonly follows_where_mentioned: boolean;
}

/** A row about a subscriber of the message's channel. */
export interface SubscriberRow extends ReceiverRow {
  readonly is_muted: boolean;
  readonly topic_policy: number | null;
  readonly push: boolean | null;
  readonly email: boolean | null;
  readonly wildcard: boolean | null;
  readonly any_push: boolean;
  readonly any_email: boolean;
  readonly any_wildcard: boolean;
  readonly followed_push: boolean;
  readonly followed_email: boolean;
  readonly followed_wildcard: boolean;
}

/** Columns of `ReceiverRow` beside `place` and `is_addressed`: `t` is the message, `u` the user. */
export const RECEIVER_COLUMNS = `
  u.id, u.is_bot, u.bot_type, u.role, u.long_term_idle,
  exists (
    select from zerver_muteduser m where m.user_profile_id = u.id and m.muted_user_id = t.author_id offset 0
  ) as has_muted_author,
  u.enable_online_push_notifications as online_push,
  u.enable_offline_push_notifications as offline_push,
  u.enable_offline_email_notifications as offline_email,
  u.automatically_follow_topics_where_mentioned as follows_where_mentioned`;

/** The row as the deciders read it. */
export const toReceiver = (row: ReceiverRow | SubscriberRow): Receiver => ({
  id: row.id,
  isBot: row.is_bot,
  botType: row.bot_type,
  role: row.role,
  isAddressed: row.is_addressed,
  isLongTermIdle: row.long_term_idle,
  hasMutedAuthor: row.has_muted_author,
  onlinePush: row.online_push,
  offlinePush: row.offline_push,
  offlineEmail: row.offline_email,
  followsWhereMentioned: row.follows_where_mentioned,
  channel:
    'is_muted' in row
      ? {
          isMuted: row.is_muted,
          topicPolicy: row.topic_policy ?? 0,
          push: row.push,
          email: row.email,
          wildcard: row.wildcard,
          anyChannel: { push: row.any_push, email: row.any_email, wildcard: row.any_wildcard },
          followedTopics: {
            push: row.followed_push,
            email: row.followed_email,
            wildcard: row.followed_wildcard,
          },
        }
      : null,
});
