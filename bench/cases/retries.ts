import { Kafka, logLevel } from 'kafkajs';
import { HEADERS } from '../../src/runtime/headers.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { withMembers } from '../members.ts';
import { numberOfEvent } from '../queue-under-test.ts';
import { quantile } from '../samples.ts';
import { sendSteadily } from '../steady-load.ts';

const PARTITIONS = 32;
const DELAYS_MS = [1_000, 5_000];
/** Events at full scale; each is tried again, and one in ten twice. */
const COUNT = 91_000;
const AGAIN_EVERY = 10;
/** Each is handled and moved at least twice: far more than these cores can do would measure the backlog. */
const PER_SECOND = 500;
const KEYS = 1_000;

/** How late further attempts start. */
export const retriesCase: BenchCase = {
  name: 'retries',
  question: `Milliseconds from the due time of a retry to its start, ${PARTITIONS} partitions, tiers of ${DELAYS_MS.map((ms) => ms / 1_000).join(' and ')} s`,
  async run(context) {
    const late = await measure(context);
    const of = (value: number) => ({ values: [value] });
    return {
      samples: [
        { name: 'retries', unit: 'retries', ...of(late.length) },
        {
          name: 'before the due time',
          unit: 'retries',
          ...of(late.filter((ms) => ms < 0).length),
          aim: { sense: 'at most', value: 0 },
        },
        { name: 'p50', unit: 'ms', ...of(quantile(late, 0.5)) },
        { name: 'p99', unit: 'ms', ...of(quantile(late, 0.99)), aim: { sense: 'at most', value: 25 } },
        { name: 'latest', unit: 'ms', ...of(quantile(late, 1)) },
      ],
      ratios: [],
      notes: [
        `${PER_SECOND.toLocaleString('en-US')} events per second in one process. Every event fails once and waits ${(DELAYS_MS[0] ?? 0) / 1_000} s; one in ten fails again and waits ${(DELAYS_MS[1] ?? 0) / 1_000} s. Another consumer reads the due times from the tier topics; the start is the call of the handler.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<readonly number[]> => {
  const { brokers } = context.stack;
  const options = { partitions: PARTITIONS, delaysMs: DELAYS_MS };
  return withMembers(context, options, async ({ members, databaseUrl }) => {
    const dueAt = new Map<string, number>();
    const tiers = members.names.tiers.map(({ topic }) => topic);
    const onlooker = await readDueTimes(brokers, tiers, (attempt, atMs) => dueAt.set(attempt, atMs));
    try {
      await members.start({
        databaseUrl,
        effect: 'none',
        concurrency: 256,
        delaysMs: DELAYS_MS,
        failures: 1,
        failAgainEvery: AGAIN_EVERY,
      });
      const count = Math.round((COUNT * context.scale) / AGAIN_EVERY) * AGAIN_EVERY;
      await sendSteadily({
        send: (events) => members.send(events),
        perSecond: PER_SECOND,
        everyMs: 100,
        until: count,
        userOf: (id) => id % KEYS,
      });
      await members.ended(count);
      const retries = count + count / AGAIN_EVERY;
      await members.until('every due time is read', () => Promise.resolve(dueAt.size >= retries));
      const starts = members
        .notes()
        .flat()
        .filter(({ kind, attempt }) => kind === 'start' && attempt > 1);
      return starts.map(({ id, attempt, atMs }) => atMs - (dueAt.get(`${id}/${attempt}`) ?? Number.NaN));
    } finally {
      await onlooker.disconnect();
    }
  });
};

/** Reads the tier topics beside the queue; attempts are named `<event>/<attempt>`. */
const readDueTimes = async (
  brokers: string,
  topics: string[],
  seen: (attempt: string, dueAtMs: number) => void,
): Promise<{ disconnect(): Promise<void> }> => {
  const kafka = new Kafka({ clientId: 'onlooker', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${topics.join()}.onlooker`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message: { headers = {} } }) => {
      const id = numberOfEvent(String(headers[HEADERS.eventId]));
      seen(`${id}/${String(headers[HEADERS.attempt])}`, Number(headers[HEADERS.notBefore]));
      return Promise.resolve();
    },
  });
  return consumer;
};
