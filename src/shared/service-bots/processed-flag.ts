import type { Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import type { OutboxWriter } from '../../producer/outbox-writer.ts';
import { EMBEDDED_BOT, OUTGOING_WEBHOOK_BOT } from './service-bot.ts';
import type { ServiceBot } from './service-bot.ts';

/** Which message is finished, and because of what. */
export interface ProcessedMessage {
  readonly bot: Pick<ServiceBot, 'id' | 'realmId' | 'botType'>;
  readonly messageId: number;
  /** Event that called the bot. */
  readonly eventId: string;
  readonly traceparent: string | null;
  readonly nowMs: number;
}

/** The update locks the row; a second run finds it read and changes nothing. */
const SET_READ = {
  name: 'service_bot_set_read',
  text: `
    update zerver_usermessage set flags = flags | 1
    where user_profile_id = $1 and message_id = $2 and flags & 1 = 0
    returning message_id`,
} as const;

/** One message, in one call: both counters grow by one. `end_time` is the end of the hour, itself if exactly on it. */
const COUNT_READ = {
  name: 'service_bot_count_read',
  text: `
    insert into analytics_usercount (user_id, realm_id, property, subgroup, end_time, value)
    select $1, $2, property, null, $3, 1
    from unnest(array['messages_read::hour', 'messages_read_interactions::hour']) as property
    on conflict (user_id, property, end_time) where subgroup is null
    do update set value = analytics_usercount.value + 1`,
} as const;

const HOUR_MS = 3_600_000;

/**
 * Marks the message as read by the bot, which shows that the bot is finished with it, and tells the bot's clients.
 * A bot without a row of its own (mentioned in a channel that it is not subscribed to) stays without: no row means read.
 * Answers whether a flag was set. Throws a `TypeError` for a user that is no service bot.
 * @source zulip zerver/actions/message_flags.py do_update_message_flags, by way of zerver/lib/bot_lib.py
 */
export async function markProcessed(
  tx: Tx,
  outbox: Pick<OutboxWriter<Tx>, 'sendClientEvent'>,
  { bot, eventId, messageId, nowMs, traceparent }: ProcessedMessage,
): Promise<boolean> {
  if (bot.botType !== OUTGOING_WEBHOOK_BOT && bot.botType !== EMBEDDED_BOT) {
    throw new TypeError(`user ${bot.id} is not a service bot`);
  }
  const changed = await runHot(tx, SET_READ, [bot.id, messageId]);
  if (changed.length === 0) return false;
  await runHot(tx, COUNT_READ, [bot.id, bot.realmId, new Date(Math.ceil(nowMs / HOUR_MS) * HOUR_MS)]);
  await outbox.sendClientEvent(
    tx,
    {
      realmId: bot.realmId,
      event: {
        type: 'update_message_flags',
        op: 'add',
        operation: 'add',
        flag: 'read',
        messages: [messageId],
        all: false,
      },
      users: [bot.id],
    },
    { cause: { eventId, purpose: 'processed_flag' }, traceparent },
  );
  return true;
}
