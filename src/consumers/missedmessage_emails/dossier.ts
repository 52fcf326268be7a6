import type { Database, Tx } from '../../db/client.ts';
import { mayReadChannelMessage } from '../../shared/message-access.ts';
import { contextQuery, intoConversations } from './conversations.ts';
import type { Conversation } from './conversations.ts';
import type { Member, MentionedGroup, Person, UnreadMessage, WaitingRow } from './person-data.ts';
import { readContext } from './read-context.ts';
import type { PersonsContextQuery } from './read-context.ts';
import {
  readGroupIds,
  readMembers,
  readMentionedGroups,
  readPersons,
  readSharedAddresses,
  readUnreadMessages,
} from './read-persons.ts';
import { reasonForNoMail, selectMessages } from './select-messages.ts';

/** The policy "automatic": the organization is named when the address has several accounts. */
const REALM_NAME_AUTOMATIC = 1;

/** Everything that the mails of one person are written from. */
export interface Dossier {
  readonly person: Person;
  /** Empty when the person gets no mail; the least recently active first. */
  readonly conversations: readonly Conversation[];
  /** Everybody in a direct message group, by recipient id. */
  readonly members: ReadonlyMap<number, readonly Member[]>;
  readonly groups: ReadonlyMap<number, MentionedGroup>;
  /** Several active accounts have the person's address. */
  readonly hasSharedAddress: boolean;
}

type Reader = Database | Tx;

/**
 * Reads and selects for many people at once, with a number of statements that does not depend on how many they are.
 * A person who does not exist is missing in the answer.
 */
export async function readDossiers(
  db: Reader,
  rowsByPerson: ReadonlyMap<number, readonly WaitingRow[]>,
): Promise<ReadonlyMap<number, Dossier>> {
  const persons = await readPersons(db, [...rowsByPerson.keys()]);
  const mailable = [...persons.values()].filter((person) => reasonForNoMail(person) === null);
  const pairs = mailable.flatMap((person) =>
    (rowsByPerson.get(person.id) ?? []).map(({ messageId }) => ({ userId: person.id, messageId })),
  );
  const unread = pairs.length === 0 ? new Map<number, never>() : await readUnreadMessages(db, pairs);
  const groupIds = await readGrantingGroups(db, unread);
  const selected = mailable.map((person) => ({
    person,
    groupIds: groupIds.get(person.id) ?? new Set<number>(),
    conversations: intoConversations(
      selectMessages(
        person,
        rowsByPerson.get(person.id) ?? [],
        unread.get(person.id) ?? new Map<number, UnreadMessage>(),
        groupIds.get(person.id) ?? new Set(),
      ),
    ),
  }));
  const withContext = await addContext(db, selected);
  const members = await readMembersOf(db, withContext);
  const groups = await readGroupsOf(db, withContext);
  const shared = await readSharedOf(db, withContext);
  const conversations = new Map(withContext.map((one) => [one.person.id, one.conversations]));
  return new Map(
    [...persons.values()].map((person) => [
      person.id,
      {
        person,
        conversations: conversations.get(person.id) ?? [],
        members,
        groups,
        hasSharedAddress: shared.has(person.deliveryEmail),
      },
    ]),
  );
}

interface Selection {
  readonly person: Person;
  readonly groupIds: ReadonlySet<number>;
  readonly conversations: readonly Conversation[];
}

/** Groups matter only where a private channel is read without a subscription. */
async function readGrantingGroups(
  db: Reader,
  unread: ReadonlyMap<number, ReadonlyMap<number, UnreadMessage>>,
): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const userIds = new Set<number>();
  const groupIds = new Set<number>();
  for (const [userId, messages] of unread) {
    for (const { channel } of messages.values()) {
      if (channel === null || channel.isSubscribed || !channel.isPrivate) continue;
      userIds.add(userId);
      for (const groupId of channel.grantingGroupIds) groupIds.add(groupId);
    }
  }
  return userIds.size === 0 ? new Map() : await readGroupIds(db, [...userIds], [...groupIds]);
}

async function addContext(db: Reader, selections: readonly Selection[]): Promise<readonly Selection[]> {
  const queries: PersonsContextQuery[] = selections.flatMap(({ person, conversations }) =>
    conversations.flatMap((conversation, index) => {
      const query = contextQuery(conversation, index);
      return query === null ? [] : [{ ...query, userId: person.id, realmId: person.realm.id }];
    }),
  );
  if (queries.length === 0) return selections;
  const found = await readContext(db, queries);
  const contexts = new Map(
    queries.map((query, index) => [`${query.userId} ${query.conversation}`, found[index] ?? []]),
  );
  return selections.map(({ person, groupIds, conversations }) => ({
    person,
    groupIds,
    conversations: conversations.map((conversation, index) => {
      const { channel } = conversation.messages[0];
      const context = contexts.get(`${person.id} ${index}`) ?? [];
      if (channel === null || context.length === 0) return conversation;
      const reader = {
        realmId: person.realm.id,
        isGuest: person.isGuest,
        isSubscribed: channel.isSubscribed,
        groupIds,
      };
      return {
        ...conversation,
        context: context.filter(({ hasOwnRow }) => mayReadChannelMessage(reader, channel, hasOwnRow)),
      };
    }),
  }));
}

async function readMembersOf(
  db: Reader,
  selections: readonly Selection[],
): Promise<ReadonlyMap<number, readonly Member[]>> {
  const recipientIds = new Set<number>();
  for (const [first] of conversationsOf(selections)) {
    if (first.recipientType === 3) recipientIds.add(first.recipientId);
  }
  return recipientIds.size === 0 ? new Map() : await readMembers(db, [...recipientIds]);
}

async function readGroupsOf(
  db: Reader,
  selections: readonly Selection[],
): Promise<ReadonlyMap<number, MentionedGroup>> {
  const groupIds = new Set<number>();
  for (const messages of conversationsOf(selections)) {
    for (const { groupId } of messages) if (groupId !== null) groupIds.add(groupId);
  }
  return groupIds.size === 0 ? new Map() : await readMentionedGroups(db, [...groupIds]);
}

async function readSharedOf(db: Reader, selections: readonly Selection[]): Promise<ReadonlySet<string>> {
  const addresses = selections
    .filter(
      ({ person, conversations }) =>
        conversations.length > 0 && person.realmNamePolicy === REALM_NAME_AUTOMATIC,
    )
    .map(({ person }) => person.deliveryEmail);
  return addresses.length === 0 ? new Set() : await readSharedAddresses(db, addresses);
}

const conversationsOf = (selections: readonly Selection[]): Conversation['messages'][] =>
  selections.flatMap(({ conversations }) => conversations.map(({ messages }) => messages));
