import { describe, expect, it } from 'vitest';
import { KeyLanes } from '../../src/runtime/key-lanes.ts';
import { OrderedKeys } from '../../src/runtime/ordered-keys.ts';
import type { Parking } from '../../src/runtime/ordered-keys.ts';
import { OwnedPartition } from '../../src/runtime/owned-partition.ts';
import { WorkItem } from '../../src/runtime/work-item.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const TIER = { delayMs: 5_000, topic: 't.retry.5s', label: '5s' };
/** What every record is taken to hold beside its value, bytes. */
const OVERHEAD_BYTES = 300;
const LIMITS = { maxRecords: 3, maxBytes: 10 * OVERHEAD_BYTES };

type Item = WorkItem<string>;

/** Ordered keys over lanes of their own; `push` and `fail` do what the dispatcher does. */
function orderedKeys() {
  const clock = new VirtualClock();
  const lanes = new KeyLanes<Item>(8);
  const due: number[] = [];
  const keys = new OrderedKeys<string>({
    lanes,
    clock,
    limits: LIMITS,
    onDue: () => due.push(clock.now() - startMs),
  });
  const startMs = clock.now();
  const main = new OwnedPartition<string>({ topic: 't', partition: 0 }, null);
  const tier = new OwnedPartition<string>({ topic: TIER.topic, partition: 0 }, TIER);
  let offset = 0n;
  const itemOf = (key: string, { in: partition = main, bytes = OVERHEAD_BYTES } = {}): Item => {
    const { topic } = partition;
    const value = Buffer.alloc(bytes - OVERHEAD_BYTES);
    offset += 1n;
    return new WorkItem(
      { topic, partition: 0, offset, timestampMs: clock.now(), key, value, headers: {} },
      partition,
    );
  };
  const push = (item: Item): readonly Item[] => {
    lanes.push(item);
    return keys.overflow(item);
  };
  const parking: Parking = {
    dueAtMs: startMs + 5_000,
    tier: TIER,
    failure: { errorClass: 'not_yet', message: 'not yet' },
  };
  /** Takes the next record, which must be this one, and parks it. */
  const fail = (item: Item, how = parking): readonly Item[] => {
    expect(lanes.take()).toBe(item);
    return keys.park(item, how);
  };
  /** Parks a record of this key and has it overflow; answers what has to be spilled. */
  const overflow = (key: string, partition = main): readonly Item[] => {
    const head = itemOf(key, { in: partition });
    push(head);
    fail(head);
    return push(itemOf(key, { in: partition, bytes: LIMITS.maxBytes }));
  };
  return { clock, due, fail, itemOf, keys, lanes, main, overflow, parking, push, tier };
}

describe('keys of ordered types', () => {
  it('a parked record waits in front of its key until it is due, and then the key may start', async () => {
    const { clock, due, fail, itemOf, lanes, push } = orderedKeys();
    const head = itemOf('k');
    push(head);
    fail(head);
    push(itemOf('k'));
    await clock.advance(4_999);
    expect([due, lanes.ready]).toEqual([[], 0]);
    await clock.advance(1);
    expect([due, lanes.ready]).toEqual([[5_000], 1]);
    expect(lanes.take()).toBe(head);
  });

  it('a record that failed when it was due already waits for the next turn only', async () => {
    const { clock, due, fail, itemOf, parking, push } = orderedKeys();
    await clock.advance(6_000);
    const head = itemOf('k');
    push(head);
    fail(head, parking);
    await clock.advance(0);
    expect(due).toEqual([6_000]);
  });

  it('as many records as the limit wait behind the parked one; one more, and all of the key is spilled in order', () => {
    const { clock, fail, itemOf, keys, lanes, push } = orderedKeys();
    const items = Array.from({ length: LIMITS.maxRecords + 2 }, () => itemOf('k'));
    const [head, ...behind] = items;
    const last = behind.pop();
    push(head!);
    fail(head!);
    for (const item of behind) expect(push(item)).toEqual([]);
    expect(push(last!)).toEqual(items);
    // The failed record waits in the tier now: nothing of the key is held here.
    expect([clock.pendingTimers(), lanes.waiting]).toEqual([0, 0]);
    expect(keys.isSpilled(itemOf('k'))).toBe(true);
    push(itemOf('k'));
    expect(lanes.ready).toBe(1);
  });

  it('the bytes of a key may reach their limit, the parked record included, and not pass it', () => {
    for (const [extraBytes, spilled] of [
      [0, 0],
      [1, 3],
    ] as const) {
      const { fail, itemOf, push } = orderedKeys();
      const head = itemOf('k', { bytes: 4 * OVERHEAD_BYTES });
      push(head);
      push(itemOf('k', { bytes: 3 * OVERHEAD_BYTES }));
      expect(fail(head)).toEqual([]);
      expect(push(itemOf('k', { bytes: 3 * OVERHEAD_BYTES + extraBytes }))).toHaveLength(spilled);
    }
  });

  it('what waits behind a record already when it fails counts, records and bytes', () => {
    for (const [count, bytes, spilled] of [
      [LIMITS.maxRecords, OVERHEAD_BYTES, 0],
      [LIMITS.maxRecords + 1, OVERHEAD_BYTES, LIMITS.maxRecords + 2],
      [1, 9 * OVERHEAD_BYTES, 0],
      [1, 9 * OVERHEAD_BYTES + 1, 2],
    ] as const) {
      const { fail, itemOf, push } = orderedKeys();
      const head = itemOf('k');
      push(head);
      for (let number = 0; number < count; number += 1) push(itemOf('k', { bytes }));
      expect(fail(head)).toHaveLength(spilled);
    }
  });

  it('a parked key makes no other key overflow', () => {
    const { fail, itemOf, lanes, push } = orderedKeys();
    const head = itemOf('k');
    push(head);
    fail(head);
    for (let number = 0; number < 9; number += 1) expect(push(itemOf('l'))).toEqual([]);
    expect(lanes.depth('l')).toBe(9);
  });

  it('a key whose parked record comes from a tier waits without a limit', () => {
    const { keys, itemOf, overflow, tier } = orderedKeys();
    expect(overflow('k', tier)).toEqual([]);
    expect(keys.isSpilled(itemOf('k'))).toBe(false);
  });

  it('spilled records wait as long as the failed one, and only a record that was handled says why', () => {
    const { keys, overflow, parking } = orderedKeys();
    const items = overflow('k');
    // What was never decoded has not failed.
    items[0]!.event = 'the failed one';
    expect(keys.spilled('k', items)).toEqual([
      { item: items[0], parking },
      { item: items[1], parking: { ...parking, failure: null } },
    ]);
  });

  it('nothing of a key that is not spilled goes to a tier', () => {
    const { itemOf, keys } = orderedKeys();
    expect(keys.spilled('k', [itemOf('k')])).toEqual([]);
  });

  it('a key stays spilled until as many of its records as were written have come back from the tier and ended', () => {
    const { itemOf, keys, main, overflow, tier } = orderedKeys();
    keys.spilled('k', overflow('k'));
    keys.spilled('k', [itemOf('k')]);
    const isSpilled = (): boolean => keys.isSpilled(itemOf('k'));
    for (const ended of [itemOf('k', { in: tier }), itemOf('k', { in: tier })]) {
      keys.ended(ended);
      expect(isSpilled()).toBe(true);
    }
    // What ends in the main topic was not in the tier, and other keys do not count.
    keys.ended(itemOf('k', { in: main }));
    keys.ended(itemOf('l', { in: tier }));
    expect(isSpilled()).toBe(true);
    keys.ended(itemOf('k', { in: tier }));
    expect(isSpilled()).toBe(false);
  });

  it('only later records of the main topic follow their spilled key, not those that come back or are of others', () => {
    const { itemOf, keys, overflow, tier } = orderedKeys();
    overflow('k');
    expect(keys.isSpilled(itemOf('k'))).toBe(true);
    expect(keys.isSpilled(itemOf('k', { in: tier }))).toBe(false);
    expect(keys.isSpilled(itemOf('l'))).toBe(false);
  });

  it('a lost partition takes its parked and spilled keys with it, and no others', async () => {
    const { clock, due, fail, itemOf, keys, lanes, overflow, push } = orderedKeys();
    const lost = new OwnedPartition<string>({ topic: 't', partition: 1 }, null);
    const [lostHead, keptHead] = [itemOf('lost', { in: lost }), itemOf('kept')];
    push(lostHead);
    fail(lostHead);
    push(keptHead);
    fail(keptHead);
    overflow('lost and spilled', lost);
    overflow('kept and spilled');
    lost.lose();
    keys.dropLost();
    expect(clock.pendingTimers()).toBe(1);
    // It waits for nothing any more, so its lane can be emptied.
    expect(lanes.take()).toBe(lostHead);
    expect(lanes.take()).toBeNull();
    expect(keys.isSpilled(itemOf('lost and spilled'))).toBe(false);
    expect(keys.isSpilled(itemOf('kept and spilled'))).toBe(true);
    await clock.advance(5_000);
    expect(due).toEqual([5_000]);
    expect(lanes.take()).toBe(keptHead);
  });

  it('after a stop nothing becomes due, nothing is spilled, and the key stays parked', async () => {
    const { clock, due, fail, itemOf, keys, lanes, push } = orderedKeys();
    const head = itemOf('k');
    push(head);
    fail(head);
    keys.stop();
    expect(clock.pendingTimers()).toBe(0);
    await clock.advance(10_000);
    for (let number = 0; number < 9; number += 1) expect(push(itemOf('k'))).toEqual([]);
    expect([due, lanes.ready]).toEqual([[], 0]);
  });
});
