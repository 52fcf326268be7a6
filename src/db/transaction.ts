import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Database, Tx } from './client.ts';

/** A transaction whose function returned although one of its statements had failed; nothing was committed. */
class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly code = 'transaction_failed';
}

/** Of one run: what it threw, kept because a rollback on a broken connection throws something less useful. */
interface Failure {
  readonly error: unknown;
}

/** A drizzle handle on one connection, and the command tag of its last answer. */
interface Observed {
  readonly db: Database;
  lastCommand(): string;
}

/**
 * COMMIT of a transaction in which a statement has failed answers ROLLBACK, without an error, and drizzle does not
 * look: the caller would take its work for committed. So the tag is kept for the runner to see. (The connection's own
 * transaction status is no help: it arrives after the error of the statement has been reported.)
 */
const observe = (client: pg.PoolClient): Observed => {
  let command = '';
  const query = async (config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> => {
    const result = await client.query(config, values);
    command = result.command;
    return result;
  };
  return { db: drizzle({ client: { query } as unknown as pg.PoolClient }), lastCommand: () => command };
};

/**
 * Makes the function that runs transactions on connections of `pool`.
 *
 * An aborted transaction asks the server over `canceller` to end the statement that runs, and gives its connection up
 * instead of returning it: the cancel request may arrive late and would hit the next user's statement.
 */
export const transactionRunner = (pool: pg.Pool, canceller: pg.Pool) => {
  const handles = new WeakMap<pg.PoolClient, Observed>();
  const handleOf = (client: pg.PoolClient): Observed => {
    const known = handles.get(client);
    if (known !== undefined) return known;
    const created = observe(client);
    handles.set(client, created);
    return created;
  };

  return async <T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    const client = await connect(pool, signal);
    const lease = leaseOf(client, canceller);
    const onAbort = (): void => {
      lease.cut();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const handle = handleOf(client);
    let failure: Failure | undefined;
    try {
      const value = await handle.db.transaction(async (tx) => {
        try {
          const result = await run(tx);
          signal?.throwIfAborted();
          return result;
        } catch (error) {
          failure = { error };
          throw error;
        }
      });
      if (handle.lastCommand() !== 'COMMIT') {
        throw new TransactionError('a statement failed and its error was not passed on');
      }
      return value;
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      throw failure === undefined ? error : failure.error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      lease.end();
    }
  };
};

/** A connection while one transaction uses it: returned once, to the pool or to nobody. */
interface Lease {
  /** Ends the running statement and the connection. */
  cut(): void;
  /** Returns the connection, unless it is cut, broken or still inside a transaction. */
  end(): void;
}

const leaseOf = (client: pg.PoolClient, canceller: pg.Pool): Lease => {
  let broken: Error | undefined;
  let returned = false;
  // A connection that is checked out reports its loss here; without a listener that would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  const giveBack = (reason: Error | undefined): void => {
    if (returned) return;
    returned = true;
    if (reason === undefined) client.off('error', onError);
    client.release(reason);
  };
  return {
    cut: () => {
      if (returned) return;
      canceller.query('select pg_cancel_backend($1)', [backendPid(client)]).catch(() => {
        // The server is away or has ended the backend: there is nothing left to cancel.
      });
      giveBack(new Error('transaction aborted'));
    },
    end: () => {
      giveBack(
        broken ?? (client.getTransactionStatus() === 'I' ? undefined : new Error('connection left unclean')),
      );
    },
  };
};

/** Process id of the connection's backend; node-postgres keeps it but does not declare it. */
const backendPid = (client: pg.PoolClient): number | null =>
  (client as unknown as { readonly processID: number | null }).processID;

/** A connection of the pool; the wait for it ends with the signal, and a connection that comes later goes back. */
const connect = async (pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> => {
  const connecting = pool.connect();
  if (signal === undefined) return connecting;
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([connecting, aborted.promise]);
  } catch (error) {
    if (signal.aborted) {
      connecting.then(
        (client) => {
          client.release();
        },
        () => undefined, // The waiter has left; a failed connect concerns nobody any more.
      );
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
