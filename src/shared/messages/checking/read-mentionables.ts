/** Who and what the mentions and links of a text mean. */
import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { GUEST_ROLE, mayReadChannelMessage } from '../../message-access.ts';
import { topicKey } from '../rendering/context.ts';
import type { MentionableGroup, MentionablePerson } from '../rendering/context.ts';
import type { Lookups } from '../rendering/lookups.ts';
import { CROSS_REALM_BOTS } from './facts.ts';
import type { AuthorFacts, GroupSetting } from './facts.ts';
import { readInaccessibleIds } from './read-accessible.ts';
import { systemNameOf } from './read-realm.ts';

/** People found by name and by id. */
export interface MentionablePeople {
  readonly personsById: ReadonlyMap<number, MentionablePerson>;
  readonly personsByName: ReadonlyMap<string, MentionablePerson>;
}

/** No index has the full name: this reads the people of one organization, and only for texts with a mention by name. */
const PEOPLE = {
  name: 'check_mentionable_people',
  text: `
    select u.id, u.full_name as "fullName", u.is_active as active
    from zerver_userprofile u
    where (u.realm_id = $1 or (u.is_bot and lower(u.delivery_email) = any($4::text[])))
      and (u.id = any($2::bigint[]) or upper(u.full_name) in (select upper(name) from unnest($3::text[]) as name))
    order by u.is_active, u.id desc`,
} as const;

/**
 * The people whom mentions may mean, without those whom the author may not know of. Of several with one name it is the
 * active one who has been there longest.
 * @source zulip zerver/lib/mention.py get_possible_mentions_info. Different: there a name means any of its bearers.
 */
export async function readPeople(
  db: Database,
  { author, realmId }: { readonly author: AuthorFacts; readonly realmId: number },
  { personIds, personNames }: Lookups,
): Promise<MentionablePeople> {
  if (personIds.size === 0 && personNames.size === 0) {
    return { personsById: new Map(), personsByName: new Map() };
  }
  const found = await runHot<MentionablePerson & Record<string, unknown>>(db, PEOPLE, [
    realmId,
    [...personIds],
    [...personNames],
    CROSS_REALM_BOTS,
  ]);
  const hidden = await readInaccessibleIds(
    db,
    author,
    found.map(({ id }) => id),
  );
  const people = found.filter(({ id }) => !hidden.has(id));
  return {
    personsById: new Map(people.map((person) => [person.id, person])),
    personsByName: new Map(people.map((person) => [person.fullName.toLowerCase(), person])),
  };
}

/** A group with whom it may be mentioned by. */
export interface GroupFacts extends MentionableGroup {
  readonly mentionGroup: GroupSetting;
}

const GROUPS = {
  name: 'check_mentionable_groups',
  text: `
    select n.usergroup_ptr_id::int as id, n.name, n.deactivated, n.can_mention_group_id::int,
      ${systemNameOf('n.can_mention_group_id')} as mention_name
    from zerver_namedusergroup n
    where n.realm_id = $1 and n.name = any($2::text[]) order by n.usergroup_ptr_id desc`,
} as const;

interface GroupRow extends Record<string, unknown> {
  readonly id: number;
  readonly name: string;
  readonly deactivated: boolean;
  readonly can_mention_group_id: number;
  readonly mention_name: string | null;
}

/** The groups that mentions may mean, by lower-cased name. */
export async function readGroups(
  db: Database,
  realmId: number,
  { groupNames }: Lookups,
): Promise<ReadonlyMap<string, GroupFacts>> {
  if (groupNames.size === 0) return new Map();
  const rows = await runHot<GroupRow>(db, GROUPS, [realmId, [...groupNames]]);
  return new Map(
    rows.map(({ id, name, deactivated, can_mention_group_id: mentionId, mention_name: systemName }) => [
      name.toLowerCase(),
      { id, name, deactivated, mentionGroup: { id: mentionId, systemName } },
    ]),
  );
}

/** Channels that the author may read, and the newest messages there that the author can see. */
export interface LinkableChannels {
  readonly channels: ReadonlyMap<string, { readonly id: number }>;
  readonly topicMessages: ReadonlyMap<string, number>;
}

/** One row per channel and topic. With protected history people see what was delivered to them. */
const CHANNELS = {
  name: 'check_linkable_channels',
  text: `
    select c.id::int, c.name, c.realm_id, c.invite_only, c.is_web_public, c.history_public_to_subscribers,
      c.can_add_subscribers_group_id::int, c.can_subscribe_group_id::int,
      exists (select 1 from zerver_subscription s
        where s.recipient_id = c.recipient_id and s.user_profile_id = $2 and s.active) as is_subscribed,
      t.topic, newest.id as newest_id
    from zerver_stream c
      left join unnest($4::text[], $5::text[]) as t (channel_name, topic) on t.channel_name = c.name
      left join lateral (
        select m.id from zerver_message m
        where m.realm_id = c.realm_id and m.recipient_id = c.recipient_id and m.is_channel_message
          and upper(m.subject) = upper(t.topic)
          and (not c.invite_only or c.history_public_to_subscribers or exists (
            select 1 from zerver_usermessage um where um.user_profile_id = $2 and um.message_id = m.id))
        order by m.id desc limit 1) newest on true
    where c.realm_id = $1 and c.name = any($3::text[])`,
} as const;

interface ChannelRow extends Record<string, unknown> {
  readonly id: number;
  readonly name: string;
  readonly realm_id: number;
  readonly invite_only: boolean;
  readonly is_web_public: boolean;
  readonly history_public_to_subscribers: boolean;
  readonly can_add_subscribers_group_id: number;
  readonly can_subscribe_group_id: number;
  readonly is_subscribed: boolean;
  readonly topic: string | null;
  readonly newest_id: number | null;
}

/** The channels that links may name. A bot of all organizations is a stranger everywhere: it sees what is public. */
export async function readChannels(
  db: Database,
  { author, realmId }: { readonly author: AuthorFacts; readonly realmId: number },
  { channelNames, topics }: Lookups,
): Promise<LinkableChannels> {
  if (channelNames.size === 0) return { channels: new Map(), topicMessages: new Map() };
  const rows = await runHot<ChannelRow>(db, CHANNELS, [
    realmId,
    author.author.id,
    [...channelNames],
    topics.map(({ channelName }) => channelName),
    topics.map(({ topic }) => topic),
  ]);
  const readable = rows.filter((row) => mayRead(author, row));
  return {
    channels: new Map(readable.map(({ id, name }) => [name, { id }])),
    topicMessages: new Map(
      readable.flatMap(({ id, topic, newest_id: newestId }) =>
        topic === null || newestId === null ? [] : [[topicKey(id, topic), newestId] as const],
      ),
    ),
  };
}

const mayRead = ({ author, groupIds }: AuthorFacts, row: ChannelRow): boolean =>
  row.is_web_public ||
  mayReadChannelMessage(
    {
      realmId: author.isCrossRealmBot ? row.realm_id : author.realmId,
      isGuest: author.role === GUEST_ROLE,
      isSubscribed: row.is_subscribed,
      groupIds,
    },
    {
      realmId: row.realm_id,
      isPrivate: row.invite_only,
      isHistoryPublic: row.history_public_to_subscribers,
      grantingGroupIds: [row.can_add_subscribers_group_id, row.can_subscribe_group_id],
    },
    true,
  );
