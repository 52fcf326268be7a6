import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import { freshDatabase } from './stack.ts';
import type { FreshDatabase } from './stack.ts';

/** Values by column. */
export type Columns = Readonly<Record<string, unknown>>;

/**
 * The migrated database of a test file, made when it is first asked for: that takes most of a second, another organization
 * in it some milliseconds.
 */
export class SharedDatabase {
  readonly #poolSize: number;
  #database: FreshDatabase | null = null;
  #handle: DatabaseHandle | null = null;

  constructor(poolSize: number) {
    this.#poolSize = poolSize;
  }

  async open(): Promise<DatabaseHandle> {
    this.#database ??= await freshDatabase();
    this.#handle ??= createDatabase({ url: this.#database.url, poolSize: this.#poolSize });
    return this.#handle;
  }

  async drop(): Promise<void> {
    await this.#handle?.close();
    await this.#database?.drop();
  }
}

/** A world of a test with its tables. */
export class TableWorld {
  readonly handle: DatabaseHandle;

  constructor(handle: DatabaseHandle) {
    this.handle = handle;
  }

  async sql<Row extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.handle.pool.query<Row>(text, values)).rows;
  }

  /** Inserts a row; answers its id. */
  async insert(table: string, columns: Columns): Promise<number> {
    const names = Object.keys(columns);
    const [row] = await this.sql<{ id: string }>(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')})
       values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(columns),
    );
    return Number(row!.id);
  }
}
