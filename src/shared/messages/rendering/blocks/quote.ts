import { element } from '../node.ts';
import { strip } from '../python-text.ts';
import { silenceMentions } from '../mention-syntax.ts';
import type { BlockRule } from './block-parser.ts';

const QUOTED = /^ {0,3}> ?/u;

/**
 * `> x`. Lines before the first quoted one are a block of their own; lines after it belong to the quote, marked or not.
 * Marks without anything behind them to the end of the block quote nothing. A mention in a quote is silent.
 * @source zulip zerver/lib/markdown/__init__.py BlockQuoteProcessor
 */
export const quote: BlockRule = (parser, parent, block) => {
  if (!parser.mayNest || !/(?:^|\n) {0,3}>/u.test(block)) return false;
  const lines = block.split('\n');
  let end = lines.length;
  while (end > 0 && isEmptyQuote(lines[end - 1] ?? '')) end -= 1;
  const start = lines.findIndex((line, index) => index < end && QUOTED.test(line));
  if (start === -1) return false;
  if (start > 0) parser.readBlock(parent, lines.slice(0, start).join('\n'));
  const quoted = lines.slice(start).map((line) => unquote(silenceMentions(line)));
  const node = element('blockquote');
  parent.children.push(node);
  parser.within('quote', () => {
    parser.readText(node, quoted.join('\n'));
  });
  return true;
};

const isEmptyQuote = (line: string): boolean => QUOTED.test(line) && strip(line.replace(QUOTED, '')) === '';

const unquote = (line: string): string => (strip(line) === '>' ? '' : line.replace(QUOTED, ''));
