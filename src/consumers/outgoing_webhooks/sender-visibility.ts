import type { Database } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import { haveWritten } from '../../shared/direct-contact.ts';

/**
 * Only guests may be kept from seeing people ($1 bot, $2 sender). A guest sees bots, everybody when a group setting says
 * so, and people with whom a channel is shared, while they are active, or a direct conversation.
 */
const VISIBLE = {
  name: 'webhook_sender_visible',
  text: `
    with recursive groups (id) as (
      select user_group_id from zerver_usergroupmembership where user_profile_id = $1
      union
      select g.supergroup_id from zerver_groupgroupmembership g join groups on g.subgroup_id = groups.id
    )
    select b.role <> 600 or s.is_bot
           or exists (select from groups where id = r.can_access_all_users_group_id)
           or exists (select from zerver_subscription mine
                        join zerver_subscription theirs on theirs.recipient_id = mine.recipient_id
                       where mine.user_profile_id = b.id and mine.active
                         and theirs.user_profile_id = s.id and theirs.active and theirs.is_user_active)
           or ${haveWritten('b', 's')}
           as is_visible
      from zerver_userprofile b
      join zerver_realm r on r.id = b.realm_id
      join zerver_userprofile s on s.id = $2
     where b.id = $1`,
} as const;

/**
 * Whether the bot may know who the sender is.
 * @source zulip zerver/lib/users.py check_can_access_user
 */
export async function isSenderVisible(db: Database, botId: number, senderId: number): Promise<boolean> {
  const [row] = await runHot<{ is_visible: boolean }>(db, VISIBLE, [botId, senderId]);
  return row?.is_visible ?? false;
}
