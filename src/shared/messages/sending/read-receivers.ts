import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { CheckedMessage } from '../checked-message.ts';
import { RECEIVER_COLUMNS, toReceiver } from './receiver-rows.ts';
import type { ReceiverRow, SubscriberRow } from './receiver-rows.ts';
import type { NumberedMessage, Receiver } from './receiver.ts';

/**
 * Subscribers of channels. People who have been away for long are only read when something of this message concerns
 * them: most of a large old channel never leaves the database.
 *
 * The original has to read them before it renders and therefore guesses what may concern them; here the rendering is
 * done, so mentions, alert words and participants ($4, $5) are those that are really there.
 * @source zulip zerver/actions/message_send.py get_recipient_info, zerver/lib/stream_topic.py
 */
const SUBSCRIBERS = {
  name: 'send_subscribers',
  text: `
    with concerned as materialized (select * from unnest($6::int[], $7::int[]) as c (place, user_id)),
    t as (
      select * from unnest($1::int[], $2::int[], $3::bigint[], $4::text[], $5::int[], $8::boolean[])
        as t (place, recipient_id, stream_id, topic, author_id, concerns_all))
    select t.place, true as is_addressed, ${RECEIVER_COLUMNS},
      s.is_muted, ut.visibility_policy as topic_policy,
      s.push_notifications as push, s.email_notifications as email, s.wildcard_mentions_notify as wildcard,
      u.enable_stream_push_notifications as any_push,
      u.enable_stream_email_notifications as any_email,
      u.wildcard_mentions_notify as any_wildcard,
      u.enable_followed_topic_push_notifications as followed_push,
      u.enable_followed_topic_email_notifications as followed_email,
      u.enable_followed_topic_wildcard_mentions_notify as followed_wildcard
    from t
      join zerver_subscription s on s.recipient_id = t.recipient_id and s.active and s.is_user_active
      join zerver_userprofile u on u.id = s.user_profile_id and u.is_active
      left join zerver_usertopic ut on ut.user_profile_id = u.id and ut.stream_id = t.stream_id
        and lower(ut.topic_name) = lower(t.topic)
    where t.concerns_all or not u.long_term_idle
      or coalesce(s.push_notifications, u.enable_stream_push_notifications)
      or coalesce(s.email_notifications, u.enable_stream_email_notifications)
      or ut.visibility_policy = 3
      or (t.place, u.id) in (select place, user_id from concerned)`,
} as const;

/** The people of one-to-one conversations ($4, $5), and everybody who ever was in a direct message group. */
const PARTICIPANTS = {
  name: 'send_participants',
  text: `
    with t as (
      select * from unnest($1::int[], $2::int[], $3::int[]) as t (place, group_recipient_id, author_id)),
    addressed as (
      select t.place, s.user_profile_id as user_id
      from t join zerver_subscription s on s.recipient_id = t.group_recipient_id
      union
      select place, user_id from unnest($4::int[], $5::int[]) as p (place, user_id))
    select t.place, true as is_addressed, ${RECEIVER_COLUMNS}
    from t
      join addressed a on a.place = t.place
      join zerver_userprofile u on u.id = a.user_id and u.is_active`,
} as const;

/** Bots that are mentioned by name. */
const MENTIONED_BOTS = {
  name: 'send_mentioned_bots',
  text: `
    select t.place, false as is_addressed, ${RECEIVER_COLUMNS}
    from unnest($1::int[], $2::int[], $3::int[]) as t (place, user_id, author_id)
      join zerver_userprofile u on u.id = t.user_id and u.is_active and u.is_bot`,
} as const;

/** A message with the recipient row it goes to. */
export interface AddressedMessage extends NumberedMessage {
  readonly recipientId: number;
}

/**
 * Reads the active users that each message concerns, in the order of the messages: whom it is addressed to, and the bots
 * that it mentions by name. Three statements at most, for however many messages and people.
 */
export async function readReceivers(
  tx: Tx,
  messages: readonly AddressedMessage[],
): Promise<readonly (readonly Receiver[])[]> {
  const placed = messages.map(({ message, recipientId }, place) => ({ place, message, recipientId }));
  const rows = [...(await readSubscribers(tx, placed)), ...(await readParticipants(tx, placed))];
  const addressed = Map.groupBy(rows, ({ place }) => place);
  const bots = Map.groupBy(await readMentionedBots(tx, placed), ({ place }) => place);
  return placed.map(({ place }) => {
    const receivers = (addressed.get(place) ?? []).map(toReceiver);
    const known = new Set(receivers.map(({ id }) => id));
    const mentioned = (bots.get(place) ?? []).filter(({ id }) => !known.has(id)).map(toReceiver);
    return [...receivers, ...mentioned];
  });
}

interface PlacedMessage {
  readonly place: number;
  readonly message: CheckedMessage;
  readonly recipientId: number;
}

async function readSubscribers(tx: Tx, placed: readonly PlacedMessage[]): Promise<readonly SubscriberRow[]> {
  const targets = placed.flatMap(({ place, message, recipientId }) => {
    const { conversation, author } = message;
    if (conversation.kind !== 'channel') return [];
    const { channel, topic } = conversation;
    return [{ place, message, recipientId, streamId: channel.id, topic, authorId: author.id }];
  });
  if (targets.length === 0) return [];
  const concerned = targets.flatMap(({ place, message }) =>
    [...concernedIds(message)].map((userId) => ({ place, userId })),
  );
  return runHot<SubscriberRow & Record<string, unknown>>(tx, SUBSCRIBERS, [
    targets.map(({ place }) => place),
    targets.map(({ recipientId }) => recipientId),
    targets.map(({ streamId }) => streamId),
    targets.map(({ topic }) => topic),
    targets.map(({ authorId }) => authorId),
    concerned.map(({ place }) => place),
    concerned.map(({ userId }) => userId),
    targets.map(({ message }) => message.facts.mentionsChannelWildcard),
  ]);
}

const concernedIds = ({ facts, mentionedGroups, topicParticipantIds }: CheckedMessage): Set<number> =>
  new Set([
    ...facts.mentionedUserIds,
    ...facts.userIdsWithAlertWords,
    ...mentionedGroups.flatMap(({ memberIds }) => memberIds),
    ...(facts.mentionsTopicWildcard ? (topicParticipantIds ?? []) : []),
  ]);

async function readParticipants(tx: Tx, placed: readonly PlacedMessage[]): Promise<readonly ReceiverRow[]> {
  const targets = placed.filter(({ message }) => message.conversation.kind !== 'channel');
  if (targets.length === 0) return [];
  const people = targets.flatMap(({ place, message: { conversation } }) =>
    conversation.kind === 'personal' ? conversation.people.map(({ id }) => ({ place, id })) : [],
  );
  return runHot<ReceiverRow & Record<string, unknown>>(tx, PARTICIPANTS, [
    targets.map(({ place }) => place),
    targets.map(({ message, recipientId }) => (message.conversation.kind === 'group' ? recipientId : null)),
    targets.map(({ message }) => message.author.id),
    people.map(({ place }) => place),
    people.map(({ id }) => id),
  ]);
}

async function readMentionedBots(tx: Tx, placed: readonly PlacedMessage[]): Promise<readonly ReceiverRow[]> {
  const mentions = placed.flatMap(({ place, message }) =>
    [...message.facts.mentionedUserIds].map((id) => ({ place, id, authorId: message.author.id })),
  );
  if (mentions.length === 0) return [];
  return runHot<ReceiverRow & Record<string, unknown>>(tx, MENTIONED_BOTS, [
    mentions.map(({ place }) => place),
    mentions.map(({ id }) => id),
    mentions.map(({ authorId }) => authorId),
  ]);
}
