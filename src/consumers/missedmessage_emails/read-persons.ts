/** What flushes read: every statement answers for many people at once. */
import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import { WITH_GROUP_PARTS } from '../../shared/group-parts.ts';
import { WITH_MEMBERSHIPS } from '../../shared/memberships.ts';
import { GUEST_ROLE } from '../../shared/message-access.ts';
import { MESSAGE_COLUMNS, toMailMessage } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import type { Member, MentionedGroup, Person, PersonsChannel, UnreadMessage } from './person-data.ts';

const PERSONS = {
  name: 'mm_persons',
  text: `
    select u.id, u.full_name, u.delivery_email, u.is_bot, u.is_active, u.role, u.long_term_idle, u.default_language,
      u.timezone, u.twenty_four_hour_time, u.emojiset, u.enable_offline_email_notifications,
      u.message_content_in_email_notifications, u.wildcard_mentions_notify,
      u.realm_name_in_email_notifications_policy as realm_name_policy,
      r.id as realm_id, r.name as realm_name, r.string_id, r.deactivated,
      r.message_content_allowed_in_email_notifications as realm_allows_content,
      (select c.confirmation_key from confirmation_confirmation c
        join django_content_type t on t.id = c.content_type_id and t.app_label = 'zerver' and t.model = 'userprofile'
        where c.object_id = u.id and c.type = 4 order by c.id desc limit 1) as unsubscribe_key
    from zerver_userprofile u join zerver_realm r on r.id = u.realm_id
    where u.id = any($1::int[])`,
} as const;

interface PersonRow extends Record<string, unknown> {
  readonly id: number;
  readonly full_name: string;
  readonly delivery_email: string;
  readonly is_bot: boolean;
  readonly is_active: boolean;
  readonly role: number;
  readonly long_term_idle: boolean;
  readonly default_language: string;
  readonly timezone: string;
  readonly twenty_four_hour_time: boolean;
  readonly emojiset: string;
  readonly enable_offline_email_notifications: boolean;
  readonly message_content_in_email_notifications: boolean;
  readonly wildcard_mentions_notify: boolean;
  readonly realm_name_policy: number;
  readonly realm_id: number;
  readonly realm_name: string;
  readonly string_id: string;
  readonly deactivated: boolean;
  readonly realm_allows_content: boolean;
  readonly unsubscribe_key: string | null;
}

/** People with their organizations, by id. */
export async function readPersons(
  db: Database | Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Person>> {
  const rows = await runHot<PersonRow>(db, PERSONS, [ids]);
  return new Map(rows.map((row) => [row.id, toPerson(row)]));
}

const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  fullName: row.full_name,
  deliveryEmail: row.delivery_email,
  isBot: row.is_bot,
  isActive: row.is_active,
  isGuest: row.role === GUEST_ROLE,
  isLongTermIdle: row.long_term_idle,
  language: row.default_language,
  timeZone: row.timezone,
  is24HourClock: row.twenty_four_hour_time,
  emojiset: row.emojiset,
  wantsOfflineMail: row.enable_offline_email_notifications,
  wantsContentInMail: row.message_content_in_email_notifications,
  wantsWildcardMentions: row.wildcard_mentions_notify,
  realmNamePolicy: row.realm_name_policy,
  unsubscribeKey: row.unsubscribe_key,
  realm: {
    id: row.realm_id,
    name: row.realm_name,
    stringId: row.string_id,
    isDeactivated: row.deactivated,
    allowsContentInMail: row.realm_allows_content,
  },
});

/** `flags & 1 = 0` is spelt as the partial index has it. */
const UNREAD = {
  name: 'mm_unread_messages',
  text: `
    select w.user_id, ${MESSAGE_COLUMNS}, um.flags,
      mu.id is not null as sender_muted, c.id as channel_id, c.name as channel_name, c.realm_id as channel_realm_id,
      c.invite_only, c.history_public_to_subscribers, c.can_add_subscribers_group_id, c.can_subscribe_group_id,
      coalesce(sub.active, false) as is_subscribed, coalesce(sub.is_muted, false) as is_muted,
      sub.wildcard_mentions_notify, coalesce(ut.visibility_policy, 0) as topic_policy
    from unnest($1::int[], $2::int[]) as w (user_id, message_id)
      join zerver_usermessage um
        on um.user_profile_id = w.user_id and um.message_id = w.message_id and um.flags & 1 = 0
      join zerver_message m on m.id = w.message_id
      join zerver_userprofile s on s.id = m.sender_id
      join zerver_recipient r on r.id = m.recipient_id
      left join zerver_muteduser mu on mu.user_profile_id = w.user_id and mu.muted_user_id = m.sender_id
      left join zerver_stream c on r.type = 2 and c.id = r.type_id
      left join zerver_subscription sub on sub.user_profile_id = w.user_id and sub.recipient_id = m.recipient_id
      left join zerver_usertopic ut
        on ut.user_profile_id = w.user_id and ut.stream_id = c.id and lower(ut.topic_name) = lower(m.subject)`,
} as const;

interface UnreadRow extends MessageRow {
  readonly user_id: number;
  readonly flags: string;
  readonly sender_muted: boolean;
  readonly channel_id: string | null;
  readonly channel_name: string;
  readonly channel_realm_id: number;
  readonly invite_only: boolean;
  readonly history_public_to_subscribers: boolean;
  readonly can_add_subscribers_group_id: string;
  readonly can_subscribe_group_id: string;
  readonly is_subscribed: boolean;
  readonly is_muted: boolean;
  readonly wildcard_mentions_notify: boolean | null;
  readonly topic_policy: number;
}

/** A person and a message. */
export interface PersonsMessage {
  readonly userId: number;
  readonly messageId: number;
}

/** Those of these messages that the person still has unread, by person and message id. */
export async function readUnreadMessages(
  db: Database | Tx,
  pairs: readonly PersonsMessage[],
): Promise<ReadonlyMap<number, ReadonlyMap<number, UnreadMessage>>> {
  const rows = await runHot<UnreadRow>(db, UNREAD, [
    pairs.map(({ userId }) => userId),
    pairs.map(({ messageId }) => messageId),
  ]);
  const byPerson = new Map<number, Map<number, UnreadMessage>>();
  for (const row of rows) {
    const ofPerson = byPerson.get(row.user_id) ?? new Map<number, UnreadMessage>();
    ofPerson.set(row.id, toUnread(row));
    byPerson.set(row.user_id, ofPerson);
  }
  return byPerson;
}

const toUnread = (row: UnreadRow): UnreadMessage => ({
  ...toMailMessage(row),
  flags: Number(row.flags),
  isSenderMuted: row.sender_muted,
  channel: row.channel_id === null ? null : toChannel(row, Number(row.channel_id)),
  topicPolicy: row.topic_policy,
});

const toChannel = (row: UnreadRow, id: number): PersonsChannel => ({
  id,
  name: row.channel_name,
  realmId: row.channel_realm_id,
  isPrivate: row.invite_only,
  isHistoryPublic: row.history_public_to_subscribers,
  grantingGroupIds: [Number(row.can_add_subscribers_group_id), Number(row.can_subscribe_group_id)],
  isSubscribed: row.is_subscribed,
  isMuted: row.is_muted,
  wildcardMentionsNotify: row.wildcard_mentions_notify,
});

const GROUPS_OF = {
  name: 'mm_groups_of_persons',
  text: `${WITH_MEMBERSHIPS}
    select user_id, group_id from member where group_id = any($2::bigint[])`,
} as const;

/** Which of these groups each person is in, also through other groups. */
export async function readGroupIds(
  db: Database | Tx,
  userIds: readonly number[],
  groupIds: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const rows = await runHot<{ user_id: number; group_id: string }>(db, GROUPS_OF, [userIds, groupIds]);
  const byPerson = Map.groupBy(rows, (row) => row.user_id);
  return new Map(
    [...byPerson].map(([userId, own]) => [userId, new Set(own.map((row) => Number(row.group_id)))]),
  );
}

const MENTIONED_GROUPS = {
  name: 'mm_mentioned_groups',
  text: `${WITH_GROUP_PARTS}
    select n.usergroup_ptr_id as id, n.name,
      (select count(distinct m.user_profile_id)::int from part p
        join zerver_usergroupmembership m on m.user_group_id = p.group_id
        join zerver_userprofile u on u.id = m.user_profile_id and u.is_active
        where p.root_id = n.usergroup_ptr_id) as size
    from zerver_namedusergroup n where n.usergroup_ptr_id = any($1::bigint[])`,
} as const;

/** Mentioned groups by id, with the number of their active members, also through other groups. */
export async function readMentionedGroups(
  db: Database | Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, MentionedGroup>> {
  const rows = await runHot<{ id: string; name: string; size: number }>(db, MENTIONED_GROUPS, [ids]);
  return new Map(rows.map((row) => [Number(row.id), { ...row, id: Number(row.id) }]));
}

const MEMBERS = {
  name: 'mm_direct_members',
  text: `
    select sub.recipient_id, u.id, u.full_name as name
    from zerver_subscription sub join zerver_userprofile u on u.id = sub.user_profile_id
    where sub.recipient_id = any($1::int[]) order by u.id`,
} as const;

/** Everybody in these direct message groups, by recipient id, in id order. */
export async function readMembers(
  db: Database | Tx,
  recipientIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Member[]>> {
  const rows = await runHot<{ recipient_id: number; id: number; name: string }>(db, MEMBERS, [recipientIds]);
  return Map.groupBy(rows, (row) => row.recipient_id);
}

const ACCOUNTS = {
  name: 'mm_accounts_by_address',
  text: `
    select u.delivery_email, count(*)::int as accounts
    from zerver_userprofile u join zerver_realm r on r.id = u.realm_id
    where u.delivery_email = any($1::text[]) and u.is_active and not u.is_bot and not r.deactivated
    group by u.delivery_email having count(*) > 1`,
} as const;

/** Those of these addresses that more than one active account has, in whatever organization. */
export async function readSharedAddresses(
  db: Database | Tx,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await runHot<{ delivery_email: string }>(db, ACCOUNTS, [addresses]);
  return new Set(rows.map((row) => row.delivery_email));
}
