/** Configuration of a bot, `zerver_botconfigdata`. @source zulip zerver/lib/bot_config.py */
import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import { BotError } from './bot.ts';
import type { BotConfig } from './bot.ts';
import { charactersOf } from './text-size.ts';

/** Longest that names and values of one bot may be together, characters. @source zulip settings BOT_CONFIG_SIZE_LIMIT */
export const CONFIG_LIMIT = 10_000;

const READ = {
  name: 'bot_config_read',
  text: 'select key, value from zerver_botconfigdata where bot_profile_id = $1',
} as const;

/** All values of the bot; null when it has none. */
export async function readBotConfig(db: Database | Tx, botId: number): Promise<BotConfig | null> {
  const rows = await runHot<{ key: string; value: string }>(db, READ, [botId]);
  return rows.length === 0 ? null : Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

const LOCK_BOT = {
  name: 'bot_config_lock_bot',
  text: 'select id from zerver_userprofile where id = $1 for no key update',
} as const;

const SIZE_WITHOUT = {
  name: 'bot_config_size_without',
  text: `
    select coalesce(sum(length(key) + length(value)), 0)::float8 as size
    from zerver_botconfigdata where bot_profile_id = $1 and key <> $2`,
} as const;

const SET = {
  name: 'bot_config_set',
  text: `
    insert into zerver_botconfigdata (bot_profile_id, key, value) values ($1, $2, $3)
    on conflict (bot_profile_id, key) do update set value = excluded.value`,
} as const;

/** A value to be set. */
export interface ConfigEntry {
  readonly botId: number;
  readonly key: string;
  readonly value: string;
}

/** Sets one value, for whoever makes or edits a bot. Throws a `BotError` `config_full`. */
export async function setBotConfig(tx: Tx, entry: ConfigEntry, limit = CONFIG_LIMIT): Promise<void> {
  const { botId, key, value } = entry;
  await runHot(tx, LOCK_BOT, [botId]);
  const [others] = await runHot<{ size: number }>(tx, SIZE_WITHOUT, [botId, key]);
  const size = (others?.size ?? 0) + charactersOf(key) + charactersOf(value);
  if (size > limit) {
    throw new BotError(
      'config_full',
      `Cannot store configuration. Request would require ${size} characters. ` +
        `The current configuration size limit is ${limit} characters.`,
    );
  }
  await runHot(tx, SET, [botId, key, value]);
}
