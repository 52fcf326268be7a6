import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { done, outage, retry } from '../../src/runtime/outcome.ts';
import { batch, createProcess, createWorld, definition, eventIn, single, startProcess } from './harness.ts';
import type { Process, World } from './harness.ts';

/**
 * Runs processes one after another over the same world: a start of a poisonous event kills its process. Answers how
 * often each event was started, and handled.
 */
async function runGenerations(
  world: World,
  isPoison: (name: string) => boolean,
  generations: number,
  concurrency = 8,
): Promise<{ starts: Map<string, number>; handled: Map<string, number>; beside: number }> {
  const starts = new Map<string, number>();
  const handled = new Map<string, number>();
  const add = (to: Map<string, number>, name: string): void => {
    to.set(name, (to.get(name) ?? 0) + 1);
  };
  let beside = 0;
  for (let generation = 1; generation <= generations; generation += 1) {
    const life = { isOver: false };
    let running = 0;
    const process: Process = createProcess(
      world,
      {
        definition: definition({ concurrency }),
        handler: single(async (event, context) => {
          add(starts, event.name);
          running += 1;
          // Everything has begun before the poison acts: its neighbours are caught in the middle.
          await context.clock.sleep(isPoison(event.name) ? 20 : 50);
          if (isPoison(event.name) && !life.isOver) {
            life.isOver = true;
            if (starts.get(event.name) === 3) beside += running - 1;
            process.kill();
            await new Promise(() => undefined);
          }
          running -= 1;
          add(handled, event.name);
          return done;
        }),
      },
      { owner: `process-${generation}` },
    );
    await startProcessSlowly(world, process);
    await world.clock.advance(60_000);
    if (!life.isOver) break;
  }
  return { starts, handled, beside };
}

/** A process that joins may have to wait for the session of a dead one. */
async function startProcessSlowly(world: World, process: Process): Promise<void> {
  const started = process.runner.start();
  await world.clock.advance(16_000);
  await started;
}

describe('records that kill their process', () => {
  it('check 41: is dead-lettered after three starts, not started a fourth time, and its neighbours are all handled', async () => {
    const world = createWorld();
    world.createTopics(definition(), 2);
    const names = Array.from({ length: 20 }, (_, index) => (index === 7 ? 'poison' : `event ${index}`));
    for (const name of names) world.publish({ name, key: name });
    const { starts, handled, beside } = await runGenerations(world, (name) => name === 'poison', 6);

    expect(starts.get('poison')).toBe(3);
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['poison']);
    expect(world.dlq()[0]?.headers[HEADERS.disposition]).toBe('crashed');
    for (const name of names.filter((it) => it !== 'poison')) expect(handled.get(name)).toBeGreaterThan(0);
    // The third time it ran with nothing beside it.
    expect(beside).toBe(0);
    const ends = [0, 1].map((partition) => world.committed(partition) ?? 0n);
    expect(ends.reduce((sum, offset) => sum + offset, 0n)).toBe(20n);
    expect(world.crashLedger.starts.size).toBe(0);
  });

  it('two records that kill their process do not take their neighbours with them', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const names = ['a', 'poison 1', 'b', 'poison 2', 'c', 'd'];
    for (const name of names) world.publish({ name, key: name });
    const { starts, handled } = await runGenerations(world, (name) => name.startsWith('poison'), 10);
    expect(
      world
        .dlq()
        .map((record) => eventIn(record).name)
        .sort(),
    ).toEqual(['poison 1', 'poison 2']);
    expect(starts.get('poison 1')).toBe(3);
    expect(starts.get('poison 2')).toBe(3);
    for (const name of ['a', 'b', 'c', 'd']) expect(handled.get(name)).toBeGreaterThan(0);
  });

  it('a kill from outside costs nobody a dead letter', async () => {
    const world = createWorld();
    world.createTopics(definition());
    for (let number = 0; number < 30; number += 1) world.publish({ name: `${number}`, key: `${number}` });
    const handled = new Set<string>();
    for (let generation = 1; generation <= 6; generation += 1) {
      const process = createProcess(
        world,
        {
          handler: single(async (event, context) => {
            await context.clock.sleep(100);
            handled.add(event.name);
            return done;
          }),
        },
        { owner: `process-${generation}` },
      );
      await startProcessSlowly(world, process);
      await world.clock.advance(40);
      if (generation < 6) process.kill();
      else await world.clock.advance(10_000);
    }
    expect(handled.size).toBe(30);
    expect(world.dlq()).toHaveLength(0);
  });

  it('a record that waits for its next attempt is not blamed for the kills meanwhile', async () => {
    const world = createWorld();
    const queue = definition({ retryPolicies: [{ delaysMs: [600_000], ordered: true }] });
    world.createTopics(queue);
    world.publish({ name: 'waits', key: 'k' });
    for (let generation = 1; generation <= 6; generation += 1) {
      const process = createProcess(
        world,
        { definition: queue, handler: single(() => Promise.resolve(retry('not_yet'))) },
        { owner: `process-${generation}` },
      );
      await startProcessSlowly(world, process);
      await world.clock.advance(5_000);
      process.kill();
    }
    expect(world.dlq()).toHaveLength(0);
  });

  it('a record that kills its process is found however much is finished before it, and not committed', async () => {
    const world = createWorld();
    world.createTopics(definition());
    for (let number = 0; number < 60; number += 1) world.publish({ name: `${number}`, key: 'k' });
    world.publish({ name: 'poison', key: 'k' });
    let generations = 0;
    for (let isOver = false; !isOver && generations < 8; generations += 1) {
      const process: Process = createProcess(
        world,
        {
          handler: single(async (event) => {
            if (event.name !== 'poison') return done;
            process.kill();
            isOver = false;
            return new Promise(() => undefined);
          }),
        },
        { owner: `process-${generations}`, limits: { maxRecords: 10, maxBytes: 1_000_000 } },
      );
      isOver = true;
      await startProcessSlowly(world, process);
      await world.clock.advance(1_000);
    }
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['poison']);
    expect(world.committed()).toBe(61n);
  });

  it('a record that is interrupted by rebalances is not taken for one that kills its process', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'slow', key: 'k' });
    for (let generation = 1; generation <= 6; generation += 1) {
      // The last owner died, with nothing that this record did.
      world.crashLedger.owners.set('test.test_queue test.test_queue:0', 'dead');
      const process = createProcess(
        world,
        {
          handler: single((_event, context) => context.clock.sleep(60_000, context.signal).then(() => done)),
        },
        { owner: `process-${generation}` },
      );
      await startProcess(world, process);
      await world.clock.advance(1_000);
      process.member.lapse();
      await world.clock.advance(1_000);
      const stopped = process.runner.stop({ graceMs: 0 });
      await world.clock.advance(10_000);
      await stopped;
    }
    expect(world.dlq()).toHaveLength(0);
    expect([...world.crashLedger.starts.values()]).toEqual([]);
  });

  it('two records that kill their process at once do not take turns for ever', async () => {
    const world = createWorld();
    world.createTopics(definition());
    for (const name of ['poison 1', 'poison 2', 'fine']) world.publish({ name, key: 'k' });
    let deaths = 0;
    for (let isOver = false; !isOver && deaths < 12;) {
      const process: Process = createProcess(
        world,
        {
          handler: single((event) => {
            if (event.name === 'fine') return Promise.resolve(done);
            isOver = false;
            deaths += 1;
            process.kill();
            return new Promise(() => undefined);
          }),
        },
        { owner: `process-${deaths}` },
      );
      isOver = true;
      await startProcessSlowly(world, process);
      await world.clock.advance(1_000);
    }
    // Three starts of each that are counted or assumed, and one that was counted against a neighbour.
    expect(deaths).toBeLessThanOrEqual(7);
    expect(world.committed()).toBe(3n);
  });

  it('an outage gives the records of a key that run alone back in their order', async () => {
    const world = createWorld();
    world.createTopics(definition());
    for (const name of ['1', '2', '3']) world.publish({ name, key: 'k' });
    const handled: string[] = [];
    for (let generation = 1; generation <= 3; generation += 1) {
      let outages = 0;
      const process = createProcess(
        world,
        {
          handler: batch(async (events, context) => {
            await context.clock.sleep(20_000);
            outages += 1;
            if (outages === 1) return events.map(() => outage('smtp', new Error('421')));
            handled.push(...events.map(({ event }) => event.name));
            return events.map(() => done);
          }),
        },
        { owner: `process-${generation}`, probes: {} },
      );
      await startProcessSlowly(world, process);
      await world.clock.advance(50);
      if (generation < 3) process.kill();
      else await world.clock.advance(300_000);
    }
    expect(handled).toEqual(['1', '2', '3']);
  });

  it('records of one key keep their order when the first of them has to run alone', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const names = ['1', '2', '3', '4', '5'];
    for (const name of names.slice(0, 3)) world.publish({ name, key: 'k' });
    const handled: string[] = [];
    for (let generation = 1; generation <= 3; generation += 1) {
      const process = createProcess(
        world,
        {
          handler: batch(async (events, context) => {
            await context.clock.sleep(20_000);
            handled.push(...events.map(({ event }) => event.name));
            return events.map(() => done);
          }),
        },
        { owner: `process-${generation}` },
      );
      await startProcessSlowly(world, process);
      await world.clock.advance(50);
      if (generation === 3) await world.clock.advance(300_000);
      else process.kill();
      // Of the same batch in the last generation, and counted one time less.
      if (generation === 2) for (const name of names.slice(3)) world.publish({ name, key: 'k' });
    }
    expect(handled).toEqual(names);
  });

  it('in the steady state and after an orderly stop nothing is counted', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const counted: number[] = [];
    for (const owner of ['process-1', 'process-2']) {
      const process = createProcess(
        world,
        { handler: single(() => Promise.resolve(done)) },
        {
          crashLedger: {
            ...world.crashLedger.as(owner),
            recordStarts: (_group, places) => {
              counted.push(places.length);
              return Promise.resolve(places.map(() => 1));
            },
          },
        },
      );
      await startProcess(world, process);
      for (const key of ['a', 'b', 'c']) world.publish({ name: key, key });
      await world.clock.advance(1_000);
      const stopped = process.runner.stop();
      await world.clock.advance(5_000);
      await stopped;
    }
    expect(world.committed()).toBe(6n);
    expect(counted).toEqual([]);
  });

  it('probation ends with the records that were in the log when the partition was taken over', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const first = createProcess(world, { handler: single(() => new Promise(() => undefined)) });
    await startProcess(world, first);
    for (const key of ['a', 'b']) world.publish({ name: key, key });
    await world.clock.advance(10);
    first.kill();
    let counted = 0;
    const ledger = world.crashLedger.as('process-2');
    const second = createProcess(
      world,
      { handler: single(() => Promise.resolve(done)) },
      {
        crashLedger: {
          ...ledger,
          recordStarts: (group, places, firstStarts) => {
            counted += places.length;
            return ledger.recordStarts(group, places, firstStarts);
          },
        },
      },
    );
    await startProcessSlowly(world, second);
    await world.clock.advance(1_000);
    expect(counted).toBe(2);
    for (const key of ['c', 'd']) world.publish({ name: key, key });
    await world.clock.advance(1_000);
    expect(counted).toBe(2);
    expect(world.committed()).toBe(4n);
  });

  it('without the crash ledger a record under probation does not start', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const first = createProcess(world, { handler: single(() => new Promise(() => undefined)) });
    await startProcess(world, first);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(10);
    first.kill();
    const starts: string[] = [];
    let isDown = true;
    const ledger = world.crashLedger.as('process-2');
    const second = createProcess(
      world,
      {
        handler: single((event) => {
          starts.push(event.name);
          return Promise.resolve(done);
        }),
      },
      {
        crashLedger: {
          ...ledger,
          recordStarts: (group, places, firstStarts) =>
            isDown
              ? Promise.reject(new Error('no connection'))
              : ledger.recordStarts(group, places, firstStarts),
        },
      },
    );
    await startProcessSlowly(world, second);
    await world.clock.advance(10_000);
    expect(starts).toEqual([]);
    isDown = false;
    await world.clock.advance(30_000);
    expect(starts).toEqual(['x']);
  });

  it('an outage of the database does not count as a crash, however often a record under probation meets it', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const first = createProcess(world, { handler: single(() => new Promise(() => undefined)) });
    await startProcess(world, first);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(10);
    first.kill();
    let starts = 0;
    let highest = 0;
    const ledger = world.crashLedger.as('process-2');
    const second = createProcess(
      world,
      {
        handler: single(() => {
          starts += 1;
          return Promise.resolve(starts < 8 ? outage('smtp', new Error('421')) : done);
        }),
      },
      {
        crashLedger: {
          ...ledger,
          recordStarts: async (group, places, firstStarts) => {
            const totals = await ledger.recordStarts(group, places, firstStarts);
            highest = Math.max(highest, ...totals);
            return totals;
          },
        },
        probes: {},
      },
    );
    await startProcessSlowly(world, second);
    await world.clock.advance(60_000);
    expect(starts).toBe(8);
    expect(highest).toBe(2);
    expect(world.dlq()).toHaveLength(0);
    expect(world.committed()).toBe(1n);
    expect(world.crashLedger.starts.size).toBe(0);
  });
});
