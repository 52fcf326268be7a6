import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFinishedMap, encodeFinishedMap, LONGEST_METADATA } from '../../src/runtime/finished-map.ts';
import type { OffsetRange } from '../../src/runtime/finished-map.ts';
import { OffsetLedger } from '../../src/runtime/offset-ledger.ts';

/** Feeds the offsets as one batch from `from` on. */
function feed(ledger: OffsetLedger, offsets: readonly number[], from: number, next: number): number[] {
  ledger.beginBatch(BigInt(from));
  const tracked = offsets.filter((offset) => ledger.track(offset));
  ledger.endBatch(BigInt(next));
  return tracked;
}

/** Which of the offsets below `end` a commit calls finished. */
function finishedIn(commit: { offset: bigint; metadata: string } | null, end: number): Set<number> {
  const finished = new Set<number>();
  if (commit === null) return finished;
  const base = Number(commit.offset);
  for (let offset = 0; offset < base; offset += 1) finished.add(offset);
  for (const { from, to } of decodeFinishedMap(base, commit.metadata)) {
    for (let offset = from; offset < Math.min(to, end); offset += 1) finished.add(offset);
  }
  return finished;
}

describe('offset ledger', () => {
  it('commits the contiguous prefix only, whatever finishes out of order (R-13)', () => {
    const ledger = new OffsetLedger(10n, '');
    feed(ledger, [10, 11, 12], 10, 13);
    ledger.finish(12);
    expect(ledger.commit()?.offset).toBe(10n);
    ledger.finish(10);
    expect(ledger.commit()?.offset).toBe(11n);
    ledger.finish(11);
    expect(ledger.commit()).toEqual({ offset: 13n, metadata: '' });
  });

  it('offsets without a record count as finished', () => {
    const ledger = new OffsetLedger(0n, '');
    feed(ledger, [3], 0, 9);
    expect(ledger.position).toBe(3);
    ledger.finish(3);
    expect(ledger.position).toBe(9);
  });

  it('a record that is delivered again is not tracked again', () => {
    const ledger = new OffsetLedger(0n, '');
    expect(feed(ledger, [0, 1], 0, 2)).toEqual([0, 1]);
    ledger.finish(0);
    expect(feed(ledger, [0, 1, 2], 0, 3)).toEqual([2]);
  });

  it('a finish that comes twice changes nothing', () => {
    const ledger = new OffsetLedger(0n, '');
    feed(ledger, [0, 1], 0, 2);
    expect(ledger.finish(1)).toBe(true);
    const { changes } = ledger;
    expect(ledger.finish(1)).toBe(false);
    expect(ledger.changes).toBe(changes);
  });

  it('a partition without a commit starts where its first batch starts, and says nothing before', () => {
    const ledger = new OffsetLedger(null, '');
    expect(ledger.commit()).toBeNull();
    feed(ledger, [7], 7, 8);
    expect(ledger.commit()?.offset).toBe(7n);
  });

  it('tells how many offsets retention has taken', () => {
    const ledger = new OffsetLedger(5n, '');
    expect(ledger.beginBatch(9n)).toBe(4);
    expect(ledger.position).toBe(9);
  });

  it('keeps what an earlier owner finished beyond the records seen so far', () => {
    const first = new OffsetLedger(0n, '');
    feed(first, [0, 1, 2, 3, 4, 5], 0, 6);
    for (const offset of [1, 3, 5]) first.finish(offset);
    const commit = first.commit();
    const second = new OffsetLedger(commit?.offset ?? null, commit?.metadata ?? '');
    expect(feed(second, [0, 1], 0, 2)).toEqual([0]);
    expect(finishedIn(second.commit(), 6)).toEqual(new Set([1, 3, 5]));
    expect(feed(second, [2, 3, 4, 5], 2, 6)).toEqual([2, 4]);
  });

  it('holds memory for open records only, not for the distance they span', () => {
    const ledger = new OffsetLedger(0n, '');
    ledger.beginBatch(0n);
    for (let offset = 0; offset < 300_000; offset += 1) {
      ledger.track(offset);
      if (offset > 0) ledger.finish(offset);
    }
    ledger.endBatch(300_000n);
    expect(ledger.openCount).toBe(1);
    expect(ledger.heldChunks).toBe(1);
    const commit = ledger.commit();
    expect(commit?.offset).toBe(0n);
    expect(decodeFinishedMap(0, commit?.metadata ?? '')).toEqual([{ from: 1, to: 300_000 }]);
    ledger.finish(0);
    expect(ledger.position).toBe(300_000);
  });

  it('property: says exactly what a set of offsets says, over restarts', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('batch' as const),
        gaps: fc.array(fc.nat({ max: 3 }), { maxLength: 20 }),
      }),
      fc.record({ kind: fc.constant('finish' as const), pick: fc.nat({ max: 1_000 }) }),
      fc.record({ kind: fc.constant('restart' as const) }),
      fc.record({ kind: fc.constant('repeat' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        // The log: offsets that hold a record. Its shape never changes, however often it is read.
        const log: number[] = [];
        let end = 0;
        const finished = new Set<number>();
        let open = new Set<number>();
        let ledger = new OffsetLedger(0n, '');
        let seen = 0;
        const read = (): void => {
          const tracked = feed(
            ledger,
            log.filter((offset) => offset >= seen),
            seen,
            end,
          );
          expect(tracked).toEqual(log.filter((offset) => offset >= seen && !finished.has(offset)));
          for (const offset of tracked) open.add(offset);
          seen = end;
        };
        for (const one of steps) {
          if (one.kind === 'batch') {
            for (const gap of one.gaps) {
              log.push(end + gap);
              end += gap + 1;
            }
            read();
          } else if (one.kind === 'finish') {
            const candidates = [...open];
            const offset = candidates[one.pick % Math.max(candidates.length, 1)];
            if (offset === undefined) continue;
            expect(ledger.finish(offset)).toBe(true);
            finished.add(offset);
            open.delete(offset);
          } else if (one.kind === 'repeat') {
            expect(feed(ledger, log, 0, end)).toEqual([]);
          } else {
            const commit = ledger.commit();
            ledger = new OffsetLedger(commit?.offset ?? null, commit?.metadata ?? '');
            open = new Set();
            seen = Number(commit?.offset ?? 0n);
            read();
          }
          const position = Math.min(...open, end);
          expect(ledger.position).toBe(position);
          expect(ledger.openCount).toBe(open.size);
          const told = finishedIn(ledger.commit(), end);
          for (const offset of log) expect(told.has(offset)).toBe(finished.has(offset));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('finished map', () => {
  const ranges = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 100_000 })), {
      maxLength: 3_000,
    })
    .map((runs) => {
      let position = 1_000;
      return runs.map(([open, finished]): OffsetRange => {
        const from = position + open;
        position = from + finished;
        return { from, to: position };
      });
    });

  it('property: reads back what was written, cut at the end when it was too long', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 0, max: 5_000 }), (written, limit) => {
        const metadata = encodeFinishedMap(1_000, written, limit);
        expect(metadata.length).toBeLessThanOrEqual(Math.min(limit, LONGEST_METADATA));
        const read = decodeFinishedMap(1_000, metadata);
        expect(read).toEqual(written.slice(0, read.length));
        // Nothing is cut while there is room for one more number pair.
        if (read.length < written.length)
          expect(metadata.length).toBeGreaterThan(Math.min(limit, LONGEST_METADATA) - 16);
      }),
      { numRuns: 60 },
    );
  });

  it('property: damaged or foreign metadata is never read as finished offsets that overlap or run backwards', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `1${text}`),
          fc.base64String().map((t) => `1${t}`),
        ),
        (metadata) => {
          let position = 0;
          for (const { from, to } of decodeFinishedMap(0, metadata)) {
            expect(from).toBeGreaterThanOrEqual(position);
            expect(to).toBeGreaterThan(from);
            position = to;
          }
        },
      ),
    );
  });

  it('offsets above 2^31 keep their value', () => {
    const base = 2 ** 40;
    const range = { from: base + 2 ** 33, to: base + 2 ** 34 };
    expect(decodeFinishedMap(base, encodeFinishedMap(base, [range]))).toEqual([range]);
  });
});
