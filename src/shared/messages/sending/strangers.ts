import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { haveWritten } from '../../direct-contact.ts';
import { WITH_GROUP_PARTS } from '../../group-parts.ts';
import { GUEST_ROLE } from '../../message-access.ts';
import type { Delivery } from './delivery.ts';

/** A guest knows whom they share a channel or a direct conversation with. */
const STRANGERS = {
  name: 'send_strangers',
  text: `${WITH_GROUP_PARTS}
    select u.id from zerver_userprofile u
      join zerver_userprofile author on author.id = $2
    where u.id = any($3::int[]) and u.role = 600 and not u.is_bot
      and not exists (
        select from zerver_usergroupmembership m
        where m.user_profile_id = u.id and m.user_group_id in (select group_id from part))
      and not exists (
        select from zerver_subscription theirs
          join zerver_subscription authors on authors.recipient_id = theirs.recipient_id
            and authors.user_profile_id = author.id and authors.active
          join zerver_recipient r on r.id = theirs.recipient_id and r.type in (2, 3)
        where theirs.user_profile_id = u.id and theirs.active offset 0)
      and not ${haveWritten('u', 'author')}`,
} as const;

/**
 * Guests who get a channel message of somebody they may not know of: only a person who is not subscribed can be such an
 * author, and only where the organization keeps its people from guests.
 * @source zulip zerver/lib/users.py get_user_ids_who_can_access_user
 */
export async function readStrangers(tx: Tx, delivery: Delivery): Promise<ReadonlySet<number>> {
  const { author, realm, conversation } = delivery.message;
  const guests = delivery.receivers.filter(({ role, isBot }) => role === GUEST_ROLE && !isBot);
  const isSubscribed = delivery.receivers.some(({ id, isAddressed }) => id === author.id && isAddressed);
  if (conversation.kind !== 'channel' || author.isBot || isSubscribed || guests.length === 0) {
    return new Set();
  }
  const rows = await runHot<{ id: number }>(tx, STRANGERS, [
    [realm.canAccessAllUsersGroupId],
    author.id,
    guests.map(({ id }) => id),
  ]);
  return new Set(rows.map(({ id }) => id));
}
