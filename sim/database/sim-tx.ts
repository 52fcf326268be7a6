import type { LockTable } from './lock-table.ts';

/** A row of any table; tables know their own shapes. */
export type Row = object;

/** A table: committed rows by primary key, in the order of their first insertion. */
export class Table<R extends Row> {
  readonly name: string;
  readonly rows = new Map<string, R>();

  constructor(name: string) {
    this.name = name;
  }
}

/** What a database answers, with PostgreSQL's code. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: string;
  readonly severity = 'ERROR';

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the driver throws when the connection or the server is gone. */
export function connectionLost(): Error {
  return Object.assign(new Error('Connection terminated unexpectedly'), { query: 'select 1' });
}

/** A function returned although a statement of its transaction had failed: nothing was committed. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly code = 'transaction_failed';
}

/**
 * One transaction at READ COMMITTED: it sees what is committed at each statement, and its own changes. States:
 * - *open*;
 * - *failed*: a statement has failed; every further one is refused and the commit rolls back;
 * - *ended*: committed or rolled back; its locks are gone.
 */
export class SimTx {
  state: 'open' | 'failed' | 'ended' = 'open';
  readonly #changes = new Map<Table<Row>, Map<string, Row | null>>();
  readonly #onCommit: (() => void)[] = [];
  readonly #locks: LockTable;

  constructor(locks: LockTable) {
    this.#locks = locks;
  }

  get<R extends Row>(table: Table<R>, key: string): R | undefined {
    const changed = this.#changes.get(table)?.get(key);
    if (changed === null) return undefined;
    return (changed as R | undefined) ?? table.rows.get(key);
  }

  put<R extends Row>(table: Table<R>, key: string, row: R): void {
    this.#changed(table).set(key, row);
  }

  delete<R extends Row>(table: Table<R>, key: string): void {
    this.#changed(table).set(key, null);
  }

  /** Rows that this transaction sees. */
  *scan<R extends Row>(table: Table<R>): Generator<R> {
    const changes = this.#changes.get(table);
    for (const [key, row] of table.rows) {
      const changed = changes?.get(key);
      if (changed === undefined) yield row;
      else if (changed !== null) yield changed as R;
    }
    for (const [key, row] of changes ?? []) if (row !== null && !table.rows.has(key)) yield row as R;
  }

  /** Locks a row until the end, waiting for other transactions. Rejects with a deadlock. */
  lock(table: Table<Row>, key: string): Promise<void> {
    // Ended while a statement was on its way from one row to the next.
    if (this.state === 'ended') return Promise.reject(connectionLost());
    return this.#locks.lock(this, `${table.name}/${key}`);
  }

  /** Locks a row, or answers false at once. */
  tryLock(table: Table<Row>, key: string): boolean {
    if (this.state === 'ended') throw connectionLost();
    return this.#locks.tryLock(this, `${table.name}/${key}`);
  }

  /** Gives a lock back that a statement took only to wait for others. */
  unlock(table: Table<Row>, key: string): void {
    this.#locks.release(this, `${table.name}/${key}`);
  }

  /** Runs right after the commit, in the same step. */
  onCommit(action: () => void): void {
    this.#onCommit.push(action);
  }

  commit(): void {
    for (const [table, changes] of this.#changes) {
      for (const [key, row] of changes) {
        if (row === null) table.rows.delete(key);
        else table.rows.set(key, row);
      }
    }
    this.#end();
    for (const action of this.#onCommit) action();
  }

  /** A statement has failed. */
  fail(): void {
    if (this.state === 'open') this.state = 'failed';
  }

  rollback(): void {
    this.#end();
  }

  #end(): void {
    this.state = 'ended';
    this.#locks.releaseAll(this);
  }

  #changed<R extends Row>(table: Table<R>): Map<string, Row | null> {
    const untyped = table as unknown as Table<Row>;
    const known = this.#changes.get(untyped);
    if (known !== undefined) return known;
    const changes = new Map<string, Row | null>();
    this.#changes.set(untyped, changes);
    return changes;
  }
}
