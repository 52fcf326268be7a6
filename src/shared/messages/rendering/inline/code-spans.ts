import { element, exactText } from '../node.ts';
import type { InlinePass, Replacement } from './inline-pass.ts';

/**
 * Text between runs of backticks of the same length; blanks inside are kept. A run without a partner of its length may
 * open with fewer backticks and hold the rest. Backslashes before backticks escape the first one; a pair of them is one.
 * @source Python-Markdown markdown/inlinepatterns.py BACKTICK_RE
 */
export const codeSpans: InlinePass = ({ text, rendering }) => {
  if (!text.includes('`')) return [];
  const runs = [...text.matchAll(/`+/gu)].map(({ index, 0: { length } }) => ({ start: index, length }));
  const closers = closersByLength(runs);
  const found: Replacement[] = [];
  let from = 0;
  for (const { start, length } of runs) {
    if (start < from) continue;
    const backslashes = backslashesBefore(text, start, from);
    const escaped = backslashes % 2;
    if (backslashes >= 2) {
      const kept = '\\'.repeat((backslashes - escaped) / 2);
      found.push({ start: start - backslashes, end: start - escaped, node: exactText(kept) });
    }
    const closer = partner(closers, start, { longest: length - escaped, after: start + length });
    if (closer === undefined) continue;
    const opensAt = start + escaped;
    const code = rendering.stash.written(text.slice(opensAt + closer.length, closer.start));
    from = closer.start + closer.length;
    found.push({ start: opensAt, end: from, node: element('code', {}, [exactText(code)]) });
  }
  return found;
};

interface Run {
  readonly start: number;
  readonly length: number;
}

/** Runs of each length, the first one last, so that those left behind are dropped by `pop`. */
function closersByLength(runs: readonly Run[]): ReadonlyMap<number, Run[]> {
  const byLength = new Map<number, Run[]>();
  for (const run of runs.toReversed()) {
    const same = byLength.get(run.length);
    if (same === undefined) byLength.set(run.length, [run]);
    else same.push(run);
  }
  return byLength;
}

/** The next run that closes the longest possible opening; as many tries as the run has backticks. */
function partner(
  closers: ReadonlyMap<number, Run[]>,
  start: number,
  { longest, after }: { readonly longest: number; readonly after: number },
): Run | undefined {
  for (let length = longest; length > 0; length -= 1) {
    const candidates = closers.get(length) ?? [];
    while ((candidates.at(-1)?.start ?? Infinity) <= start) candidates.pop();
    const next = candidates.at(-1);
    if (next !== undefined && next.start >= after) return next;
  }
  return undefined;
}

function backslashesBefore(text: string, start: number, from: number): number {
  let count = 0;
  while (start - 1 - count >= from && text[start - 1 - count] === '\\') count += 1;
  return count;
}
