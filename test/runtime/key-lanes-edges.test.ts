import { describe, expect, it } from 'vitest';
import { KeyLanes } from '../../src/runtime/key-lanes.ts';
import type { LaneItem } from '../../src/runtime/key-lanes.ts';

interface Item extends LaneItem {
  readonly name: string;
}

/** Lanes with one record for each letter, named by its key and its number within the key. */
function lanesOf(keys: string, concurrency = 8): KeyLanes<Item> {
  const lanes = new KeyLanes<Item>(concurrency);
  pushAll(lanes, keys);
  return lanes;
}

function pushAll(lanes: KeyLanes<Item>, keys: string, from = 1): void {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const count = counts.get(key) ?? from;
    counts.set(key, count + 1);
    lanes.push({ laneKey: key, name: `${key}${count}`, laneNext: null, laneTurn: 0 });
  }
}

function names(items: Iterable<Item>): string {
  return [...items].map(({ name }) => name).join(' ');
}

/** Runs everything that can run, one key at a time. */
function runAll(lanes: KeyLanes<Item>): string {
  const ran: Item[] = [];
  for (let item = lanes.take(); item !== null; item = lanes.take()) {
    ran.push(item);
    lanes.release(item);
  }
  return names(ran);
}

describe('key lanes, at their edges', () => {
  it('count what waits, what runs and what could start', () => {
    const lanes = lanesOf('aab', 1);
    expect([lanes.waiting, lanes.running, lanes.ready, lanes.canTake]).toEqual([3, 0, 2, true]);
    const item = lanes.take()!;
    expect([lanes.waiting, lanes.running, lanes.ready, lanes.canTake]).toEqual([2, 1, 1, false]);
    lanes.release(item);
    expect([lanes.waiting, lanes.running, lanes.ready, lanes.canTake]).toEqual([2, 0, 2, true]);
    expect(runAll(lanes)).toBe('b1 a2');
    expect([lanes.waiting, lanes.running, lanes.ready, lanes.canTake]).toEqual([0, 0, 0, false]);
  });

  it('without a free place or a ready key nothing starts', () => {
    expect(lanesOf('').take()).toBeNull();
    expect(lanesOf('').takeBatch(5, true)).toEqual([]);
    expect(lanesOf('a', 0).canTake).toBe(false);
    expect(lanesOf('a', 0).takeBatch(5, true)).toEqual([]);
    expect(lanesOf('ab', 0).takeBatch(5, true)).toEqual([]);
  });

  it('a record that is not taken can be neither released, given back nor parked', () => {
    const lanes = lanesOf('aa');
    const item = lanes.take()!;
    lanes.release(item);
    expect(() => {
      lanes.release(item);
    }).toThrow('not taken');
    expect(() => {
      lanes.giveBack(item);
    }).toThrow('not taken');
    const stranger = { laneKey: 'z', name: 'z1', laneNext: null, laneTurn: 0 };
    expect(() => {
      lanes.park(stranger);
    }).toThrow('not taken');
  });

  it('a batch is never larger than asked for, be it of many keys or of one', () => {
    expect(names(lanesOf('abcd').takeBatch(2, true))).toBe('a1 b1');
    expect(names(lanesOf('abcd').takeBatch(3, false))).toBe('a1 b1 c1');
    expect(names(lanesOf('aaaa').takeBatch(2, true))).toBe('a1 a2');
    expect(names(lanesOf('aa').takeBatch(5, true))).toBe('a1 a2');
    expect(names(lanesOf('aa').takeBatch(1, true))).toBe('a1');
  });

  it('a key of which several records were taken goes on after the last of them', () => {
    const lanes = lanesOf('aaa');
    const [first, second] = lanes.takeBatch(2, true);
    lanes.release(second!);
    expect(lanes.running).toBe(1);
    expect(lanes.take()).toBeNull();
    lanes.release(first!);
    expect(lanes.running).toBe(0);
    expect(lanes.take()?.name).toBe('a3');
  });

  it('records given back in any order stand in the order in which they came, whatever came later', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [1, 0, 2],
    ]) {
      const lanes = lanesOf('aaaa');
      const taken = lanes.takeBatch(3, true);
      pushAll(lanes, 'a', 5);
      for (const index of order) lanes.giveBack(taken[index]!);
      expect(lanes.waiting).toBe(5);
      expect(lanes.depth('a')).toBe(5);
      expect(names(lanes.waitingOf('a'))).toBe('a1 a2 a3 a4 a5');
      pushAll(lanes, 'a', 6);
      expect(runAll(lanes)).toBe('a1 a2 a3 a4 a5 a6');
    }
  });

  it('the only record of a key given back is its last one, too: what comes later stands behind it', () => {
    const lanes = lanesOf('a');
    lanes.giveBack(lanes.take()!);
    pushAll(lanes, 'a', 2);
    expect(runAll(lanes)).toBe('a1 a2');
  });

  it('a parked key costs no place, waits with all that comes, and takes its turn at the end of the line', () => {
    const lanes = lanesOf('ab', 1);
    lanes.park(lanes.take()!);
    pushAll(lanes, 'aa', 2);
    expect([lanes.running, lanes.waiting, lanes.ready]).toEqual([0, 4, 1]);
    expect(names(lanes.waitingOf('a'))).toBe('a1 a2 a3');
    expect(lanes.depth('a')).toBe(3);
    lanes.unpark('a');
    expect(runAll(lanes)).toBe('b1 a1 a2 a3');
  });

  it('letting go a key that is not parked changes nothing', () => {
    const lanes = lanesOf('ab');
    lanes.unpark('a');
    lanes.unpark('nobody');
    expect(lanes.ready).toBe(2);
    const item = lanes.take()!;
    lanes.unpark('a');
    expect(lanes.ready).toBe(1);
    lanes.release(item);
    expect(runAll(lanes)).toBe('b1');
  });

  it('a parked key that was emptied is forgotten when it is let go, and begins anew with its next record', () => {
    const lanes = lanesOf('a');
    lanes.park(lanes.take()!);
    expect(names(lanes.cut('a'))).toBe('a1');
    expect([lanes.waiting, lanes.depth('a')]).toEqual([0, 0]);
    lanes.unpark('a');
    expect(lanes.ready).toBe(0);
    pushAll(lanes, 'a', 2);
    expect(runAll(lanes)).toBe('a2');
  });

  it('a parked key whose records were all dropped begins anew, unlike one that keeps a record', () => {
    const lanes = lanesOf('ab');
    lanes.park(lanes.take()!);
    lanes.park(lanes.take()!);
    pushAll(lanes, 'b', 2);
    lanes.drop(({ name }) => name === 'a1' || name === 'b1');
    pushAll(lanes, 'ab', 9);
    expect(lanes.take()?.name).toBe('a9');
    expect(lanes.take()).toBeNull();
    lanes.unpark('b');
    expect(lanes.take()?.name).toBe('b2');
  });

  it('cutting a key that does not exist answers nothing', () => {
    const lanes = lanesOf('a');
    expect(lanes.cut('b')).toEqual([]);
    expect([...lanes.waitingOf('b')]).toEqual([]);
    expect(lanes.depth('b')).toBe(0);
    expect(lanes.waiting).toBe(1);
  });

  it('what a drop leaves keeps its order, its turn and its counts, and takes more', () => {
    const lanes = lanesOf('aaabbbc');
    expect(names(lanes.drop(({ name }) => ['a2', 'b1', 'b3'].includes(name)))).toBe('a2 b1 b3');
    expect([lanes.waiting, lanes.ready, lanes.depth('a'), lanes.depth('b')]).toEqual([4, 3, 2, 1]);
    pushAll(lanes, 'ab', 4);
    expect(names(lanes.waitingOf('a'))).toBe('a1 a3 a4');
    expect(runAll(lanes)).toBe('a1 b2 c1 a3 b4 a4');
  });

  it('a running key that lost all that waited behind its record ends with that record', () => {
    const lanes = lanesOf('aa');
    const item = lanes.take()!;
    lanes.drop(() => true);
    pushAll(lanes, 'a', 3);
    expect(lanes.take()).toBeNull();
    lanes.release(item);
    expect(runAll(lanes)).toBe('a3');
  });
});
