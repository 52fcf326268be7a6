import type { Stack } from '../dev/stack/stack.ts';
import type { Ratio, Samples } from './samples.ts';

/** Where a case runs: a stack of real parts with durable commits, a fresh prefix, and how often to repeat. */
export interface BenchContext {
  readonly stack: Stack;
  /** Of this case and run: topics, groups and databases made from it never meet another's. */
  readonly prefix: string;
  readonly runs: number;
  /** 1 is the full size; smaller for a quick look. */
  readonly scale: number;
  readonly progress: (line: string) => void;
}

/** What a case found. */
export interface CaseResult {
  readonly samples: readonly Samples[];
  /** Comparisons of two samples, pair by pair. */
  readonly ratios: readonly Ratio[];
  readonly notes: readonly string[];
}

/** One question of the benchmark. */
export interface BenchCase {
  readonly name: string;
  readonly question: string;
  run(context: BenchContext): Promise<CaseResult>;
}
