import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFinishedMap, encodeFinishedMap } from '../../src/runtime/finished-map.ts';
import { OffsetLedger } from '../../src/runtime/offset-ledger.ts';

/** Offsets that a ledger keeps together. */
const CHUNK = 1_024;

/** A ledger over one batch from `from` on that holds these records. */
function ledgerOver(offsets: readonly number[], from = 0): OffsetLedger {
  const ledger = new OffsetLedger(BigInt(from), '');
  ledger.beginBatch(BigInt(from));
  for (const offset of offsets) ledger.track(offset);
  ledger.endBatch(BigInt((offsets.at(-1) ?? from) + 1));
  return ledger;
}

/** A ledger that an earlier owner left: it had committed `base`, and finished the ranges beyond it. */
function takenOver(base: number, finished: readonly (readonly [number, number])[]): OffsetLedger {
  const ranges = finished.map(([from, to]) => ({ from, to }));
  return new OffsetLedger(BigInt(base), encodeFinishedMap(base, ranges));
}

/** What a commit calls finished beyond its offset. */
function mapOf(ledger: OffsetLedger): readonly (readonly [number, number])[] {
  const commit = ledger.commit();
  const ranges = decodeFinishedMap(Number(commit?.offset ?? 0n), commit?.metadata ?? '');
  return ranges.map(({ from, to }) => [from, to] as const);
}

describe('offset ledger, at its edges', () => {
  it('a record before the first batch is refused, since nobody knows where the partition starts', () => {
    expect(() => new OffsetLedger(null, '').track(0)).toThrow('track before beginBatch');
  });

  it('a map without an offset says nothing', () => {
    const ledger = new OffsetLedger(null, encodeFinishedMap(0, [{ from: 1, to: 3 }]));
    ledger.beginBatch(0n);
    expect([0, 1, 2].map((offset) => ledger.track(offset))).toEqual([true, true, true]);
  });

  it('a record that stands twice in one batch runs once', () => {
    const ledger = new OffsetLedger(0n, '');
    ledger.beginBatch(0n);
    expect([0, 1, 1, 2, 0].map((offset) => ledger.track(offset))).toEqual([true, true, false, true, false]);
    expect(ledger.seen).toBe(3);
    expect(ledger.openCount).toBe(3);
  });

  it('a batch that starts where the last one ended, or before, has jumped over nothing', () => {
    const ledger = ledgerOver([0, 1]);
    ledger.finish(0);
    const { changes } = ledger;
    expect(ledger.beginBatch(2n)).toBe(0);
    expect(ledger.beginBatch(0n)).toBe(0);
    expect(ledger.seen).toBe(2);
    expect(ledger.position).toBe(1);
    expect(ledger.changes).toBe(changes);
  });

  it('a batch that ends before what was seen takes nothing back', () => {
    const ledger = ledgerOver([0, 1, 2]);
    const { changes } = ledger;
    ledger.endBatch(2n);
    ledger.endBatch(3n);
    expect(ledger.seen).toBe(3);
    expect(ledger.changes).toBe(changes);
    ledger.endBatch(4n);
    expect(ledger.seen).toBe(4);
  });

  it('a jump leaves the open records before it open', () => {
    const ledger = ledgerOver([0, 1]);
    expect(ledger.beginBatch(10n)).toBe(8);
    expect(ledger.position).toBe(0);
    ledger.endBatch(10n);
    ledger.finish(1);
    expect(mapOf(ledger)).toEqual([[1, 10]]);
    ledger.finish(0);
    expect(ledger.commit()).toEqual({ offset: 10n, metadata: '' });
  });

  it('an empty batch of a partition without a commit tells where it starts', () => {
    const ledger = new OffsetLedger(null, '');
    expect(ledger.beginBatch(5n)).toBe(0);
    expect(ledger.position).toBe(5);
    for (const end of [0n, 6n]) {
      const other = new OffsetLedger(null, '');
      other.endBatch(end);
      expect(other.commit()?.offset).toBe(end);
    }
  });

  it('the same offset is finished once, and one that was never tracked not at all', () => {
    expect(ledgerOver([]).finish(0)).toBe(false);
    const ledger = ledgerOver([0, 40]);
    expect(ledger.finish(5)).toBe(false);
    expect(ledger.finish(CHUNK * 7)).toBe(false);
    expect(ledger.openCount).toBe(2);
    expect(ledger.finish(40)).toBe(true);
    expect(ledger.finish(40)).toBe(false);
    expect(ledger.openCount).toBe(1);
  });

  it('every change that a commit would show can be seen, and no other', () => {
    const ledger = takenOver(0, [[1, 2]]);
    let known = ledger.changes;
    const hasGrown = (): boolean => {
      const before = known;
      known = ledger.changes;
      return known > before;
    };
    ledger.beginBatch(0n);
    ledger.track(0);
    expect(hasGrown()).toBe(false);
    ledger.track(1);
    expect(hasGrown()).toBe(true);
    ledger.endBatch(5n);
    expect(hasGrown()).toBe(true);
    ledger.beginBatch(8n);
    expect(hasGrown()).toBe(true);
    ledger.finish(0);
    expect(hasGrown()).toBe(true);
  });

  it('when compaction has taken the open record before a finished one, the position is behind both', () => {
    const ledger = takenOver(0, [[1, 2]]);
    ledger.beginBatch(0n);
    expect(ledger.track(1)).toBe(false);
    ledger.endBatch(2n);
    expect(ledger.position).toBe(2);
    expect(ledger.commit()).toEqual({ offset: 2n, metadata: '' });
  });

  it('when retention has taken everything up to a finished range, the range is behind the position as well', () => {
    const ledger = takenOver(0, [[3, 6]]);
    ledger.beginBatch(3n);
    expect(ledger.commit()).toEqual({ offset: 6n, metadata: '' });
    const inside = takenOver(0, [[3, 6]]);
    inside.beginBatch(5n);
    expect(inside.commit()?.offset).toBe(6n);
    const behind = takenOver(0, [[3, 6]]);
    behind.beginBatch(6n);
    expect(behind.commit()).toEqual({ offset: 6n, metadata: '' });
  });

  it('says again what an earlier owner finished, joined to what it has finished itself', () => {
    const ledger = takenOver(0, [
      [2, 4],
      [6, 8],
    ]);
    expect(mapOf(ledger)).toEqual([
      [2, 4],
      [6, 8],
    ]);
    ledger.beginBatch(0n);
    for (const offset of [0, 1]) ledger.track(offset);
    ledger.endBatch(2n);
    ledger.finish(1);
    expect(mapOf(ledger)).toEqual([
      [1, 4],
      [6, 8],
    ]);
    ledger.beginBatch(2n);
    for (const offset of [2, 3, 4]) ledger.track(offset);
    ledger.endBatch(5n);
    expect(mapOf(ledger)).toEqual([
      [1, 4],
      [6, 8],
    ]);
  });

  it('when retention has taken a finished range of an earlier owner, it is part of what was jumped over', () => {
    const ledger = takenOver(0, [
      [2, 4],
      [6, 8],
    ]);
    ledger.beginBatch(0n);
    ledger.track(0);
    ledger.endBatch(1n);
    expect(ledger.beginBatch(5n)).toBe(4);
    expect(mapOf(ledger)).toEqual([
      [1, 5],
      [6, 8],
    ]);
  });

  it('a finished range of an earlier owner that is only half read is said from where reading stopped', () => {
    const ledger = takenOver(0, [[1, 9]]);
    ledger.beginBatch(0n);
    for (const offset of [0, 1, 2, 3]) ledger.track(offset);
    ledger.endBatch(4n);
    expect(mapOf(ledger)).toEqual([[1, 9]]);
    ledger.finish(0);
    expect(ledger.commit()).toEqual({ offset: 9n, metadata: '' });
  });

  it('a key that runs for very long does not hide what is open and finished thousands of offsets later', () => {
    const open = [0, CHUNK - 1, CHUNK, CHUNK + 31, CHUNK + 32, 3 * CHUNK + 5, 3 * CHUNK + 1_023];
    const ledger = new OffsetLedger(0n, '');
    ledger.beginBatch(0n);
    for (let offset = 0; offset < 4 * CHUNK; offset += 1) ledger.track(offset);
    ledger.endBatch(BigInt(4 * CHUNK));
    expect(ledger.heldChunks).toBe(4);
    for (let offset = 0; offset < 4 * CHUNK; offset += 1) {
      if (!open.includes(offset)) expect(ledger.finish(offset)).toBe(true);
    }
    expect(ledger.heldChunks).toBe(3);
    expect(mapOf(ledger)).toEqual([
      [1, CHUNK - 1],
      [CHUNK + 1, CHUNK + 31],
      [CHUNK + 33, 3 * CHUNK + 5],
      [3 * CHUNK + 6, 3 * CHUNK + 1_023],
    ]);
    for (const [index, offset] of open.entries()) {
      expect(ledger.position).toBe(offset);
      expect(ledger.finish(offset)).toBe(true);
      expect(ledger.openCount).toBe(open.length - index - 1);
    }
    expect(ledger.heldChunks).toBe(0);
    expect(ledger.commit()).toEqual({ offset: BigInt(4 * CHUNK), metadata: '' });
  });

  it('a map that has no room is left out, and the offset is right all the same', () => {
    const ledger = ledgerOver([0, 1, 2]);
    ledger.finish(1);
    expect(ledger.commit(0)).toEqual({ offset: 0n, metadata: '' });
    expect(ledger.commit(5)?.metadata).not.toBe('');
  });

  it('property: quiet partitions with long gaps, mostly finished: the ledger is the set of open offsets', () => {
    const step = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('batch' as const),
          gaps: fc.array(fc.oneof(fc.nat({ max: 2 }), fc.nat({ max: 2_500 })), { maxLength: 4 }),
          after: fc.oneof(fc.constant(0), fc.nat({ max: 1_500 })),
        }),
      },
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('finish' as const), pick: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const ledger = new OffsetLedger(0n, '');
        const open: number[] = [];
        let end = 0;
        for (const one of steps) {
          if (one.kind === 'batch') {
            ledger.beginBatch(BigInt(end));
            for (const gap of one.gaps) {
              open.push(end + gap);
              expect(ledger.track(end + gap)).toBe(true);
              end += gap + 1;
            }
            end += one.after;
            ledger.endBatch(BigInt(end));
          } else {
            const [offset] = open.splice(one.pick % Math.max(open.length, 1), 1);
            if (offset !== undefined) expect(ledger.finish(offset)).toBe(true);
          }
          open.sort((a, b) => a - b);
          expect(ledger.position).toBe(open[0] ?? end);
          expect(ledger.seen).toBe(end);
          expect(ledger.openCount).toBe(open.length);
          expect(ledger.heldChunks).toBe(new Set(open.map((offset) => Math.floor(offset / CHUNK))).size);
          const expected: [number, number][] = [];
          for (const [index, offset] of open.entries()) {
            const next = open[index + 1] ?? end;
            if (next > offset + 1) expected.push([offset + 1, next]);
          }
          expect(mapOf(ledger)).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });
});
