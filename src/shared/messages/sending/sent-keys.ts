import type { Database, Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';

const READ = {
  name: 'send_keys_read',
  text: 'select key, message_id from workers.sent_message where key = any($1::text[])',
} as const;

/**
 * The id of the message is drawn here and used for its row, so that the key need not be written twice. Waits while
 * another transaction holds one of the keys; in the order of the keys, so that two cannot wait for each other.
 */
const CLAIM = {
  name: 'send_keys_claim',
  text: `
    insert into workers.sent_message (key, message_id)
    select k.key, nextval(pg_get_serial_sequence('zerver_message', 'id'))
    from (select key from unnest($1::text[]) as key order by key) k
    on conflict (key) do nothing
    returning key, message_id`,
} as const;

interface KeyRow extends Record<string, unknown> {
  readonly key: string;
  readonly message_id: number;
}

const byKey = (rows: readonly KeyRow[]): ReadonlyMap<string, number> =>
  new Map(rows.map((row) => [row.key, row.message_id]));

/** Ids of the messages that were posted under these keys, by key. */
export const readSentKeys = async (
  db: Database | Tx,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> => byKey(await runHot<KeyRow>(db, READ, [keys]));

/** Claims keys that nobody has posted under; answers those with the ids of the messages to be posted. */
export const claimKeys = async (tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, number>> =>
  byKey(await runHot<KeyRow>(tx, CLAIM, [keys]));
