import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { disturbanceSamples, judgeDisturbance } from '../disturbance.ts';
import type { Disturbance } from '../disturbance.ts';
import { withMembers } from '../members.ts';
import type { MemberTask } from '../members.ts';
import { sendSteadily } from '../steady-load.ts';

const MEMBERS = 3;
const PARTITIONS = 12;
const PER_SECOND = 2_000;
const KEYS = 1_000;
/** Between a member's readiness and the stop of the next one, ms. */
const REST_MS = 1_500;
/** As the queue that has a batch handler: with fewer places than a batch may hold, a backlog is worked off in tiny batches. */
const CONCURRENCY = 512;
const WARM_UP_MS = 3_000;

/** What a rolling restart under load costs. */
export const rollingRestartCase: BenchCase = {
  name: 'rolling-restart',
  question: `Rolling restart of ${MEMBERS} members at ${PER_SECOND.toLocaleString('en-US')} records per second`,
  async run(context) {
    const found: Disturbance[] = [];
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      found.push(await measure({ ...context, prefix: `${context.prefix}r${run}` }));
    }
    return {
      samples: disturbanceSamples(found, { repeated: 20, silenceMs: 600 }),
      ratios: [],
      notes: [
        `Each member in turn gets SIGTERM and is replaced ${REST_MS} ms after the last newcomer was ready. A batch handler writes the effects; ${PARTITIONS} partitions. Silence is the longest time between two ends of handlers in a partition while events come.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Disturbance> => {
  return withMembers(context, { partitions: PARTITIONS }, async (opened) => {
    const { members } = opened;
    const task: MemberTask = {
      databaseUrl: opened.databaseUrl,
      poolSize: 5,
      effect: 'batch',
      concurrency: CONCURRENCY,
    };
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
    return judgeDisturbance(opened, count, { fromMs, toMs, partitions: PARTITIONS });
  });
};
