import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartitionLag } from '../../src/metrics/group-lag.ts';
import { readOldestAgeMs } from '../../src/metrics/oldest-age.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

/** Partitions by the ages of their records, oldest first, and how many of them are finished. */
type Partitions = readonly { readonly agesMs: readonly number[]; readonly finished: number }[];

const topicOf = (partitions: Partitions) => {
  let calls = 0;
  const lags = partitions.map(({ agesMs, finished }, partition): PartitionLag => {
    const end = BigInt(agesMs.length);
    const lag = agesMs.length - finished;
    return { topic: 't', partition, committed: BigInt(finished), logStart: 0n, highWatermark: end, lag };
  });
  const offsetsAtTime = (topic: string, timestampMs: number) => {
    calls += 1;
    return Promise.resolve(
      partitions.map(({ agesMs }, partition) => {
        const index = agesMs.findIndex((ageMs) => NOW_MS - ageMs >= timestampMs);
        return { topic, partition, offset: BigInt(index === -1 ? agesMs.length : index) };
      }),
    );
  };
  return { read: () => readOldestAgeMs({ offsetsAtTime }, lags, NOW_MS), calls: () => calls };
};

describe('the age of the oldest waiting record', () => {
  it('is that of the first unfinished record, whichever partition it is in', async () => {
    const { read } = topicOf([
      { agesMs: [86_400_000, 60_000], finished: 1 },
      { agesMs: [7_200_000, 3_600_000, 1_000], finished: 1 },
      { agesMs: [], finished: 0 },
    ]);
    const ageMs = (await read()) ?? 0;
    expect(ageMs).toBeLessThanOrEqual(3_600_000);
    expect(ageMs).toBeGreaterThan(3_600_000 * 0.98);
  });

  it('is nothing when nothing waits, and 0 for a record that has only just come', async () => {
    const finished = topicOf([{ agesMs: [5_000], finished: 1 }]);
    expect(await finished.read()).toBeNull();
    expect(finished.calls()).toBe(0);
    expect(await topicOf([{ agesMs: [5], finished: 0 }]).read()).toBe(0);
  });

  it('never says too much, and too little by a second or a hundredth at most, in few calls', async () => {
    const agesMs = fc
      .array(fc.integer({ min: 0, max: 30 * 86_400_000 }), { maxLength: 8 })
      .map((ages) => ages.toSorted((a, b) => b - a));
    const partition = agesMs.chain((ages) =>
      fc.record({ agesMs: fc.constant(ages), finished: fc.integer({ min: 0, max: ages.length }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(partition, { minLength: 1, maxLength: 4 }), async (partitions) => {
        const waiting = partitions.flatMap(({ agesMs: ages, finished }) => ages.slice(finished));
        const topic = topicOf(partitions);
        const found = await topic.read();
        if (waiting.length === 0) return found === null;
        const oldest = Math.max(...waiting);
        expect(found).not.toBeNull();
        expect(found).toBeLessThanOrEqual(oldest);
        expect(oldest - (found ?? 0)).toBeLessThanOrEqual(Math.max(1_000, oldest * 0.02));
        return topic.calls() <= 24;
      }),
    );
  });
});
