import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { escapeAttribute, escapeExactText, escapeText } from './escape.ts';
import type { ElementNode, Node } from './node.ts';

const VOID_TAGS: ReadonlySet<string> = new Set(['br', 'hr', 'img']);

/** The tree as the flat list of tokens that markdown-it's renderer writes. */
export function tokensOf(state: StateCore, root: ElementNode): Token[] {
  const tokens: Token[] = [];
  const add = (
    type: string,
    part: { readonly tag?: string; readonly content?: string; readonly nesting?: 1 | -1 },
  ): Token => {
    const token = new state.Token(type, part.tag ?? '', part.nesting ?? 0);
    token.content = part.content ?? '';
    tokens.push(token);
    return token;
  };
  const addNode = (node: Node): void => {
    switch (node.kind) {
      case 'element': {
        const opened = add('opening_tag', { tag: node.tag, nesting: 1 });
        opened.attrs = [...node.attributes].sort(([a], [b]) => (a < b ? -1 : 1));
        for (const child of node.children) addNode(child);
        if (!VOID_TAGS.has(node.tag)) add('closing_tag', { tag: node.tag, nesting: -1 });
        return;
      }
      case 'text':
        add(node.exact ? 'exact_text' : 'plain_text', { content: node.text });
        return;
      case 'html':
        add('finished_html', { content: node.html });
        return;
      case 'source':
      case 'code':
        throw new Error(`a ${node.kind} node was left unread`);
    }
  };
  for (const child of root.children) addNode(child);
  return tokens;
}

/** Teaches a markdown-it how the tokens are written. */
export function useOwnRendererRules({ renderer }: MarkdownIt): void {
  Object.assign(renderer.rules, {
    opening_tag: (tokens: readonly Token[], index: number) => openingTag(tokens[index]),
    closing_tag: (tokens: readonly Token[], index: number) => `</${tokens[index]?.tag ?? ''}>`,
    plain_text: (tokens: readonly Token[], index: number) => escapeText(tokens[index]?.content ?? ''),
    exact_text: (tokens: readonly Token[], index: number) => escapeExactText(tokens[index]?.content ?? ''),
    finished_html: (tokens: readonly Token[], index: number) => tokens[index]?.content ?? '',
  });
}

/** An attribute that is its own value is written as a switch. */
function openingTag(token: Token | undefined): string {
  const attributes = (token?.attrs ?? []).map(([name, value]) =>
    name === String(value) ? ` ${name}` : ` ${name}="${escapeAttribute(String(value))}"`,
  );
  return `<${token?.tag ?? ''}${attributes.join('')}>`;
}
