import type { Clock } from '../runtime/clock.ts';
import type { DatabaseHandle, Tx } from './client.ts';
import { seedChannels, seedDirectRooms } from './seed/channels.ts';
import type { SeededRoom } from './seed/channels.ts';
import { insertReturningIds, insertRows } from './seed/insert-rows.ts';
import { seedMessages } from './seed/messages.ts';
import { seedGroups, seedRealm } from './seed/organization.ts';
import type { SeededRealm } from './seed/organization.ts';
import { BOT_TYPES, seedBots, seedPeople } from './seed/people.ts';
import type { SeededPerson } from './seed/people.ts';
import { seedRandom } from './seed/random.ts';
import type { SeedRandom } from './seed/random.ts';

/** What to fill a database with. */
export interface SeedOptions {
  /** People of the organization, bots not counted. At least 10. Default 200. */
  readonly people?: number;
  /** Messages of the last 14 days. Default 4,000. */
  readonly messages?: number;
  /** Same seed, same organization. Default 1. */
  readonly randomSeed?: number;
  /** Gives the moment at which the history ends. */
  readonly clock: Pick<Clock, 'now'>;
}

/** What was made. */
export interface SeedReport {
  readonly realmId: number;
  readonly people: number;
  readonly bots: number;
  readonly channels: number;
  readonly directGroups: number;
  readonly messages: number;
  readonly userMessages: number;
  readonly reactions: number;
}

/** The database holds the seeded organization already. */
class SeedError extends Error {
  override readonly name = 'SeedError';
  readonly code = 'already_seeded';
}

/** Short name of the seeded organization; the other one made is the server's own, for system bots. */
export const SEEDED_REALM = 'lighthouse';

const DAY_MS = 86_400_000;

/**
 * Fills an empty, migrated database with a small, lifelike organization, in one transaction: people of six languages
 * and many zones, settings of all kinds, channels, direct messages, user groups, bots, emoji and two weeks of
 * messages. Deterministic but for the ids, which go on from what the sequences had. Throws `SeedError` when it is
 * there already.
 */
export const seed = (
  database: Pick<DatabaseHandle, 'transaction'>,
  options: SeedOptions,
): Promise<SeedReport> =>
  database.transaction(async (tx) => {
    const existing = await tx.execute(`select from zerver_realm where string_id = '${SEEDED_REALM}'`);
    if (existing.rowCount !== 0) throw new SeedError(`organization ${SEEDED_REALM} exists`);
    const random = seedRandom(options.randomSeed ?? 1);
    const nowMs = options.clock.now();
    const createdAt = new Date(nowMs - 90 * DAY_MS);
    const clientIds = await seedClients(tx);
    await seedSystemRealm(tx, createdAt, random);
    const realm = await seedRealm(
      tx,
      {
        name: 'Lighthouse Works',
        stringId: SEEDED_REALM,
        description: 'We build lamps that are seen from afar.',
        createdAt,
      },
      random,
    );
    const people = await seedPeople(tx, realm, { count: options.people ?? 200, createdAt }, random);
    const bots = await seedOwnBots(tx, realm, people[1]?.id ?? null, createdAt, random);
    const channels = await seedChannels(tx, realm, people, createdAt, random);
    const directGroups = await seedDirectRooms(tx, people, 30, random);
    const userGroup = await seedUserGroups(tx, realm, people, createdAt, random);
    const counts = await seedMessages(
      tx,
      { realmId: realm.id, clientIds, people, channels, directGroups, userGroup },
      { count: options.messages ?? 4_000, nowMs },
      random,
    );
    await seedChoices(tx, realm, people, channels, random);
    await completeHistory(tx, realm.id);
    return {
      realmId: realm.id,
      people: people.length,
      bots: bots.length,
      channels: channels.length,
      directGroups: directGroups.length,
      ...counts,
    };
  });

const seedClients = (tx: Tx): Promise<readonly number[]> =>
  insertReturningIds(tx, {
    table: 'zerver_client',
    types: { name: 'text' },
    rows: [['website'], ['ZulipMobile'], ['ZulipElectron'], ['Internal'], ['OutgoingWebhookResponse']],
  }).then((ids) => ids.slice(0, 3));

/** The server's own organization with the bots that write to all others. */
const seedSystemRealm = async (tx: Tx, createdAt: Date, random: SeedRandom): Promise<void> => {
  const plan = { name: 'System', stringId: 'zulipinternal', description: '', createdAt };
  const realm = await seedRealm(tx, plan, random);
  const bots = ['notification-bot', 'welcome-bot', 'emailgateway'].map((name) => ({
    name:
      name === 'emailgateway' ? 'Email Gateway' : name === 'welcome-bot' ? 'Welcome Bot' : 'Notification Bot',
    email: `${name}@zulip.com`,
    type: BOT_TYPES.generic,
  }));
  await seedBots(tx, realm, bots, { ownerId: null, createdAt }, random);
};

/** One bot of each type; those that answer have their services, storage and configuration. */
const seedOwnBots = async (
  tx: Tx,
  realm: SeededRealm,
  ownerId: number | null,
  createdAt: Date,
  random: SeedRandom,
): Promise<readonly SeededPerson[]> => {
  const bots = await seedBots(
    tx,
    realm,
    [
      { name: 'Report Bot', email: 'report-bot@chat.example.com', type: BOT_TYPES.generic },
      { name: 'Build Bot', email: 'build-bot@chat.example.com', type: BOT_TYPES.incoming },
      { name: 'Ticket Bot', email: 'ticket-bot@chat.example.com', type: BOT_TYPES.outgoing },
      { name: 'Bridge Bot', email: 'bridge-bot@chat.example.com', type: BOT_TYPES.outgoing },
      { name: 'Counter Bot', email: 'counter-bot@chat.example.com', type: BOT_TYPES.embedded },
    ],
    { ownerId, createdAt },
    random,
  );
  const [, , ticket, bridge, counter] = bots.map((bot) => bot.id);
  await insertRows(tx, {
    table: 'zerver_service',
    types: { name: 'text', user_profile_id: 'int', base_url: 'text', token: 'text', interface: 'smallint' },
    rows: [
      ['tickets', ticket, 'http://127.0.0.1:9/tickets', random.hex(32), 1],
      ['tickets archive', ticket, 'http://127.0.0.1:9/archive', random.hex(32), 1],
      ['bridge', bridge, 'http://127.0.0.1:9/bridge', random.hex(32), 2],
      ['incrementor', counter, '', random.hex(32), 1],
    ],
  });
  const keyed = { bot_profile_id: 'int', key: 'text', value: 'text' };
  await insertRows(tx, { table: 'zerver_botstoragedata', types: keyed, rows: [[counter, 'number', '3']] });
  await insertRows(tx, { table: 'zerver_botconfigdata', types: keyed, rows: [[counter, 'step', '1']] });
  return bots;
};

/** A team, a team inside it, and a group that is empty; answers the one that messages mention. */
const seedUserGroups = async (
  tx: Tx,
  realm: SeededRealm,
  people: readonly SeededPerson[],
  createdAt: Date,
  random: SeedRandom,
) => {
  const [team = 0, night = 0] = await seedGroups(
    tx,
    realm.id,
    [
      { name: 'on-call', description: 'Whoever answers the alarm', isSystem: false },
      { name: 'on-call night', description: 'The same, at night', isSystem: false },
      { name: 'choir', description: 'Nobody yet', isSystem: false },
    ],
    createdAt,
    { manage: realm.groups['role:administrators'], mention: realm.groups['role:everyone'] },
  );
  await insertRows(tx, {
    table: 'zerver_groupgroupmembership',
    types: { supergroup_id: 'bigint', subgroup_id: 'bigint' },
    rows: [[team, night]],
  });
  const members = random.sample(
    people.filter((person) => person.isActive),
    9,
  );
  await insertRows(tx, {
    table: 'zerver_usergroupmembership',
    types: { user_group_id: 'bigint', user_profile_id: 'int' },
    rows: members.map((member, index) => [index < 6 ? team : night, member.id]),
  });
  return { id: team, name: 'on-call', memberIds: members.map((member) => member.id) };
};

/** Emoji, muted and followed topics, muted people, alert words. */
const seedChoices = async (
  tx: Tx,
  realm: SeededRealm,
  people: readonly SeededPerson[],
  channels: readonly SeededRoom[],
  random: SeedRandom,
): Promise<void> => {
  const author = people[0]?.id ?? null;
  await insertRows(tx, {
    table: 'zerver_realmemoji',
    types: { author_id: 'int', realm_id: 'int', name: 'text', file_name: 'text', deactivated: 'boolean' },
    rows: [
      [author, realm.id, 'party', '1.png', true],
      [author, realm.id, 'party', '2.gif', false],
      [author, realm.id, 'green_tick', '3.png', false],
    ],
  });
  await insertRows(tx, {
    table: 'zerver_usertopic',
    types: {
      user_profile_id: 'int',
      stream_id: 'bigint',
      recipient_id: 'int',
      topic_name: 'text',
      visibility_policy: 'smallint',
    },
    rows: channels.flatMap((channel) =>
      random
        .sample(channel.members, 8)
        .map((member) => [
          member.id,
          channel.id,
          channel.recipientId,
          random.pick(channel.topics),
          random.pick([1, 1, 2, 3, 3]),
        ]),
    ),
  });
  const pairs = random.sample(people, 8);
  await insertRows(tx, {
    table: 'zerver_muteduser',
    types: { user_profile_id: 'int', muted_user_id: 'int' },
    rows: [0, 2, 4, 6].map((index) => [pairs[index]?.id, pairs[index + 1]?.id]),
  });
  await insertRows(tx, {
    table: 'zerver_alertword',
    types: { realm_id: 'int', user_profile_id: 'int', word: 'text' },
    rows: random.sample(people, 12).map((person) => [realm.id, person.id, random.pick(['upgrade', 'lunch'])]),
  });
};

/** What follows from the rows above: first messages, last active messages, and the audit log of joining. */
const completeHistory = async (tx: Tx, realmId: number): Promise<void> => {
  await tx.execute(
    `update zerver_stream s set first_message_id = m.first from (
       select recipient_id, min(id) as first from zerver_message where realm_id = ${realmId} group by recipient_id
     ) m where m.recipient_id = s.recipient_id`,
  );
  await tx.execute(
    `update zerver_userprofile set last_active_message_id =
       (select min(id) from zerver_message where realm_id = ${realmId})
     where realm_id = ${realmId} and long_term_idle`,
  );
  await tx.execute(
    `insert into zerver_realmauditlog (realm_id, modified_user_id, event_time, event_type)
     select realm_id, id, date_joined, 101 from zerver_userprofile where realm_id = ${realmId} order by id`,
  );
  await tx.execute(
    `insert into zerver_realmauditlog
       (realm_id, modified_user_id, modified_stream_id, event_last_message_id, event_time, event_type)
     select s.realm_id, b.user_profile_id, s.id, 0, s.date_created, 301
     from zerver_stream s join zerver_subscription b using (recipient_id)
     where s.realm_id = ${realmId} order by b.id`,
  );
  // The planner has seen nothing of these rows yet.
  for (const table of ['zerver_message', 'zerver_usermessage', 'zerver_userprofile', 'zerver_subscription']) {
    await tx.execute(`analyze ${table}`);
  }
};
