import type { BenchCase, BenchContext } from '../case.ts';
import { withMembers } from '../members.ts';
import { pairwise, quantile } from '../samples.ts';
import { sendSteadily } from '../steady-load.ts';

const PARTITIONS = 4;
const PER_SECOND = 300;
/** No divisor in common with ten: the measured events are of all users. */
const KEYS = 199;
const SECONDS = 8;
const WARM_UP_SECONDS = 3;
const PAIRS = 3;
/** Of ten events, this many come from the loud user. */
const LOUD_OF_TEN = 9;
/** The user that sends most; the others are above. */
const LOUD_USER = 0;

const isOfOthers = (id: number): boolean => id % 10 >= LOUD_OF_TEN;

/** What one loud user costs the others. */
export const skewCase: BenchCase = {
  name: 'skew',
  question:
    'Milliseconds from send to committed effect for the others while one user sends 90 % of the traffic',
  async run(context) {
    const found = await measure(context);
    const rows = (name: string, p: number) => [
      {
        name: `even traffic, ${name}`,
        unit: 'ms',
        values: found.even.map((values) => quantile(values, p)),
      },
      {
        name: `one user sends 90 %, others’ ${name}`,
        unit: 'ms',
        values: found.skewed.map((values) => quantile(values, p)),
      },
    ];
    const p99 = (runs: readonly (readonly number[])[]): readonly number[] =>
      runs.map((values) => quantile(values, 0.99));
    return {
      samples: [...rows('p50', 0.5), ...rows('p99', 0.99)],
      ratios: [
        {
          text: 'others’ p99, skewed / even',
          values: pairwise(p99(found.skewed), p99(found.even)),
          aim: { sense: 'at most', value: 1.2 },
        },
      ],
      notes: [
        `${PER_SECOND} events per second, ${PARTITIONS} partitions, a transaction each, one process; ${KEYS} users. Even traffic and skewed traffic take turns in it, ${SECONDS} s each. In both, the same tenth of the events is measured.`,
      ],
    };
  },
};

const measure = async (
  context: BenchContext,
): Promise<{ even: readonly (readonly number[])[]; skewed: readonly (readonly number[])[] }> => {
  return withMembers(context, { partitions: PARTITIONS }, async ({ members, databaseUrl }) => {
    await members.start({ databaseUrl, effect: 'single', concurrency: 64 });
    let next = 0;
    const load = async (seconds: number, isSkewed: boolean): Promise<ReadonlyMap<number, number>> => {
      const until = PER_SECOND * seconds;
      const first = next;
      next += until;
      const userOf = (id: number): number =>
        isSkewed && !isOfOthers(id) ? LOUD_USER : LOUD_USER + 1 + (id % KEYS);
      return sendSteadily({
        send: (events) => members.send(events),
        ...{ perSecond: PER_SECOND, everyMs: 20, first, until, userOf },
      });
    };
    await load(WARM_UP_SECONDS, false);
    const sent: { even: ReadonlyMap<number, number>[]; skewed: ReadonlyMap<number, number>[] } = {
      even: [],
      skewed: [],
    };
    for (let pair = 0; pair < PAIRS * context.runs; pair += 1) {
      for (const isSkewed of pair % 2 === 0 ? [false, true] : [true, false]) {
        sent[isSkewed ? 'skewed' : 'even'].push(await load(SECONDS, isSkewed));
        await members.ended(next);
      }
    }
    const ends = new Map(
      members
        .notes()
        .flat()
        .filter(({ kind }) => kind === 'end')
        .map(({ id, atMs }) => [id, atMs]),
    );
    const delays = (sentAt: ReadonlyMap<number, number>): readonly number[] =>
      [...sentAt].filter(([id]) => isOfOthers(id)).map(([id, at]) => (ends.get(id) ?? Number.NaN) - at);
    return { even: sent.even.map(delays), skewed: sent.skewed.map(delays) };
  });
};
