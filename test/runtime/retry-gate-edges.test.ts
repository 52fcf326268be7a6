import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { OwnedPartition } from '../../src/runtime/owned-partition.ts';
import { GATE_LIMITS, RetryGate } from '../../src/runtime/retry-gate.ts';
import type { GateLimits } from '../../src/runtime/retry-gate.ts';
import { WorkItem } from '../../src/runtime/work-item.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const DELAY_MS = 5_000;
const TIER = { delayMs: DELAY_MS, topic: 't.retry.5s', label: '5s' };
/** What a record of 100 bytes is taken to hold. */
const RECORD_BYTES = 400;

/** A gate and partitions for it; `left` tells offsets in the order in which they left. */
function gateOf(limits: GateLimits = { maxRecords: 500, maxBytes: 1_000_000 }) {
  const clock = new VirtualClock();
  const left: number[] = [];
  const full: boolean[] = [];
  const leave = (item: WorkItem<string>): void => {
    left.push(item.offset);
  };
  const gate = new RetryGate<string>({
    clock,
    limits,
    release: leave,
    forward: leave,
    onFull: ({ gateFull }) => full.push(gateFull),
  });
  const partitionOf = (partition = 0): OwnedPartition<string> =>
    new OwnedPartition<string>({ topic: TIER.topic, partition }, TIER);
  const add = (partition: OwnedPartition<string>, offset: number, inMs: number): void => {
    const record = {
      topic: TIER.topic,
      partition: partition.partition,
      offset: BigInt(offset),
      timestampMs: clock.now(),
      key: 'k',
      value: Buffer.alloc(RECORD_BYTES - 300),
      headers: { [HEADERS.notBefore]: String(clock.now() + inMs) },
    };
    gate.add(new WorkItem(record, partition));
  };
  return { clock, gate, left, full, partitionOf, add };
}

describe('retry gate, at its edges', () => {
  it('lets records go by their times, and by their offsets within one time, however they came', async () => {
    const { add, clock, left, partitionOf } = gateOf();
    const partition = partitionOf();
    const times = [700, 300, 300, 900, 100, 300, 800, 200, 600, 300, 500, 400, 100, 1_000, 50];
    for (const [offset, inMs] of times.entries()) add(partition, offset, inMs);
    await clock.advance(1_000);
    const expected = times
      .map((inMs, offset) => ({ inMs, offset }))
      .sort((a, b) => a.inMs - b.inMs || a.offset - b.offset);
    expect(left).toEqual(expected.map(({ offset }) => offset));
  });

  it('records that are due together leave together, in log order, when the clock steps over them', async () => {
    const { add, clock, left, partitionOf } = gateOf();
    const partition = partitionOf();
    for (const [offset, inMs] of [30, 10, 20, 40].entries()) add(partition, offset, inMs);
    // A busy moment: the first timer comes when three of them are due.
    const now = clock.now() + 30;
    clock.now = () => now;
    await clock.advance(10);
    expect(left).toEqual([1, 2, 0]);
  });

  it('a timer that comes before its time, as real ones may, lets nothing go and is set again', async () => {
    const { add, clock, left, partitionOf } = gateOf();
    add(partitionOf(), 0, 100);
    const now = clock.now.bind(clock);
    clock.now = () => now() - 1;
    await clock.advance(100);
    expect(left).toEqual([]);
    expect(clock.pendingTimers()).toBe(1);
    await clock.advance(1);
    expect(left).toEqual([0]);
  });

  it('has one timer for each partition that holds something, and none for the others', async () => {
    const { add, clock, gate, partitionOf } = gateOf();
    const [first, second] = [partitionOf(0), partitionOf(1)];
    add(first, 0, 500);
    add(first, 1, 200);
    add(first, 2, 900);
    expect(clock.pendingTimers()).toBe(1);
    add(second, 0, 300);
    expect(clock.pendingTimers()).toBe(2);
    expect([gate.held(first), gate.held(second), gate.held(partitionOf(2))]).toEqual([3, 1, 0]);
    await clock.advance(300);
    expect([gate.held(first), gate.held(second)]).toEqual([2, 0]);
    expect(clock.pendingTimers()).toBe(1);
    await clock.advance(600);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('a lost partition takes nothing of another one with it', async () => {
    const { add, clock, gate, left, partitionOf } = gateOf();
    const [lost, kept] = [partitionOf(0), partitionOf(1)];
    add(lost, 10, 100);
    add(kept, 20, 100);
    gate.drop(lost);
    gate.drop(partitionOf(2));
    expect(gate.held(lost)).toBe(0);
    await clock.advance(100);
    expect(left).toEqual([20]);
  });

  it('after a stop holds what comes, lets nothing go and leaves no timer', async () => {
    const { add, clock, gate, left, partitionOf } = gateOf();
    const partition = partitionOf();
    add(partition, 0, 100);
    gate.stop();
    expect(clock.pendingTimers()).toBe(0);
    add(partition, 1, 100);
    expect(clock.pendingTimers()).toBe(0);
    await clock.advance(10_000);
    expect(left).toEqual([]);
  });

  it('a record without a tier of its own is let go when it was written', () => {
    const { gate, left } = gateOf();
    const partition = new OwnedPartition<string>({ topic: 't', partition: 0 }, null);
    const record = {
      topic: 't',
      partition: 0,
      offset: 3n,
      timestampMs: 0,
      key: 'k',
      value: null,
      headers: {},
    };
    gate.add(new WorkItem(record, partition));
    expect(left).toEqual([3]);
  });

  it('is full from its limit of records on, and open again at half of it', async () => {
    const { add, clock, full, partitionOf } = gateOf({ maxRecords: 4, maxBytes: 1_000_000 });
    const partition = partitionOf();
    for (const offset of [1, 2, 3]) add(partition, offset, offset * 100);
    expect(full).toEqual([]);
    add(partition, 4, 400);
    add(partition, 5, 500);
    expect(full).toEqual([true]);
    await clock.advance(200);
    expect(full).toEqual([true]);
    await clock.advance(100);
    expect(full).toEqual([true, false]);
    // Below the limit it is not asked for again.
    add(partition, 6, 600);
    expect(full).toEqual([true, false]);
  });

  it('holds 500 records of a partition unless it is told otherwise', () => {
    const { add, full, partitionOf } = gateOf(GATE_LIMITS);
    const partition = partitionOf();
    for (let offset = 1; offset < 500; offset += 1) add(partition, offset, 100);
    expect(full).toEqual([]);
    add(partition, 500, 100);
    expect(full).toEqual([true]);
  });

  it('is full from its limit of bytes on, and open again at half of it', async () => {
    const limits = { maxRecords: 500, maxBytes: 4 * RECORD_BYTES };
    const { add, clock, full, partitionOf } = gateOf(limits);
    const partition = partitionOf();
    for (const offset of [1, 2, 3]) add(partition, offset, offset * 100);
    expect(full).toEqual([]);
    add(partition, 4, 400);
    expect(full).toEqual([true]);
    await clock.advance(100);
    expect(full).toEqual([true]);
    await clock.advance(100);
    expect(full).toEqual([true, false]);
    expect(partition.gateFull).toBe(false);
  });
});
