import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { CausedEvent } from './caused-events.ts';
import type { Delivery } from './delivery.ts';
import { TOPIC_POLICY } from './notification-sets.ts';
import { policyEvents } from './topic-policy-events.ts';
import type { PolicyChange } from './topic-policy-events.ts';
import { isFollowedByMention, mayChangeOwnPolicy, nextAuthorPolicy } from './topic-policies.ts';

/** "Older" includes earlier messages of the same transaction, whose rows are there. */
const AUTHORS = {
  name: 'send_author_topics',
  text: `
    select t.message_id, coalesce(ut.visibility_policy, 0)::int as current,
      not exists (
        select from zerver_message m
        where m.realm_id = t.realm_id and m.recipient_id = t.recipient_id and upper(m.subject) = upper(t.topic)
          and m.is_channel_message and m.id < t.message_id
          and (t.is_history_public or exists (
            select from zerver_usermessage um
            where um.user_profile_id = t.author_id and um.message_id = m.id offset 0))
        offset 0) as is_start
    from unnest($1::int[], $2::int[], $3::int[], $4::bigint[], $5::text[], $6::int[], $7::boolean[])
        as t (message_id, realm_id, recipient_id, stream_id, topic, author_id, is_history_public)
      left join zerver_usertopic ut on ut.user_profile_id = t.author_id and ut.stream_id = t.stream_id
        and lower(ut.topic_name) = lower(t.topic)`,
} as const;

/** In the order of the unique index, so that two transactions cannot wait for each other. Never lowers a followed one. */
const UPSERT = {
  name: 'send_topic_policies',
  text: `
    insert into zerver_usertopic as ut
      (user_profile_id, stream_id, recipient_id, topic_name, last_updated, visibility_policy)
    select p.user_id, p.stream_id, p.recipient_id, p.topic, $6, p.policy
    from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::smallint[])
      as p (user_id, stream_id, recipient_id, topic, policy)
    order by p.user_id, p.stream_id, lower(p.topic)
    on conflict (user_profile_id, stream_id, lower(topic_name)) do update
      set visibility_policy = excluded.visibility_policy, last_updated = excluded.last_updated
      where ut.visibility_policy <> 3`,
} as const;

/**
 * Lets authors and mentioned people follow or unmute the topics as they have set; answers by message what their clients
 * are to be told. Three statements at most.
 * @source zulip zerver/actions/message_send.py do_send_messages
 */
export async function updateTopicPolicies(
  tx: Tx,
  deliveries: readonly Delivery[],
  nowMs: number,
): Promise<ReadonlyMap<number, readonly CausedEvent[]>> {
  const channels = deliveries.flatMap((delivery) => {
    const { conversation } = delivery.message;
    return conversation.kind === 'channel' ? [{ delivery, conversation }] : [];
  });
  const own = await authorChanges(tx, channels);
  const changes = distinctChanges([...own, ...channels.flatMap(mentionChanges)]);
  if (changes.length === 0) return new Map();
  await runHot(tx, UPSERT, [
    changes.map(({ userId }) => userId),
    changes.map(({ conversation }) => conversation.channel.id),
    changes.map(({ conversation }) => conversation.channel.recipientId),
    changes.map(({ conversation }) => conversation.topic),
    changes.map(({ policy }) => policy),
    new Date(nowMs),
  ]);
  return policyEvents(tx, changes, nowMs);
}

type ChannelDelivery = Pick<PolicyChange, 'delivery' | 'conversation'>;

async function authorChanges(tx: Tx, channels: readonly ChannelDelivery[]): Promise<readonly PolicyChange[]> {
  const asked = channels.filter(({ delivery: { message } }) => {
    const { author, realm } = message;
    return (
      !author.isBot &&
      author.realmId === realm.id &&
      mayChangeOwnPolicy(
        author.automaticallyFollowTopicsPolicy,
        author.automaticallyUnmuteTopicsInMutedStreamsPolicy,
      )
    );
  });
  if (asked.length === 0) return [];
  const rows = await runHot<{ message_id: number; current: number; is_start: boolean }>(tx, AUTHORS, [
    asked.map(({ delivery }) => delivery.id),
    asked.map(({ delivery }) => delivery.message.realm.id),
    asked.map(({ conversation }) => conversation.channel.recipientId),
    asked.map(({ conversation }) => conversation.channel.id),
    asked.map(({ conversation }) => conversation.topic),
    asked.map(({ delivery }) => delivery.message.author.id),
    asked.map(({ conversation }) => conversation.channel.isHistoryPublic),
  ]);
  const byMessage = new Map(rows.map((row) => [row.message_id, row]));
  return asked.flatMap(({ delivery, conversation }): readonly PolicyChange[] => {
    const row = byMessage.get(delivery.id);
    const policy = row === undefined ? null : authorPolicy(delivery, row);
    const userId = delivery.message.author.id;
    return policy === null ? [] : [{ delivery, conversation, userId, policy }];
  });
}

function authorPolicy(
  { message: { author }, receivers }: Delivery,
  row: { readonly current: number; readonly is_start: boolean },
): number | null {
  return nextAuthorPolicy({
    current: row.current,
    isStart: row.is_start,
    followWhen: author.automaticallyFollowTopicsPolicy,
    unmuteWhen: author.automaticallyUnmuteTopicsInMutedStreamsPolicy,
    isChannelMuted: receivers.some(({ id, channel }) => id === author.id && channel?.isMuted === true),
  });
}

function mentionChanges({ delivery, conversation }: ChannelDelivery): readonly PolicyChange[] {
  return delivery.receivers
    .filter(
      ({ id, isBot, isAddressed, followsWhereMentioned, channel }) =>
        delivery.mentionedIds.has(id) &&
        isAddressed &&
        !isBot &&
        followsWhereMentioned &&
        isFollowedByMention(channel?.topicPolicy ?? TOPIC_POLICY.none),
    )
    .map(({ id }) => ({ delivery, conversation, userId: id, policy: TOPIC_POLICY.followed }));
}

/** One statement may write a row once only: of several changes the highest policy wins. */
function distinctChanges(changes: readonly PolicyChange[]): readonly PolicyChange[] {
  const byRow = new Map<string, PolicyChange>();
  for (const change of changes) {
    const { channel, topic } = change.conversation;
    const key = `${change.userId} ${channel.id} ${topic.toLowerCase()}`;
    const known = byRow.get(key);
    if (known === undefined || known.policy < change.policy) byRow.set(key, change);
  }
  return [...byRow.values()];
}
