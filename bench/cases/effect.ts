import type { BenchCase, BenchContext } from '../case.ts';
import { checkEffects, prepareEffectDatabase } from '../effect-database.ts';
import { fillTopic } from '../queue-under-test.ts';
import { startRedis } from '../redis.ts';
import { runSide } from '../run-side.ts';
import { pairwise, show } from '../samples.ts';
import type { Aim } from '../samples.ts';
import type { SideResult } from '../side.ts';
import type { SideName } from '../sides.ts';
import type { EffectOptions } from '../sides/effect.ts';

const PARTITIONS = 12;
const KEYS = 1_000;
const MORE: Aim = { sense: 'more than', value: 1 };

type EffectSide = Extract<SideName, `effect ${string}`>;

interface Described {
  readonly name: string;
  /** Enough for a few seconds. */
  readonly count: number;
  readonly guarantees: string;
  readonly aim?: Aim;
}

const POSTGRES_QUEUE =
  'at least once; no order; retries with growing waits; the jobs are rows of the same database, inserted before';

const SIDES: Readonly<Record<EffectSide, Described>> = {
  'effect ours batch': {
    name: 'ours, batch handler of up to 250',
    count: 120_000,
    guarantees:
      'exactly once by the runtime’s ledger of effects; order per key; a failed event is run alone and costs its neighbours nothing; retries and dead letters',
    aim: { sense: 'at least', value: 25_000 },
  },
  'effect ours single': {
    name: 'ours, single handler',
    count: 15_000,
    guarantees:
      'exactly once by the runtime’s ledger of effects; a transaction per event; order per key; retries and dead letters',
    aim: { sense: 'at least', value: 4_000 },
  },
  'effect kafkajs': {
    name: 'kafkajs eachMessage, 12 partitions at once',
    count: 15_000,
    guarantees:
      'exactly once by a claim in the handler; a transaction per event; order per partition; an error stops its partition',
  },
  'effect graphile-worker single': {
    name: 'graphile-worker, a job per event',
    count: 15_000,
    guarantees: `exactly once by a claim in the task; a transaction per event; ${POSTGRES_QUEUE}; local queue of 500, completions batched`,
  },
  'effect graphile-worker batch': {
    name: 'graphile-worker, 250 events packed into each job by the producer',
    count: 60_000,
    guarantees: `exactly once by a claim in the task; the queue sees one job where there are 250 events: no event has an end, a retry or a place in the order of its own; ${POSTGRES_QUEUE}`,
  },
  'effect pg-boss single': {
    name: 'pg-boss, a transaction per job',
    count: 15_000,
    guarantees: `exactly once by a claim in the handler; jobs are fetched and completed 250 at a time, and one that fails fails the 250; ${POSTGRES_QUEUE}`,
  },
  'effect pg-boss batch': {
    name: 'pg-boss, 250 jobs in one transaction',
    count: 30_000,
    guarantees: `exactly once: effects and completion are one transaction; one that fails fails the 250; ${POSTGRES_QUEUE}`,
  },
  'effect bullmq': {
    name: 'BullMQ, 12 jobs at once',
    count: 15_000,
    guarantees:
      'exactly once by a claim in the handler; a transaction per event; no order; jobs are in Redis, whose append-only file reaches the disk once a second: a power cut may lose a second of them',
  },
};

const NAMES = Object.keys(SIDES) as EffectSide[];
const RIVALS: readonly (readonly [EffectSide, EffectSide])[] = [
  ['effect ours batch', 'effect graphile-worker single'],
  ['effect ours batch', 'effect pg-boss batch'],
  ['effect ours single', 'effect kafkajs'],
  ['effect ours single', 'effect graphile-worker single'],
  ['effect ours single', 'effect pg-boss single'],
  ['effect ours single', 'effect bullmq'],
];

/** Events per second with an effect in PostgreSQL that happens once, beside Kafka and job queues. */
export const effectCase: BenchCase = {
  name: 'effect',
  question: 'Events per second, end to end, with an effect in PostgreSQL that happens exactly once',
  async run(context) {
    const redis = await startRedis();
    if (redis === null) context.progress('no redis-server on the PATH: BullMQ is left out');
    const present = NAMES.filter((name) => redis !== null || name !== 'effect bullmq');
    const results = new Map<EffectSide, SideResult[]>(present.map((name) => [name, []]));
    try {
      for (let run = 0; run < context.runs; run += 1) {
        for (const [index, name] of present.entries()) {
          const prefix = `${context.prefix}r${run}s${index}`;
          const result = await runOnce({ ...context, prefix }, name, redis?.port ?? 0);
          results.get(name)?.push(result);
          context.progress(`${name}: ${show(result.perSecond)} events/s`);
        }
      }
    } finally {
      await redis?.stop();
    }
    const rates = (name: EffectSide): readonly number[] =>
      (results.get(name) ?? []).map(({ perSecond }) => perSecond);
    return {
      samples: present.map((name) => ({ ...SIDES[name], unit: 'events/s', values: rates(name) })),
      ratios: RIVALS.filter(([, theirs]) => present.includes(theirs)).map(([ours, theirs]) => ({
        text: `${SIDES[ours].name}, against ${SIDES[theirs].name}`,
        values: pairwise(rates(ours), rates(theirs)),
        aim: MORE,
      })),
      notes: [
        'PostgreSQL commits reach the disk (fsync on). Every event adds 1 to a row of its key, once; the sum of the rows is checked after each side. Every side runs in a fresh process with at most 12 connections, from the first to the last effect; jobs and records are there before. No aim is set against packed jobs: they leave to the producer and the task what the others do for every event.',
        'A single handler has a transaction of its own for every event, in two round trips: BEGIN travels with the claim, and COMMIT with the next event of the connection. The other sides make four.',
        ...(redis === null ? ['BullMQ was left out: there was no redis-server.'] : []),
      ],
    };
  },
};

const runOnce = async (context: BenchContext, name: EffectSide, redisPort: number): Promise<SideResult> => {
  const { brokers } = context.stack;
  const { prefix } = context;
  const count = Math.round(SIDES[name].count * context.scale);
  const databaseUrl = await prepareEffectDatabase(context, prefix, KEYS);
  const options: EffectOptions = { brokers, prefix, databaseUrl, partitions: PARTITIONS, count, keys: KEYS };
  if (name.startsWith('effect ours') || name === 'effect kafkajs') {
    await fillTopic(brokers, `${prefix}.effect`, { partitions: PARTITIONS, count, keys: KEYS });
  }
  const result = await runSide(name, { ...options, redisPort });
  await checkEffects(databaseUrl, count);
  await context.stack.dropDatabase(prefix);
  return result;
};
