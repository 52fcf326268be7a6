import type { Budget } from './budget.ts';
import type { CodeColours } from './code-colours.ts';
import type { CollectedFacts, RenderContext } from './context.ts';
import type { EmojiTable } from './emoji-table.ts';
import type { FormulaWriter } from './formula.ts';
import { MARK_END, MARK_START } from './marks.ts';
import type { Node } from './node.ts';

/** What the rules of one rendering share. */
export interface Rendering {
  readonly context: RenderContext;
  readonly budget: Budget;
  readonly facts: CollectedFacts;
  readonly tables: RenderTables;
  readonly stash: Stash;
  /** Ends for the rest of a message once colouring has taken too long. */
  mayColour: boolean;
}

/** Tables that every rendering reads; made once. */
export interface RenderTables {
  readonly emoji: EmojiTable;
  /** Lower-cased word after a fence → name written into the HTML. */
  readonly codeLanguages: ReadonlyMap<string, string>;
  readonly topLevelDomains: ReadonlySet<string>;
  readonly codeColours: CodeColours;
  readonly formulas: FormulaWriter;
}

const MARK = new RegExp(`${MARK_START}(\\d+)${MARK_END}`, 'gu');
const ONLY_MARK = new RegExp(`^${MARK_START}(\\d+)${MARK_END}$`, 'u');

/**
 * Finished nodes that are kept out of the text while later rules work on it. In the text each is a mark that no author can
 * write: its two characters are taken out of every message first.
 */
export class Stash {
  readonly #kept: { readonly node: Node; readonly written: string }[] = [];

  /** Keeps a node; answers the mark that stands for it. `written` is what the author wrote, without marks. */
  keep(node: Node, written = ''): string {
    this.#kept.push({ node, written });
    return `${MARK_START}${this.#kept.length - 1}${MARK_END}`;
  }

  /** The node that the whole text is a mark of. */
  nodeOf(text: string): Node | undefined {
    const number = ONLY_MARK.exec(text)?.[1];
    return number === undefined ? undefined : this.#kept[Number(number)]?.node;
  }

  /** The text with what the author wrote in place of marks. */
  written(text: string): string {
    if (!text.includes(MARK_START)) return text;
    return text.replace(MARK, (_mark, number: string) => this.#kept[Number(number)]?.written ?? '');
  }

  /** The text cut at its marks. */
  split(text: string): (Node | string)[] {
    return text
      .split(MARK)
      .map((part, index) => (index % 2 === 0 ? part : (this.#kept[Number(part)]?.node ?? '')));
  }
}
