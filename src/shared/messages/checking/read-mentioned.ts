/** Who is behind a mention of many: read once the text is rendered, when it is certain. */
import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { WITH_GROUP_PARTS } from '../../group-parts.ts';
import type { MentionedGroup } from '../checked-message.ts';

const MEMBERS = {
  name: 'check_mentioned_members',
  text: `${WITH_GROUP_PARTS}
    select p.root_id::int as id, array_agg(distinct u.id) as "memberIds"
    from part p
      join zerver_usergroupmembership m on m.user_group_id = p.group_id
      join zerver_userprofile u on u.id = m.user_profile_id and u.is_active
    group by p.root_id`,
} as const;

/** These groups with their active members, also through other groups; in the order asked for. */
export async function readMembers(
  db: Database,
  groupIds: readonly number[],
): Promise<readonly MentionedGroup[]> {
  if (groupIds.length === 0) return [];
  const rows = await runHot<MentionedGroup & Record<string, unknown>>(db, MEMBERS, [groupIds]);
  const members = new Map(rows.map(({ id, memberIds }) => [id, memberIds]));
  return groupIds.map((id) => ({ id, memberIds: members.get(id) ?? [] }));
}

/** Reads the whole topic, as the original does; only for a message that really mentions it. */
const PARTICIPANTS = {
  name: 'check_topic_participants',
  text: `
    with topic as (
      select m.id, m.sender_id from zerver_message m
      where m.realm_id = $1 and m.recipient_id = $2 and m.is_channel_message and upper(m.subject) = upper($3))
    select sender_id as id from topic
    union
    select r.user_profile_id from topic t join zerver_reaction r on r.message_id = t.id`,
} as const;

/** Where a topic is. */
export interface TopicPlace {
  readonly realmId: number;
  readonly recipientId: number;
  readonly topic: string;
}

/** Authors of the topic's messages and of reactions to them. */
export async function readTopicParticipants(
  db: Database,
  { realmId, recipientId, topic }: TopicPlace,
): Promise<ReadonlySet<number>> {
  const rows = await runHot<{ id: number }>(db, PARTICIPANTS, [realmId, recipientId, topic]);
  return new Set(rows.map(({ id }) => id));
}
