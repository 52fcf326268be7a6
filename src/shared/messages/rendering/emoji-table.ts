import { EMOJI_NAMES } from './data/emoji-names.ts';

/** Names and code points of the Unicode emoji. */
export interface EmojiTable {
  /** Name without colons → code points in hexadecimal, joined by `-`. */
  readonly codeOf: ReadonlyMap<string, string>;
  /** The other way, with the name that is shown. */
  readonly nameOf: ReadonlyMap<string, string>;
}

/** Reads the table; about two thousand lines, so it is done once. */
export function createEmojiTable(): EmojiTable {
  const codeOf = new Map<string, string>();
  const nameOf = new Map<string, string>();
  for (const line of EMOJI_NAMES.trim().split('\n')) {
    const [code = '', ...names] = line.split(' ');
    nameOf.set(code, names[0] ?? '');
    for (const name of names) codeOf.set(name, code);
  }
  return { codeOf, nameOf };
}
