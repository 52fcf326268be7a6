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

/** The explained survivors. */
export const EXPLANATIONS: readonly Explanation[] = [];

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
