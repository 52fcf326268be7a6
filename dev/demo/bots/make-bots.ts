import type { Tx } from '../../../src/db/client.ts';
import { insertRows } from '../../../src/db/seed/insert-rows.ts';
import type { SeededRealm } from '../../../src/db/seed/organization.ts';
import { BOT_TYPES, seedBots } from '../../../src/db/seed/people.ts';
import type { SeededPerson } from '../../../src/db/seed/people.ts';
import { seedRandom } from '../../../src/db/seed/random.ts';
import { runHot } from '../../../src/db/statement.ts';

/** A bot to be made. */
export interface BotPlan {
  readonly name: string;
  /** What it calls on somebody's server, or runs inside the workers. */
  readonly service:
    | {
        readonly kind: 'webhook';
        readonly url: string;
        readonly token: string;
        readonly format: 'generic' | 'slack';
      }
    | { readonly kind: 'embedded'; readonly program: string };
}

/** Apart from the seeds that the organization is made with: identities must not repeat. */
const SEED = 0xb075;
const INTERFACES = { generic: 1, slack: 2 } as const;

const SYSTEM_GROUPS = {
  name: 'demo_system_groups',
  text: `select name, usergroup_ptr_id::int as id from zerver_namedusergroup where realm_id = $1 and is_system_group`,
};

/** Makes bots of a person with their services; each can be written to directly. Answers them in order. */
export const makeBots = async (
  tx: Tx,
  { realmId, ownerId }: { readonly realmId: number; readonly ownerId: number },
  plans: readonly BotPlan[],
): Promise<readonly SeededPerson[]> => {
  const rows = await runHot<{ name: string; id: number }>(tx, SYSTEM_GROUPS, [realmId]);
  const groups = Object.fromEntries(rows.map(({ name, id }) => [name, id])) as SeededRealm['groups'];
  const made = await seedBots(
    tx,
    { id: realmId, groups },
    plans.map(({ name, service }) => ({
      name,
      email: `${name.toLowerCase().replaceAll(' ', '-')}@chat.example.com`,
      type: service.kind === 'webhook' ? BOT_TYPES.outgoing : BOT_TYPES.embedded,
    })),
    { ownerId, createdAt: new Date() },
    seedRandom(SEED),
  );
  await insertRows(tx, {
    table: 'zerver_service',
    types: { name: 'text', user_profile_id: 'int', base_url: 'text', token: 'text', interface: 'smallint' },
    rows: plans.map((plan, place) => serviceRow(plan, made[place]?.id ?? 0)),
  });
  await subscribe(tx, made);
  return made;
};

/** Subscribes people to the recipient beside them. */
export const subscribe = (
  tx: Tx,
  pairs: readonly { readonly id: number; readonly recipientId: number }[],
): Promise<void> =>
  insertRows(tx, {
    table: 'zerver_subscription',
    types: { user_profile_id: 'int', recipient_id: 'int', is_user_active: 'boolean' },
    rows: pairs.map(({ id, recipientId }) => [id, recipientId, true]),
  });

const serviceRow = ({ name, service }: BotPlan, botId: number): readonly unknown[] =>
  service.kind === 'webhook'
    ? [name, botId, service.url, service.token, INTERFACES[service.format]]
    : [service.program, botId, '', '', INTERFACES.generic];
