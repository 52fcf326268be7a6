import MarkdownIt from 'markdown-it';
import type { StateCore } from 'markdown-it';
import { findAlertWords } from './alert-words.ts';
import { readBlocks } from './blocks/read-blocks.ts';
import { codeBlockHtml } from './code-block.ts';
import { replaceFences } from './fences.ts';
import { separateHangingLists } from './hanging-lists.ts';
import { createInlineReader } from './inline/read-inline.ts';
import { withoutMarks } from './marks.ts';
import { html } from './node.ts';
import type { ElementNode, Node } from './node.ts';
import { addNewlines } from './pretty.ts';
import { addPreviews } from './previews.ts';
import { expandTabs } from './python-text.ts';
import type { Rendering } from './rendering.ts';
import { tokensOf, useOwnRendererRules } from './tokens.ts';

/** What the rules of one message work on, beside the source and the tokens of markdown-it's own state. */
export interface ChainEnv {
  readonly rendering: Rendering;
  readonly root: ElementNode;
}

type ChainRule = (state: StateCore, work: ChainEnv) => void;

/** The steps from Markdown to tokens, in their fixed order. */
const CHAIN: Readonly<Record<string, ChainRule>> = {
  hanging_lists: (state) => {
    state.src = separateHangingLists(state.src.split('\n')).join('\n');
  },
  white_space: (state) => {
    const plain = withoutMarks(state.src).replaceAll(/\r\n?/gu, '\n');
    state.src = `${plain}\n\n`
      .split('\n')
      .map(expandTabs)
      .join('\n')
      .replaceAll(/(?<=\n) +\n/gu, '\n');
  },
  fences: (state, { rendering }) => {
    state.src = replaceFences(rendering, state.src.split('\n'));
  },
  alert_words: (state, { rendering }) => {
    const { alertWords } = rendering.context;
    if (alertWords === undefined) return;
    const found = findAlertWords(alertWords, state.src, (steps) => {
      rendering.budget.spend(steps);
    });
    for (const userId of found) rendering.facts.userIdsWithAlertWords.add(userId);
  },
  blocks: (state, { rendering, root }) => {
    readBlocks(rendering, root, state.src);
  },
  inline: (_state, { rendering, root }) => {
    readSources(rendering, root);
  },
  newlines: (_state, { root }) => {
    addNewlines(root);
  },
  previews: (_state, { rendering, root }) => {
    addPreviews(rendering, root);
  },
  tokens: (state, { root }) => {
    state.tokens = tokensOf(state, root);
  },
};

/** A markdown-it that speaks this dialect and no other: all its own rules are off. */
export function createChain(): (source: string, work: ChainEnv) => string {
  const markdown = new MarkdownIt('zero', { maxNesting: 100 });
  markdown.core.ruler.enableOnly([]);
  for (const [name, rule] of Object.entries(CHAIN)) {
    markdown.core.ruler.push(name, (state: StateCore) => {
      const { rendering, root } = state.env as unknown as ChainEnv;
      rendering.budget.look();
      rule(state, { rendering, root });
    });
  }
  useOwnRendererRules(markdown);
  return (source, work) => markdown.render(source, { ...work });
}

/** Reads the Markdown inside the blocks and colours indented code. */
function readSources(rendering: Rendering, root: ElementNode): void {
  const readInline = createInlineReader(rendering);
  const readAll = (parent: ElementNode): void => {
    parent.children = parent.children.flatMap((child): Node[] => {
      if (child.kind === 'source') return readInline(child.text);
      if (child.kind === 'code') return [html(codeBlockHtml(rendering, child.text), 'block')];
      if (child.kind === 'element') readAll(child);
      return [child];
    });
  };
  readAll(root);
}
