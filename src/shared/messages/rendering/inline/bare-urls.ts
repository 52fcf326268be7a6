import { element } from '../node.ts';
import type { Node } from '../node.ts';
import { SPACE, WORD } from '../python-text.ts';
import type { Rendering } from '../rendering.ts';
import { settledLinkText } from './inline-pass.ts';
import type { InlinePass, Replacement } from './inline-pass.ts';
import { linkAddress } from './links.ts';

/** What may stand between an address and the white space or end behind it. */
const PUNCTUATION = `!:;?),.'">`;
/** An address begins a text or follows white space or one of these. */
const STARTS = new RegExp(`(?<![^${SPACE}'"(,:<])(?=[${WORD}.-])`, 'gu');
const CHUNK = new RegExp(`[^${SPACE}]+`, 'gu');
const WITH_SCHEME = new RegExp(`https?://[${WORD}.:@-]+`, 'uy');
const DOMAIN = new RegExp(`[${WORD}.-]+`, 'uy');
const MAIL = new RegExp(`[${WORD}.-]+@[${WORD}.-]+`, 'uy');
const BITCOIN = /bitcoin:[13][a-km-zA-HJ-NP-Z1-9]{25,34}/uy;
/** Parentheses in a path may be nested so deep. */
const MAX_PARENTHESES = 7;

/**
 * Addresses written as they are: with `http://` or `https://`, with a known top-level domain, of mail, of bitcoin. They end
 * before the punctuation that is followed by white space.
 * @source zulip zerver/lib/markdown/__init__.py get_web_link_regex
 */
export const bareUrls: InlinePass = ({ text, rendering }) => {
  if (!/[.:]/u.test(text)) return [];
  const found: Replacement[] = [];
  for (const { index, 0: chunk } of text.matchAll(CHUNK)) {
    const tail = createTail(chunk);
    let from = 0;
    for (const match of chunk.matchAll(STARTS)) {
      if (match.index < from) continue;
      const end = urlEnd(rendering, chunk, match.index, tail);
      if (end === undefined) continue;
      const url = chunk.slice(match.index, end);
      const node = urlNode(rendering, url);
      if (node === undefined) continue;
      found.push({ start: index + match.index, end: index + end, node });
      from = end;
    }
  }
  return found;
};

function urlNode(rendering: Rendering, url: string): Node | undefined {
  const href = linkAddress(rendering, url);
  return href === undefined ? undefined : element('a', { href }, settledLinkText(rendering, url));
}

/** Where an address that begins at `start` ends. */
function urlEnd(rendering: Rendering, chunk: string, start: number, tail: Tail): number | undefined {
  const web = runAt(WITH_SCHEME, chunk, start);
  if (web !== undefined) {
    if (chunk[web] === '/') return tail.pathEnd(web);
    return tail.shortened(web, start + (chunk[start + 4] === 's' ? 9 : 8));
  }
  const domain = runAt(DOMAIN, chunk, start);
  if (domain !== undefined) {
    const hasPath = chunk[domain] === '/';
    const end = hasPath ? domain : tail.shortened(domain, start + 1);
    if (end !== undefined && isDomain(rendering, chunk.slice(start, end))) {
      const whole = hasPath ? tail.pathEnd(end) : end;
      if (whole !== undefined) return whole;
    }
  }
  const mail = tail.shortened(runAt(MAIL, chunk, start), start + 1);
  if (mail !== undefined && /@.+\.[^.-]+$/u.test(chunk.slice(start, mail))) return mail;
  return tail.shortened(runAt(BITCOIN, chunk, start), start + 1);
}

function isDomain({ tables }: Rendering, name: string): boolean {
  const labels = name.split('.');
  return labels.length > 1 && !labels.includes('') && tables.topLevelDomains.has(labels.at(-1) ?? '');
}

function runAt(pattern: RegExp, chunk: string, start: number): number | undefined {
  pattern.lastIndex = start;
  const run = pattern.exec(chunk)?.[0];
  return run === undefined ? undefined : start + run.length;
}

/** Answers at once where an address in the chunk can end, after one look at the whole chunk. */
interface Tail {
  /** The end without its punctuation if only punctuation follows, and not before `least`. */
  shortened(end: number | undefined, least: number): number | undefined;
  /** The end of a path that begins at a slash: balanced parentheses, no quotes, then only punctuation. */
  pathEnd(slash: number): number | undefined;
}

function createTail(chunk: string): Tail {
  let pure = chunk.length;
  while (pure > 0 && PUNCTUATION.includes(chunk[pure - 1] ?? '')) pure -= 1;
  const quotes = chunk.lastIndexOf('"', pure - 1);
  const depth = depths(chunk);
  // Lowest and highest depth between a place and the punctuation at the end.
  const lowest: number[] = [];
  const highest: number[] = [];
  for (let index = pure; index >= 0; index -= 1) {
    lowest[index] = Math.min(depth[index] ?? 0, lowest[index + 1] ?? Infinity);
    highest[index] = Math.max(depth[index] ?? 0, highest[index + 1] ?? -Infinity);
  }
  // In the punctuation the depth only falls, and no quotes may be part of the address.
  const firstAtDepth = new Map<number, number>();
  for (let index = pure; index <= chunk.length; index += 1) {
    const here = depth[index] ?? 0;
    if (!firstAtDepth.has(here)) firstAtDepth.set(here, index);
    if (chunk[index] === '"') break;
  }
  return {
    shortened(end, least) {
      if (end === undefined || end < pure) return undefined;
      return Math.max(pure, least) <= end ? Math.max(pure, least) : undefined;
    },
    pathEnd(slash) {
      const start = slash + 1;
      if (start > pure) return start;
      if (quotes >= start) return undefined;
      const level = depth[start] ?? 0;
      if ((lowest[start] ?? 0) < level || (highest[start] ?? 0) - level > MAX_PARENTHESES) return undefined;
      return firstAtDepth.get(level);
    },
  };
}

/** How many parentheses are open before each place; may be negative. */
function depths(chunk: string): readonly number[] {
  const depth = [0];
  for (let index = 0; index < chunk.length; index += 1) {
    const change = chunk[index] === '(' ? 1 : chunk[index] === ')' ? -1 : 0;
    depth.push((depth[index] ?? 0) + change);
  }
  return depth;
}
