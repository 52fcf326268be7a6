import tlds from 'tlds' with { type: 'json' };
import { Budget, RenderStopped } from './budget.ts';
import type { RenderFailure } from './budget.ts';
import { createChain } from './chain.ts';
import { createCodeColours } from './code-colours.ts';
import { noFacts } from './context.ts';
import type { RenderContext, RenderFacts } from './context.ts';
import { CODE_LANGUAGES } from './data/code-languages.ts';
import { createEmojiTable } from './emoji-table.ts';
import { createEndAfter } from './end-after.ts';
import { createFormulaWriter } from './formula.ts';
import { element } from './node.ts';
import { strip } from './python-text.ts';
import { Stash } from './rendering.ts';
import type { RenderTables } from './rendering.ts';

/** The HTML of a message with what the sender has to know about it, or why there is none. */
export type RenderResult = RenderedMessage | UnrenderableMessage;

/** A rendered message. `steps` is the work it took, which does not depend on the machine. */
export interface RenderedMessage {
  readonly kind: 'rendered';
  readonly html: string;
  readonly facts: RenderFacts;
  readonly steps: number;
}

/** A message that cannot be rendered. `masked` is its text with every letter and digit replaced, for the log. */
export interface UnrenderableMessage {
  readonly kind: 'unrenderable';
  readonly reason: RenderFailure | 'broken';
  readonly masked: string;
  readonly error?: unknown;
}

/** Renders one message. Pure but for the clock of its time limit. */
export type RenderMessage = (content: string, context: RenderContext) => RenderResult;

/** Bounds of every rendering. */
export interface RendererOptions {
  /** Milliseconds of any clock that does not run backwards. */
  readonly now: () => number;
  /** Milliseconds until a rendering is given up; default 5,000, as in the original. */
  readonly limitMs?: number;
  /** Longest HTML in characters; default 1,000,000, a hundred times the longest message. */
  readonly maxHtmlCharacters?: number;
  /** Milliseconds until a code block is shown without colours, a formula as text; default 500, as for the original's formulas. */
  readonly partLimitMs?: number;
}

/** Top-level domains that in a chat are nearly always the ends of file names. */
const FILE_NAME_ENDS: ReadonlySet<string> = new Set(['java', 'md', 'mov', 'py', 'zip']);

/**
 * Makes the renderer of messages. It is synchronous: the time limit is looked at between steps, and a step that does not
 * come back is ended from outside.
 * @source zulip zerver/lib/markdown/__init__.py do_convert
 */
export function createMessageRenderer(options: RendererOptions): RenderMessage {
  const { now, limitMs = 5_000, maxHtmlCharacters = 1_000_000, partLimitMs = 500 } = options;
  const runChain = createChain();
  const endAfter = createEndAfter();
  const tables = createTables(partLimitMs);
  return (content, context) => {
    const facts = noFacts();
    const failed = (reason: UnrenderableMessage['reason'], error?: unknown): UnrenderableMessage => ({
      kind: 'unrenderable',
      reason,
      masked: content.replaceAll(/[\p{L}\p{N}_]/gu, 'x'),
      ...(error === undefined ? {} : { error }),
    });
    try {
      const budget = new Budget({ now, limitMs });
      const rendering = { context, budget, facts, tables, stash: new Stash(), mayColour: true };
      const run = endAfter(limitMs, () => strip(runChain(content, { rendering, root: element('div') })));
      if (run.kind === 'cut_off') return failed('out_of_time');
      if (run.value.length > maxHtmlCharacters) return failed('html_too_long');
      return { kind: 'rendered', html: run.value, facts, steps: budget.steps };
    } catch (error) {
      return error instanceof RenderStopped ? failed(error.code) : failed('broken', error);
    }
  };
}

function createTables(partLimitMs: number): RenderTables {
  const codeLanguages = new Map<string, string>();
  for (const line of CODE_LANGUAGES.trim().split('\n')) {
    const [name = '', words = ''] = line.split('\t');
    for (const word of words.split(' ')) codeLanguages.set(word, name);
  }
  return {
    emoji: createEmojiTable(),
    codeLanguages,
    topLevelDomains: new Set(tlds.filter((domain) => !FILE_NAME_ENDS.has(domain))),
    codeColours: createCodeColours({ limitMs: partLimitMs }),
    formulas: createFormulaWriter({ limitMs: partLimitMs }),
  };
}
