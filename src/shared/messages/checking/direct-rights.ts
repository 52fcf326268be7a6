/** The right to write to people, apart from what has to be looked up. */
import type { Refused } from '../message-draft.ts';
import type { AuthorFacts, PersonFacts, RealmFacts } from './facts.ts';
import { refused } from './refusal.ts';

/**
 * The organization that a direct conversation belongs to: that of everybody in it, not counting bots of all
 * organizations; or why there is no such. `people` are the recipients in the order named.
 * @source zulip zerver/lib/recipient_users.py validate_recipient_user_profiles
 */
export function conversationRealmId(
  { author }: Pick<AuthorFacts, 'author'>,
  people: readonly PersonFacts[],
): number | Refused {
  const gone = people.find(
    (person) => (!person.isActive && !person.isMirrorDummy) || person.isRealmDeactivated,
  );
  if (gone !== undefined) return refused(`'${gone.email}' is no longer using Zulip.`);
  const realmIds = new Set(people.filter((person) => !person.isCrossRealmBot).map(({ realmId }) => realmId));
  if (!author.isCrossRealmBot) realmIds.add(author.realmId);
  if (realmIds.size > 1) return refused("You can't send direct messages outside of your organization.");
  return [...realmIds][0] ?? author.realmId;
}

/**
 * Whether the organization's rules for direct messages concern this one: not those of bots, and not those to bots or to
 * oneself.
 */
export const areDirectRulesApplied = (
  { author }: Pick<AuthorFacts, 'author'>,
  people: readonly PersonFacts[],
): boolean => !author.isBot && people.some(({ id, isBot }) => !isBot && id !== author.id);

const DAY_MS = 86_400_000;
const MEMBER_ROLE = 400;

/** Lowest rank, as a role number, of each system group that goes by role alone. */
const LOWEST_ROLE: ReadonlyMap<string, number> = new Map([
  ['role:nobody', 0],
  ['role:owners', 100],
  ['role:administrators', 200],
  ['role:moderators', 300],
  ['role:members', MEMBER_ROLE],
  ['role:everyone', Infinity],
  ['role:internet', Infinity],
]);

/**
 * Whether somebody of a system group is among the people, by their roles: stored memberships may lag behind. Null for
 * other groups, whose memberships have to be looked up.
 * @source zulip zerver/lib/user_groups.py check_any_user_has_permission_by_role
 */
export function isAnyoneOfSystemGroup(
  systemName: string | null,
  people: readonly PersonFacts[],
  { nowMs, realm }: { readonly nowMs: number; readonly realm: RealmFacts },
): boolean | null {
  if (systemName === 'role:fullmembers') {
    return people.some(({ role, joinedAtMs }) => {
      if (role !== MEMBER_ROLE) return role < MEMBER_ROLE;
      return Math.floor((nowMs - joinedAtMs) / DAY_MS) >= realm.waitingPeriodDays;
    });
  }
  const lowest = systemName === null ? undefined : LOWEST_ROLE.get(systemName);
  return lowest === undefined ? null : people.some(({ role }) => role <= lowest);
}

/** Nobody in the conversation may allow it. */
export const refuseUnauthorized = ({ directPermissionGroup }: RealmFacts): Refused =>
  refused(
    directPermissionGroup.systemName === 'role:nobody'
      ? 'Direct messages are disabled in this organization.'
      : 'This conversation does not include any users who can authorize it.',
  );
