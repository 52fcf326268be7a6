/** Half-open range of offsets `[from, to)`, whole numbers below 2^53. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Kafka refuses longer commit metadata; it counts UTF-16 units, and base64 has one unit per character. */
export const LONGEST_METADATA = 4_096;

/** First character of every map; another version is another character. */
const VERSION = '1';
const CONTINUE_BIT = 0x80;

/** Appends a base-128 varint; works above 2^31, where bit operators would not. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= CONTINUE_BIT) {
    bytes.push((rest % CONTINUE_BIT) | CONTINUE_BIT);
    rest = Math.floor(rest / CONTINUE_BIT);
  }
  bytes.push(rest);
}

/**
 * Packs the finished ranges beyond a committed offset into commit metadata: a version character, then base64 of the
 * run lengths open, finished, open, finished … as varints. When the map would be longer than `limit` characters it is
 * cut, keeping the lowest offsets; what is cut off is only run again after a restart. Empty when nothing fits.
 */
export function encodeFinishedMap(
  base: number,
  finished: Iterable<OffsetRange>,
  limit = LONGEST_METADATA,
): string {
  const room = Math.floor((Math.min(limit, LONGEST_METADATA) - VERSION.length) / 4) * 3;
  const bytes: number[] = [];
  let position = base;
  for (const range of finished) {
    const before = bytes.length;
    pushVarint(bytes, range.from - position);
    pushVarint(bytes, range.to - range.from);
    if (bytes.length > room) {
      bytes.length = before;
      break;
    }
    position = range.to;
  }
  return bytes.length === 0 ? '' : VERSION + Buffer.from(bytes).toString('base64');
}

/** Reads the numbers of a packed map; null when a number is cut in the middle. */
function readVarints(bytes: Buffer): number[] | null {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte % CONTINUE_BIT) * scale;
    if (byte < CONTINUE_BIT) {
      numbers.push(value);
      value = 0;
      scale = 1;
    } else scale *= CONTINUE_BIT;
  }
  return scale === 1 ? numbers : null;
}

/**
 * Unpacks what `encodeFinishedMap` packed. Metadata of another tool, another version or damaged answers no range: then
 * records are merely run again.
 */
export function decodeFinishedMap(base: number, metadata: string): readonly OffsetRange[] {
  if (!metadata.startsWith(VERSION)) return [];
  const numbers = readVarints(Buffer.from(metadata.slice(VERSION.length), 'base64'));
  if (numbers === null) return [];
  const ranges: OffsetRange[] = [];
  let position = base;
  for (let index = 0; index < numbers.length; index += 2) {
    const from = position + (numbers[index] ?? 0);
    // Without its second number, the last range is empty.
    const to = from + (numbers[index + 1] ?? 0);
    if (to <= from || !Number.isSafeInteger(to)) return [];
    ranges.push({ from, to });
    position = to;
  }
  return ranges;
}
