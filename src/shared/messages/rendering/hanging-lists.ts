import { fenceOf } from './fence-line.ts';

const LIST_ITEM = /^ *([*+-]|\d\.) +/u;

/**
 * Puts an empty line before a list that follows text, or a list of the other kind, without one: the block rules know a list
 * only at the start of a block. Lines of code, math and spoiler fences are left alone, those of quotes are not.
 * @source zulip zerver/lib/markdown/__init__.py MarkdownListPreprocessor
 */
export function separateHangingLists(lines: readonly string[]): string[] {
  const separated: string[] = [];
  const open: { readonly marks: string; readonly isCode: boolean }[] = [];
  let openCode = 0;
  for (const [index, line] of lines.entries()) {
    separated.push(line);
    if (index === lines.length - 1) break;
    const fence = fenceOf(line);
    if (fence !== undefined) {
      const last = open.at(-1);
      if (fence.language === undefined && last?.marks === fence.marks) {
        open.pop();
        if (last.isCode) openCode -= 1;
      } else {
        const isCode = fence.language !== 'quote' && fence.language !== 'quoted';
        open.push({ marks: fence.marks, isCode });
        if (isCode) openCode += 1;
      }
    }
    if (openCode === 0 && line !== '' && beginsList(line, lines[index + 1] ?? '')) separated.push('');
  }
  return separated;
}

/** Bullets are one character long, numbers two: that is how the kinds are told apart. */
function beginsList(line: string, next: string): boolean {
  const nextMark = LIST_ITEM.exec(next)?.[1];
  if (nextMark === undefined) return false;
  const mark = LIST_ITEM.exec(line)?.[1];
  return mark?.length !== nextMark.length;
}
