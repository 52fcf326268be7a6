import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../src/db/client.ts';
import { done } from '../../src/runtime/outcome.ts';
import { openBenchBroker, openQueue } from '../queue-under-test.ts';
import { Tally } from '../side.ts';
import type { SideResult } from '../side.ts';

/** Filled topics of one partition and what is done with each event. */
export interface KeysOptions {
  readonly brokers: string;
  /** A migrated database. */
  readonly databaseUrl: string;
  /** The topics are `<prefix>.keys`; only the last one's result counts, those before teach the compiler. */
  readonly prefixes: readonly string[];
  readonly count: number;
  readonly handlerMs: number;
  readonly width: number;
}

/** What one run came to. */
export interface KeysResult extends SideResult {
  /** What a call of the handler really took on average, ms: timers are late on a busy event loop. */
  readonly meanHandlerMs: number;
}

/** Our runtime, with a check that the events of a key run in order and one at a time. */
export const oursKeys = async ({ prefixes, ...options }: KeysOptions): Promise<KeysResult> => {
  let result: KeysResult | null = null;
  for (const prefix of prefixes) result = await consume({ ...options, prefix });
  if (result === null) throw new Error('no topic');
  return result;
};

const consume = async (
  options: Omit<KeysOptions, 'prefixes'> & { readonly prefix: string },
): Promise<KeysResult> => {
  const database = createDatabase({ url: options.databaseUrl });
  const producer = openBenchBroker(options.brokers).producer();
  const tally = new Tally(options.count);
  const lastOfKey = new Map<number, number>();
  const running = new Set<number>();
  let outOfOrder = 0;
  let handlerMs = 0;
  const { queue, failed } = openQueue({
    ...{ brokers: options.brokers, prefix: options.prefix, queue: 'keys', database, producer },
    concurrency: options.width,
    handler: {
      kind: 'single',
      handle: async ({ user_profile_id: key, message_id: id }) => {
        if (running.has(key) || (lastOfKey.get(key) ?? -1) >= id) outOfOrder += 1;
        running.add(key);
        lastOfKey.set(key, id);
        const startedAt = performance.now();
        await delay(options.handlerMs);
        handlerMs += performance.now() - startedAt;
        running.delete(key);
        tally.note(id);
        return done;
      },
    },
  });
  await queue.start();
  const result = await Promise.race([tally.done, failed]);
  await queue.stop();
  await producer.disconnect();
  await database.close();
  if (outOfOrder > 0) throw new Error(`${outOfOrder} events out of order`);
  return { ...result, meanHandlerMs: handlerMs / options.count };
};
