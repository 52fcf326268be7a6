import { escapeHtml } from './escape.ts';
import type { Rendering } from './rendering.ts';
import { stripNewlines } from './python-text.ts';

/** A first line that names the language of code whose fence names none. */
const FIRST_LINE = /^(?:::+|#!)(?:(?:\/[\w]+)*[/ ])?([\w#.+-]*)/u;

/** Code as the app shows it. `language` is the word behind the fence; the HTML carries the name it stands for. */
export function codeBlockHtml(rendering: Rendering, code: string, language?: string): string {
  const text = stripNewlines(code);
  const name = language === undefined ? undefined : codeLanguageName(rendering, language);
  const attribute = name === undefined ? '' : ` data-code-language="${escapeHtml(name)}"`;
  rendering.budget.spend(text.length);
  rendering.budget.look();
  const word = (language ?? FIRST_LINE.exec(text)?.[1] ?? '').toLowerCase();
  const coloured = rendering.mayColour ? rendering.tables.codeColours(text, word) : undefined;
  if (coloured === 'cut_off') rendering.mayColour = false;
  const inside = coloured === undefined || coloured === 'cut_off' ? escapeHtml(text) : coloured.html;
  return `<div class="codehilite"${attribute}><pre><span></span><code>${inside}\n</code></pre></div>`;
}

/** A known language by its name, another one by the word itself in lower case. */
const codeLanguageName = ({ tables }: Rendering, language: string): string =>
  tables.codeLanguages.get(language.toLowerCase()) ?? language.toLowerCase();
