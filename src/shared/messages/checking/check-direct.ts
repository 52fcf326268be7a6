import type { Conversation, Participant } from '../checked-message.ts';
import type { PeopleReference, Refused } from '../message-draft.ts';
import { groupHash } from '../sending/direct-groups.ts';
import {
  areDirectRulesApplied,
  conversationRealmId,
  isAnyoneOfSystemGroup,
  refuseUnauthorized,
} from './direct-rights.ts';
import { isAmong } from './facts.ts';
import type { AuthorFacts, PersonFacts, RealmFacts } from './facts.ts';
import { readInaccessibleIds } from './read-accessible.ts';
import { hasGroupHistory, hasPersonalHistory, isAnyoneInGroup, readGroupRecipientId } from './read-direct.ts';
import { readDirectPeople } from './read-people.ts';
import type { DirectPeople } from './read-people.ts';
import { readRealm } from './read-realm.ts';
import { isRefused, refused } from './refusal.ts';
import type { CheckDeps } from './settings.ts';

/** A direct conversation, that is one of people. */
export type DirectConversation = Exclude<Conversation, { readonly kind: 'channel' }>;

/** Where a direct message goes. */
export interface DirectCheck {
  readonly kind: 'direct';
  readonly conversation: DirectConversation;
  readonly realm: RealmFacts;
}

/**
 * Finds the people and their conversation and looks at the right to write to them. Makes no group: a refused message leaves
 * none behind, which it does in the original.
 * @source zulip zerver/actions/message_send.py check_message, check_can_send_direct_message
 */
export async function checkDirect(
  deps: CheckDeps,
  author: AuthorFacts,
  reference: PeopleReference,
): Promise<DirectCheck | Refused> {
  const people = await readDirectPeople(deps.db, author, reference);
  if (isRefused(people)) return people;
  const hidden = await readInaccessibleIds(
    deps.db,
    author,
    people.recipients.map(({ id }) => id),
  );
  if (hidden.size > 0) {
    return refused('You do not have permission to access some of the recipients.');
  }
  const realmId = conversationRealmId(author, people.recipients);
  if (isRefused(realmId)) return realmId;
  const realm = realmId === author.realm.id ? author.realm : await readRealm(deps.db, realmId);
  const conversation = await findConversation(deps, author, people.everybody);
  if (areDirectRulesApplied(author, people.recipients)) {
    const refusal = await refuseByRules(deps, { author, people, conversation, realm });
    if (refusal !== null) return refusal;
  }
  return { kind: 'direct', conversation, realm };
}

/** One or two people talk in a personal conversation if each has a recipient row, all others in a group. */
async function findConversation(
  { db, settings }: CheckDeps,
  { author }: AuthorFacts,
  everybody: readonly PersonFacts[],
): Promise<DirectConversation> {
  const people = everybody.map(toParticipant);
  const group: DirectConversation = { kind: 'group', people };
  if (everybody.length > 2) return group;
  if (settings.preferDirectMessageGroup) {
    const known = await readGroupRecipientId(db, hashOf(people));
    if (known !== null) return group;
  }
  const person = everybody.find(({ id }) => id !== author.id) ?? everybody[0];
  const isPersonal = everybody.every(({ recipientId }) => recipientId !== null);
  if (!isPersonal || person === undefined || person.recipientId === null) return group;
  return { kind: 'personal', recipientId: person.recipientId, personId: person.id, people };
}

const hashOf = (people: readonly Participant[]): string => groupHash(people.map(({ id }) => id));

const toParticipant = ({ id, email, fullName, isMirrorDummy }: PersonFacts): Participant => ({
  id,
  email,
  fullName,
  isMirrorDummy,
});

/** A conversation that the organization's rules concern. */
interface RuledConversation {
  readonly author: AuthorFacts;
  readonly people: DirectPeople;
  readonly conversation: DirectConversation;
  readonly realm: RealmFacts;
}

/** First whether somebody in the conversation may allow it, then whether the author may begin it. */
async function refuseByRules(deps: CheckDeps, ruled: RuledConversation): Promise<Refused | null> {
  const { author, people, realm } = ruled;
  if (!(await isAllowedBySomebody(deps, ruled))) return refuseUnauthorized(realm);
  if (isAmong(realm.directInitiatorGroup, author.groupIds)) return null;
  const isBegun = await isConversationBegun(deps, ruled, people.everybody);
  return isBegun ? null : refused('You do not have permission to initiate direct message conversations.');
}

async function isAllowedBySomebody(
  { clock, db }: CheckDeps,
  { author, people: { everybody }, realm }: RuledConversation,
): Promise<boolean> {
  const { directPermissionGroup: group } = realm;
  const byRole = isAnyoneOfSystemGroup(group.systemName, everybody, { nowMs: clock.now(), realm });
  if (byRole !== null) return byRole;
  if (author.groupIds.has(group.id)) return true;
  return isAnyoneInGroup(
    db,
    everybody.map(({ id }) => id),
    group.id,
  );
}

async function isConversationBegun(
  { db }: CheckDeps,
  { conversation, realm }: RuledConversation,
  everybody: readonly PersonFacts[],
): Promise<boolean> {
  const [one, other] = everybody;
  if (conversation.kind === 'personal' && one !== undefined && other !== undefined) {
    return hasPersonalHistory(db, realm.id, [one, other]);
  }
  const recipientId = await readGroupRecipientId(db, hashOf(conversation.people));
  return recipientId !== null && hasGroupHistory(db, realm.id, recipientId);
}
