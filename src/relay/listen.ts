import type { DatabaseHandle } from '../db/client.ts';

/**
 * Calls `onNotify` once it listens to a channel, and for each notification, on a connection of its own. Resolves when
 * the signal aborts; rejects when the connection cannot be made or is lost: notifications that are sent from then on
 * are lost, too.
 */
export const listen = async (
  database: Pick<DatabaseHandle, 'connect'>,
  channel: string,
  signal: AbortSignal,
  onNotify: () => void,
): Promise<void> => {
  const client = await database.connect();
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
  } finally {
    signal.removeEventListener('abort', onAbort);
    await client.end().catch(() => undefined); // A broken connection cannot be closed in order.
  }
};
