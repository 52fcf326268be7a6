import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { Conversation } from '../checked-message.ts';
import { causedBy, clientEvent } from './caused-events.ts';
import type { CausedEvent } from './caused-events.ts';
import type { Delivery } from './delivery.ts';

const MUTED_TOPICS = {
  name: 'send_muted_topics',
  text: `
    select ut.user_profile_id as user_id, s.name, ut.topic_name,
      extract(epoch from ut.last_updated)::bigint::float8 as at
    from zerver_usertopic ut join zerver_stream s on s.id = ut.stream_id
    where ut.user_profile_id = any($1::int[]) and ut.visibility_policy = 1 and not s.deactivated
    order by ut.id`,
} as const;

type ChannelConversation = Extract<Conversation, { kind: 'channel' }>;

/** A topic that somebody follows or unmutes because of a message. */
export interface PolicyChange {
  readonly delivery: Delivery;
  readonly conversation: ChannelConversation;
  readonly userId: number;
  readonly policy: number;
}

/**
 * What the clients of these people are told once their policies are stored, by message.
 * @source zulip zerver/actions/user_topics.py bulk_do_set_user_topic_visibility_policy
 */
export async function policyEvents(
  tx: Tx,
  changes: readonly PolicyChange[],
  nowMs: number,
): Promise<ReadonlyMap<number, readonly CausedEvent[]>> {
  const rows = await runHot<{ user_id: number; name: string; topic_name: string; at: number }>(
    tx,
    MUTED_TOPICS,
    [changes.map(({ userId }) => userId)],
  );
  const muted = Map.groupBy(rows, ({ user_id }) => user_id);
  const events = new Map<number, CausedEvent[]>();
  for (const { delivery, conversation, userId, policy } of changes) {
    const { draft, realm } = delivery.message;
    const mutedTopics = (muted.get(userId) ?? []).map(({ name, topic_name, at }) => [name, topic_name, at]);
    const own = events.get(delivery.id) ?? [];
    events.set(delivery.id, own);
    own.push(
      clientEvent(
        realm.id,
        { type: 'muted_topics', muted_topics: mutedTopics },
        [{ id: userId }],
        causedBy(draft, `muted_topics:${userId}`),
      ),
      clientEvent(
        realm.id,
        {
          type: 'user_topic',
          stream_id: conversation.channel.id,
          topic_name: conversation.topic,
          last_updated: Math.floor(nowMs / 1000),
          visibility_policy: policy,
        },
        [{ id: userId }],
        causedBy(draft, `user_topic:${userId}`),
      ),
    );
  }
  return events;
}
