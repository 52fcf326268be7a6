import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { OwnedPartition } from '../../src/runtime/owned-partition.ts';
import { RetryGate } from '../../src/runtime/retry-gate.ts';
import type { GateLimits } from '../../src/runtime/retry-gate.ts';
import { WorkItem } from '../../src/runtime/work-item.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const DELAY_MS = 5_000;
const TIER = { delayMs: DELAY_MS, topic: 't.retry.5s', label: '5s' };

/** A gate over one tier partition; notes what leaves it and when. */
function gateOf(limits: GateLimits = { maxRecords: 500, maxBytes: 1_000_000 }) {
  const clock = new VirtualClock();
  const left: { offset: number; atMs: number; how: 'released' | 'forwarded' }[] = [];
  const full: boolean[] = [];
  const partition = new OwnedPartition<string>({ topic: TIER.topic, partition: 0 }, TIER);
  const note = (how: 'released' | 'forwarded') => (item: WorkItem<string>) => {
    left.push({ offset: item.offset, atMs: clock.now(), how });
  };
  const gate = new RetryGate<string>({
    clock,
    limits,
    release: note('released'),
    forward: note('forwarded'),
    onFull: (it) => full.push(it.gateFull),
  });
  let offset = 0;
  const add = (notBeforeMs: number | null, writtenAtMs = clock.now()): WorkItem<string> => {
    const item = new WorkItem(
      {
        topic: TIER.topic,
        partition: 0,
        offset: BigInt(offset),
        timestampMs: writtenAtMs,
        key: 'k',
        value: Buffer.alloc(100),
        headers: notBeforeMs === null ? {} : { [HEADERS.notBefore]: String(notBeforeMs) },
      },
      partition,
    );
    offset += 1;
    gate.add(item);
    return item;
  };
  return { clock, gate, partition, left, full, add };
}

describe('retry gate (R-20)', () => {
  it('releases a record at its time, not a millisecond earlier, in log order for equal times', async () => {
    const { clock, left, add } = gateOf();
    const dueAtMs = clock.now() + DELAY_MS;
    for (let count = 0; count < 3; count += 1) add(dueAtMs);
    await clock.advance(DELAY_MS - 1);
    expect(left).toEqual([]);
    await clock.advance(1);
    expect(left.map(({ offset, atMs }) => [offset, atMs])).toEqual([
      [0, dueAtMs],
      [1, dueAtMs],
      [2, dueAtMs],
    ]);
  });

  it('a record that is due when it comes goes through at once', () => {
    const { clock, left, add } = gateOf();
    add(clock.now());
    expect(left).toHaveLength(1);
  });

  it('a record that comes when it is due does not overtake one that was due before the timer came', () => {
    const { clock, left, add } = gateOf();
    const dueAtMs = clock.now() + 100;
    add(dueAtMs);
    // As after a busy moment: the time has come, and the timer has not fired.
    clock.now = () => dueAtMs;
    add(dueAtMs);
    expect(left.map(({ offset }) => offset)).toEqual([0, 1]);
  });

  it('without x-not-before a record waits its tier counted from when it was written', async () => {
    const { clock, left, add } = gateOf();
    add(null, clock.now() - 2_000);
    await clock.advance(2_999);
    expect(left).toEqual([]);
    await clock.advance(1);
    expect(left).toMatchObject([{ how: 'released' }]);
  });

  it('a later record that is due earlier does not wait for the ones before it', async () => {
    const { clock, left, add } = gateOf();
    add(clock.now() + 4_000);
    add(clock.now() + 1_000);
    await clock.advance(1_000);
    expect(left.map(({ offset }) => offset)).toEqual([1]);
  });

  it('at its limit asks for a pause, and for the resume when half is gone', async () => {
    const { clock, full, add, left } = gateOf({ maxRecords: 10, maxBytes: 1_000_000 });
    for (let count = 1; count <= 10; count += 1) add(clock.now() + count * 100);
    expect(full).toEqual([true]);
    await clock.advance(400);
    expect(full).toEqual([true]);
    await clock.advance(100);
    expect(full).toEqual([true, false]);
    expect(left).toHaveLength(5);
  });

  it('the bound on bytes works alone', () => {
    const { clock, full, add } = gateOf({ maxRecords: 500, maxBytes: 1_000 });
    for (let count = 1; count <= 3; count += 1) add(clock.now() + 1_000);
    expect(full).toEqual([true]);
  });

  it('a record that is not due is not forwarded at once, however old the clocks make it look', async () => {
    const { clock, left, add } = gateOf();
    add(clock.now() + 60_000, clock.now() - 10_000);
    await clock.advance(DELAY_MS / 10 - 1);
    expect(left).toEqual([]);
    await clock.advance(1);
    expect(left).toMatchObject([{ how: 'forwarded' }]);
  });

  it('forgets a lost partition: nothing of it leaves, and no timer stays', async () => {
    const { clock, gate, partition, left, add } = gateOf();
    add(clock.now() + 1_000);
    gate.drop(partition);
    await clock.advance(10_000);
    expect(left).toEqual([]);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('property: never early; on time; nothing is held longer than the tier waits; all comes out', async () => {
    const record = fc.record({
      /** Due from now, ms: also past and far beyond the tier. */
      dueMs: fc.integer({ min: -1_000, max: 20_000 }),
      /** Written before it was read, ms. */
      ageMs: fc.integer({ min: 0, max: 8_000 }),
      thenMs: fc.integer({ min: 0, max: 700 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 40 }), async (records) => {
        const { clock, left, add, gate, partition } = gateOf({ maxRecords: 7, maxBytes: 1_000_000 });
        const expected: { dueAtMs: number; untilMs: number; addedAtMs: number }[] = [];
        for (const { dueMs, ageMs, thenMs } of records) {
          const addedAtMs = clock.now();
          const dueAtMs = addedAtMs + dueMs;
          add(dueAtMs, addedAtMs - ageMs);
          expected.push({
            dueAtMs,
            addedAtMs,
            untilMs: Math.min(dueAtMs, Math.max(addedAtMs - ageMs + DELAY_MS, addedAtMs + DELAY_MS / 10)),
          });
          await clock.advance(thenMs);
        }
        await clock.advance(DELAY_MS);
        expect(left).toHaveLength(records.length);
        expect(gate.held(partition)).toBe(0);
        expect(partition.gateFull).toBe(false);
        for (const { offset, atMs, how } of left) {
          const { dueAtMs, untilMs, addedAtMs } = expected[offset]!;
          expect(how).toBe(atMs >= dueAtMs ? 'released' : 'forwarded');
          expect(atMs).toBe(Math.max(addedAtMs, untilMs));
        }
      }),
      { numRuns: 60 },
    );
  });
});
