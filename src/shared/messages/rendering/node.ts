/** A node of a message's tree: what the block and inline rules build and the last rule turns into markdown-it's tokens. */
export type Node = ElementNode | TextNode | SourceNode | CodeNode | HtmlNode;

/** An HTML element. Attributes are written in alphabetical order. */
export interface ElementNode {
  readonly kind: 'element';
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  children: Node[];
}

/** Finished text. `exact`: a `&` is always escaped; otherwise an entity such as `&copy;` stays one. */
export interface TextNode {
  readonly kind: 'text';
  readonly text: string;
  readonly exact: boolean;
}

/** Markdown whose inline constructs have not been read yet. */
export interface SourceNode {
  readonly kind: 'source';
  text: string;
}

/** An indented code block that may still grow. */
export interface CodeNode {
  readonly kind: 'code';
  text: string;
}

/**
 * HTML made by this folder or by KaTeX, never by the author. `block`: it stands for itself instead of in a paragraph.
 */
export interface HtmlNode {
  readonly kind: 'html';
  readonly html: string;
  readonly block: boolean;
}

/** An element with its attributes and children. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  children: Node[] = [],
): ElementNode {
  return { kind: 'element', tag, attributes: new Map(Object.entries(attributes)), children };
}

/** Text that is shown as it is, entities included. */
export const exactText = (text: string): TextNode => ({ kind: 'text', text, exact: true });

/** Text in which an entity stays an entity. */
export const plainText = (text: string): TextNode => ({ kind: 'text', text, exact: false });

/** Finished HTML in a paragraph or instead of one. */
export const html = (finished: string, place: 'inline' | 'block'): HtmlNode => ({
  kind: 'html',
  html: finished,
  block: place === 'block',
});

const BLOCK_TAGS: ReadonlySet<string> = new Set(
  'blockquote div h1 h2 h3 h4 h5 h6 hr li ol p table tbody td th thead tr ul'.split(' '),
);

/** Whether the node begins a line of its own in the HTML. */
export function isBlock(node: Node | undefined): boolean {
  if (node?.kind === 'element') return BLOCK_TAGS.has(node.tag);
  return node?.kind === 'html' ? node.block : node?.kind === 'code';
}

/** The last child that is not text. */
export function lastBlock(parent: ElementNode): ElementNode | CodeNode | HtmlNode | undefined {
  for (let index = parent.children.length - 1; index >= 0; index -= 1) {
    const child = parent.children[index];
    if (child?.kind === 'element' || child?.kind === 'code' || child?.kind === 'html') return child;
  }
  return undefined;
}
