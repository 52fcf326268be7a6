import { audioNode, inlineImage } from '../media.ts';
import { element, plainText } from '../node.ts';
import type { Node } from '../node.ts';
import { strip } from '../python-text.ts';
import type { Rendering } from '../rendering.ts';
import { relativeToRealm, sanitizeUrl } from '../urls.ts';
import { matchingBrackets } from './brackets.ts';
import { settledLinkText } from './inline-pass.ts';
import type { InlinePass, PassInput, Replacement } from './inline-pass.ts';

/** A link's address made safe and relative; nothing if it may not be linked. */
export function linkAddress(rendering: Rendering, written: string): string | undefined {
  const safe = sanitizeUrl(rendering.stash.written(written));
  return safe === undefined ? undefined : relativeToRealm(rendering.context.realm.url, safe);
}

/** `[text](address "title")`; the text is taken as it is, except for what earlier passes have understood. */
export const namedLinks: InlinePass = (input) =>
  bracketed(input, '[', ({ text, address, title }) => {
    const href = linkAddress(input.rendering, strip(address));
    if (href === undefined) return undefined;
    const label = strip(text) === '' ? [plainText(href)] : settledLinkText(input.rendering, text);
    return element('a', { href, ...(title === undefined ? {} : { title }) }, label);
  });

/** `![text](address)`: an uploaded picture, or sound. Anything else stays text. */
export const media: InlinePass = (input) =>
  bracketed(input, '![', ({ text, address }) => {
    const href = linkAddress(input.rendering, strip(address));
    if (href === undefined) return undefined;
    const label = input.rendering.stash.written(text);
    return inlineImage(input.rendering, href, label) ?? audioNode(input.rendering, href, label);
  });

interface Bracketed {
  readonly text: string;
  readonly address: string;
  readonly title: string | undefined;
}

/** Finds `[…](…)`; brackets and parentheses may be nested. */
function bracketed(
  { text }: PassInput,
  opener: '[' | '![',
  nodeFor: (parts: Bracketed) => Node | undefined,
): readonly Replacement[] {
  if (!text.includes('](')) return [];
  const brackets = matchingBrackets(text, '[', ']');
  const parentheses = matchingBrackets(text, '(', ')');
  const found: Replacement[] = [];
  for (let start = text.indexOf(opener); start !== -1; start = text.indexOf(opener, start + 1)) {
    const open = start + opener.length - 1;
    if (opener === '[' && text[start - 1] === '!') continue;
    const close = brackets.get(open);
    if (close === undefined || text[close + 1] !== '(') continue;
    const end = parentheses.get(close + 1);
    if (end === undefined) continue;
    const node = nodeFor({ text: text.slice(open + 1, close), ...destination(text.slice(close + 2, end)) });
    if (node === undefined) continue;
    found.push({ start, end: end + 1, node });
    start = end;
  }
  return found;
}

/** An address, perhaps in angle brackets, perhaps with a title in quotes behind it. */
function destination(inside: string): { readonly address: string; readonly title: string | undefined } {
  const trimmed = strip(inside);
  const quote = trimmed.at(-1);
  const opens = quote === '"' || quote === "'" ? trimmed.indexOf(quote) : -1;
  const hasTitle = opens > 0 && opens < trimmed.length - 1 && strip(trimmed[opens - 1] ?? '') === '';
  const address = strip(hasTitle ? trimmed.slice(0, opens) : trimmed);
  return {
    address: /^<[^<>]*>$/u.test(address) ? address.slice(1, -1) : address,
    title: hasTitle ? trimmed.slice(opens + 1, -1) : undefined,
  };
}
