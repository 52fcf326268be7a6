import { codeBlockHtml } from './code-block.ts';
import { escapeHtml } from './escape.ts';
import { fenceOf } from './fence-line.ts';
import type { FenceLine } from './fence-line.ts';
import { renderFormula } from './formula.ts';
import { html } from './node.ts';
import { stripEnd } from './python-text.ts';
import type { Rendering } from './rendering.ts';

/** An open fence: a text it is part of, and how it is written into that text when it ends. */
interface OpenFence {
  /** The line that ends it; the message itself has none. */
  readonly marks: string | undefined;
  /** Whether fences may open inside, and what a fence without a language means there. */
  readonly inside: { readonly fences: boolean; readonly defaultLanguage: string };
  readonly lines: string[];
  readonly write: (text: string) => string;
}

/** Deeper fences are text: each level writes its lines anew. */
const MAX_DEPTH = 64;

/**
 * Takes the fenced blocks out of a message. Code and formulas become finished HTML in the stash; quotes become lines with
 * `>`; a spoiler's borders become HTML around Markdown. A fence that is never closed runs to the end.
 * @source zulip zerver/lib/markdown/fenced_code.py FencedBlockPreprocessor
 */
export function replaceFences(rendering: Rendering, lines: readonly string[]): string {
  const { defaultCodeBlockLanguage } = rendering.context.realm;
  const message: OpenFence = {
    marks: undefined,
    inside: { fences: true, defaultLanguage: defaultCodeBlockLanguage },
    lines: [],
    write: (text) => text,
  };
  const open = [message];
  const innermost = (): OpenFence => open.at(-1) ?? message;
  const close = (): void => {
    const ended = open.pop();
    if (ended === undefined || ended.lines.length === 0) return;
    const text = ended.lines.join('\n');
    rendering.budget.spend(text.length);
    innermost().lines.push('', ...ended.write(text).split('\n'), '');
  };
  for (const line of lines) {
    const current = innermost();
    rendering.budget.spend(line.length + 1);
    if (current.marks !== undefined && stripEnd(line) === current.marks) {
      close();
      continue;
    }
    const fence = current.inside.fences && open.length <= MAX_DEPTH ? fenceOf(line) : undefined;
    if (fence !== undefined) open.push(openFence(rendering, fence, current.inside.defaultLanguage));
    else current.lines.push(current.inside.fences ? line : stripEnd(line));
  }
  while (open.length > 1) close();
  // An unclosed fence leaves one newline behind it, where a block ends with two.
  if (message.lines.at(-2) !== '') message.lines.push('');
  return message.lines.join('\n');
}

function openFence(rendering: Rendering, fence: FenceLine, defaultLanguage: string): OpenFence {
  const { marks, header } = fence;
  const language = fence.language ?? (defaultLanguage === '' ? undefined : defaultLanguage);
  const keep = (finished: string, place: 'inline' | 'block'): string =>
    rendering.stash.keep(html(finished, place));
  switch (language?.toLowerCase()) {
    case 'quote':
    case 'quoted':
      return { marks, lines: [], inside: { fences: true, defaultLanguage }, write: quoted };
    case 'spoiler':
      return {
        marks,
        lines: [],
        inside: { fences: true, defaultLanguage: '' },
        write: (text) => spoiler(header ?? '', text, (border) => keep(border, 'block')),
      };
    case 'math':
      return {
        marks,
        lines: [],
        inside: { fences: false, defaultLanguage: '' },
        write: (text) => keep(formulas(rendering, text), 'inline'),
      };
    default:
      return {
        marks,
        lines: [],
        inside: { fences: false, defaultLanguage: '' },
        write: (text) => keep(codeBlockHtml(rendering, text, language), 'block'),
      };
  }
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

function spoiler(header: string, text: string, keep: (border: string) => string): string {
  return [
    keep('<div class="spoiler-block"><div class="spoiler-header">'),
    header,
    keep('</div><div class="spoiler-content" aria-hidden="true">'),
    text,
    keep('</div></div>'),
  ].join('\n\n');
}

/** One formula for each part between empty lines. */
function formulas(rendering: Rendering, text: string): string {
  return text
    .split('\n\n')
    .map(
      (part) =>
        renderFormula(rendering, part, 'display') ?? `<span class="tex-error">${escapeHtml(part)}</span>`,
    )
    .join('\n\n');
}
