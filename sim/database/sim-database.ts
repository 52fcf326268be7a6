import { LockTable } from './lock-table.ts';
import { SimTx, SqlError, TransactionError, connectionLost } from './sim-tx.ts';

/** How a simulated database may misbehave; each is asked anew every time. */
export interface DatabaseFaults {
  /** The connection breaks while a statement is under way. */
  loseStatement?: () => boolean;
  /** The connection breaks on the way to the commit: nothing is committed. */
  loseBeforeCommit?: () => boolean;
  /** The connection breaks after the commit: it is committed, and the caller sees a failure. */
  loseAfterCommit?: () => boolean;
  /** A statement meets a serialization failure. */
  contention?: () => boolean;
}

/** What a database needs of the world. */
export interface SimDatabaseDeps {
  /** Passes the time of one way between process and server, and lets others go first. */
  readonly travel: () => Promise<void>;
  /** Which of two ends an unlucky commit takes. */
  readonly coin: () => boolean;
  /** Told of what happens, in a few words. */
  readonly onEvent?: (what: string) => void;
}

/**
 * A small transactional database, shared by the processes of a world: READ COMMITTED, row locks, unique conflicts that
 * wait for the other transaction, deadlock detection, and connections that break. What is built on it passes the same
 * contract suites as PostgreSQL (test/contract).
 */
export class SimDatabase {
  readonly faults: DatabaseFaults = {};
  readonly #deps: SimDatabaseDeps;
  readonly #locks: LockTable;
  readonly #open = new Set<SimTx>();
  readonly #listeners = new Set<{ readonly notify: () => void; readonly lose: (error: Error) => void }>();
  #isDown = false;

  constructor(deps: SimDatabaseDeps) {
    this.#deps = deps;
    this.#locks = new LockTable((what) => deps.onEvent?.(what));
  }

  /** Something happened that only a statement knows of. */
  happened(what: string): void {
    this.#deps.onEvent?.(what);
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** Transactions that have not ended. */
  get openTransactions(): number {
    return this.#open.size;
  }

  /** The server stops: every connection breaks and every open transaction is rolled back. */
  goDown(): void {
    this.#isDown = true;
    for (const tx of [...this.#open]) this.#rollback(tx);
    this.dropListeners();
  }

  comeBack(): void {
    this.#isDown = false;
  }

  /** Breaks the connections that listen. */
  dropListeners(): void {
    for (const listener of [...this.#listeners]) listener.lose(connectionLost());
  }

  /** A connection for one process. */
  session(): SimSession {
    return new SimSession(this, this.#deps);
  }

  /** Wakes every listener; called by a commit. */
  notify(): void {
    for (const { notify } of this.#listeners) notify();
  }

  /** Internal to sessions. */
  begin(): SimTx {
    if (this.#isDown) throw connectionLost();
    const tx = new SimTx(this.#locks);
    this.#open.add(tx);
    return tx;
  }

  /** Internal to sessions. */
  commit(tx: SimTx): void {
    this.#open.delete(tx);
    if (tx.state !== 'open') return;
    this.happened('commit');
    tx.commit();
  }

  /** Internal to sessions. */
  abandon(tx: SimTx): void {
    this.#rollback(tx);
  }

  /** Internal to sessions. */
  addListener(listener: { readonly notify: () => void; readonly lose: (error: Error) => void }): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #rollback(tx: SimTx): void {
    this.#open.delete(tx);
    if (tx.state === 'ended') return;
    this.happened('rollback');
    tx.rollback();
  }
}

/** A process's way to the database. */
export class SimSession {
  readonly #database: SimDatabase;
  readonly #deps: SimDatabaseDeps;
  /** Open transactions, and whether their commit is on its way. */
  readonly #transactions = new Map<SimTx, { isCommitting: boolean }>();
  #isDead = false;

  constructor(database: SimDatabase, deps: SimDatabaseDeps) {
    this.#database = database;
    this.#deps = deps;
  }

  /**
   * Commits what `run` did, or rolls back and rethrows. When `signal` aborts, the statement under way fails, and the
   * signal's reason is thrown; if the commit was on its way already, it may have happened.
   */
  async transaction<T>(run: (tx: SimTx) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    await this.#deps.travel();
    signal?.throwIfAborted();
    if (this.#isDead) throw connectionLost();
    const tx = this.#database.begin();
    this.#transactions.set(tx, { isCommitting: false });
    const onAbort = (): void => {
      if (this.#transactions.get(tx)?.isCommitting !== true) this.#database.abandon(tx);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const value = await run(tx);
      signal?.throwIfAborted();
      await this.#commit(tx);
      signal?.throwIfAborted();
      return value;
    } catch (error) {
      this.#database.abandon(tx);
      if (signal?.aborted === true) throw signal.reason;
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#transactions.delete(tx);
    }
  }

  /** Something happened that only a statement knows of. */
  readonly happened = (what: string): void => {
    this.#database.happened(what);
  };

  /** One statement inside a transaction. */
  async statement<T>(tx: SimTx, run: () => T | Promise<T>): Promise<T> {
    const { faults } = this.#database;
    await this.#deps.travel();
    if (tx.state === 'failed') throw new SqlError('25P02', 'current transaction is aborted');
    if (tx.state === 'ended' || this.#database.isDown) throw connectionLost();
    if (faults.loseStatement?.() === true) {
      this.#database.abandon(tx);
      throw connectionLost();
    }
    try {
      if (faults.contention?.() === true) {
        throw new SqlError('40001', 'could not serialize access due to concurrent update');
      }
      return await run();
    } catch (error) {
      tx.fail();
      throw error;
    }
  }

  /** One statement that is its own transaction. */
  run<T>(run: (tx: SimTx) => T | Promise<T>): Promise<T> {
    return this.transaction((tx) => this.statement(tx, () => run(tx)));
  }

  /** Calls `onNotify` once listening and after each notification; ends with the signal, rejects when it breaks. */
  async listen(signal: AbortSignal, onNotify: () => void): Promise<void> {
    await this.#deps.travel();
    if (this.#database.isDown || this.#isDead) throw connectionLost();
    const over = Promise.withResolvers<undefined>();
    const remove = this.#database.addListener({
      notify: () => void this.#deps.travel().then(onNotify),
      lose: over.reject,
    });
    const onAbort = (): void => {
      over.resolve(undefined);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      onNotify();
      if (!signal.aborted) await over.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      remove();
    }
  }

  /** The process is gone: a commit on its way may happen, everything else is rolled back. */
  kill(): void {
    this.#isDead = true;
    for (const [tx, { isCommitting }] of this.#transactions) {
      if (isCommitting && tx.state === 'open' && this.#deps.coin()) this.#database.commit(tx);
      else this.#database.abandon(tx);
    }
    this.#transactions.clear();
  }

  async #commit(tx: SimTx): Promise<void> {
    const { faults } = this.#database;
    const entry = this.#transactions.get(tx);
    if (entry !== undefined) entry.isCommitting = true;
    await this.#deps.travel();
    if (tx.state === 'failed') {
      throw new TransactionError('a statement failed and its error was not passed on');
    }
    // Ended by the server, or decided by the death of the process.
    if (tx.state === 'ended' || this.#database.isDown) throw connectionLost();
    if (faults.loseBeforeCommit?.() === true) throw connectionLost();
    this.#database.commit(tx);
    if (faults.loseAfterCommit?.() === true) throw connectionLost();
    await this.#deps.travel();
  }
}
