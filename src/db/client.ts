import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Logger } from 'pino';
import { drizzle } from './drizzle.ts';
import { transactionRunner } from './transaction.ts';

/** A drizzle handle on a pool. */
export type Database = NodePgDatabase;

/** A drizzle handle inside one open transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

/** How to reach PostgreSQL. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`; `?options=-c%20search_path%3Dzulip,public` where the tables are elsewhere. */
  readonly url: string;
  /** TLS: absent = as the URL says (`sslmode`), else what node's TLS takes. */
  readonly tls?: { readonly ca?: string; readonly rejectUnauthorized?: boolean };
  /** Connections at most. Default 10. */
  readonly poolSize?: number;
  /** Longest run of one statement, ms; the server ends it. Default 30,000. 0 = no limit. */
  readonly statementTimeoutMs?: number;
  /** Longest rest of a transaction between two statements, ms; the server ends the session. Default 10,000. */
  readonly idleInTransactionMs?: number;
  /** Longest wait for a connection, ms: a free one of the pool or a new one. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Shown in `pg_stat_activity`. Default `zulip-workers`. */
  readonly applicationName?: string;
  /** Told of idle connections that broke. */
  readonly logger?: Logger;
}

/** A pool with the operations that the fleet needs. */
export interface DatabaseHandle {
  readonly db: Database;
  readonly pool: pg.Pool;
  /**
   * Commits what `run` did, or rolls back and throws what it threw. When `signal` aborts, the running statement is
   * cancelled, the connection is given up, and the signal's reason is thrown. Throws `TransactionError` when `run`
   * returned although one of its statements had failed: nothing was committed.
   */
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Asks the server for an answer; rejects while it does not give one. */
  ping(signal?: AbortSignal): Promise<void>;
  /** A connection of its own outside the pool, for `LISTEN`; without a statement limit. The caller ends it. */
  connect(): Promise<pg.Client>;
  /** Waits for open transactions, then closes. Safe twice. */
  close(): Promise<void>;
}

/**
 * A process that stands still inside a transaction (a paused machine, a stopped process) keeps what it has locked, also
 * the claims of its events. The server ends such a session, ms: sooner than a group gives its partitions to others
 * (session timeout, default 15 s), so that the next owner does not wait for the dead one.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** Settings of a connection, without the pool's. */
export const connectionConfig = (options: DatabaseOptions): pg.ClientConfig => ({
  connectionString: options.url,
  ...(options.tls === undefined ? {} : { ssl: options.tls }),
  application_name: options.applicationName ?? 'zulip-workers',
  connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
  statement_timeout: options.statementTimeoutMs ?? 30_000,
  idle_in_transaction_session_timeout: options.idleInTransactionMs ?? IDLE_IN_TRANSACTION_MS,
  keepAlive: true,
});

/**
 * How the pool's statements are planned. A prepared statement keeps its plan, and many tables here are empty at one
 * moment and hold a hundred thousand rows at the next: a plan made while a table was empty reads all of it, and would
 * go on to do so for every event. So a table is read as a whole only where no index fits; a transaction that wants to
 * read much sets `enable_seqscan` for itself. Compiling plans never pays for statements of a few milliseconds.
 */
const PLANNER_SETTINGS = '-c enable_seqscan=off -c jit=off';

/** The same address with `PLANNER_SETTINGS`, beside what it sets itself. */
const withPlannerSettings = (url: string): string => {
  const settings = encodeURIComponent(PLANNER_SETTINGS);
  if (/[?&]options=/.test(url)) return url.replace(/([?&]options=[^&#]*)/, `$1%20${settings}`);
  return `${url}${url.includes('?') ? '&' : '?'}options=${settings}`;
};

/**
 * Opens a pool. Nothing is connected until the first statement. A database that restarts breaks the statements under
 * way and nothing else: the pool replaces its connections.
 */
export const createDatabase = (options: DatabaseOptions): DatabaseHandle => {
  // Statements are sent without waiting for the answer to the one before, where nobody needs it: see `transaction.ts`.
  const settings = connectionConfig({ ...options, url: withPlannerSettings(options.url) });
  const pool = new pg.Pool({ ...settings, max: options.poolSize ?? 10, pipeline: true });
  // Without a listener the loss of an idle connection would end the process; the pool has removed it already.
  pool.on('error', (err) => {
    options.logger?.warn({ err }, 'idle database connection lost');
  });
  // Cancels statements of others; its own connection, because an aborted transaction may hold the pool's last one.
  const canceller = new pg.Pool({ ...connectionConfig(options), max: 1, idleTimeoutMillis: 5_000 });
  canceller.on('error', (err) => {
    options.logger?.debug({ err }, 'idle database connection lost');
  });
  const transaction = transactionRunner(pool, canceller);
  let closing: Promise<void> | undefined;
  return {
    db: drizzle({ client: pool }),
    pool,
    transaction,
    ping: (signal) =>
      transaction(async (tx) => {
        await tx.execute('select 1');
      }, signal),
    connect: async () => {
      const client = new pg.Client(connectionConfig({ ...options, statementTimeoutMs: 0 }));
      await client.connect();
      return client;
    },
    close: () => (closing ??= Promise.all([pool.end(), canceller.end()]).then(() => undefined)),
  };
};
