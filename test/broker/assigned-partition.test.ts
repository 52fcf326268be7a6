import { describe, expect, it } from 'vitest';
import { AssignedPartition } from '../../src/broker/assigned-partition.ts';
import type { FetchedRecords } from '../../src/broker/assigned-partition.ts';

const place = { topic: 't', partition: 3 };

/** Records `[from, next)` as fetched from `from`. */
const fetched = (from: number, next: number, highWatermark = 100): FetchedRecords => ({
  fetched: BigInt(from),
  next: BigInt(next),
  highWatermark: BigInt(highWatermark),
  records: Array.from({ length: next - from }, (_, index) => ({
    ...place,
    offset: BigInt(from + index),
    timestampMs: 0,
    key: null,
    value: Buffer.alloc(10),
    headers: {},
  })),
});

const loadedAt = (position: bigint | null, logStart = 0n): AssignedPartition => {
  const partition = new AssignedPartition(place);
  partition.load(position, logStart);
  return partition;
};

describe('AssignedPartition', () => {
  it('parks what comes before the commit is known, and hands it back in order', () => {
    const partition = new AssignedPartition(place);
    expect(partition.accept(fetched(0, 3))).toEqual({ kind: 'parked' });
    expect(partition.accept(fetched(3, 5))).toEqual({ kind: 'parked' });
    expect(partition.parkedBytes).toBe(50);
    expect(partition.load(0n, 0n).map(({ next }) => next)).toEqual([3n, 5n]);
    expect(partition.parkedBytes).toBe(0);
  });

  it('delivers what follows its position and moves it', () => {
    const partition = loadedAt(5n);
    expect(partition.accept(fetched(5, 8))).toMatchObject({
      kind: 'deliver',
      batch: { topic: 't', partition: 3, fetchedOffset: 5n, nextOffset: 8n, highWatermark: 100n },
    });
    expect(partition.position).toBe(8n);
  });

  it('cuts off what was delivered before, and drops what is wholly old', () => {
    const partition = loadedAt(5n);
    const intake = partition.accept(fetched(2, 7));
    expect(intake).toMatchObject({ kind: 'deliver', batch: { fetchedOffset: 5n, nextOffset: 7n } });
    const offsets = intake.kind === 'deliver' ? intake.batch.records.map(({ offset }) => offset) : [];
    expect(offsets).toEqual([5n, 6n]);
    expect(partition.accept(fetched(2, 7))).toEqual({ kind: 'repeated' });
    expect(partition.position).toBe(7n);
  });

  it('steps over no hole', () => {
    const partition = loadedAt(5n);
    expect(partition.accept(fetched(6, 9))).toEqual({ kind: 'hole', from: 5n, to: 6n });
    expect(partition.position).toBe(5n);
  });

  it('covers a hole that retention made', () => {
    const partition = loadedAt(5n, 20n);
    expect(partition.accept(fetched(20, 22))).toMatchObject({
      kind: 'deliver',
      batch: { fetchedOffset: 5n, nextOffset: 22n },
    });
    expect(partition.accept(fetched(25, 26))).toEqual({ kind: 'hole', from: 22n, to: 25n });
  });

  it('begins wherever the log begins when nothing was committed', () => {
    const partition = loadedAt(null);
    expect(partition.accept(fetched(7, 8))).toMatchObject({ kind: 'deliver', batch: { fetchedOffset: 7n } });
  });

  it('covers control records, which have no record and no known start', () => {
    const partition = loadedAt(5n);
    const control = { fetched: null, next: 7n, highWatermark: 9n, records: [] };
    expect(partition.accept(control)).toMatchObject({
      kind: 'deliver',
      batch: { fetchedOffset: 5n, nextOffset: 7n, records: [] },
    });
    expect(partition.accept(fetched(7, 8))).toMatchObject({ kind: 'deliver' });
  });

  it('notices a log that ends before its position', () => {
    expect(loadedAt(50n).accept(fetched(0, 3, 3))).toEqual({ kind: 'log_replaced' });
  });
});
