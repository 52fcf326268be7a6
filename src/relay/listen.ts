import type { Logger } from 'pino';
import type { DatabaseHandle } from '../db/client.ts';
import type { Clock } from '../runtime/clock.ts';
import { runRounds } from './rounds.ts';

/** What a listener works with. */
export interface ListenDeps {
  readonly database: Pick<DatabaseHandle, 'connect'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Calls `onNotify` for each notification of a channel, on a connection of its own, until the signal aborts. Connects
 * again with back-off when the connection is lost, and calls `onNotify` after each connect: notifications that were
 * sent in between are lost.
 */
export const listen = (
  deps: ListenDeps,
  channel: string,
  signal: AbortSignal,
  onNotify: () => void,
): Promise<void> =>
  runRounds({ ...deps, name: `listen_${channel}`, signal }, async () => {
    const client = await deps.database.connect();
    const over = Promise.withResolvers<unknown>();
    // The loss may come while nobody waits for it; an unawaited rejection would end the process.
    over.promise.catch(() => undefined);
    const onAbort = (): void => {
      over.resolve(undefined);
    };
    client.on('error', over.reject);
    client.on('end', () => {
      over.reject(new Error('connection for notifications ended'));
    });
    client.on('notification', onNotify);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await client.query(`listen ${channel}`);
      onNotify();
      if (!signal.aborted) await over.promise;
      return 0;
    } finally {
      signal.removeEventListener('abort', onAbort);
      await client.end().catch(() => undefined); // A broken connection cannot be closed in order.
    }
  });
