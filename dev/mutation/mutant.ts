/** One small change of a source file, as offsets into its text. */
export interface Mutant {
  /** Path in the repository. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The kind of change, in the words of the library that makes the mutants. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
}

/**
 * What became of a mutant.
 * - `unit`, `simulator`: a test or a world failed;
 * - `unit_time`, `simulator_time`: it never came to an end, or took the memory of its thread;
 * - `survived`: nothing noticed it;
 * - `unjudged`: the unit tests could not be run over it, and no world noticed it; counts neither way;
 * - `skipped`: left out by a rule, see `ignorer.ts`.
 */
export type Fate =
  'unit' | 'unit_time' | 'simulator' | 'simulator_time' | 'survived' | 'unjudged' | 'skipped';

/** A mutant and what became of it. */
export interface JudgedMutant extends Mutant {
  readonly fate: Fate;
  /** The test or the seed that noticed it, or the rule that left it out. */
  readonly by: string;
}

/** Carries a mutant out in the text of its file; throws when the text is another one. */
export function applyMutant(source: string, { file, start, end, original, replacement }: Mutant): string {
  if (source.slice(start, end) !== original)
    throw new Error(`${file} has changed since its mutants were made`);
  return source.slice(0, start) + replacement + source.slice(end);
}
