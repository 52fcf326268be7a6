import { Kafka, logLevel } from 'kafkajs';
import { createDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { queueNames } from '../../src/runtime/names.ts';
import { done, retry } from '../../src/runtime/outcome.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openBenchBroker, openQueue, sendEvents } from '../queue-under-test.ts';
import { quantile } from '../samples.ts';

const DELAY_MS = 2_000;
const COUNT = 600;
const PER_SECOND = 100;
const KEYS = 100;
const QUEUE = 'retries';

/** How late second attempts start. */
export const retriesCase: BenchCase = {
  name: 'retries',
  question: `Milliseconds from the due time of a retry to its start, ${PER_SECOND} retries per second`,
  async run(context) {
    const p50: number[] = [];
    const p99: number[] = [];
    const early: number[] = [];
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      const late = await measure({ ...context, prefix: `${context.prefix}r${run}` });
      p50.push(quantile(late, 0.5));
      p99.push(quantile(late, 0.99));
      early.push(late.filter((ms) => ms < 0).length);
    }
    return {
      samples: [
        { name: 'p50', unit: 'ms', values: p50 },
        { name: 'p99', unit: 'ms', values: p99, aim: { sense: 'at most', value: 50 } },
        { name: 'before the due time', unit: 'retries', values: early, aim: { sense: 'at most', value: 0 } },
      ],
      ratios: [],
      notes: [
        `Every event fails once and waits in a tier topic of ${DELAY_MS / 1_000} s. Another consumer reads the due time from the record in that topic; the start is the call of the handler.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<readonly number[]> => {
  const { brokers } = context.stack;
  const names = queueNames(context.prefix, QUEUE, [DELAY_MS]);
  const admin = openBenchBroker(brokers).admin();
  await admin.connect();
  const topics = [names.main, names.dlq, ...names.tiers.map(({ topic }) => topic)];
  await admin.createTopics(topics.map((topic) => ({ topic, partitions: 12, configs: {} })));
  await admin.disconnect();
  const url = await context.stack.createDatabase(context.prefix);
  await migrate({ url });
  const database = createDatabase({ url });
  const producer = openBenchBroker(brokers).producer();
  await producer.connect();
  const startedAt = new Map<string, number>();
  const dueAt = new Map<string, number>();
  const { promise: all, resolve } = Promise.withResolvers<undefined>();
  const check = (): void => {
    if (startedAt.size === COUNT && dueAt.size === COUNT) resolve(undefined);
  };
  const reader = await readDueTimes(brokers, names.tiers[0]?.topic ?? '', (eventId, atMs) => {
    dueAt.set(eventId, atMs);
    check();
  });
  const { queue, failed } = openQueue({
    brokers,
    prefix: context.prefix,
    queue: QUEUE,
    database,
    producer,
    concurrency: 64,
    delaysMs: [DELAY_MS],
    handler: {
      kind: 'single',
      handle: (_, { attempt, eventId }) => {
        if (attempt === 1) return Promise.resolve(retry('bench'));
        startedAt.set(eventId, Date.now());
        check();
        return Promise.resolve(done);
      },
    },
  });
  await queue.start();
  const begin = performance.now();
  for (let id = 0; id < COUNT; id += 1) {
    await sendEvents(producer, names.main, [id], KEYS);
    await systemClock.sleep(Math.max(0, begin + ((id + 1) * 1_000) / PER_SECOND - performance.now()));
  }
  await Promise.race([all, failed]);
  await queue.stop();
  await reader.disconnect();
  await producer.disconnect();
  await database.close();
  return [...startedAt].map(([eventId, atMs]) => atMs - (dueAt.get(eventId) ?? Number.NaN));
};

/** Reads a tier topic beside the queue. */
const readDueTimes = async (
  brokers: string,
  topic: string,
  seen: (eventId: string, dueAtMs: number) => void,
): Promise<{ disconnect(): Promise<void> }> => {
  const kafka = new Kafka({ clientId: 'onlooker', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${topic}.onlooker`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message: { headers = {} } }) => {
      seen(String(headers[HEADERS.eventId]), Number(headers[HEADERS.notBefore]));
      return Promise.resolve();
    },
  });
  return consumer;
};
