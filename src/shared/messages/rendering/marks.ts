/** The characters around the number of a stashed node. Neither can come from an author. */
export const MARK_START = '\u0002';
export const MARK_END = '\u0003';

/** The text without the two characters. */
export const withoutMarks = (text: string): string =>
  text.replaceAll(MARK_START, '').replaceAll(MARK_END, '');
