import type { BenchCase, BenchContext } from '../case.ts';
import { fillTopic } from '../queue-under-test.ts';
import { runSide } from '../run-side.ts';
import { pairwise, show } from '../samples.ts';
import type { SideResult } from '../side.ts';

/** One size; what is not named is as in the middle of the table. */
interface Size {
  readonly name: string;
  readonly partitions: number;
  readonly keys: number;
  readonly count: number;
}

const USUAL = { partitions: 12, keys: 1_000, count: 200_000 };

const SIZES: readonly Size[] = [
  ...[1, 4, 12, 48].map((partitions) => ({ ...USUAL, partitions, name: `${partitions} partitions` })),
  ...[10, 100_000].map((keys) => ({ ...USUAL, keys, name: `${show(keys)} keys` })),
  ...[1_000, 10_000, 1_000_000].map((count) => ({ ...USUAL, count, name: `${show(count)} records` })),
];

const SMALL = '10,000 records';
const LARGE = '1,000,000 records';

/** A size of which nothing is repeated: filling it takes longer than reading it. */
const REPEATED_BELOW = 1_000_000;

/** Does the speed fall, or the memory grow, with the size of things? */
export const growthCase: BenchCase = {
  name: 'growth',
  question: `Records per second and memory of one process by partitions, keys and backlog (single handler that does nothing; ${USUAL.partitions} partitions, ${show(USUAL.keys)} keys and ${show(USUAL.count)} records where nothing else is said)`,
  async run(context) {
    const results = new Map<string, readonly SideResult[]>();
    for (const [index, size] of SIZES.entries()) {
      const prefix = `${context.prefix}g${index}`;
      results.set(size.name, await measure({ ...context, prefix }, size));
    }
    const valuesOf = (name: string, what: keyof SideResult): readonly number[] =>
      (results.get(name) ?? []).map((result) => result[what]);
    const names = SIZES.map(({ name }) => name);
    return {
      samples: [
        ...names.map((name) => ({ name, unit: 'records/s', values: valuesOf(name, 'perSecond') })),
        ...names.map((name) => ({
          name: `largest resident memory, ${name}`,
          unit: 'MiB',
          values: valuesOf(name, 'peakMiB'),
        })),
      ],
      ratios: [
        {
          text: `records per second, ${LARGE} against ${SMALL}`,
          values: pairwise(valuesOf(LARGE, 'perSecond'), valuesOf(SMALL, 'perSecond')),
          aim: { sense: 'at least', value: 1 },
        },
        {
          text: 'records per second, 48 partitions against 1',
          values: pairwise(valuesOf('48 partitions', 'perSecond'), valuesOf('1 partitions', 'perSecond')),
          aim: { sense: 'at least', value: 0.8 },
        },
        {
          text: 'records per second, 100,000 keys against 10',
          values: pairwise(valuesOf('100,000 keys', 'perSecond'), valuesOf('10 keys', 'perSecond')),
          aim: { sense: 'at least', value: 0.8 },
        },
        {
          text: `largest resident memory, ${LARGE} against ${show(USUAL.count)}`,
          values: pairwise(valuesOf(LARGE, 'peakMiB'), valuesOf('12 partitions', 'peakMiB')),
          aim: { sense: 'at most', value: 1.2 },
        },
      ],
      notes: [
        'A fresh process for each size and run, from the first to the last record. Small backlogs are read while the code is still being compiled; a rate that does not fall with the backlog is time that grows no faster than it.',
      ],
    };
  },
};

const measure = async (context: BenchContext, size: Size): Promise<readonly SideResult[]> => {
  const { brokers } = context.stack;
  const { prefix } = context;
  const count = Math.round(size.count * context.scale);
  await fillTopic(brokers, `${prefix}.noop`, { ...size, count });
  const runs = size.count < REPEATED_BELOW ? context.runs : 1;
  const results: SideResult[] = [];
  for (let run = 0; run < runs; run += 1) {
    const group = `${prefix}.${run}`;
    const result = await runSide('noop ours single', { ...size, brokers, prefix, group, count });
    context.progress(`${size.name}: ${show(result.perSecond)} records/s, ${show(result.peakMiB)} MiB`);
    results.push(result);
  }
  return results;
};
