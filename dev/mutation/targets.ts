/** A file whose every decision must be held by a test. */
export interface Target {
  /** Path in the repository. */
  readonly file: string;
  /** The unit tests of it: patterns of paths. What they let through, the simulator has to notice. */
  readonly tests: readonly string[];
}

/** Tests of whole queues in memory. */
const QUEUES: readonly string[] = [
  'test/runtime/*settle*.test.ts',
  'test/runtime/*endings*.test.ts',
  'test/runtime/{retries,ordered,malformed,outages,time-limits,batches,shutdown,rebalances,crashes}.test.ts',
  'test/guide/0{2,3}-*.test.ts',
];
const WINDOWS: readonly string[] = [
  'test/runtime/window/*.test.ts',
  'test/contract/window-store-memory.test.ts',
  'test/guide/04-*.test.ts',
];

/** What moves offsets, keys, attempts and windows. */
export const TARGETS: readonly Target[] = [
  { file: 'src/runtime/offset-ledger.ts', tests: ['test/runtime/offset-ledger*.test.ts'] },
  { file: 'src/runtime/finished-map.ts', tests: ['test/runtime/{offset-ledger,finished-map}*.test.ts'] },
  { file: 'src/runtime/key-lanes.ts', tests: ['test/runtime/key-lanes*.test.ts'] },
  {
    file: 'src/runtime/ordered-keys.ts',
    tests: ['test/runtime/ordered*.test.ts', 'test/guide/03-*.test.ts'],
  },
  { file: 'src/runtime/retry-tiers.ts', tests: ['test/runtime/{retry-tiers,retries}*.test.ts'] },
  { file: 'src/runtime/retry-gate.ts', tests: ['test/runtime/retry-gate*.test.ts'] },
  { file: 'src/runtime/settle.ts', tests: QUEUES },
  { file: 'src/runtime/endings.ts', tests: QUEUES },
  { file: 'src/runtime/window/aggregator.ts', tests: WINDOWS },
  { file: 'src/runtime/window/flush-window.ts', tests: WINDOWS },
  { file: 'src/runtime/window/window.ts', tests: WINDOWS },
];

/** The targets whose path contains `part`; all when it is not given. Throws when none does. */
export function targetsNamed(part: string | undefined): readonly Target[] {
  const found = TARGETS.filter(({ file }) => part === undefined || file.includes(part));
  if (found.length === 0) throw new Error(`no target is named “${part ?? ''}”`);
  return found;
}
