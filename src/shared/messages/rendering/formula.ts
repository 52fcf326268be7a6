import katex from 'katex';
import { createEndAfter } from './end-after.ts';
import type { Rendering } from './rendering.ts';

/** Answers a formula as HTML, nothing if it cannot be read in time. */
export type FormulaWriter = (tex: string, place: 'inline' | 'display') => string | undefined;

/**
 * Prepares KaTeX, which escapes what is written and by default trusts no command that could make a link or an attribute.
 * A formula that takes longer than the limit (some lines of macros can make millions of signs) cannot be read.
 */
export function createFormulaWriter({ limitMs }: { readonly limitMs: number }): FormulaWriter {
  const endAfter = createEndAfter();
  return (tex, place) => {
    try {
      const options = { displayMode: place === 'display', strict: 'ignore' } as const;
      const written = endAfter(limitMs, () => katex.renderToString(tex, options));
      return written.kind === 'ended' ? written.value : undefined;
    } catch {
      // KaTeX's own error, or the end of the stack at thousands of nested groups: in both cases the caller shows the text.
      return undefined;
    }
  };
}

/** A formula of a message. */
export function renderFormula(
  { budget, tables }: Rendering,
  tex: string,
  place: 'inline' | 'display',
): string | undefined {
  budget.spend(tex.length);
  budget.look();
  return tables.formulas(tex, place);
}
