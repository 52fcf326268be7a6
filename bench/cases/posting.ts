import { pino } from 'pino';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { seed } from '../../src/db/seed.ts';
import { silentRecorder } from '../../src/metrics/recorder.ts';
import { createOutbox } from '../../src/producer/create-producer.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createRegistryApi } from '../../src/schemas/registry-api.ts';
import { registerSchemas } from '../../src/schemas/register-schemas.ts';
import type { CheckedMessage, TargetChannel } from '../../src/shared/messages/checked-message.ts';
import { createRowPoster } from '../../src/shared/messages/row-poster.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { messageTo, prepareChannel } from '../large-channel.ts';
import { median, show } from '../samples.ts';

const SIZES = [10, 1_000, 20_000] as const;
const POSTS: Readonly<Record<number, number>> = { 10: 200, 1_000: 40, 20_000: 5 };
/** Half of what a person still takes for "at once". */
const AIM_MS = 500;

interface Found {
  readonly perPostMs: readonly number[];
  readonly rowsPerSecond: number;
}

/** What it takes to write a message for all subscribers of its channel. */
export const postingCase: BenchCase = {
  name: 'posting',
  question: 'Posting a channel message by rows: time for one message, and rows per second, by subscribers',
  async run(context) {
    const found = new Map<number, Found[]>(SIZES.map((size) => [size, []]));
    for (let run = 0; run < context.runs; run += 1) {
      const prefix = `${context.prefix}r${run}`;
      for (const [size, result] of await measure({ ...context, prefix })) found.get(size)?.push(result);
    }
    const valuesOf = (size: number, valueOf: (result: Found) => number): readonly number[] =>
      (found.get(size) ?? []).map(valueOf);
    return {
      samples: SIZES.flatMap((size) => [
        {
          name: `${size.toLocaleString('en-US')} subscribers, one message (median)`,
          unit: 'ms',
          values: valuesOf(size, ({ perPostMs }) => median(perPostMs)),
          ...(size === 20_000 && { aim: { sense: 'at most', value: AIM_MS } as const }),
        },
        {
          name: `${size.toLocaleString('en-US')} subscribers, rows`,
          unit: 'rows/s',
          values: valuesOf(size, ({ rowsPerSecond }) => rowsPerSecond),
        },
      ]),
      ratios: [],
      notes: [
        'Messages are posted one after another by one caller: locks, key, message, a row with flags for each subscriber, presence and devices, and the notice for the real-time server in the outbox, encoded, in one committed transaction (fsync on). Nobody is long away, so nobody is left out; everybody wants mail and a third has a phone. Checking and rendering come before and are not counted.',
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<readonly (readonly [number, Found])[]> => {
  const { stack, prefix } = context;
  const url = await stack.createDatabase(prefix);
  await migrate({ url });
  const registry = { url: stack.registryUrl, username: null, password: null, clock: systemClock };
  await registerSchemas(createRegistryApi(registry), { prefix });
  const database = createDatabase({ url });
  try {
    await seed(database, { people: 20, messages: 50, clock: systemClock });
    const results: (readonly [number, Found])[] = [];
    for (const size of SIZES) {
      const result = await postTo(context, database, Math.max(1, Math.round(size * context.scale)), size);
      results.push([size, result]);
      context.progress(`${size} subscribers: ${show(median(result.perPostMs))} ms`);
    }
    return results;
  } finally {
    await database.close();
    await stack.dropDatabase(prefix);
  }
};

const postTo = async (
  { stack, prefix }: BenchContext,
  database: DatabaseHandle,
  subscribers: number,
  size: number,
): Promise<Found> => {
  const { author, channel } = await prepareChannel(database, subscribers);
  const messages = new Map<string, CheckedMessage>();
  const poster = createRowPoster({
    db: database.db,
    transaction: (run, signal) => database.transaction(run, signal),
    check: (draft) => {
      const result = messages.get(draft.idempotencyKey);
      if (result === undefined) throw new Error('not a message of the benchmark');
      return Promise.resolve({ result, ownerWarning: null });
    },
    outbox: createOutbox({ producerName: 'bench/1', registry: { url: stack.registryUrl }, prefix }),
    clock: systemClock,
    recorder: silentRecorder,
    logger: pino({ level: 'silent' }),
  });
  const { signal } = new AbortController();
  const perPostMs: number[] = [];
  const posts = POSTS[size] ?? 1;
  for (let post = -1; post < posts; post += 1) {
    const message = messageTo(author, channel, `bench:${size}:${post}`);
    messages.set(message.draft.idempotencyKey, message);
    const begin = performance.now();
    const [result] = await poster.post([message.draft], { signal });
    if (result?.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(result)}`);
    // The first one compiles code and plans.
    if (post >= 0) perPostMs.push(performance.now() - begin);
  }
  await checkRows(database, channel, subscribers * (posts + 1));
  const seconds = perPostMs.reduce((sum, ms) => sum + ms, 0) / 1_000;
  return { perPostMs, rowsPerSecond: (subscribers * posts) / seconds };
};

const checkRows = async (
  { pool }: DatabaseHandle,
  channel: TargetChannel,
  expected: number,
): Promise<void> => {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from zerver_usermessage um join zerver_message m on m.id = um.message_id
     where m.recipient_id = $1`,
    [channel.recipientId],
  );
  if (rows[0]?.n !== expected) throw new Error(`${String(rows[0]?.n)} rows instead of ${expected}`);
};
