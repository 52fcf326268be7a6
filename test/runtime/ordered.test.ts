import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { done, retry } from '../../src/runtime/outcome.ts';
import { createProcess, createWorld, definition, eventIn, single, startProcess } from './harness.ts';
import type { World } from './harness.ts';

const ORDERED = definition({ retryPolicies: [{ delaysMs: [5_000, 30_000], ordered: true }] });

/** A process whose event `bad` fails `failures` times; notes every start. */
function failing(world: World, failures: number, over: Parameters<typeof createProcess>[2] = {}) {
  const starts: { name: string; attempt: number; atMs: number }[] = [];
  const startMs = world.clock.now();
  let left = failures;
  const process = createProcess(
    world,
    {
      definition: ORDERED,
      handler: single((event, context) => {
        starts.push({ name: event.name, attempt: context.attempt, atMs: context.clock.now() - startMs });
        if (event.name !== 'bad' || left === 0) return Promise.resolve(done);
        left -= 1;
        return Promise.resolve(retry('not_yet'));
      }),
    },
    over,
  );
  return { process, starts };
}

describe('ordered event types (R-21)', () => {
  it('later records of the key wait behind the failed one, other keys do not', async () => {
    const world = createWorld();
    world.createTopics(ORDERED);
    const { process, starts } = failing(world, 2);
    await startProcess(world, process);
    const startMs = starts.length;
    for (const [name, key] of [
      ['bad', 'k'],
      ['after', 'k'],
      ['other', 'l'],
    ] as const)
      world.publish({ name, key });
    await world.clock.advance(60_000);
    expect(startMs).toBe(0);
    expect(starts.map(({ name, attempt }) => `${name} ${attempt}`)).toEqual([
      'bad 1',
      'other 1',
      'bad 2',
      'bad 3',
      'after 1',
    ]);
    expect(starts.map(({ atMs }) => atMs - (starts[0]?.atMs ?? 0))).toEqual([0, 0, 5_000, 35_000, 35_000]);
    expect(world.tier('5s')).toHaveLength(0);
    expect(world.committed()).toBe(3n);
  });

  it('the key goes on when its failed record is given up', async () => {
    const world = createWorld();
    world.createTopics(ORDERED);
    const { process, starts } = failing(world, 99);
    await startProcess(world, process);
    world.publish({ name: 'bad', key: 'k' });
    world.publish({ name: 'after', key: 'k' });
    await world.clock.advance(60_000);
    expect(starts.map(({ name }) => name)).toEqual(['bad', 'bad', 'bad', 'after']);
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['bad']);
  });

  it('a parked record is not finished: after a stop the next owner finds the key in its old order', async () => {
    const world = createWorld();
    world.createTopics(ORDERED);
    const first = failing(world, 1);
    await startProcess(world, first.process);
    world.publish({ name: 'bad', key: 'k' });
    world.publish({ name: 'after', key: 'k' });
    await world.clock.advance(1_000);
    const stopped = first.process.runner.stop();
    await world.clock.advance(5_000);
    await stopped;
    const second = failing(world, 0, { owner: 'process-2' });
    await startProcess(world, second.process);
    await world.clock.advance(1_000);
    expect(second.starts.map(({ name }) => name)).toEqual(['bad', 'after']);
  });

  it('beyond the cap the key follows into the tier in order, and so does all that comes until the tier is empty', async () => {
    const world = createWorld();
    world.createTopics(ORDERED);
    const { process, starts } = failing(world, 1);
    await startProcess(world, process);
    world.publish({ name: 'bad', key: 'k' });
    for (let number = 1; number <= 150; number += 1) world.publish({ name: `${number}`, key: 'k' });
    await world.clock.advance(4_000);
    expect(starts.map(({ name }) => name)).toEqual(['bad']);
    expect(
      world
        .tier('5s')
        .map((record) => eventIn(record).name)
        .slice(0, 3),
    ).toEqual(['bad', '1', '2']);
    expect(world.tier('5s')[0]?.headers[HEADERS.attempt]).toBe('2');
    expect(world.tier('5s')[1]?.headers[HEADERS.attempt]).toBeUndefined();
    expect(world.committed()).toBe(151n);
    world.publish({ name: 'late', key: 'k' });
    world.publish({ name: 'other', key: 'l' });
    await world.clock.advance(100);
    expect(starts.at(-1)?.name).toBe('other');
    await world.clock.advance(10_000);
    const ofKey = starts.filter(({ name }) => name !== 'other').map(({ name }) => name);
    expect(ofKey).toEqual([
      'bad',
      'bad',
      ...Array.from({ length: 150 }, (_, index) => `${index + 1}`),
      'late',
    ]);
    // The tier is empty: the key is free again.
    world.publish({ name: 'free', key: 'k' });
    await world.clock.advance(100);
    expect(starts.at(-1)?.name).toBe('free');
  });

  it('a spilled key whose failed record fails again still keeps its order', async () => {
    const world = createWorld();
    world.createTopics(ORDERED);
    const { process, starts } = failing(world, 2);
    await startProcess(world, process);
    world.publish({ name: 'bad', key: 'k' });
    for (let number = 1; number <= 120; number += 1) world.publish({ name: `${number}`, key: 'k' });
    await world.clock.advance(6_000);
    world.publish({ name: 'late', key: 'k' });
    await world.clock.advance(60_000);
    expect(starts.map(({ name }) => name)).toEqual([
      'bad',
      'bad',
      'bad',
      ...Array.from({ length: 120 }, (_, index) => `${index + 1}`),
      'late',
    ]);
  });

  it('what comes while a spilled key works off its tier stays behind what is still unread there', async () => {
    const world = createWorld({ latencyMs: () => 100, batchRecords: 10 });
    world.createTopics(ORDERED);
    const { process, starts } = failing(world, 1, { gateLimits: { maxRecords: 10, maxBytes: 1_000_000 } });
    void process.runner.start();
    await world.clock.advance(1_000);
    world.publish({ name: 'bad', key: 'k' });
    for (let number = 1; number <= 110; number += 1) world.publish({ name: `${number}`, key: 'k' });
    // The failed record has ended, ten records at a time come back from the tier.
    await world.clock.advance(5_000);
    while (starts.length < 3) await world.clock.advance(10);
    world.publish({ name: 'late', key: 'k' });
    await world.clock.advance(60_000);
    expect(starts.slice(2).map(({ name }) => name)).toEqual([
      ...Array.from({ length: 110 }, (_, index) => `${index + 1}`),
      'late',
    ]);
  });
});
