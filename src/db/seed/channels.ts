import { createHash } from 'node:crypto';
import type { Tx } from '../client.ts';
import { STREAM_PERMISSIONS } from '../schema/realm-settings.ts';
import { insertReturningIds, insertRows } from './insert-rows.ts';
import type { SeededRealm } from './organization.ts';
import type { SeededPerson } from './people.ts';
import type { SeedRandom } from './random.ts';
import { CHANNELS } from './words.ts';
import type { ChannelPlan } from './words.ts';

/** A channel or direct message group with its members. */
export interface SeededRoom {
  readonly id: number;
  readonly recipientId: number;
  readonly name: string;
  readonly members: readonly SeededPerson[];
  readonly topics: readonly string[];
  readonly weight: number;
}

/** Makes the channels and their subscriptions. Guests are only where they were invited. */
export const seedChannels = async (
  tx: Tx,
  realm: SeededRealm,
  people: readonly SeededPerson[],
  createdAt: Date,
  random: SeedRandom,
): Promise<readonly SeededRoom[]> => {
  const members = CHANNELS.map((plan) => membersOf(plan, people, random));
  const ids = await insertStreams(tx, realm, people, members, createdAt);
  const recipientIds = await insertRecipients(tx, ids, 2);
  await tx.execute(
    `update zerver_stream s set recipient_id = r.id from zerver_recipient r
     where r.type = 2 and r.type_id = s.id and s.realm_id = ${realm.id}`,
  );
  const rooms = CHANNELS.map((plan, index) => ({
    id: ids[index] ?? 0,
    recipientId: recipientIds[index] ?? 0,
    name: plan.name,
    members: members[index] ?? [],
    topics: plan.topics,
    weight: plan.weight,
  }));
  await subscribe(tx, rooms, random);
  await insertRows(tx, {
    table: 'zerver_defaultstream',
    types: { realm_id: 'int', stream_id: 'bigint' },
    rows: rooms.slice(0, 2).map((room) => [realm.id, room.id]),
  });
  return rooms;
};

const membersOf = (plan: ChannelPlan, people: readonly SeededPerson[], random: SeedRandom): SeededPerson[] =>
  plan.share === 1
    ? people.filter((person) => person.role !== 600 || random.chance(0.5))
    : random.sample(people, Math.max(4, Math.round(people.length * plan.share)));

const insertStreams = (
  tx: Tx,
  realm: SeededRealm,
  people: readonly SeededPerson[],
  members: readonly (readonly SeededPerson[])[],
  createdAt: Date,
): Promise<readonly number[]> => {
  const groupOf = (name: (typeof STREAM_PERMISSIONS)[number]): number => {
    if (name === 'can_create_topic_group_id' || name === 'can_send_message_group_id') {
      return realm.groups['role:everyone'];
    }
    return realm.groups[name === 'can_remove_subscribers_group_id' ? 'role:administrators' : 'role:nobody'];
  };
  return insertReturningIds(tx, {
    table: 'zerver_stream',
    types: {
      name: 'text',
      realm_id: 'int',
      date_created: 'timestamptz',
      creator_id: 'int',
      deactivated: 'boolean',
      description: 'text',
      rendered_description: 'text',
      subscriber_count: 'int',
      invite_only: 'boolean',
      history_public_to_subscribers: 'boolean',
      is_web_public: 'boolean',
      ...Object.fromEntries(STREAM_PERMISSIONS.map((name) => [name, 'bigint'])),
    },
    rows: CHANNELS.map((plan, index) => [
      plan.name,
      realm.id,
      createdAt,
      people[index % 9]?.id ?? null,
      plan.kind === 'deactivated',
      plan.description,
      `<p>${plan.description}</p>`,
      members[index]?.length ?? 0,
      plan.kind === 'private' || plan.kind === 'protected',
      plan.kind !== 'protected',
      plan.kind === 'web_public',
      ...STREAM_PERMISSIONS.map(groupOf),
    ]),
  });
};

const insertRecipients = (tx: Tx, ids: readonly number[], type: number): Promise<readonly number[]> =>
  insertReturningIds(tx, {
    table: 'zerver_recipient',
    types: { type_id: 'int', type: 'smallint' },
    rows: ids.map((id) => [id, type]),
  });

const subscribe = (tx: Tx, rooms: readonly SeededRoom[], random: SeedRandom): Promise<void> =>
  insertRows(tx, {
    table: 'zerver_subscription',
    types: {
      user_profile_id: 'int',
      recipient_id: 'int',
      is_user_active: 'boolean',
      is_muted: 'boolean',
      email_notifications: 'boolean',
    },
    rows: rooms.flatMap((room) =>
      room.members.map((member) => [
        member.id,
        room.recipientId,
        member.isActive,
        random.chance(0.05),
        random.chance(0.1) ? true : null,
      ]),
    ),
  });

/** Makes direct message groups of three to six people, and everybody's subscription to their own recipient. */
export const seedDirectRooms = async (
  tx: Tx,
  people: readonly SeededPerson[],
  groups: number,
  random: SeedRandom,
): Promise<readonly SeededRoom[]> => {
  const active = people.filter((person) => person.isActive && !person.longTermIdle);
  const wanted = Array.from({ length: groups }, () => random.sample(active, random.between(3, 6)));
  const distinct = new Map(
    wanted.map((members) => [huddleHash(members.map((member) => member.id)), members]),
  );
  const sets = [...distinct.values()];
  const ids = await insertReturningIds(tx, {
    table: 'zerver_huddle',
    types: { huddle_hash: 'text', group_size: 'int' },
    rows: [...distinct].map(([hash, members]) => [hash, members.length]),
  });
  const recipientIds = await insertRecipients(tx, ids, 3);
  await tx.execute(
    `update zerver_huddle h set recipient_id = r.id from zerver_recipient r
     where r.type = 3 and r.type_id = h.id and h.recipient_id is null`,
  );
  const rooms = sets.map((members, index) => ({
    id: ids[index] ?? 0,
    recipientId: recipientIds[index] ?? 0,
    name: '',
    members,
    topics: [],
    weight: 1,
  }));
  const own = people.map((person) => ({
    ...person,
    members: [person],
    id: 0,
    name: '',
    topics: [],
    weight: 0,
  }));
  await subscribe(tx, [...rooms, ...own], random);
  return rooms;
};

/**
 * Identity of a direct message group: SHA-1 of its distinct member ids, sorted and joined by commas.
 * @source zulip zerver/models/recipients.py get_direct_message_group_hash
 */
export const huddleHash = (memberIds: readonly number[]): string =>
  createHash('sha1')
    .update([...new Set(memberIds)].sort((a, b) => a - b).join(','))
    .digest('hex');
