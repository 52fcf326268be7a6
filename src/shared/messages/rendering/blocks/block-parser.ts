import type { ElementNode, Node } from '../node.ts';
import { stripNewlines } from '../python-text.ts';
import type { Rendering } from '../rendering.ts';

/** What the innermost enclosing construct is; some rules look at it. */
export type BlockState = 'list' | 'loose_list' | 'quote' | 'detabbed';

/**
 * Reads blocks, the parts of a text between empty lines, into children of a parent. Each rule may hand a part of its block
 * back to the reader, with the parent and state of its choice.
 */
export interface BlockParser {
  readonly rendering: Rendering;
  /** The innermost state. */
  readonly state: BlockState | undefined;
  /** Whether one more construct may be opened. Deeper ones stay text, so that neither work nor HTML explode. */
  readonly mayNest: boolean;
  /** Runs `work` in a state. */
  within(state: BlockState, work: () => void): void;
  /** Reads a text that may have empty lines. */
  readText(parent: ElementNode, text: string): void;
  /** Reads one block. */
  readBlock(parent: ElementNode, block: string): void;
}

/**
 * Reads a block that is of its kind; answers false without having done anything otherwise. What is left of the block to be
 * read afterwards is answered as text.
 */
export type BlockRule = (parser: BlockParser, parent: ElementNode, block: string) => boolean | string;

/**
 * Adds Markdown that is to be read inline. A block that is only a stashed block takes the paragraph's place; a newline after it,
 * left by a fence that was never closed, is dropped (the original puts block and newline into a paragraph).
 */
export function appendParagraph(parser: BlockParser, parent: ElementNode, source: string): void {
  const stashed: Node | undefined = parser.rendering.stash.nodeOf(stripNewlines(source));
  if (stashed?.kind === 'html' && stashed.block) {
    parent.children.push(stashed);
    return;
  }
  parent.children.push({
    kind: 'element',
    tag: 'p',
    attributes: new Map(),
    children: [{ kind: 'source', text: source }],
  });
}
