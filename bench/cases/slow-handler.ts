import type { BenchCase, BenchContext } from '../case.ts';
import { withMembers } from '../members.ts';
import { quantile } from '../samples.ts';
import { sendSteadily } from '../steady-load.ts';

const PARTITIONS = 4;
const PER_SECOND = 200;
const KEYS = 200;
const SLOW_MS = 10_000;
const SECONDS = 9;
const WARM_UP_SECONDS = 3;
/** Its key; the others are above. */
const SLOW_USER = 0;

interface Delays {
  readonly samePartition: readonly number[];
  readonly otherPartitions: readonly number[];
}

/** What a slow handler adds to the delay of others. */
export const slowHandlerCase: BenchCase = {
  name: 'slow-handler',
  question: `Milliseconds from send to committed effect while one handler runs ${SLOW_MS / 1_000} s`,
  async run(context) {
    const quiet: Delays[] = [];
    const beside: Delays[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      const found = await measure({ ...context, prefix: `${context.prefix}s${run}` });
      quiet.push(found.quiet);
      beside.push(found.beside);
    }
    const p99 = (delays: readonly Delays[], where: keyof Delays): readonly number[] =>
      delays.map((of) => quantile(of[where], 0.99));
    const rows = (name: string, where: keyof Delays) => [
      { name: `${name}, no slow handler, p99`, unit: 'ms', values: p99(quiet, where) },
      { name: `${name}, beside the slow handler, p99`, unit: 'ms', values: p99(beside, where) },
      {
        name: `${name}, added at p99`,
        unit: 'ms',
        values: p99(beside, where).map((ms, run) => ms - (p99(quiet, where)[run] ?? Number.NaN)),
        aim: { sense: 'at most', value: 50 } as const,
      },
    ];
    return {
      samples: [
        ...rows('another key of its partition', 'samePartition'),
        ...rows('other partitions', 'otherPartitions'),
      ],
      ratios: [],
      notes: [
        `${PER_SECOND} events per second of ${KEYS} keys over ${PARTITIONS} partitions, a transaction each; the same process first without and then with the slow handler.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<{ quiet: Delays; beside: Delays }> => {
  return withMembers(context, { partitions: PARTITIONS }, async ({ members, databaseUrl }) => {
    await members.start({
      databaseUrl,
      effect: 'single',
      concurrency: 64,
      slowUsers: SLOW_USER + 1,
      slowMs: SLOW_MS,
    });
    let next = 0;
    const load = async (seconds: number): Promise<ReadonlyMap<number, number>> => {
      const until = PER_SECOND * seconds;
      const first = next;
      next += until;
      const userOf = (id: number): number => SLOW_USER + 1 + (id % KEYS);
      return sendSteadily({
        send: (events) => members.send(events),
        ...{ perSecond: PER_SECOND, everyMs: 20, first, until, userOf },
      });
    };
    await load(WARM_UP_SECONDS);
    const quiet = await load(SECONDS);
    const slowId = next;
    next += 1;
    await members.send([{ id: slowId, user: SLOW_USER }]);
    const beside = await load(SECONDS);
    await members.ended(next);
    const notes = members.notes().flat();
    const slow = notes.filter(({ id }) => id === slowId);
    const slowPartition = slow[0]?.partition;
    const slowEnd = slow.find(({ kind }) => kind === 'end')?.atMs ?? 0;
    const delays = (sentAt: ReadonlyMap<number, number>): Delays => {
      const ends = notes.filter(({ kind, id }) => kind === 'end' && sentAt.has(id));
      const of = (isSame: boolean): readonly number[] =>
        ends
          .filter(({ partition }) => (partition === slowPartition) === isSame)
          .map(({ id, atMs }) => atMs - (sentAt.get(id) ?? Number.NaN));
      return { samePartition: of(true), otherPartitions: of(false) };
    };
    if (Math.max(...beside.values()) > slowEnd) throw new Error('the slow handler ended too early');
    return { quiet: delays(quiet), beside: delays(beside) };
  });
};
