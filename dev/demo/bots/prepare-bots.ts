import type { DatabaseHandle } from '../../../src/db/client.ts';
import { runHot } from '../../../src/db/statement.ts';
import type { Organization } from '../plan.ts';
import type { BotServer } from './bot-server.ts';
import { makeBots, subscribe } from './make-bots.ts';
import type { BotPlan } from './make-bots.ts';
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
    const { realmId } = organization;
    const made = await makeBots(
      tx,
      { realmId, ownerId: owner.id },
      BOT_NAMES.map((name) => planOf(name, server)),
    );
    const { recipientId } = channel;
    await subscribe(
      tx,
      made.map(({ id }) => ({ id, recipientId })),
    );
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

const planOf = (name: BotName, server: BotServer): BotPlan => {
  const { [name]: bot } = BOTS;
  return {
    name,
    service: bot.kind === 'webhook' ? { ...bot, url: server.urlOf(name), token: server.token } : { ...bot },
  };
};
