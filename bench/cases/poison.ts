import type { BenchCase, BenchContext } from '../case.ts';
import { withMembers } from '../members.ts';
import type { MemberTask } from '../members.ts';
import { perSecond } from '../plain-kafkajs.ts';
import { median, pairwise } from '../samples.ts';

const PARTITIONS = 12;
const KEYS = 1_000;
/** One event in a hundred is poison: half of them cannot be read, half are refused by the handler. */
const REFUSED_EVERY = 200;
const UNREADABLE_EVERY = 200;

interface Kind {
  readonly effect: 'single' | 'batch';
  readonly text: string;
  readonly count: number;
  readonly pairs: number;
}

const KINDS: readonly Kind[] = [
  { effect: 'single', text: 'a transaction per event', count: 20_000, pairs: 3 },
  { effect: 'batch', text: 'a transaction per batch', count: 100_000, pairs: 3 },
];

/** What poison costs the healthy events. */
export const poisonCase: BenchCase = {
  name: 'poison',
  question: 'Healthy events per second while one event in a hundred becomes a dead letter',
  async run(context) {
    const samples = [];
    const ratios = [];
    for (const kind of KINDS) {
      const clean: number[] = [];
      const poisoned: number[] = [];
      for (let pair = 0; pair < kind.pairs * context.runs; pair += 1) {
        const prefix = `${context.prefix}${kind.effect}${pair}`;
        // Whoever is first in a pair has the colder caches: they take turns.
        for (const hasPoison of pair % 2 === 0 ? [false, true] : [true, false]) {
          const here = { ...context, prefix: `${prefix}${hasPoison ? 'p' : 'c'}` };
          (hasPoison ? poisoned : clean).push(await measure(here, kind, hasPoison));
        }
      }
      samples.push(
        { name: `${kind.text}, clean`, unit: 'healthy events/s', values: clean },
        { name: `${kind.text}, 1 % poison`, unit: 'healthy events/s', values: poisoned },
      );
      ratios.push({
        text: `${kind.text}: poisoned / clean`,
        values: pairwise(poisoned, clean),
        aim: { sense: 'at least', value: 0.98 } as const,
      });
      context.progress(`${kind.effect}: ${median(poisoned)} of ${median(clean)}`);
    }
    return {
      samples,
      ratios,
      notes: [
        'All events are in Kafka before a fresh process starts; timed is from the first end of a handler to the last one. Half of the poison cannot be decoded, the other half is refused by the handler; each is in the dead-letter topic at the end.',
      ],
    };
  },
};

const measure = async (context: BenchContext, kind: Kind, hasPoison: boolean): Promise<number> => {
  return withMembers(context, { partitions: PARTITIONS }, async ({ members, databaseUrl }) => {
    const count = Math.round((kind.count * context.scale) / REFUSED_EVERY) * REFUSED_EVERY;
    const isUnreadable = (id: number): boolean => hasPoison && id % UNREADABLE_EVERY === UNREADABLE_EVERY / 2;
    await members.send(
      Array.from({ length: count }, (_, id) => ({ id, user: id % KEYS, isUnreadable: isUnreadable(id) })),
    );
    const task: MemberTask = { databaseUrl, effect: kind.effect, concurrency: KEYS };
    await members.start(hasPoison ? { ...task, deadEvery: REFUSED_EVERY } : task);
    const poison = hasPoison ? count / REFUSED_EVERY + count / UNREADABLE_EVERY : 0;
    await members.ended(count - poison);
    await members.deadLetters(poison);
    const ends = members
      .notes()
      .flat()
      .filter(({ kind: it }) => it === 'end')
      .map(({ atMs }) => atMs);
    return perSecond(ends.length, (ends.at(-1) ?? 0) - (ends[0] ?? 0));
  });
};
