import katex from 'katex';
import type { Budget } from './budget.ts';

/**
 * The formula as HTML, nothing if it cannot be read. KaTeX escapes what is written and by default trusts no command that
 * could make a link or an attribute.
 */
export function renderFormula(budget: Budget, tex: string, place: 'inline' | 'display'): string | undefined {
  budget.spend(tex.length);
  budget.look();
  try {
    return katex.renderToString(tex, { displayMode: place === 'display', strict: 'ignore' });
  } catch {
    // KaTeX's own error, or the end of the stack at thousands of nested groups: in both cases the caller shows the text.
    return undefined;
  }
}
