import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runHot } from '../../src/db/statement.ts';
import { done } from '../../src/runtime/outcome.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { fillTopic, openBenchBroker, openQueue, sendEvents } from '../queue-under-test.ts';
import { quantile } from '../samples.ts';

const PER_SECOND = 50;
const COUNT = 300;
const WARM_UP = 75;
const KEYS = 50;
const ADD = { name: 'bench_note', text: 'insert into bench_note (id) values ($1)' };

/** From the producer's call to the committed effect, at a light load. */
export const latencyCase: BenchCase = {
  name: 'latency',
  question: `Milliseconds from send to committed effect at ${PER_SECOND} events per second`,
  async run(context) {
    const p50: number[] = [];
    const p99: number[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      const latencies = await measure({ ...context, prefix: `${context.prefix}l${run}` });
      p50.push(quantile(latencies, 0.5));
      p99.push(quantile(latencies, 0.99));
    }
    return {
      samples: [
        { name: 'p50', unit: 'ms', values: p50, aim: { sense: 'at most', value: 8 } },
        { name: 'p99', unit: 'ms', values: p99, aim: { sense: 'at most', value: 30 } },
      ],
      ratios: [],
      notes: ['The first events are not counted: they warm the code.'],
    };
  },
};

const measure = async (context: BenchContext): Promise<number[]> => {
  const { brokers } = context.stack;
  const topic = `${context.prefix}.latency`;
  await fillTopic(brokers, topic, { partitions: 12, count: 0, keys: KEYS });
  const url = await context.stack.createDatabase(context.prefix);
  await migrate({ url });
  const database = createDatabase({ url });
  await database.pool.query('create table bench_note (id int primary key)');
  const producer = openBenchBroker(brokers).producer();
  await producer.connect();
  const sentAt: number[] = [];
  const latencies: number[] = [];
  const total = COUNT + WARM_UP;
  const { promise: all, resolve } = Promise.withResolvers<undefined>();
  let handled = 0;
  const { queue, failed } = openQueue({
    brokers,
    prefix: context.prefix,
    queue: 'latency',
    database,
    producer,
    concurrency: 64,
    handler: {
      kind: 'single',
      handle: async ({ message_id: id }, context) => {
        await context.apply((tx) => runHot(tx, ADD, [id]));
        if (id >= WARM_UP) latencies.push(performance.now() - (sentAt[id] ?? Number.NaN));
        handled += 1;
        if (handled === total) resolve(undefined);
        return done;
      },
    },
  });
  await queue.start();
  const begin = performance.now();
  const sends: Promise<void>[] = [];
  for (let id = 0; id < total; id += 1) {
    sentAt[id] = performance.now();
    sends.push(sendEvents(producer, topic, [id], KEYS));
    await delay(Math.max(0, begin + ((id + 1) * 1000) / PER_SECOND - performance.now()));
  }
  await Promise.all(sends);
  await Promise.race([all, failed]);
  await queue.stop();
  await producer.disconnect();
  await database.close();
  return latencies;
};
