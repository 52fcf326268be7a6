import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';

/** Bots that an event is made for when a person calls them: 3 outgoing webhook, 4 embedded. */
export const OUTGOING_WEBHOOK_BOT = 3;
export const EMBEDDED_BOT = 4;

/** A row of `zerver_service`: what one bot calls or runs. */
export interface BotService {
  readonly id: number;
  readonly name: string;
  readonly baseUrl: string;
  readonly token: string;
  /** 1 generic, 2 Slack; without meaning for embedded bots. */
  readonly interface: number;
}

/** A bot with its services, in the order of their ids. */
export interface ServiceBot {
  readonly id: number;
  readonly realmId: number;
  /** `zerver_realm.string_id`, '' for the root organization. */
  readonly realmStringId: string;
  /** The address that others see. */
  readonly email: string;
  readonly fullName: string;
  readonly botType: number | null;
  readonly ownerId: number | null;
  readonly isActive: boolean;
  readonly recipientId: number | null;
  readonly services: readonly BotService[];
}

/** The services come as JSON, so that a bot is one row and one round trip. */
const BOT = {
  name: 'service_bot',
  text: `
    select u.id, u.realm_id, r.string_id, u.email, u.full_name, u.bot_type, u.bot_owner_id, u.is_active, u.recipient_id,
           coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'baseUrl', s.base_url,
                                                       'token', s.token, 'interface', s.interface) order by s.id)
                       from zerver_service s where s.user_profile_id = u.id), '[]') as services
    from zerver_userprofile u join zerver_realm r on r.id = u.realm_id
    where u.id = $1`,
} as const;

interface BotRow extends Record<string, unknown> {
  readonly id: number;
  readonly realm_id: number;
  readonly string_id: string;
  readonly email: string;
  readonly full_name: string;
  readonly bot_type: number | null;
  readonly bot_owner_id: number | null;
  readonly is_active: boolean;
  readonly recipient_id: number | null;
  readonly services: readonly BotService[];
}

/**
 * The bot with this id, deactivated ones included; null when there is none.
 * @source zulip zerver/models/bots.py get_bot_services. Different: the services have an order.
 */
export async function readServiceBot(db: Database | Tx, botId: number): Promise<ServiceBot | null> {
  const [row] = await runHot<BotRow>(db, BOT, [botId]);
  if (row === undefined) return null;
  return {
    id: row.id,
    realmId: row.realm_id,
    realmStringId: row.string_id,
    email: row.email,
    fullName: row.full_name,
    botType: row.bot_type,
    ownerId: row.bot_owner_id,
    isActive: row.is_active,
    recipientId: row.recipient_id,
    services: row.services,
  };
}
