import { element, lastBlock } from '../node.ts';
import type { ElementNode, Node } from '../node.ts';
import { stripStart } from '../python-text.ts';
import type { BlockParser, BlockRule } from './block-parser.ts';

/** Columns of one level. */
const INDENT = '  ';

/** What tells the kinds of lists apart. */
interface ListKind {
  readonly tag: 'ol' | 'ul';
  /** An item at the list's own level: the number, the text. */
  readonly item: RegExp;
}

const NUMBERED: ListKind = { tag: 'ol', item: /^ ?(\d+)\. +(.*)/u };
const BULLETS: ListKind = { tag: 'ul', item: /^ ?([*+-]) +(.*)/u };
const NESTED_ITEM = /^ {2,3}(?:\d+\.|[*+-]) +/u;

/** `1. a` and so on. */
export const numberedList: BlockRule = (parser, parent, block) => list(NUMBERED, parser, parent, block);

/** `* a`, `- a`, `+ a`. */
export const bulletList: BlockRule = (parser, parent, block) => list(BULLETS, parser, parent, block);

function list(kind: ListKind, parser: BlockParser, parent: ElementNode, block: string): boolean {
  const first = kind.item.exec(block);
  if (first === null || !parser.mayNest) return false;
  const items = itemsOf(kind, block);
  const before = lastBlock(parent);
  let holder: ElementNode;
  if (before?.kind === 'element' && before.tag === kind.tag) {
    // An empty line between two items: the list goes on, and its items hold paragraphs.
    holder = before;
    wrapText(holder);
    parser.within('loose_list', () => {
      parser.readBlock(addItem(holder), items.shift() ?? '');
    });
  } else if (isList(parent)) {
    holder = parent;
  } else {
    const start = kind.tag === 'ol' && first[1] !== '1' ? { start: first[1] ?? '' } : {};
    holder = element(kind.tag, start);
    parent.children.push(holder);
  }
  parser.within('list', () => {
    for (const item of items) {
      const into = item.startsWith(INDENT) ? lastItem(holder) : undefined;
      parser.readBlock(into ?? addItem(holder), item);
    }
  });
  return true;
}

/** The block's items; an item of a deeper level is one of its own, still indented. */
function itemsOf(kind: ListKind, block: string): string[] {
  const items: string[][] = [];
  for (const line of block.split('\n')) {
    const text = kind.item.exec(line)?.[2];
    const last = items.at(-1);
    if (text !== undefined) items.push([text]);
    else if (last === undefined || (NESTED_ITEM.test(line) && last[0]?.startsWith(INDENT) !== true))
      items.push([line]);
    else last.push(line);
  }
  return items.map((lines) => lines.join('\n'));
}

/**
 * A block that begins with two blanks after a list, or in one of its items: it belongs to the item as deep as it is indented.
 * @source Python-Markdown markdown/blockprocessors.py ListIndentProcessor
 */
export const indentedInList: BlockRule = (parser, parent, block) => {
  if (!block.startsWith(INDENT) || parser.state === 'detabbed' || !parser.mayNest) return false;
  const last = lastBlock(parent);
  if (parent.tag !== 'li' && !(last?.kind === 'element' && isList(last))) return false;
  const { level, node } = holderOf(parser, parent, block);
  const inner = outdent(block, level);
  parser.within('detabbed', () => {
    if (parent.tag === 'li') {
      parser.readBlock(last?.kind === 'element' && isList(last) ? last : parent, inner);
      return;
    }
    if (node.tag === 'li') {
      parser.readBlock(node, inner);
      return;
    }
    const item = lastItem(node);
    if (item === undefined) {
      parser.readBlock(addItem(node), inner);
      return;
    }
    wrapText(node);
    parser.readText(item, inner);
  });
  return true;
};

/** Walks down the lists at the end of `parent` as far as the block is indented. */
function holderOf(
  parser: BlockParser,
  parent: ElementNode,
  block: string,
): { readonly level: number; readonly node: ElementNode } {
  const wanted = Math.floor((/^ */u.exec(block)?.[0].length ?? 0) / INDENT.length);
  let level = parser.state === 'list' ? 1 : 0;
  let node = parent;
  while (wanted > level) {
    const child = lastBlock(node);
    if (child?.kind !== 'element' || !(isList(child) || child.tag === 'li')) break;
    if (isList(child)) level += 1;
    node = child;
  }
  return { level, node };
}

function outdent(block: string, level: number): string {
  const indent = INDENT.repeat(level);
  return block
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

/** Puts the text of a list's last item into a paragraph, as the items of a list with empty lines are. */
function wrapText(holder: ElementNode): void {
  const item = lastItem(holder);
  if (item === undefined) return;
  const [first] = item.children;
  if (first?.kind === 'source') item.children[0] = inParagraph(first);
  const last = item.children.at(-1);
  if (last?.kind === 'source') {
    last.text = stripStart(last.text);
    item.children[item.children.length - 1] = inParagraph(last);
  }
}

const inParagraph = (node: Node): ElementNode => element('p', {}, [node]);

const isList = (node: ElementNode): boolean => node.tag === 'ol' || node.tag === 'ul';

function lastItem(holder: ElementNode): ElementNode | undefined {
  const last = lastBlock(holder);
  return last?.kind === 'element' && last.tag === 'li' ? last : undefined;
}

function addItem(holder: ElementNode): ElementNode {
  const item = element('li');
  holder.children.push(item);
  return item;
}
