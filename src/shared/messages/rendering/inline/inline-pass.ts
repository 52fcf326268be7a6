import { plainText } from '../node.ts';
import type { Node } from '../node.ts';
import type { Rendering } from '../rendering.ts';

/** A part of a text that a pass has understood. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly node: Node;
}

/** What a pass works with. */
export interface PassInput {
  readonly rendering: Rendering;
  /** Parts that earlier passes understood stand in it as markers of the stash. */
  readonly text: string;
  /** Reads a part of the text by the passes that follow this one. */
  readonly inner: (part: string) => Node[];
}

/** Finds one kind of construct. Answers without overlaps, in order of the text, after work in proportion to its length. */
export type InlinePass = (input: PassInput) => readonly Replacement[];

/** A text in which nothing more is to be understood: markers give way to what they stand for. */
export const settled = (rendering: Rendering, text: string): Node[] =>
  rendering.stash
    .split(text)
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? plainText(part) : part));

/** The same as the text of a link, which cannot hold another link: of those inside only the text is left. */
export const settledLinkText = (rendering: Rendering, text: string): Node[] =>
  settled(rendering, text).flatMap(withoutLinks);

function withoutLinks(node: Node): Node[] {
  if (node.kind !== 'element') return [node];
  const children = node.children.flatMap(withoutLinks);
  return node.tag === 'a' ? children : [{ ...node, children }];
}

/** A pass that asks for a node at each match of a pattern; without an answer the text stays for later passes. */
export const matching =
  (
    pattern: () => RegExp,
    nodeFor: (match: RegExpExecArray, input: PassInput) => Node | undefined,
  ): InlinePass =>
  (input) => {
    const found: Replacement[] = [];
    for (const match of input.text.matchAll(pattern())) {
      const node = nodeFor(match, input);
      if (node !== undefined) found.push({ start: match.index, end: match.index + match[0].length, node });
    }
    return found;
  };
