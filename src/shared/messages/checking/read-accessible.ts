import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { haveWritten } from '../../direct-contact.ts';
import { GUEST_ROLE } from '../../message-access.ts';
import { isAmong } from './facts.ts';
import type { AuthorFacts } from './facts.ts';

/** Channels and direct message groups in common come first: nearly everybody is found there. */
const INACCESSIBLE = {
  name: 'check_inaccessible_people',
  text: `
    select u.id from zerver_userprofile guest
      join zerver_userprofile u on u.id = any($2::int[]) and u.id <> guest.id and not u.is_bot
    where guest.id = $1
      and not exists (
        select 1 from zerver_subscription own
          join zerver_recipient r on r.id = own.recipient_id and r.type in (2, 3)
          join zerver_subscription theirs on theirs.recipient_id = own.recipient_id and theirs.user_profile_id = u.id
            and theirs.active and theirs.is_user_active
        where own.user_profile_id = $1 and own.active)
      and not ${haveWritten('guest', 'u')}`,
} as const;

/**
 * Those of these people whom the author may not know of: only guests of some organizations are restricted, to bots and to
 * people with whom they share a channel or a direct conversation.
 * @source zulip zerver/lib/users.py get_inaccessible_user_ids
 */
export async function readInaccessibleIds(
  db: Database,
  { author, groupIds, realm }: AuthorFacts,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  if (author.role !== GUEST_ROLE || isAmong(realm.accessAllUsersGroup, groupIds) || ids.length === 0) {
    return new Set();
  }
  const rows = await runHot<{ id: number }>(db, INACCESSIBLE, [author.id, ids]);
  return new Set(rows.map(({ id }) => id));
}
