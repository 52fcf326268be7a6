import type { Stack } from '../dev/stack/stack.ts';
import type { Samples } from './samples.ts';

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

/** What a case found. The first sample is ours; `against` compares it with another sample of the same run. */
export interface CaseResult {
  readonly samples: readonly Samples[];
  /** Ratio of the medians of two samples, with what it says. */
  readonly ratios: readonly { readonly text: string; readonly value: number; readonly aim: string }[];
  readonly notes: readonly string[];
}

/** One question of the benchmark. */
export interface BenchCase {
  readonly name: string;
  readonly question: string;
  run(context: BenchContext): Promise<CaseResult>;
}
