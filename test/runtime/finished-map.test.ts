import { describe, expect, it } from 'vitest';
import { decodeFinishedMap, encodeFinishedMap, LONGEST_METADATA } from '../../src/runtime/finished-map.ts';
import type { OffsetRange } from '../../src/runtime/finished-map.ts';

/** Metadata of these bytes, in the first version. */
function metadataOf(...bytes: readonly number[]): string {
  return `1${Buffer.from(bytes).toString('base64')}`;
}

/** Ranges of one finished record behind one open record each: two bytes in a map. */
function pairs(count: number): readonly OffsetRange[] {
  return Array.from({ length: count }, (_, index) => ({ from: 2 * index + 1, to: 2 * index + 2 }));
}

describe('finished map, character by character', () => {
  it('is a version, then the lengths of what is open and finished in turn', () => {
    expect(encodeFinishedMap(10, [{ from: 13, to: 18 }])).toBe(metadataOf(3, 5));
    expect(
      encodeFinishedMap(10, [
        { from: 13, to: 18 },
        { from: 19, to: 21 },
      ]),
    ).toBe(metadataOf(3, 5, 1, 2));
    expect(encodeFinishedMap(10, [])).toBe('');
  });

  it('packs seven bits a byte, the lowest first', () => {
    for (const [length, bytes] of [
      [127, [127]],
      [128, [128, 1]],
      [129, [129, 1]],
      [16_383, [255, 127]],
      [16_384, [128, 128, 1]],
    ] as const) {
      const range = { from: 1, to: 1 + length };
      expect(encodeFinishedMap(0, [range])).toBe(metadataOf(1, ...bytes));
      expect(decodeFinishedMap(0, metadataOf(1, ...bytes))).toEqual([range]);
    }
  });

  it('metadata of another version or another tool says nothing', () => {
    const known = metadataOf(3, 5);
    expect(decodeFinishedMap(10, known)).toEqual([{ from: 13, to: 18 }]);
    expect(decodeFinishedMap(10, `2${known.slice(1)}`)).toEqual([]);
    expect(decodeFinishedMap(10, known.slice(1))).toEqual([]);
    expect(decodeFinishedMap(10, '')).toEqual([]);
  });

  it.each([
    ['ends in the middle of a number', [3, 5, 0x80]],
    ['ends in the middle of a number that began with something', [3, 5, 0x81]],
    ['ends with an open run', [3, 5, 1]],
    ['has an empty finished run', [3, 0]],
    ['has an empty finished run behind a good one', [3, 5, 1, 0]],
    ['leaves the whole numbers', [3, 255, 255, 255, 255, 255, 255, 255, 127]],
  ])('a map that %s says nothing', (_, bytes) => {
    expect(decodeFinishedMap(10, metadataOf(...bytes))).toEqual([]);
  });

  it('fills the room to its last whole byte triple, and keeps the lowest offsets', () => {
    // A version and 4 characters for every 3 bytes: 6 bytes, three pairs, are 9 characters.
    for (const [limit, kept] of [
      [0, 0],
      [4, 0],
      [5, 1],
      [8, 1],
      [9, 3],
      [12, 3],
      [13, 4],
      [16, 4],
      [17, 6],
    ] as const) {
      const metadata = encodeFinishedMap(0, pairs(50), limit);
      expect(metadata.length).toBeLessThanOrEqual(limit);
      expect(decodeFinishedMap(0, metadata)).toEqual(pairs(50).slice(0, kept));
    }
  });

  it('never grows beyond what Kafka takes, whatever is asked for', () => {
    const room = Math.floor((LONGEST_METADATA - 1) / 4) * 3;
    for (const limit of [undefined, LONGEST_METADATA, 10_000]) {
      const metadata = encodeFinishedMap(0, pairs(5_000), limit);
      expect(metadata.length).toBeLessThanOrEqual(LONGEST_METADATA);
      expect(decodeFinishedMap(0, metadata)).toHaveLength(Math.floor(room / 2));
    }
  });

  it('a run that is too long for the rest of the room is left out with all behind it', () => {
    const ranges = [
      { from: 1, to: 2 },
      { from: 1_000_000, to: 9_000_000 },
      { from: 9_000_001, to: 9_000_002 },
    ];
    expect(encodeFinishedMap(0, ranges, 8)).toBe(metadataOf(1, 1));
    expect(decodeFinishedMap(0, encodeFinishedMap(0, ranges))).toEqual(ranges);
  });
});
