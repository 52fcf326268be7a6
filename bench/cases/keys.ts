import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { done } from '../../src/runtime/outcome.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openParallelConsumer } from '../parallel-consumer.ts';
import type { ParallelConsumer } from '../parallel-consumer.ts';
import { consumePlainly, perSecond, Stopwatch } from '../plain-kafkajs.ts';
import { fillTopic, openBenchBroker, openQueue } from '../queue-under-test.ts';
import { pairwise } from '../samples.ts';

const HANDLER_MS = 10;
const KEYS = 1_000;
const WIDTH = 256;
const COUNT = 30_000;
const SERIAL_COUNT = 300;

/** One partition, a handler that waits 10 ms: how much do keys help? */
export const keysCase: BenchCase = {
  name: 'keys',
  question: `Events per second of one partition with a ${HANDLER_MS} ms handler, ${KEYS} keys, at most ${WIDTH} at once`,
  async run(context) {
    const count = Math.round(COUNT * context.scale);
    const named = (name: string): BenchContext => ({ ...context, prefix: `${context.prefix}${name}` });
    const peer = await openPeer(context);
    const wide: number[] = [];
    const theirs: number[] = [];
    const serial: number[] = [];
    try {
      // Both compilers learn the same work before anything is measured.
      await ours(named('wx'), count);
      if ('consume' in peer) await parallelConsumer(named('cx'), peer, count);
      for (let run = 0; run < context.runs; run += 1) {
        wide.push(await ours(named(`w${run}`), count));
        if ('consume' in peer) theirs.push(await parallelConsumer(named(`c${run}`), peer, count));
        serial.push(await oneAfterTheOther(named(`p${run}`), SERIAL_COUNT));
      }
    } finally {
      if ('consume' in peer) await peer.close();
    }
    return {
      samples: [
        { name: `ours, width ${WIDTH}`, unit: 'events/s', values: wide },
        ...('consume' in peer
          ? [{ name: `Parallel Consumer ${peer.version}, width ${WIDTH}`, unit: 'events/s', values: theirs }]
          : []),
        { name: 'kafkajs eachMessage (one partition is serial)', unit: 'events/s', values: serial },
      ],
      ratios: [
        {
          text: 'ours against serial',
          values: pairwise(wide, serial),
          aim: { sense: 'at least', value: 200 },
        },
        ...('consume' in peer
          ? [
              {
                text: 'ours against Parallel Consumer',
                values: pairwise(wide, theirs),
                aim: { sense: 'more than', value: 1 } as const,
              },
            ]
          : []),
      ],
      notes: [
        'The order within each key is checked while it runs, on both sides: a fault ends the benchmark.',
        ...('missing' in peer ? [peer.missing] : []),
      ],
    };
  },
};

/** The Java side, or why there is none here. */
const openPeer = async ({
  stack,
  progress,
}: BenchContext): Promise<ParallelConsumer | { readonly missing: string }> => {
  try {
    return await openParallelConsumer(stack.brokers);
  } catch (error) {
    const missing = `Parallel Consumer is left out: ${(error as Error).message}.`;
    progress(missing);
    return { missing };
  }
};
const ours = async (context: BenchContext, count: number): Promise<number> => {
  const { brokers } = context.stack;
  await fillTopic(brokers, `${context.prefix}.keys`, { partitions: 1, count, keys: KEYS });
  const url = await context.stack.createDatabase(context.prefix);
  await migrate({ url });
  const database = createDatabase({ url });
  const producer = openBenchBroker(brokers).producer();
  const watch = new Stopwatch(count);
  const lastOfKey = new Map<number, number>();
  let outOfOrder = 0;
  const { queue, failed } = openQueue({
    brokers,
    prefix: context.prefix,
    queue: 'keys',
    database,
    producer,
    concurrency: WIDTH,
    handler: {
      kind: 'single',
      handle: async ({ user_profile_id: key, message_id: id }) => {
        if ((lastOfKey.get(key) ?? -1) > id) outOfOrder += 1;
        lastOfKey.set(key, id);
        await delay(HANDLER_MS);
        watch.tick();
        return done;
      },
    },
  });
  await queue.start();
  const ms = await Promise.race([watch.done, failed]);
  await queue.stop();
  await producer.disconnect();
  await database.close();
  if (outOfOrder > 0) throw new Error(`${outOfOrder} events out of order`);
  return perSecond(count, ms);
};

const oneAfterTheOther = async (context: BenchContext, count: number): Promise<number> => {
  const topic = `${context.prefix}.keys`;
  await fillTopic(context.stack.brokers, topic, { partitions: 1, count, keys: KEYS });
  const watch = new Stopwatch(count);
  const consumer = await consumePlainly({
    brokers: context.stack.brokers,
    groupId: topic,
    topic,
    partitionsConsumedConcurrently: 1,
    eachMessage: async () => {
      await delay(HANDLER_MS);
      watch.tick();
    },
  });
  const ms = await watch.done;
  await consumer.stop();
  return perSecond(count, ms);
};

const parallelConsumer = async (
  context: BenchContext,
  peer: ParallelConsumer,
  count: number,
): Promise<number> => {
  const topic = `${context.prefix}.keys`;
  await fillTopic(context.stack.brokers, topic, { partitions: 1, count, keys: KEYS });
  const task = { topic, group: topic, count, width: WIDTH, handlerMs: HANDLER_MS };
  return perSecond(count, (await peer.consume(task)).elapsedMs);
};
