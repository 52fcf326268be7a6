import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { ChannelReference } from '../message-draft.ts';
import { WILDCARD_THRESHOLD } from './facts.ts';
import type { AuthorFacts, ChannelFacts } from './facts.ts';
import { systemNameOf } from './read-realm.ts';

/** Counting stops where more makes no difference. The topic is compared as `zerver_message_realm_recipient_upper_subject` has it. */
const CHANNEL = `
  select c.id::int, c.name, c.realm_id, c.recipient_id, c.deactivated, c.invite_only, c.is_web_public,
    c.history_public_to_subscribers, c.topics_policy,
    c.can_send_message_group_id::int, ${systemNameOf('c.can_send_message_group_id')} as posting_name,
    c.can_create_topic_group_id::int, ${systemNameOf('c.can_create_topic_group_id')} as topic_name,
    c.can_add_subscribers_group_id::int, c.can_subscribe_group_id::int,
    exists (select 1 from zerver_subscription s
      where s.recipient_id = c.recipient_id and s.user_profile_id = $2 and s.active) as is_author_subscribed,
    exists (select 1 from zerver_subscription s
      where s.recipient_id = c.recipient_id and s.user_profile_id = $3 and s.active) as is_owner_subscribed,
    (select count(*)::int from (
      select 1 from zerver_subscription s
      where s.recipient_id = c.recipient_id and s.active and s.is_user_active limit ${WILDCARD_THRESHOLD + 1}) few
    ) as subscribers_counted,
    exists (select 1 from zerver_message m
      where m.realm_id = c.realm_id and m.recipient_id = c.recipient_id and m.is_channel_message
        and upper(m.subject) = upper($4)) as has_topic
  from zerver_stream c`;

const BY_ID = { name: 'check_channel_by_id', text: `${CHANNEL} where c.id = $1` } as const;

const BY_NAME = {
  name: 'check_channel_by_name',
  text: `${CHANNEL} where c.realm_id = $5 and upper(c.name) = upper($1)`,
} as const;

interface ChannelRow extends Record<string, unknown> {
  readonly id: number;
  readonly name: string;
  readonly realm_id: number;
  readonly recipient_id: number;
  readonly deactivated: boolean;
  readonly invite_only: boolean;
  readonly is_web_public: boolean;
  readonly history_public_to_subscribers: boolean;
  readonly topics_policy: number;
  readonly can_send_message_group_id: number;
  readonly posting_name: string | null;
  readonly can_create_topic_group_id: number;
  readonly topic_name: string | null;
  readonly can_add_subscribers_group_id: number;
  readonly can_subscribe_group_id: number;
  readonly is_author_subscribed: boolean;
  readonly is_owner_subscribed: boolean;
  readonly subscribers_counted: number;
  readonly has_topic: boolean;
}

/**
 * The channel with all that the right to post there rests on; null when there is none. A name is looked for in the
 * author's organization, in any letter case; an id in all.
 */
export async function readChannel(
  db: Database,
  reference: ChannelReference,
  { author, topic }: { readonly author: AuthorFacts; readonly topic: string },
): Promise<ChannelFacts | null> {
  const asked = [author.author.id, author.owner?.id ?? null, topic];
  const rows =
    reference.by === 'id'
      ? await runHot<ChannelRow>(db, BY_ID, [reference.id, ...asked])
      : await runHot<ChannelRow>(db, BY_NAME, [reference.name, ...asked, author.author.realmId]);
  return rows[0] === undefined ? null : toChannel(rows[0]);
}

const toChannel = (row: ChannelRow): ChannelFacts => ({
  id: row.id,
  name: row.name,
  realmId: row.realm_id,
  recipientId: row.recipient_id,
  isArchived: row.deactivated,
  isPrivate: row.invite_only,
  isWebPublic: row.is_web_public,
  isHistoryPublic: row.history_public_to_subscribers,
  topicsPolicy: row.topics_policy,
  postingGroup: { id: row.can_send_message_group_id, systemName: row.posting_name },
  topicGroup: { id: row.can_create_topic_group_id, systemName: row.topic_name },
  grantingGroupIds: [row.can_add_subscribers_group_id, row.can_subscribe_group_id],
  isAuthorSubscribed: row.is_author_subscribed,
  isOwnerSubscribed: row.is_owner_subscribed,
  subscribersCounted: row.subscribers_counted,
  hasTopic: row.has_topic,
});
