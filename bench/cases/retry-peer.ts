import { Kafka, logLevel } from 'kafkajs';
import { createDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { queueNames } from '../../src/runtime/names.ts';
import { done, retry } from '../../src/runtime/outcome.ts';
import type { BenchCase, BenchContext, CaseResult } from '../case.ts';
import { perSecond } from '../plain-kafkajs.ts';
import { openBenchBroker, openQueue, sendEvents } from '../queue-under-test.ts';
import { pairwise, quantile } from '../samples.ts';
import { openSpringKafka } from '../spring-kafka.ts';
import type { RetryResult, SpringKafka } from '../spring-kafka.ts';

const DELAY_MS = 1_000;
const PARTITIONS = 32;
const KEYS = 1_000;
const QUEUE = 'retries';
/** Events that come one after another, for how late their retries start. */
const STEADY = 500;
const PER_SECOND = 50;
/** Events that are all there at the beginning, for how many can be retried in a second. */
const BACKLOG = 2_000;
const SEND = 500;

const GUARANTEES = {
  ours: 'At least once, committed with a map of what is finished; a retry is acknowledged by the brokers before its record counts as finished; a handler limits only its key.',
  spring:
    'At least once, committed after each poll; a retry is acknowledged before its record counts as finished. One thread reads each topic by default; a partition of the retry topic stands still until its first record is due. What was polled together with a failed record is kept, which is not the default: else it is fetched again after each failure.',
};

/** Our retries beside those of Spring Kafka. */
export const retryPeerCase: BenchCase = {
  name: 'retry-peer',
  question: `Every event fails once and is tried again after ${DELAY_MS / 1_000} s, ${PARTITIONS} partitions, beside Spring Kafka's @RetryableTopic`,
  async run(context) {
    const peer = await openPeer(context);
    const ours: Side[] = [];
    const theirs: Side[] = [];
    try {
      for (let run = 0; run < context.runs; run += 1) {
        const named = (name: string): BenchContext => ({
          ...context,
          prefix: `${context.prefix}${name}${run}`,
        });
        ours.push(await measure(named('o'), startOurs));
        if ('retry' in peer) theirs.push(await measure(named('s'), startSpring(peer)));
      }
    } finally {
      if ('retry' in peer) await peer.close();
    }
    return resultOf(ours, theirs, peer);
  },
};

/** The Java side, or the sentence that says why it is not there. */
type Peer = SpringKafka | { readonly missing: string };

const openPeer = async ({ stack, progress }: BenchContext): Promise<Peer> => {
  try {
    return await openSpringKafka(stack.brokers);
  } catch (error) {
    const missing = `Spring Kafka is left out: ${(error as Error).message}.`;
    progress(missing);
    return { missing };
  }
};

/** Starts a side on the topic of a queue; it reads `count` events and fails each once. */
type Start = (context: BenchContext, count: number) => Promise<{ readonly result: Promise<RetryResult> }>;

/** What was measured of one side in one run. */
interface Side {
  readonly lateMs: readonly number[];
  readonly perSecond: number;
}

const measure = async (context: BenchContext, start: Start): Promise<Side> => {
  const steady = { ...context, prefix: `${context.prefix}t` };
  const steadyCount = Math.round(STEADY * context.scale);
  const steadyWay = await prepare(steady);
  const running = await start(steady, steadyCount);
  const begin = performance.now();
  for (let id = 0; id < steadyCount; id += 1) {
    await steadyWay.send([id]);
    await systemClock.sleep(Math.max(0, begin + ((id + 1) * 1_000) / PER_SECOND - performance.now()));
  }
  await steadyWay.close();
  const { lateMs } = await running.result;

  const backlog = { ...context, prefix: `${context.prefix}b` };
  const count = Math.round(BACKLOG * context.scale);
  const way = await prepare(backlog);
  for (let from = 0; from < count; from += SEND) {
    await way.send(Array.from({ length: Math.min(SEND, count - from) }, (_, index) => from + index));
  }
  await way.close();
  const { elapsedMs } = await (await start(backlog, count)).result;
  return { lateMs, perSecond: perSecond(count, elapsedMs - DELAY_MS) };
};

/** The way into a topic. */
interface Way {
  send(ids: readonly number[]): Promise<void>;
  close(): Promise<void>;
}

/** Makes the topics and answers the way into the main one. */
const prepare = async ({ stack, prefix }: BenchContext): Promise<Way> => {
  const names = queueNames(prefix, QUEUE, [DELAY_MS]);
  const broker = openBenchBroker(stack.brokers);
  const admin = broker.admin();
  await admin.connect();
  const topics = [names.main, names.dlq, ...names.tiers.map(({ topic }) => topic)];
  await admin.createTopics(topics.map((topic) => ({ topic, partitions: PARTITIONS, configs: {} })));
  await admin.disconnect();
  const producer = broker.producer();
  await producer.connect();
  return {
    send: (ids) => sendEvents(producer, names.main, ids, KEYS),
    close: () => producer.disconnect(),
  };
};

const startSpring =
  (peer: SpringKafka): Start =>
  ({ prefix }, count) => {
    const { main } = queueNames(prefix, QUEUE, []);
    return peer.retry({
      topic: main,
      group: `${main}.spring`,
      count,
      delayMs: DELAY_MS,
      partitions: PARTITIONS,
    });
  };

const startOurs: Start = async ({ stack, prefix }, count) => {
  const url = await stack.createDatabase(prefix);
  await migrate({ url });
  const database = createDatabase({ url });
  const producer = openBenchBroker(stack.brokers).producer();
  await producer.connect();
  const startedAt = new Map<string, number>();
  let firstAt = 0;
  const { promise: all, resolve } = Promise.withResolvers<number>();
  const { queue, failed } = openQueue({
    ...{ brokers: stack.brokers, prefix, queue: QUEUE, database, producer },
    concurrency: 256,
    delaysMs: [DELAY_MS],
    handler: {
      kind: 'single',
      handle: (_, { attempt, eventId }) => {
        if (firstAt === 0) firstAt = performance.now();
        if (attempt === 1) return Promise.resolve(retry('bench'));
        startedAt.set(eventId, Date.now());
        if (startedAt.size === count) resolve(performance.now() - firstAt);
        return Promise.resolve(done);
      },
    },
  });
  await queue.start();
  const finish = async (): Promise<RetryResult> => {
    const elapsedMs = await Promise.race([all, failed]);
    await queue.stop();
    await producer.disconnect();
    await database.close();
    const dueAt = await readDueTimes(stack.brokers, prefix, count);
    return {
      elapsedMs,
      lateMs: [...startedAt].map(([eventId, atMs]) => atMs - (dueAt.get(eventId) ?? Number.NaN)),
    };
  };
  return { result: finish() };
};

/** The due times in the tier topic, by event. */
const readDueTimes = async (
  brokers: string,
  prefix: string,
  count: number,
): Promise<ReadonlyMap<string, number>> => {
  const topic = queueNames(prefix, QUEUE, [DELAY_MS]).tiers[0]?.topic ?? '';
  const dueAt = new Map<string, number>();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const kafka = new Kafka({ clientId: 'onlooker', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${topic}.onlooker`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message: { headers = {} } }) => {
      dueAt.set(String(headers[HEADERS.eventId]), Number(headers[HEADERS.notBefore]));
      if (dueAt.size === count) resolve(undefined);
      return Promise.resolve();
    },
  });
  await promise;
  await consumer.disconnect();
  return dueAt;
};

const resultOf = (ours: readonly Side[], theirs: readonly Side[], peer: Peer): CaseResult => {
  const samplesOf = (side: string, runs: readonly Side[], guarantees: string): CaseResult['samples'] => [
    { name: `${side}, all waiting`, unit: 'retries/s', values: runs.map((run) => run.perSecond), guarantees },
    ...[0.5, 0.99].map((p) => ({
      name: `${side}, lateness p${p * 100}`,
      ...{ unit: 'ms', values: runs.map(({ lateMs }) => quantile(lateMs, p)) },
    })),
    {
      name: `${side}, before the due time`,
      ...{ unit: 'retries', values: runs.map(({ lateMs }) => lateMs.filter((ms) => ms < 0).length) },
    },
  ];
  const rate = (runs: readonly Side[]): readonly number[] => runs.map((run) => run.perSecond);
  return {
    samples: [
      ...samplesOf('ours', ours, GUARANTEES.ours),
      ...('retry' in peer ? samplesOf(`Spring Kafka ${peer.version}`, theirs, GUARANTEES.spring) : []),
    ],
    ratios:
      'retry' in peer
        ? [
            {
              text: 'retries per second, ours against Spring Kafka',
              values: pairwise(rate(ours), rate(theirs)),
              aim: { sense: 'more than', value: 1 },
            },
          ]
        : [],
    notes: [
      `Lateness: ${PER_SECOND} events per second, from the due time in the retry record to the call of the handler. Retries per second: ${BACKLOG.toLocaleString('en-US')} events that are there at the beginning, from the first attempt to the last retry, without the ${DELAY_MS / 1_000} s of waiting.`,
      ...('missing' in peer ? [peer.missing] : []),
    ],
  };
};
