import { element } from '../node.ts';
import type { ElementNode } from '../node.ts';
import type { BlockRule } from './block-parser.ts';

/** Which outer edges of a table have a bar; the first row tells it. */
interface Borders {
  readonly left: boolean;
  readonly right: boolean;
}

/**
 * A row of headings, a row of dashes with as many columns, then rows.
 * @source Python-Markdown markdown/extensions/tables.py
 */
export const table: BlockRule = (_parser, parent, block) => {
  const rows = block.split('\n').map(stripBlanks);
  const [heading, separator] = rows;
  if (heading === undefined || separator === undefined) return false;
  const borders = { left: heading.startsWith('|'), right: endsWithBar(heading) };
  const names = cellsOf(heading, borders);
  const columns = cellsOf(separator, borders);
  if (columns.length !== names.length || !columns.every((cell) => /^[|:\- ]*$/u.test(cell))) return false;
  if (names.length === 1) {
    if (!borders.left && !borders.right) return false;
    if (!rows.slice(1).every((row) => row.startsWith('|') || endsWithBar(row))) return false;
  }
  const aligned = columns.map((cell) => alignment(stripBlanks(cell)));
  const body = rows.slice(2).map((row) => rowOf('td', cellsOf(row, borders), aligned));
  if (body.length === 0) body.push(rowOf('td', [], aligned));
  parent.children.push(
    element('table', {}, [element('thead', {}, [rowOf('th', names, aligned)]), element('tbody', {}, body)]),
  );
  return true;
};

/** Cells beyond the columns are dropped, missing ones are empty. */
function rowOf(
  tag: 'td' | 'th',
  cells: readonly string[],
  aligned: readonly (string | undefined)[],
): ElementNode {
  return element(
    'tr',
    {},
    aligned.map((align, index) =>
      element(tag, align === undefined ? {} : { style: `text-align: ${align};` }, [
        { kind: 'source', text: stripBlanks(cells[index] ?? '') },
      ]),
    ),
  );
}

function alignment(cell: string): 'center' | 'left' | 'right' | undefined {
  if (cell.startsWith(':')) return cell.endsWith(':') ? 'center' : 'left';
  return cell.endsWith(':') ? 'right' : undefined;
}

/** Only blanks: a cell keeps other white space. */
function stripBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  return text.slice(start, end);
}

/** A bar after an odd number of backslashes is text. */
function endsWithBar(row: string): boolean {
  if (!row.endsWith('|')) return false;
  let backslashes = 0;
  while (row[row.length - 2 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 0;
}

/** Cuts a row at its bars, but not at escaped ones and not within code spans. */
function cellsOf(row: string, borders: Borders): string[] {
  let text = row;
  if ((borders.left || borders.right) && text.startsWith('|')) text = text.slice(1);
  if ((borders.left || borders.right) && endsWithBar(text)) text = text.slice(0, -1);
  const closers = closingTicks(text);
  const cells: string[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === '`') index = closers.get(index) ?? index;
    else if (character === '|') {
      cells.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...cells, text.slice(from)];
}

/** Where a run of backticks starts → the last backtick of the next run as long; a run without partner → its own last one. */
function closingTicks(text: string): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const next = new Map<number, number>();
  for (const { index, 0: run } of [...text.matchAll(/`+/gu)].reverse()) {
    const last = index + run.length - 1;
    closers.set(index, next.get(run.length) ?? last);
    next.set(run.length, last);
  }
  return closers;
}
