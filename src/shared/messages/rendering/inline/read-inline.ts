import type { Node } from '../node.ts';
import type { Rendering } from '../rendering.ts';
import { bareUrls } from './bare-urls.ts';
import { codeSpans } from './code-spans.ts';
import { emoticons, namedEmoji, unicodeEmoji } from './emoji.ts';
import { emphasis, entities, lineBreaks, strikethrough, strong, strongEmphasis } from './emphasis.ts';
import { formulas } from './formulas.ts';
import type { InlinePass } from './inline-pass.ts';
import { settled } from './inline-pass.ts';
import { linkifierPass } from './linkified.ts';
import { media, namedLinks } from './links.ts';
import { groupMention, personMention } from './mentions.ts';
import { timestamps } from './timestamps.ts';
import { zulipLinks } from './zulip-links.ts';

const BEFORE_LINKIFIERS: readonly InlinePass[] = [
  codeSpans,
  strongEmphasis,
  personMention,
  formulas,
  zulipLinks,
  timestamps,
  groupMention,
  namedLinks,
  media,
  bareUrls,
];
const AFTER_LINKIFIERS: readonly InlinePass[] = [
  entities,
  strong,
  emphasis,
  strikethrough,
  namedEmoji,
  emoticons,
  lineBreaks,
  unicodeEmoji,
];

/** Reads Markdown inside a block. */
export type InlineReader = (source: string) => Node[];

/**
 * The dialect has no grammar but an order: each pass goes over the whole text, and what it has understood is out of reach
 * of the later ones. That is why this is not a scanner that tries all rules at each place.
 * @source zulip zerver/lib/markdown/__init__.py build_inlinepatterns
 */
export function createInlineReader(rendering: Rendering): InlineReader {
  const passes = [
    ...BEFORE_LINKIFIERS,
    ...rendering.context.linkifiers.map(linkifierPass),
    ...AFTER_LINKIFIERS,
  ];
  const readFrom = (first: number, source: string): Node[] => {
    let text = source;
    for (let index = first; index < passes.length; index += 1) {
      rendering.budget.spend(text.length);
      const found = passes[index]?.({ rendering, text, inner: (part) => readFrom(index + 1, part) }) ?? [];
      if (found.length === 0) continue;
      let replaced = '';
      let from = 0;
      for (const { start, end, node } of found) {
        const written = rendering.stash.written(text.slice(start, end));
        replaced += text.slice(from, start) + rendering.stash.keep(node, written);
        from = end;
      }
      text = replaced + text.slice(from);
    }
    return settled(rendering, text);
  };
  return (source) => readFrom(0, source);
}
