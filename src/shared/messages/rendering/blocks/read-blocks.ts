import type { ElementNode } from '../node.ts';
import type { Rendering } from '../rendering.ts';
import type { BlockParser, BlockRule, BlockState } from './block-parser.ts';
import { emptyBlock, headings, horizontalRules, indentedCode, paragraph } from './plain-blocks.ts';
import { bulletList, indentedInList, numberedList } from './lists.ts';
import { quote } from './quote.ts';
import { table } from './table.ts';

/** In order of precedence. The last one takes every block. */
const RULES: readonly BlockRule[] = [
  emptyBlock,
  indentedInList,
  indentedCode,
  headings,
  table,
  horizontalRules,
  numberedList,
  bulletList,
  quote,
  paragraph,
];

/** Constructs in constructs; the original ends at its recursion limit, at some hundreds. */
const MAX_DEPTH = 64;

/**
 * Reads the blocks of a message: text between empty lines, whose kind its first line tells, for some kinds any line.
 * @source Python-Markdown markdown/blockparser.py, blockprocessors.py
 */
export function readBlocks(rendering: Rendering, root: ElementNode, text: string): void {
  const states: BlockState[] = [];
  let depth = 0;

  const readAll = (parent: ElementNode, blocks: readonly string[]): void => {
    depth += 1;
    const waiting = blocks.toReversed();
    for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
      for (const rule of RULES) {
        rendering.budget.spend(block.length + 1);
        const done = rule(parser, parent, block);
        if (done === false) continue;
        if (done !== true) waiting.push(done);
        break;
      }
    }
    depth -= 1;
  };

  const parser: BlockParser = {
    rendering,
    get state() {
      return states.at(-1);
    },
    get mayNest() {
      return depth < MAX_DEPTH;
    },
    within(state, work) {
      states.push(state);
      work();
      states.pop();
    },
    readText: (parent, inner) => {
      readAll(parent, inner.split('\n\n'));
    },
    readBlock: (parent, block) => {
      readAll(parent, [block]);
    },
  };
  parser.readText(root, text);
}
