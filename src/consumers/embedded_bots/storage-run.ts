import type { Database, Tx } from '../../db/client.ts';
import type { JsonValue } from '../../schemas/json-value.ts';
import { BotError } from './bot.ts';
import type { BotStorage } from './bot.ts';
import { lockStored, readStorageSize, readStored, writeStored } from './storage-queries.ts';
import { charactersOf } from './text-size.ts';

/** Whose storage it is, and how much fits. */
export interface StorageOptions {
  readonly db: Database;
  readonly botId: number;
  /** Characters. */
  readonly limit: number;
}

const sizeOf = (key: string, value: string | null): number =>
  value === null ? 0 : charactersOf(key) + charactersOf(value);

const noSuchKey = (): BotError => new BotError('no_such_key', 'Key does not exist.');

/**
 * The storage as one handling of an event sees it: what was read is remembered, what is written is kept back until
 * `store`. So programs run outside of any transaction, and nobody waits for them.
 * @source zulip zerver/lib/bot_storage.py. Different: two runs at once lose nothing of each other.
 */
export class StorageRun implements BotStorage {
  readonly #options: StorageOptions;
  /** Value in the database when it was first asked for. Every written key is here too, because sizes need it. */
  readonly #read = new Map<string, string | null>();
  readonly #written = new Map<string, string | null>();

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  async get(key: string): Promise<JsonValue> {
    const value = await this.#valueOf(key);
    if (value === null) throw noSuchKey();
    try {
      return JSON.parse(value) as JsonValue;
    } catch (cause) {
      // Written by somebody else: the server's REST interface takes any text.
      throw new BotError('bad_value', 'The stored value is not JSON.', { cause });
    }
  }

  async contains(key: string): Promise<boolean> {
    return (await this.#valueOf(key)) !== null;
  }

  async put(key: string, value: JsonValue): Promise<void> {
    const text = JSON.stringify(value);
    const old = await this.#valueOf(key);
    if (text === old) return;
    const { botId, db, limit } = this.#options;
    const stored = await readStorageSize(db, botId);
    const size = stored + this.#growth() - sizeOf(key, old) + sizeOf(key, text);
    if (size > limit) {
      throw new BotError(
        'storage_full',
        `Request exceeds storage limit by ${size - limit} characters. The limit is ${limit} characters.`,
      );
    }
    this.#written.set(key, text);
  }

  async remove(...keys: readonly [string, ...string[]]): Promise<void> {
    for (const key of keys) {
      if ((await this.#valueOf(key)) === null) throw noSuchKey();
    }
    for (const key of keys) this.#written.set(key, null);
  }

  /**
   * Writes what the run has written. `changed`: somebody else has written meanwhile what this run builds on, or has
   * taken the room that it needs; nothing is written then, and the programs have to run again.
   */
  async store(tx: Tx): Promise<'stored' | 'changed'> {
    const written = new Map([...this.#written].filter(([key, value]) => value !== this.#read.get(key)));
    if (written.size === 0) return 'stored';
    const { botId, limit } = this.#options;
    const current = await lockStored(tx, botId, [...this.#read.keys()]);
    for (const [key, value] of this.#read) {
      if ((current.get(key) ?? null) !== value) return 'changed';
    }
    const growth = this.#growth();
    if (growth > 0 && (await readStorageSize(tx, botId)) + growth > limit) return 'changed';
    await writeStored(tx, botId, written);
    return 'stored';
  }

  async #valueOf(key: string): Promise<string | null> {
    const written = this.#written.get(key);
    if (written !== undefined) return written;
    const read = this.#read.get(key);
    if (read !== undefined) return read;
    if (key.includes('\u0000') || !key.isWellFormed()) {
      throw new BotError('bad_key', 'A key cannot hold U+0000 or half of a character.');
    }
    const stored = await readStored(this.#options.db, this.#options.botId, key);
    this.#read.set(key, stored);
    return stored;
  }

  /** How much larger the storage becomes by what the run has written, in characters. */
  #growth(): number {
    let growth = 0;
    for (const [key, value] of this.#written) {
      growth += sizeOf(key, value) - sizeOf(key, this.#read.get(key) ?? null);
    }
    return growth;
  }
}
