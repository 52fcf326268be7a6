import type { DatabaseHandle } from '../../../src/db/client.ts';
import { insertRows } from '../../../src/db/seed/insert-rows.ts';
import type { SeededRealm } from '../../../src/db/seed/organization.ts';
import { seedBots } from '../../../src/db/seed/people.ts';
import type { SeededPerson } from '../../../src/db/seed/people.ts';
import { seedRandom } from '../../../src/db/seed/random.ts';
import { runHot } from '../../../src/db/statement.ts';
import type { Organization } from '../plan.ts';
import type { BotServer } from './bot-server.ts';
import { BOT_NAMES, BOTS } from './scenes.ts';
import type { BotName } from './scenes.ts';

/** Who takes part, and where. */
export interface BotCast {
  /** Who asks the bots. */
  readonly person: { readonly id: number; readonly name: string; readonly email: string };
  /** Who owns them. */
  readonly ownerId: number;
  readonly ownerName: string;
  /** Name of the channel in which they all are. */
  readonly channel: string;
  readonly botIds: ReadonlyMap<BotName, number>;
}

/** Apart from the seeds that the organization is made with: identities must not repeat. */
const SEED = 0xb075;
const OUTGOING_WEBHOOK_BOT = 3;
const EMBEDDED_BOT = 4;
const INTERFACES = { generic: 1, slack: 2 } as const;

const SYSTEM_GROUPS = {
  name: 'demo_system_groups',
  text: `select name, usergroup_ptr_id::int as id from zerver_namedusergroup where realm_id = $1 and is_system_group`,
};

const EMAIL = { name: 'demo_email', text: 'select email from zerver_userprofile where id = $1' };

/** Makes the bots with their services and subscribes them to a channel of the person who asks and of their owner. */
export const prepareBots = async (
  database: DatabaseHandle,
  organization: Organization,
  server: BotServer,
): Promise<BotCast> => {
  const [channel] = organization.channels;
  const [person, owner] = organization.people.filter(({ id }) => channel?.memberIds.includes(id));
  if (channel === undefined || person === undefined || owner === undefined) {
    throw new Error('the organization has no channel with two people');
  }
  const bots = await database.transaction(async (tx) => {
    const rows = await runHot<{ name: string; id: number }>(tx, SYSTEM_GROUPS, [organization.realmId]);
    const groups = Object.fromEntries(rows.map(({ name, id }) => [name, id])) as SeededRealm['groups'];
    const plans = BOT_NAMES.map((name) => ({
      name,
      email: `${name.toLowerCase().replaceAll(' ', '-')}@chat.example.com`,
      type: BOTS[name].kind === 'webhook' ? OUTGOING_WEBHOOK_BOT : EMBEDDED_BOT,
    }));
    const made = await seedBots(
      tx,
      { id: organization.realmId, groups },
      plans,
      { ownerId: owner.id, createdAt: new Date() },
      seedRandom(SEED),
    );
    await insertRows(tx, {
      table: 'zerver_service',
      types: {
        name: 'text',
        user_profile_id: 'int',
        base_url: 'text',
        token: 'text',
        interface: 'smallint',
      },
      rows: BOT_NAMES.map((name, place) => serviceRow(name, made[place]?.id ?? 0, server)),
    });
    await insertRows(tx, {
      table: 'zerver_subscription',
      types: { user_profile_id: 'int', recipient_id: 'int', is_user_active: 'boolean' },
      rows: made.flatMap((bot) => subscriptionRows(bot, channel.recipientId)),
    });
    return made;
  });
  const [row] = await runHot<{ email: string }>(database.db, EMAIL, [person.id]);
  return {
    person: { id: person.id, name: person.name, email: row?.email ?? '' },
    ownerId: owner.id,
    ownerName: owner.name,
    channel: channel.name,
    botIds: new Map(BOT_NAMES.map((name, place) => [name, bots[place]?.id ?? 0])),
  };
};

const serviceRow = (name: BotName, botId: number, server: BotServer): readonly unknown[] => {
  const { [name]: bot } = BOTS;
  return bot.kind === 'webhook'
    ? [name, botId, server.urlOf(name), server.token, INTERFACES[bot.format]]
    : [bot.program, botId, '', '', INTERFACES.generic];
};

/** In the channel, and for direct messages. */
const subscriptionRows = (bot: SeededPerson, channelRecipientId: number): readonly unknown[][] =>
  [channelRecipientId, bot.recipientId].map((recipientId) => [bot.id, recipientId, true]);
