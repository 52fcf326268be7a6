/**
 * RFC 2047: text outside ASCII in a header becomes a row of `=?utf-8?…?=` words.
 */

/** RFC 2047 section 2: an encoded word has at most 75 characters. */
export const LONGEST_ENCODED_WORD = 75;

const FRAME_LENGTH = '=?utf-8?b?'.length + '?='.length;

/** Whether every character is printable ASCII, so that a header may carry it as it is. */
export function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/**
 * The encoded words of `text`, none longer than `longest` characters and none splitting a character; in the shorter of
 * the two encodings. The caller joins them by folding white space.
 */
export function encodedWords(text: string, longest = LONGEST_ENCODED_WORD): readonly string[] {
  const q = inWords(text, longest - FRAME_LENGTH, qEncoded, 1);
  const b = inWords(text, longest - FRAME_LENGTH, base64Encoded, 3);
  const lengthOf = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + word.length + 2, 0);
  const useQ = lengthOf(q) <= lengthOf(b);
  return (useQ ? q : b).map((word) => `=?utf-8?${useQ ? 'q' : 'b'}?${word}?=`);
}

const base64Encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const qEncoded = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (character === ' ') return '_';
      // RFC 2047 section 5 (3): the characters allowed in a phrase.
      if (/[A-Za-z0-9!*+\-/]/.test(character)) return character;
      return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

function inWords(
  text: string,
  room: number,
  encode: (text: string) => string,
  bytesPerStep: number,
): readonly string[] {
  const words: string[] = [];
  let word = '';
  let wordLength = 0;
  for (const character of text) {
    const length = bytesPerStep === 1 ? encode(character).length : Buffer.byteLength(character, 'utf8');
    const fits =
      bytesPerStep === 1 ? wordLength + length <= room : Math.ceil((wordLength + length) / 3) * 4 <= room;
    if (!fits && word !== '') {
      words.push(encode(word));
      word = '';
      wordLength = 0;
    }
    word += character;
    wordLength += length;
  }
  if (word !== '') words.push(encode(word));
  return words;
}
