import type { Tx } from '../client.ts';
import { insertReturningIds, insertRows } from './insert-rows.ts';
import type { SeededRealm, SystemGroup } from './organization.ts';
import type { SeedRandom } from './random.ts';
import { SPEAKERS } from './words.ts';

/** A person or bot as the rest of the seed needs it. */
export interface SeededPerson {
  readonly id: number;
  readonly recipientId: number;
  readonly fullName: string;
  readonly role: number;
  readonly isActive: boolean;
  readonly longTermIdle: boolean;
  readonly isBot: boolean;
}

/** One person to be made: the columns that differ from the defaults. */
interface PersonPlan {
  readonly fullName: string;
  readonly email: string;
  readonly role: number;
  readonly language: string;
  readonly timezone: string;
  readonly twentyFourHours: boolean;
  readonly batchingSeconds: number;
  readonly contentInMail: boolean;
  readonly offlineMail: boolean;
  readonly realmNamePolicy: number;
  readonly emojiset: string;
  readonly addressVisibility: number;
  readonly isActive: boolean;
  readonly longTermIdle: boolean;
  readonly botType: number | null;
  readonly botOwner: number | null;
}

/** Bot types by what they are. */
export const BOT_TYPES = { generic: 1, incoming: 2, outgoing: 3, embedded: 4 } as const;

const ROLE_GROUPS: Readonly<Record<number, SystemGroup>> = {
  100: 'role:owners',
  200: 'role:administrators',
  300: 'role:moderators',
  400: 'role:fullmembers',
  600: 'role:everyone',
};

/** Roles in the order in which people are made: one owner, three administrators, five moderators, then the others. */
const roleOf = (index: number, random: SeedRandom): number => {
  if (index === 0) return 100;
  if (index <= 3) return 200;
  if (index <= 8) return 300;
  return random.chance(0.05) ? 600 : 400;
};

/** Latin letters of a name for an address; a name without any gives `person`. */
const addressName = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z]+/g, '') || 'person';

const planPerson = (index: number, count: number, random: SeedRandom): PersonPlan => {
  let place = (index * 0.618_034) % 1;
  const speakers = SPEAKERS.find((candidate) => (place -= candidate.share) < 0) ?? SPEAKERS[0];
  if (speakers === undefined) throw new RangeError('nobody to choose from');
  const given = random.pick(speakers.given);
  const family = random.pick(speakers.family);
  const role = roleOf(index, random);
  const ordinary = role === 400;
  return {
    fullName: speakers.language === 'ja' ? `${family} ${given}` : `${given} ${family}`,
    email: `${addressName(given)}.${addressName(family)}${index + 1}@example.com`,
    role,
    language: speakers.language,
    timezone: random.pick(speakers.zones),
    twentyFourHours: speakers.twentyFourHours !== random.chance(0.1),
    batchingSeconds: random.chance(0.6) ? 120 : random.pick([60, 300, 900, 3_600]),
    contentInMail: !random.chance(0.08),
    offlineMail: !random.chance(0.05),
    realmNamePolicy: random.chance(0.8) ? 1 : random.pick([2, 3]),
    emojiset: random.chance(0.85) ? 'google' : random.pick(['twitter', 'text']),
    addressVisibility: random.chance(0.15) ? random.pick([3, 4, 5]) : 1,
    isActive: !(ordinary && index >= count - Math.ceil(count * 0.02)),
    longTermIdle: ordinary && random.chance(0.04),
    botType: null,
    botOwner: null,
  };
};

const planBot = (fullName: string, email: string, botType: number, botOwner: number | null): PersonPlan => ({
  fullName,
  email,
  role: 400,
  language: 'en',
  timezone: '',
  twentyFourHours: false,
  batchingSeconds: 120,
  contentInMail: true,
  offlineMail: false,
  realmNamePolicy: 1,
  emojiset: 'google',
  addressVisibility: 1,
  isActive: true,
  longTermIdle: false,
  botType,
  botOwner,
});

/** Makes `count` people of all roles, languages and settings. */
export const seedPeople = (
  tx: Tx,
  realm: SeededRealm,
  options: { readonly count: number; readonly createdAt: Date },
  random: SeedRandom,
): Promise<readonly SeededPerson[]> => {
  const plans = Array.from({ length: options.count }, (_, index) => planPerson(index, options.count, random));
  return insertPeople(tx, realm, plans, options.createdAt, random);
};

/** Makes bots that belong to a person, or to the server. */
export const seedBots = (
  tx: Tx,
  realm: SeededRealm,
  bots: readonly { readonly name: string; readonly email: string; readonly type: number }[],
  options: { readonly ownerId: number | null; readonly createdAt: Date },
  random: SeedRandom,
): Promise<readonly SeededPerson[]> =>
  insertPeople(
    tx,
    realm,
    bots.map((bot) => planBot(bot.name, bot.email, bot.type, options.ownerId)),
    options.createdAt,
    random,
  );

const insertPeople = async (
  tx: Tx,
  realm: SeededRealm,
  plans: readonly PersonPlan[],
  createdAt: Date,
  random: SeedRandom,
): Promise<readonly SeededPerson[]> => {
  const ids = await insertUsers(tx, realm.id, plans, createdAt, random);
  const recipientIds = await insertReturningIds(tx, {
    table: 'zerver_recipient',
    types: { type_id: 'int', type: 'smallint' },
    rows: ids.map((id) => [id, 1]),
  });
  await tx.execute(
    `update zerver_userprofile u set recipient_id = r.id,
       email = case when u.email_address_visibility = 1 then u.email
         else 'user' || u.id || '@chat.example.com' end
     from zerver_recipient r
     where r.type = 1 and r.type_id = u.id and u.realm_id = ${realm.id} and u.recipient_id is null`,
  );
  await insertRows(tx, {
    table: 'zerver_usergroupmembership',
    types: { user_group_id: 'bigint', user_profile_id: 'int' },
    rows: plans.map((plan, index) => [realm.groups[ROLE_GROUPS[plan.role] ?? 'role:members'], ids[index]]),
  });
  return plans.map((plan, index) => ({
    id: ids[index] ?? 0,
    recipientId: recipientIds[index] ?? 0,
    fullName: plan.fullName,
    role: plan.role,
    isActive: plan.isActive,
    longTermIdle: plan.longTermIdle,
    isBot: plan.botType !== null,
  }));
};

const insertUsers = (
  tx: Tx,
  realmId: number,
  plans: readonly PersonPlan[],
  createdAt: Date,
  random: SeedRandom,
): Promise<readonly number[]> =>
  insertReturningIds(tx, {
    table: 'zerver_userprofile',
    types: {
      realm_id: 'int',
      full_name: 'text',
      delivery_email: 'text',
      email: 'text',
      role: 'smallint',
      default_language: 'text',
      timezone: 'text',
      twenty_four_hour_time: 'boolean',
      email_notifications_batching_period_seconds: 'int',
      message_content_in_email_notifications: 'boolean',
      enable_offline_email_notifications: 'boolean',
      realm_name_in_email_notifications_policy: 'smallint',
      emojiset: 'text',
      email_address_visibility: 'smallint',
      is_active: 'boolean',
      long_term_idle: 'boolean',
      is_bot: 'boolean',
      bot_type: 'smallint',
      bot_owner_id: 'int',
      date_joined: 'timestamptz',
      uuid: 'uuid',
      api_key: 'text',
      password: 'text',
    },
    rows: plans.map((plan) => [
      realmId,
      plan.fullName,
      plan.email,
      plan.email,
      plan.role,
      plan.language,
      plan.timezone,
      plan.twentyFourHours,
      plan.batchingSeconds,
      plan.contentInMail,
      plan.offlineMail,
      plan.realmNamePolicy,
      plan.emojiset,
      plan.addressVisibility,
      plan.isActive,
      plan.longTermIdle,
      plan.botType !== null,
      plan.botType,
      plan.botOwner,
      createdAt,
      random.uuid(),
      random.hex(32),
      `!${random.hex(40)}`,
    ]),
  });
