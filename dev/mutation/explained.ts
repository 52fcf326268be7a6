import type { JudgedMutant } from './mutant.ts';

/** Why nothing can, or need, notice a mutant. Keyed by what is changed, so that a moved line keeps its explanation. */
export interface Explanation {
  /** Path in the repository. */
  readonly file: string;
  /** The changed text, as it stands in the file. */
  readonly original: string;
  readonly replacement: string;
  /** `equivalent`: nothing differs; `cost`: only work or memory differs; `diagnosis`: only a log or metric does. */
  readonly because: 'equivalent' | 'cost' | 'diagnosis';
  readonly text: string;
}

const LEDGER = 'src/runtime/offset-ledger.ts';
const LANES = 'src/runtime/key-lanes.ts';
const GATE = 'src/runtime/retry-gate.ts';
const AGGREGATOR = 'src/runtime/window/aggregator.ts';

/** The explained survivors. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    file: LEDGER,
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'equivalent',
    text: 'A text in the place of a range has neither end, so no offset is in it and no range is made of it.',
  },
  {
    file: LEDGER,
    original: 'chunk.count === 0',
    replacement: 'true',
    because: 'cost',
    text: 'Puts a chunk into the map that is there already, at the same place.',
  },
  {
    file: LEDGER,
    original: 'this.#lastChunk?.start === index * CHUNK',
    replacement: 'false',
    because: 'cost',
    text: 'The map has the same chunk, unless nothing of it is open; both ways the answer is the same.',
  },
  {
    file: LEDGER,
    original: 'index * CHUNK',
    replacement: 'index / CHUNK',
    because: 'cost',
    text: 'The last chunk is looked up in the map; where the numbers meet, no offset that high was tracked.',
  },
  {
    file: LEDGER,
    original: 'offset < to',
    replacement: 'offset <= to',
    because: 'equivalent',
    text: 'At the end of a range the answer is that end, which is the offset; no two ranges touch.',
  },
  {
    file: LEDGER,
    original: 'range.to <= seen',
    replacement: 'range.to < seen',
    because: 'equivalent',
    text: 'A range that ends where reading stopped prolongs what is finished before it by nothing.',
  },
  {
    file: LEDGER,
    original: 'begin > base',
    replacement: 'begin >= base',
    because: 'equivalent',
    text: 'No range begins at the base: an open record is in none, else the base is the end of one, and none touches it.',
  },
  {
    file: LANES,
    original: 'lane !== undefined',
    replacement: 'true',
    because: 'equivalent',
    text: 'The lane of a taken item exists until its release; only the compiler does not know.',
  },
  {
    file: LANES,
    original: 'item === null',
    replacement: 'false',
    because: 'equivalent',
    text: 'Callers take from lanes that have an item; the check tells a fault of our own by its name.',
  },
  {
    file: LANES,
    original: "throw new Error('a ready lane has an item');",
    replacement: ';',
    because: 'equivalent',
    text: 'As above: it is never thrown.',
  },
  {
    file: LANES,
    original: "'running'",
    replacement: '""',
    because: 'equivalent',
    text: 'Only “parked” is asked for; the other states are named for the reader.',
  },
  {
    file: LANES,
    original: "'ready'",
    replacement: '""',
    because: 'equivalent',
    text: 'Only “parked” is asked for; the other states are named for the reader.',
  },
  {
    file: LANES,
    original: 'after.laneTurn < item.laneTurn',
    replacement: 'after.laneTurn <= item.laneTurn',
    because: 'equivalent',
    text: 'No two items of a lane have the same turn.',
  },
  {
    file: GATE,
    original: 'a.item.offset < b.item.offset',
    replacement: 'a.item.offset <= b.item.offset',
    because: 'equivalent',
    text: 'No two records of a partition have the same offset.',
  },
  {
    file: GATE,
    original: 'line.timer !== null && next?.untilMs === line.timerAtMs',
    replacement: 'false',
    because: 'cost',
    text: 'A timer for the same instant takes the place of the one that is set.',
  },
  {
    file: GATE,
    original: 'index > 0',
    replacement: 'index >= 0',
    because: 'equivalent',
    text: 'The root has no parent, at which the loop ends as well.',
  },
  {
    file: GATE,
    original: 'parent === undefined',
    replacement: 'false',
    because: 'equivalent',
    text: 'Above the root every place has a parent; only the compiler does not know.',
  },
  {
    file: GATE,
    original: 'last === undefined',
    replacement: 'false',
    because: 'equivalent',
    text: 'Without a last one the heap is empty, which the other half of the condition sees.',
  },
  {
    file: GATE,
    original: 'child !== undefined',
    replacement: 'true',
    because: 'equivalent',
    text: 'With a right child there is a left one; only the compiler does not know.',
  },
  {
    file: AGGREGATOR,
    original: 'false',
    replacement: 'true',
    because: 'equivalent',
    text: 'Whoever lets it drain for the first time says first that there is something to look for.',
  },
  {
    file: AGGREGATOR,
    original: '-Infinity',
    replacement: '+Infinity',
    because: 'equivalent',
    text: 'Nothing is counted before the first partition comes, which sets it.',
  },
  {
    file: AGGREGATOR,
    original: 'this.#timer.atMs <= atMs',
    replacement: 'this.#timer.atMs < atMs',
    because: 'cost',
    text: 'A timer for the same instant takes the place of the one that is set.',
  },
  {
    file: AGGREGATOR,
    original: 'this.#deps.clock.now() + delayMs',
    replacement: 'this.#deps.clock.now() - delayMs',
    because: 'equivalent',
    text: 'The time of a timer is compared while waiting only; after an outage the timer is gone by then.',
  },
  {
    file: 'src/runtime/settle.ts',
    original: 'tier !== null',
    replacement: 'true',
    because: 'equivalent',
    text: 'Only records that came from a tier are postponed, so there is one.',
  },
];

/** The explanation of a mutant, if it has one. */
export function explanationOf(
  mutant: JudgedMutant,
  explanations: readonly Explanation[] = EXPLANATIONS,
): Explanation | undefined {
  return explanations.find(
    ({ file, original, replacement }) =>
      file === mutant.file && original === mutant.original && replacement === mutant.replacement,
  );
}
