/** Statements on `zerver_botstoragedata`, what bots remember. Sizes are in characters, as PostgreSQL counts them. */
import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';

const READ = {
  name: 'bot_storage_read',
  text: 'select value from zerver_botstoragedata where bot_profile_id = $1 and key = $2',
} as const;

/** The value of a key; null when the bot has none. */
export async function readStored(db: Database, botId: number, key: string): Promise<string | null> {
  const [row] = await runHot<{ value: string }>(db, READ, [botId, key]);
  return row?.value ?? null;
}

const SIZE = {
  name: 'bot_storage_size',
  text: `
    select coalesce(sum(length(key) + length(value)), 0)::float8 as size
    from zerver_botstoragedata where bot_profile_id = $1`,
} as const;

/** Size of all that the bot remembers. */
export async function readStorageSize(db: Database | Tx, botId: number): Promise<number> {
  const [row] = await runHot<{ size: number }>(db, SIZE, [botId]);
  return row?.size ?? 0;
}

/**
 * Runs of one bot that write wait for each other here. `no key update`: messages and reactions of the bot, whose foreign
 * keys point at this row, go on meanwhile.
 */
const LOCK_BOT = {
  name: 'bot_storage_lock_bot',
  text: 'select id from zerver_userprofile where id = $1 for no key update',
} as const;

/** Locked for those who write without asking for the bot's row: the server's own REST interface. */
const LOCK_ROWS = {
  name: 'bot_storage_lock_rows',
  text: `
    select key, value from zerver_botstoragedata
    where bot_profile_id = $1 and key = any($2::text[]) order by id for update`,
} as const;

/** Locks the bot and these keys until the transaction ends; answers their values. */
export async function lockStored(
  tx: Tx,
  botId: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  await runHot(tx, LOCK_BOT, [botId]);
  const rows = await runHot<{ key: string; value: string }>(tx, LOCK_ROWS, [botId, keys]);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

const PUT = {
  name: 'bot_storage_put',
  text: `
    insert into zerver_botstoragedata (bot_profile_id, key, value)
    select $1, p.key, p.value from unnest($2::text[], $3::text[]) as p (key, value)
    on conflict (bot_profile_id, key) do update set value = excluded.value`,
} as const;

const REMOVE = {
  name: 'bot_storage_remove',
  text: 'delete from zerver_botstoragedata where bot_profile_id = $1 and key = any($2::text[])',
} as const;

/** Writes values and removes keys (null). */
export async function writeStored(
  tx: Tx,
  botId: number,
  written: ReadonlyMap<string, string | null>,
): Promise<void> {
  const puts = [...written].filter((entry): entry is [string, string] => entry[1] !== null);
  const removed = [...written].filter(([, value]) => value === null).map(([key]) => key);
  if (puts.length > 0) {
    await runHot(tx, PUT, [botId, puts.map(([key]) => key), puts.map(([, value]) => value)]);
  }
  if (removed.length > 0) await runHot(tx, REMOVE, [botId, removed]);
}
