/**
 * What Python calls white space, word characters and so on: the dialect is defined by an implementation in Python, and
 * JavaScript's `\s`, `\w` and `trim` differ.
 */

/** The inside of a character class: white space. */
export const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** The inside of a character class: letters, digits and the underscore of every script. */
export const WORD = '\\p{L}\\p{N}_';

const LEADING_SPACE = new RegExp(`^[${SPACE}]+`, 'u');
const SPACE_CHARACTER = new RegExp(`[${SPACE}]`, 'u');

/** Whether the one character is white space. */
export const isSpace = (character: string | undefined): boolean =>
  character !== undefined && SPACE_CHARACTER.test(character);

/** The text without white space at its end; linear, unlike a pattern that ends in `$`. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** The text without white space at its start. */
export const stripStart = (text: string): string => text.replace(LEADING_SPACE, '');

/** The text without white space at both ends. */
export const strip = (text: string): string => stripStart(stripEnd(text));

/** The text without newlines at both ends. */
export function stripNewlines(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '\n') start += 1;
  while (end > start && text[end - 1] === '\n') end -= 1;
  return text.slice(start, end);
}

/** Replaces each tab by blanks up to the next multiple of four columns. */
export function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let column = 0;
  let expanded = '';
  for (const character of line) {
    const width = character === '\t' ? 4 - (column % 4) : 1;
    expanded += character === '\t' ? ' '.repeat(width) : character;
    column += width;
  }
  return expanded;
}
