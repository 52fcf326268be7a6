import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyLanes } from '../../src/runtime/key-lanes.ts';
import type { LaneItem } from '../../src/runtime/key-lanes.ts';

interface Item extends LaneItem {
  readonly serial: number;
}

let serials = 0;
function item(laneKey: string): Item {
  serials += 1;
  return { laneKey, serial: serials, laneNext: null, laneTurn: 0 };
}

function pushAll(lanes: KeyLanes<Item>, keys: string): Item[] {
  return Array.from(keys, (key) => {
    const one = item(key);
    lanes.push(one);
    return one;
  });
}

describe('key lanes', () => {
  it('records of one key run one after another, in order', () => {
    const lanes = new KeyLanes<Item>(8);
    const [first, second] = pushAll(lanes, 'aa');
    expect(lanes.take()).toBe(first);
    expect(lanes.take()).toBeNull();
    lanes.release(first!);
    expect(lanes.take()).toBe(second);
  });

  it('a busy key does not hold up the keys behind it', () => {
    const lanes = new KeyLanes<Item>(8);
    const items = pushAll(lanes, 'aaaab');
    expect(lanes.take()).toBe(items[0]);
    expect(lanes.take()).toBe(items[4]);
  });

  it('runs at most `concurrency` keys at once', () => {
    const lanes = new KeyLanes<Item>(2);
    const [a] = pushAll(lanes, 'abc');
    lanes.take();
    lanes.take();
    expect(lanes.canTake).toBe(false);
    expect(lanes.take()).toBeNull();
    lanes.release(a!);
    expect(lanes.take()?.laneKey).toBe('c');
  });

  it('keys take turns: a key with much work does not starve the others', () => {
    const lanes = new KeyLanes<Item>(1);
    pushAll(lanes, 'aaab');
    const order: string[] = [];
    for (let taken = lanes.take(); taken !== null; taken = lanes.take()) {
      order.push(taken.laneKey);
      lanes.release(taken);
    }
    expect(order.join('')).toBe('abaa');
  });

  it('a batch has one record of each ready key', () => {
    const lanes = new KeyLanes<Item>(8);
    pushAll(lanes, 'aabbc');
    expect(lanes.takeBatch(10, true).map((one) => one.laneKey)).toEqual(['a', 'b', 'c']);
    expect(lanes.takeBatch(10, true)).toEqual([]);
  });

  it('a batch of the only ready key has its records in order, unless that is not allowed', () => {
    const lanes = new KeyLanes<Item>(8);
    const items = pushAll(lanes, 'aaaa');
    expect(lanes.takeBatch(3, true)).toEqual(items.slice(0, 3));
    const strict = new KeyLanes<Item>(8);
    const [first] = pushAll(strict, 'aa');
    expect(strict.takeBatch(3, false)).toEqual([first]);
  });

  it('records given back stand in front of their key in their old order', () => {
    const lanes = new KeyLanes<Item>(8);
    const items = pushAll(lanes, 'aaaa');
    const taken = lanes.takeBatch(3, true);
    for (const one of taken) lanes.giveBack(one);
    expect(lanes.running).toBe(0);
    expect(lanes.takeBatch(9, true)).toEqual(items);
  });

  it('a parked key starts nothing until it is let go, and then its parked record first', () => {
    const lanes = new KeyLanes<Item>(8);
    const [first, second] = pushAll(lanes, 'ab');
    lanes.park(lanes.take()!);
    pushAll(lanes, 'a');
    expect(lanes.take()).toBe(second);
    expect(lanes.take()).toBeNull();
    lanes.unpark('a');
    expect(lanes.take()).toBe(first);
  });

  it('dropped records are gone, and what remains of their keys goes on', () => {
    const lanes = new KeyLanes<Item>(8);
    const items = pushAll(lanes, 'aabc');
    const running = lanes.take();
    const dropped = lanes.drop((one) => one === items[2] || one === items[1]);
    expect(dropped).toEqual([items[1], items[2]]);
    expect(lanes.waiting).toBe(1);
    expect(lanes.take()).toBe(items[3]);
    expect(lanes.take()).toBeNull();
    lanes.release(running!);
    expect(lanes.running).toBe(1);
  });

  it('property: order per key, the limit and the counts hold under any sequence', () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('push' as const),
          key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('take' as const), size: fc.integer({ min: 1, max: 4 }) }),
      },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('release' as const), pick: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('giveBack' as const), pick: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), rest: fc.nat({ max: 2 }) }) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 120 }), (width, steps) => {
        const lanes = new KeyLanes<Item>(width);
        let waiting: Item[] = [];
        let taken: Item[] = [];
        for (const one of steps) {
          if (one.kind === 'push') {
            const pushed = item(one.key);
            lanes.push(pushed);
            waiting.push(pushed);
          } else if (one.kind === 'take') {
            const busy = new Set(taken.map((it) => it.laneKey));
            const ready = waiting.some((it) => !busy.has(it.laneKey));
            const got = lanes.takeBatch(one.size, true);
            expect(got.length > 0).toBe(ready && busy.size < width);
            for (const it of got) {
              // Nothing of its key is left in front of it, and nothing of another call of its key runs.
              expect(busy.has(it.laneKey)).toBe(false);
              expect(waiting.find((other) => other.laneKey === it.laneKey)).toBe(it);
              waiting = waiting.filter((other) => other !== it);
            }
            taken.push(...got);
          } else if (one.kind === 'drop') {
            const isDropped = (it: Item): boolean => it.serial % 3 === one.rest;
            expect(new Set(lanes.drop(isDropped))).toEqual(new Set(waiting.filter(isDropped)));
            waiting = waiting.filter((it) => !isDropped(it));
          } else {
            const ended = taken[one.pick % Math.max(taken.length, 1)];
            if (ended === undefined) continue;
            taken = taken.filter((it) => it !== ended);
            if (one.kind === 'release') lanes.release(ended);
            else {
              lanes.giveBack(ended);
              waiting = [...waiting, ended].sort((a, b) => a.serial - b.serial);
            }
          }
          expect(lanes.waiting).toBe(waiting.length);
          expect(lanes.running).toBe(new Set(taken.map((it) => it.laneKey)).size);
          expect(lanes.running).toBeLessThanOrEqual(width);
        }
        // Whatever happened, everything that waits comes out in the end.
        for (const it of taken) lanes.release(it);
        const rest: Item[] = [];
        for (let it = lanes.take(); it !== null; it = lanes.take()) {
          rest.push(it);
          lanes.release(it);
        }
        expect(new Set(rest)).toEqual(new Set(waiting));
      }),
      { numRuns: 300 },
    );
  });
});
