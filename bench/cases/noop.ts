import type { BenchCase } from '../case.ts';
import { fillTopic } from '../queue-under-test.ts';
import { runSide } from '../run-side.ts';
import { pairwise, show } from '../samples.ts';
import type { Aim } from '../samples.ts';
import type { SideResult } from '../side.ts';
import type { SideName } from '../sides.ts';

const PARTITIONS = 12;
const KEYS = 1_000;
const COUNT = 600_000;

type NoopSide = Extract<SideName, `noop ${string}`>;

const SIDES: Readonly<
  Record<NoopSide, { readonly name: string; readonly guarantees: string; readonly aim?: Aim }>
> = {
  'noop ours single': {
    name: 'ours, single handler',
    aim: { sense: 'at least', value: 250_000 },
    guarantees:
      'at least once per record; order per key, keys side by side; a failed record is retried or kept as a dead letter and holds up nothing; time limit per record; what was finished out of order survives a restart; bounded memory',
  },
  'noop ours batch': {
    name: 'ours, batch handler of up to 250',
    aim: { sense: 'at least', value: 250_000 },
    guarantees: 'the same; without a database its claims are not written',
  },
  'noop kafkajs': {
    name: 'kafkajs eachMessage, 12 partitions at once',
    guarantees:
      'at least once; order per partition, a partition waits for its slowest record; an error stops the partition and is repeated, or is the handler’s own affair; a restart repeats everything after the committed offset',
  },
  'noop platformatic': {
    name: '@platformatic/kafka, stream with automatic commits',
    guarantees:
      'at most once after a crash: what is in the stream counts as committed; order per partition; an error is the handler’s own affair',
  },
};

/** How many records a second go through when the handler does nothing? */
export const noopCase: BenchCase = {
  name: 'noop',
  question: `Records per second with a handler that does nothing, ${PARTITIONS} partitions, decoding included, one process`,
  async run(context) {
    const count = Math.round(COUNT * context.scale);
    const { brokers } = context.stack;
    await fillTopic(brokers, `${context.prefix}.noop`, { partitions: PARTITIONS, count, keys: KEYS });
    const names = Object.keys(SIDES) as NoopSide[];
    const results = new Map<NoopSide, SideResult[]>(names.map((name) => [name, []]));
    for (let run = 0; run < context.runs; run += 1) {
      for (const name of names) {
        const group = `${context.prefix}.${name.replaceAll(' ', '-')}.${run}`;
        const { prefix } = context;
        const result = await runSide(name, { brokers, prefix, group, partitions: PARTITIONS, count });
        results.get(name)?.push(result);
        context.progress(`${name}: ${show(result.perSecond)} records/s`);
      }
    }
    const valuesOf = (name: NoopSide, what: keyof SideResult): readonly number[] =>
      (results.get(name) ?? []).map((result) => result[what]);
    const rates = (name: NoopSide): readonly number[] => valuesOf(name, 'perSecond');
    return {
      samples: [
        ...names.map((name) => ({ ...SIDES[name], unit: 'records/s', values: valuesOf(name, 'perSecond') })),
        ...names.map((name) => ({
          name: `processor time, ${SIDES[name].name}`,
          unit: 'µs per record',
          values: valuesOf(name, 'cpuMicros'),
        })),
        ...names.map((name) => ({
          name: `largest resident memory, ${SIDES[name].name}`,
          unit: 'MiB',
          values: valuesOf(name, 'peakMiB'),
        })),
      ],
      ratios: [
        {
          text: 'single handler against kafkajs',
          values: pairwise(rates('noop ours single'), rates('noop kafkajs')),
          aim: { sense: 'at least', value: 1.2 },
        },
        {
          text: 'batch handler against kafkajs',
          values: pairwise(rates('noop ours batch'), rates('noop kafkajs')),
          aim: { sense: 'at least', value: 1.2 },
        },
      ],
      notes: [
        'Every side runs in a fresh process and reads the same topic with a group of its own, from the first to the last record; all of them decode the Avro value with the same decoder, and every event is counted once by its number.',
      ],
    };
  },
};
