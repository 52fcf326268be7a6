import type pg from 'pg';
import type { Tx } from './client.ts';
import { asDatabaseFailure } from './failure.ts';
import { orAbort } from '../runtime/time-limit.ts';
import { destroyConnection, TxConnection } from './tx-connection.ts';

/** A transaction whose function returned although one of its statements had failed; nothing was committed. */
class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly code = 'transaction_failed';
}

/**
 * The last COMMIT of a connection, settled when it is answered; it never rejects. The connection is given to its next
 * user before that: the server works off what it is sent in order, and nobody has to wait for the way back.
 */
type LastCommits = WeakMap<pg.PoolClient, Promise<void>>;

/**
 * Makes the function that runs transactions on connections of `pool`.
 *
 * A transaction costs two ways to the server and back besides its own statements at most: BEGIN travels with the first
 * statement, COMMIT with the next transaction of the connection, if one is waiting.
 *
 * An aborted transaction asks the server over `canceller` to end the statement that runs, and gives its connection up
 * instead of returning it: the cancel request may arrive late and would hit the next user's statement. For the same
 * reason it waits until the COMMIT of the connection's former user is answered.
 */
export const transactionRunner = (pool: pg.Pool, canceller: pg.Pool) => {
  const lastCommits: LastCommits = new WeakMap();

  /**
   * COMMIT of a transaction in which a statement has failed answers ROLLBACK, without an error: the caller would take
   * its work for committed if nobody looked.
   */
  const commit = async (connection: TxConnection, client: pg.PoolClient, lease: Lease): Promise<void> => {
    const committing = connection.commit().catch((error: unknown) => {
      throw asDatabaseFailure('commit', error);
    });
    lastCommits.set(
      client,
      committing.then(
        () => undefined,
        () => undefined, // Its own transaction reports it.
      ),
    );
    lease.passOn();
    if ((await committing) !== 'COMMIT') {
      throw new TransactionError('a statement failed and its error was not passed on');
    }
  };

  return async <T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    const client = await connect(pool, signal);
    const lease = leaseOf(client, canceller, lastCommits);
    const onAbort = (): void => {
      void lease.cut();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const connection = new TxConnection(client);
    try {
      const value = await run(connection.tx);
      signal?.throwIfAborted();
      if (connection.isBegun) await commit(connection, client, lease);
      return value;
    } catch (error) {
      if (connection.isBegun && !lease.isOver) {
        // A connection that cannot even roll back is given up below; the first error tells more.
        await connection.rollback().catch(() => undefined);
      }
      if (signal?.aborted === true && !(error instanceof TransactionError)) throw signal.reason;
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      lease.end();
    }
  };
};

/** A connection while one transaction uses it: returned once, to the pool or to nobody. */
interface Lease {
  /** Whether the connection is returned. */
  readonly isOver: boolean;
  /** Ends the running statement and the connection. */
  cut(): Promise<void>;
  /** Returns the connection although its COMMIT is not answered yet; after it the connection is clean either way. */
  passOn(): void;
  /** Returns the connection, unless it is cut, broken or still inside a transaction. */
  end(): void;
}

const leaseOf = (client: pg.PoolClient, canceller: pg.Pool, lastCommits: LastCommits): Lease => {
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
    get isOver() {
      return returned;
    },
    cut: async () => {
      await lastCommits.get(client);
      if (returned) return;
      canceller.query('select pg_cancel_backend($1)', [backendPid(client)]).catch(() => {
        // The server is away or has ended the backend: there is nothing left to cancel.
      });
      giveBack(new Error('transaction aborted'));
      destroyConnection(client);
    },
    passOn: () => {
      giveBack(broken);
    },
    end: () => {
      if (returned) return;
      const isClean = client.getTransactionStatus() === 'I';
      giveBack(broken ?? (isClean ? undefined : new Error('connection left unclean')));
    },
  };
};

/** Process id of the connection's backend; node-postgres keeps it but does not declare it. */
const backendPid = (client: pg.PoolClient): number | null =>
  (client as unknown as { readonly processID: number | null }).processID;

/** A connection of the pool; the wait for it ends with the signal, and a connection that comes later goes back. */
const connect = async (pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> => {
  const connecting = pool.connect().catch((error: unknown) => {
    throw asDatabaseFailure('connect', error);
  });
  if (signal === undefined) return connecting;
  try {
    return await orAbort(connecting, signal);
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
  }
};
