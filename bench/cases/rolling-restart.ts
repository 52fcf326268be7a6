import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { judgeEffects, openMemberDatabase } from '../member-database.ts';
import { Members } from '../members.ts';
import type { MemberTask } from '../members.ts';
import { longestSilence, repeats } from '../silence.ts';
import { sendSteadily } from '../steady-load.ts';

const MEMBERS = 3;
const PARTITIONS = 12;
const PER_SECOND = 2_000;
const KEYS = 1_000;
/** Between a member's readiness and the stop of the next one, ms. */
const REST_MS = 1_500;
const WARM_UP_MS = 3_000;

interface Found {
  readonly lost: number;
  readonly doubled: number;
  readonly repeated: number;
  readonly silenceMs: number;
}

/** What a rolling restart under load costs. */
export const rollingRestartCase: BenchCase = {
  name: 'rolling-restart',
  question: `Rolling restart of ${MEMBERS} members at ${PER_SECOND.toLocaleString('en-US')} records per second`,
  async run(context) {
    const found: Found[] = [];
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      found.push(await measure({ ...context, prefix: `${context.prefix}r${run}` }));
    }
    const none = { sense: 'at most', value: 0 } as const;
    return {
      samples: [
        {
          name: 'events without an effect',
          unit: 'events',
          values: found.map(({ lost }) => lost),
          aim: none,
        },
        { name: 'effects too many', unit: 'events', values: found.map(({ doubled }) => doubled), aim: none },
        {
          name: 'repeated handler calls',
          unit: 'calls',
          values: found.map(({ repeated }) => repeated),
          aim: { sense: 'at most', value: 20 },
        },
        {
          name: 'longest silence of a partition',
          unit: 'ms',
          values: found.map(({ silenceMs }) => silenceMs),
          aim: { sense: 'at most', value: 600 },
        },
      ],
      ratios: [],
      notes: [
        `Each member in turn gets SIGTERM and is replaced ${REST_MS} ms after the last newcomer was ready. A batch handler writes the effects; ${PARTITIONS} partitions. Silence is the longest time between two ends of handlers in a partition while events come.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Found> => {
  const { url, database } = await openMemberDatabase(context.stack, context.prefix);
  const members = await Members.open({
    brokers: context.stack.brokers,
    prefix: context.prefix,
    partitions: PARTITIONS,
  });
  try {
    const task: MemberTask = { databaseUrl: url, poolSize: 5, effect: 'batch', concurrency: 64 };
    const running = [];
    for (let member = 0; member < MEMBERS; member += 1) running.push(await members.start(task));
    const restarts = new AbortController();
    const load = sendSteadily({
      send: (events) => members.send(events),
      perSecond: PER_SECOND,
      everyMs: 50,
      until: restarts.signal,
      userOf: (id) => id % KEYS,
    });
    await systemClock.sleep(WARM_UP_MS);
    const fromMs = Date.now();
    for (const member of running) {
      await member.kill('SIGTERM');
      await members.start(task);
      await systemClock.sleep(REST_MS);
    }
    const toMs = Date.now();
    restarts.abort();
    const count = (await load).size;
    await members.ended(count);
    const notes = members.notes().flat();
    return {
      ...(await judgeEffects(database, count)),
      repeated: repeats(notes),
      silenceMs: longestSilence(notes, { fromMs, toMs, partitions: PARTITIONS }),
    };
  } finally {
    await members.close();
    await database.close();
  }
};
