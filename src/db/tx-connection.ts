import pg from 'pg';
import { NodePgSession, NodePgTransaction, PgDialect } from './drizzle.ts';
import type { Tx } from './client.ts';

/** What node-postgres sends on a connection; its declarations leave most of it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void; destroy(): void };
  bind(portal: { readonly statement: string; readonly values: readonly unknown[] }): void;
  execute(portal: { readonly portal: string }): void;
}

const BEGIN = { name: 'transaction_begin', text: 'begin' } as const;

const dialect = new PgDialect();

const wireOf = (client: pg.Client): Wire => client.connection as unknown as Wire;

/** Whether node-postgres sends it as a statement with parameters; any other goes as text, which ends with its own Sync. */
const isBound = (config: pg.QueryConfig, values?: unknown[]): boolean =>
  config.name !== undefined || (values ?? config.values ?? []).length > 0;

/** Connections on which `BEGIN` is prepared. */
const prepared = new WeakSet<pg.Client>();

/**
 * A statement with parameters and BEGIN in front of it, in one message with one Sync: if BEGIN fails, the server skips the
 * statement, so it can never run outside a transaction.
 */
const beginningQuery = (client: pg.Client, config: pg.QueryConfig, values?: unknown[]): pg.Query => {
  const query = new pg.Query(config, values ?? config.values);
  const submit = query.submit.bind(query);
  query.submit = (connection) => {
    const { stream } = wireOf(client);
    stream.cork();
    try {
      wireOf(client).bind({ statement: BEGIN.name, values: [] });
      wireOf(client).execute({ portal: '' });
      submit(connection);
    } finally {
      stream.uncork();
    }
  };
  return query;
};

/** Runs the statement behind BEGIN and answers its own result. */
const beginWith = (client: pg.Client, config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> =>
  new Promise((resolve, reject) => {
    const query = beginningQuery(client, config, values) as pg.Query & {
      callback: (error: Error | null | undefined, results?: pg.QueryResult[]) => void;
    };
    query.callback = (error, results) => {
      const result = results?.at(-1);
      if (error instanceof Error) reject(error);
      else if (result === undefined) reject(new Error('a transaction began without an answer'));
      else resolve(result);
    };
    client.query(query);
  });

/**
 * One transaction on one connection. States:
 * - *untouched*: no statement was run, the server knows nothing of it;
 * - *begun*: BEGIN has gone out with or before the first statement;
 * - *ended*: COMMIT or ROLLBACK has gone out; a statement that comes later is refused, because the connection may
 *   belong to another transaction by then.
 */
export class TxConnection {
  readonly tx: Tx;
  readonly #client: pg.Client;
  #begun: Promise<unknown> | null = null;
  #isEnded = false;

  constructor(client: pg.Client) {
    this.#client = client;
    const query = (config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> =>
      this.#query(config, values);
    const session = new NodePgSession({ query } as unknown as pg.PoolClient, dialect, undefined);
    this.tx = new NodePgTransaction(dialect, session, undefined) as unknown as Tx;
  }

  /** Whether there is anything to commit or roll back. */
  get isBegun(): boolean {
    return this.#begun !== null;
  }

  /**
   * Sends COMMIT and answers the server's command tag: ROLLBACK when a statement of the transaction has failed. What is
   * written until the end of this turn travels with it.
   */
  async commit(): Promise<string> {
    this.#isEnded = true;
    const { stream } = wireOf(this.#client);
    stream.cork();
    process.nextTick(() => {
      stream.uncork();
    });
    return (await this.#client.query('commit')).command;
  }

  /** Undoes everything; rejects when the connection is broken. */
  async rollback(): Promise<void> {
    this.#isEnded = true;
    await this.#client.query('rollback');
  }

  async #query(config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    if (this.#isEnded) throw new Error('the transaction has ended');
    if (this.#begun !== null) {
      // Without BEGIN it would take effect at once.
      await this.#begun;
      return this.#client.query(config, values);
    }
    if (isBound(config, values) && prepared.has(this.#client)) {
      const first = beginWith(this.#client, config, values);
      this.#begun = first;
      return first;
    }
    this.#begun = this.#client.query(BEGIN);
    await this.#begun;
    prepared.add(this.#client);
    return this.#client.query(config, values);
  }
}

/** Ends a connection without waiting for what runs on it. */
export const destroyConnection = (client: pg.Client): void => {
  wireOf(client).stream.destroy();
};
