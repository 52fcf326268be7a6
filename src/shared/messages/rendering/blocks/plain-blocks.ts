import { element, lastBlock } from '../node.ts';
import { strip, stripEnd, stripNewlines, stripStart } from '../python-text.ts';
import { appendParagraph } from './block-parser.ts';
import type { BlockRule } from './block-parser.ts';

/** Nothing, or what follows further empty lines. Code before it keeps the lines, in case it goes on. */
export const emptyBlock: BlockRule = (_parser, parent, block) => {
  if (block !== '' && !block.startsWith('\n')) return false;
  const before = lastBlock(parent);
  if (before?.kind === 'code') before.text += block === '' ? '\n\n' : '\n';
  const rest = block.slice(1);
  return rest === '' ? true : rest;
};

const CODE_INDENT = '    ';

/** Lines that begin with four blanks. Mail is full of them, so there they are text. */
export const indentedCode: BlockRule = ({ rendering }, parent, block) => {
  if (rendering.context.dialect === 'email_gateway' || !block.startsWith(CODE_INDENT)) return false;
  const lines = block.split('\n');
  const end = lines.findIndex((line) => !line.startsWith(CODE_INDENT) && strip(line) !== '');
  const code = lines.slice(0, end === -1 ? undefined : end).map((line) => line.slice(CODE_INDENT.length));
  const text = stripEnd(code.join('\n'));
  const before = lastBlock(parent);
  if (before?.kind === 'code') before.text += `\n${text}\n`;
  else parent.children.push({ kind: 'code', text: `${text}\n` });
  return end === -1 ? true : lines.slice(end).join('\n');
};

/** Calls `mark` for the lines that `isMark` knows and `text` for what stands between them. */
function cutAtLines(
  lines: readonly string[],
  cut: {
    readonly isMark: (index: number) => number;
    readonly mark: (index: number) => void;
    readonly text: (block: string) => void;
  },
): void {
  let from = 0;
  for (let index = 0; index < lines.length;) {
    const taken = cut.isMark(index);
    if (taken > 0) {
      if (index > from) cut.text(lines.slice(from, index).join('\n'));
      cut.mark(index);
      from = index + taken;
    }
    index += Math.max(taken, 1);
  }
  if (from < lines.length) cut.text(lines.slice(from).join('\n'));
}

/** `# x` to `###### x`, on any line of a block. */
export const headings: BlockRule = (parser, parent, block) => {
  if (!/(?:^|\n)#/u.test(block)) return false;
  const lines = block.split('\n');
  const found = lines.map((line, index) => headingAt(line, lines[index + 1]));
  if (found.every((heading) => heading === undefined)) return false;
  cutAtLines(lines, {
    isMark: (index) => found[index]?.lines ?? 0,
    mark: (index) => {
      const heading = found[index];
      if (heading === undefined) return;
      const { level, text } = heading;
      parent.children.push(element(`h${level}`, {}, [{ kind: 'source', text }]));
    },
    text: (between) => {
      parser.readBlock(parent, between);
    },
  });
  return true;
};

/** A heading needs white space after its signs; the end of the line counts, and the next line is then the heading. */
function headingAt(
  line: string,
  next: string | undefined,
): { readonly level: number; readonly text: string; readonly lines: number } | undefined {
  const level = /^#{1,6}(?!#)/u.exec(line)?.[0].length;
  if (level === undefined) return undefined;
  if (line.length === level && next === undefined) return undefined;
  const written = line.length === level ? next : line.slice(level + 1);
  if (written === undefined || (line.length > level && stripStart(line[level] ?? '') !== ''))
    return undefined;
  const backslashes = /\\*$/u.exec(written)?.[0].length ?? 0;
  if (backslashes % 2 === 1) return undefined;
  let end = written.length;
  while (end > 0 && written[end - 1] === '#') end -= 1;
  if (end < written.length && written[end - 1] === '\\') end += 1;
  return { level, text: strip(written.slice(0, end)), lines: line.length === level ? 2 : 1 };
}

/** Three or more of `-`, `_` or `*` on a line of their own, at most two blanks apart. */
export const horizontalRules: BlockRule = (parser, parent, block) => {
  const lines = block.split('\n');
  if (!lines.some(isRule)) return false;
  cutAtLines(lines, {
    isMark: (index) => (isRule(lines[index] ?? '') ? 1 : 0),
    mark: () => {
      parent.children.push(element('hr'));
    },
    text: (between) => {
      const text = stripNewlines(between);
      if (text !== '') parser.readBlock(parent, text);
    },
  });
  return true;
};

function isRule(line: string): boolean {
  const mark = /^ {0,3}([-_*])/u.exec(line)?.[1];
  if (mark === undefined) return false;
  const inside = line.trim();
  let marks = 0;
  for (const character of inside) {
    if (character === mark) marks += 1;
    else if (character !== ' ') return false;
  }
  return marks >= 3 && !inside.includes('   ');
}

/** Everything else: a paragraph, or the text of a list item. */
export const paragraph: BlockRule = (parser, parent, block) => {
  if (strip(block) === '') return true;
  if (parser.state !== 'list') {
    appendParagraph(parser, parent, stripStart(block));
    return true;
  }
  const last = parent.children.at(-1);
  if (last?.kind === 'source')
    last.text += `\n${lastBlock(parent) === undefined ? stripStart(block) : block}`;
  else if (last === undefined) parent.children.push({ kind: 'source', text: stripStart(block) });
  else parent.children.push({ kind: 'source', text: `\n${block}` });
  return true;
};
