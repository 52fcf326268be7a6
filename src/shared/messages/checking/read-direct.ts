/** What the rights to write to people have to look up. */
import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { WITH_MEMBERSHIPS } from '../../memberships.ts';

const ANY_MEMBER = {
  name: 'check_any_member',
  text: `${WITH_MEMBERSHIPS}
    select 1 from member where group_id = $2 limit 1`,
} as const;

/** Whether one of these people is in the group, also through other groups. */
export async function isAnyoneInGroup(
  db: Database,
  userIds: readonly number[],
  groupId: number,
): Promise<boolean> {
  return (await runHot(db, ANY_MEMBER, [userIds, groupId])).length > 0;
}

const GROUP = {
  name: 'check_direct_group',
  text: `select recipient_id from zerver_huddle where huddle_hash = $1`,
} as const;

/** The recipient of a direct message group; null when there is no such group yet. */
export async function readGroupRecipientId(db: Database, hash: string): Promise<number | null> {
  const [row] = await runHot<{ recipient_id: number | null }>(db, GROUP, [hash]);
  return row?.recipient_id ?? null;
}

const PERSONAL_HISTORY = {
  name: 'check_personal_history',
  text: `
    select 1 from zerver_message m
    where m.realm_id = $1
      and ((m.sender_id = $2 and m.recipient_id = $5) or (m.sender_id = $4 and m.recipient_id = $3)) limit 1`,
} as const;

/** One side of a conversation of two. */
export interface PersonalSide {
  readonly id: number;
  readonly recipientId: number | null;
}

/** Whether one of the two has written to the other. */
export async function hasPersonalHistory(
  db: Database,
  realmId: number,
  [one, other]: readonly [PersonalSide, PersonalSide],
): Promise<boolean> {
  const values = [realmId, one.id, one.recipientId, other.id, other.recipientId];
  return (await runHot(db, PERSONAL_HISTORY, values)).length > 0;
}

const GROUP_HISTORY = {
  name: 'check_group_history',
  text: `select 1 from zerver_message where realm_id = $1 and recipient_id = $2 limit 1`,
} as const;

/** Whether the group has a message. */
export async function hasGroupHistory(db: Database, realmId: number, recipientId: number): Promise<boolean> {
  return (await runHot(db, GROUP_HISTORY, [realmId, recipientId])).length > 0;
}
