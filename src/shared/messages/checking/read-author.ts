import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { CROSS_REALM_BOTS } from './facts.ts';
import type { AuthorFacts } from './facts.ts';
import { REALM_COLUMNS, toRealm } from './read-realm.ts';
import type { RealmRow } from './read-realm.ts';

/** Author, organization, owner and the groups of both in one round trip: a person is in some tens of groups. */
const AUTHOR = {
  name: 'check_author',
  text: `
    with recursive author as (
      select u.* from zerver_userprofile u where u.id = $1),
    member (user_id, group_id) as (
      select m.user_profile_id, m.user_group_id from zerver_usergroupmembership m
      where m.user_profile_id = any(array(select unnest(array[id, bot_owner_id]) from author))
      union
      select m.user_id, g.supergroup_id from member m
        join zerver_groupgroupmembership g on g.subgroup_id = m.group_id)
    select u.id, u.email, u.delivery_email, u.full_name, u.is_bot, u.bot_type, u.bot_owner_id, u.role, u.recipient_id,
      u.default_language, u.avatar_source, u.avatar_version, u.email_address_visibility, u.is_mirror_dummy, u.is_active,
      u.automatically_follow_topics_policy, u.automatically_unmute_topics_in_muted_streams_policy,
      u.can_forge_sender, u.translate_emoticons,
      array(select group_id::int from member where user_id = u.id) as group_ids,
      array(select group_id::int from member where user_id = u.bot_owner_id) as owner_group_ids,
      ${REALM_COLUMNS}
    from author u join zerver_realm r on r.id = u.realm_id`,
} as const;

interface AuthorRow extends RealmRow {
  readonly id: number;
  readonly email: string;
  readonly delivery_email: string;
  readonly full_name: string;
  readonly is_bot: boolean;
  readonly bot_type: number | null;
  readonly bot_owner_id: number | null;
  readonly role: number;
  readonly recipient_id: number | null;
  readonly default_language: string;
  readonly avatar_source: string;
  readonly avatar_version: number;
  readonly email_address_visibility: number;
  readonly is_mirror_dummy: boolean;
  readonly is_active: boolean;
  readonly automatically_follow_topics_policy: number;
  readonly automatically_unmute_topics_in_muted_streams_policy: number;
  readonly can_forge_sender: boolean;
  readonly translate_emoticons: boolean;
  readonly group_ids: readonly number[];
  readonly owner_group_ids: readonly number[];
}

/** The author of a draft. Throws when there is no such user: nobody can cause an event of theirs. */
export async function readAuthor(db: Database, senderId: number): Promise<AuthorFacts> {
  const [row] = await runHot<AuthorRow>(db, AUTHOR, [senderId]);
  if (row === undefined) throw new Error(`no user ${senderId}`);
  return {
    author: {
      id: row.id,
      realmId: row.realm_id,
      email: row.email,
      deliveryEmail: row.delivery_email,
      fullName: row.full_name,
      isBot: row.is_bot,
      botType: row.bot_type,
      botOwnerId: row.bot_owner_id,
      role: row.role,
      recipientId: row.recipient_id,
      defaultLanguage: row.default_language,
      avatarSource: row.avatar_source,
      avatarVersion: row.avatar_version,
      emailAddressVisibility: row.email_address_visibility,
      isMirrorDummy: row.is_mirror_dummy,
      isActive: row.is_active,
      isCrossRealmBot: isCrossRealmBot(row.is_bot, row.delivery_email),
      realmStringId: row.string_id,
      automaticallyFollowTopicsPolicy: row.automatically_follow_topics_policy,
      automaticallyUnmuteTopicsInMutedStreamsPolicy: row.automatically_unmute_topics_in_muted_streams_policy,
    },
    realm: toRealm(row),
    canForgeSender: row.can_forge_sender,
    translatesEmoticons: row.translate_emoticons,
    groupIds: new Set(row.group_ids),
    owner:
      row.is_bot && row.bot_owner_id !== null
        ? { id: row.bot_owner_id, groupIds: new Set(row.owner_group_ids) }
        : null,
  };
}

/** Different from the original: a person who has such an address is no bot. */
const isCrossRealmBot = (isBot: boolean, deliveryEmail: string): boolean =>
  isBot && CROSS_REALM_BOTS.includes(deliveryEmail.toLowerCase());
