import { isBlock } from './node.ts';
import type { ElementNode, Node } from './node.ts';
import { strip } from './python-text.ts';

const NEWLINE: Node = { kind: 'text', text: '\n', exact: true };

/**
 * Puts the newlines between blocks, and drops blanks that stand where one belongs.
 * @source Python-Markdown markdown/treeprocessors.py PrettifyTreeprocessor
 */
export function addNewlines(parent: ElementNode): void {
  const pretty: Node[] = [];
  const { children } = parent;
  const first = children.find((child) => !isBlank(child));
  if (isBlock(first)) pretty.push(NEWLINE);
  for (const [index, child] of children.entries()) {
    const before = children[index - 1];
    if (isBlank(child) && (isBlock(before) || isBreak(before) || (index === 0 && isBlock(first)))) continue;
    pretty.push(child);
    if (child.kind === 'element' && isBlock(child)) addNewlines(child);
    if (
      isBreak(child) ||
      (isBlock(child) &&
        (children[index + 1] === undefined || !isText(children[index + 1]) || isBlank(children[index + 1])))
    ) {
      pretty.push(NEWLINE);
    }
  }
  parent.children = pretty;
}

const isText = (node: Node | undefined): boolean => node?.kind === 'text';

const isBlank = (node: Node | undefined): boolean => node?.kind === 'text' && strip(node.text) === '';

const isBreak = (node: Node | undefined): boolean => node?.kind === 'element' && node.tag === 'br';
