import { describe, expect, it } from 'vitest';
import { done } from '../../src/runtime/outcome.ts';
import { createProcess, createWorld, definition, single, startProcess } from './harness.ts';

describe('outages of a shared service', () => {
  it('check 36: with the database away for 20 s, 50 events wait, none is moved, all are handled afterwards', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const process = createProcess(world, {
      handler: single(async (event, context) => {
        await context.apply((tx) => {
          tx.effects.push(event.name);
          return Promise.resolve();
        });
        return done;
      }),
    });
    await startProcess(world, process);
    world.effects.isDown = true;
    for (let number = 0; number < 50; number += 1) {
      world.publish({ name: String(number), key: `user:${number % 10}` });
    }
    await world.clock.advance(20_000);
    const paused = { queue: 'test_queue', reason: 'database' };
    expect(world.effects.committed).toHaveLength(0);
    expect(process.recorder.gauge('worker_paused', paused)).toBe(1);
    expect(process.runner.health()).toMatchObject({ outages: ['database'], isAlive: true });

    world.effects.isDown = false;
    await world.clock.advance(31_000);
    expect(world.effects.committed).toHaveLength(50);
    expect(world.dlq()).toHaveLength(0);
    expect(world.tier('5s')).toHaveLength(0);
    expect(world.committed()).toBe(50n);
    expect(process.recorder.gauge('worker_paused', paused)).toBe(0);
    expect(
      process.recorder.counter('worker_outages_total', { queue: 'test_queue', service: 'database' }),
    ).toBe(1);
  });

  it('records of a key that met the outage keep their order', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const handled: string[] = [];
    const process = createProcess(world, {
      handler: single(async (event, context) => {
        await context.apply(() => Promise.resolve());
        handled.push(event.name);
        return done;
      }),
    });
    await startProcess(world, process);
    world.effects.isDown = true;
    for (const name of ['1', '2', '3']) world.publish({ name, key: 'k' });
    await world.clock.advance(500);
    world.effects.isDown = false;
    await world.clock.advance(2_000);
    expect(handled).toEqual(['1', '2', '3']);
  });

  it('probes after 1, 2, 4, 8, 16, 30, 30 s and resumes with the first success', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const probes: number[] = [];
    let handledAtMs = 0;
    const process = createProcess(
      world,
      {
        handler: single(async (_event, context) => {
          await context.apply(() => Promise.resolve());
          handledAtMs = context.clock.now();
          return done;
        }),
      },
      {
        probes: {
          database: () => {
            probes.push(world.clock.now() - startMs);
            if (probes.length < 7) return Promise.reject(new Error('still away'));
            world.effects.isDown = false;
            return Promise.resolve();
          },
        },
      },
    );
    await startProcess(world, process);
    world.effects.isDown = true;
    const startMs = world.clock.now();
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(200_000);
    expect(probes).toEqual([1_000, 3_000, 7_000, 15_000, 31_000, 61_000, 91_000]);
    expect(handledAtMs - startMs).toBe(91_000);
  });

  it('a database that is away at start holds everything until the partitions are taken over', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.crashLedger.isDown = true;
    world.effects.isDown = true;
    world.publish({ name: 'x', key: 'k' });
    const handled: string[] = [];
    const process = createProcess(world, {
      handler: single((event) => {
        handled.push(event.name);
        return Promise.resolve(done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(5_000);
    expect(handled).toEqual([]);
    expect(process.runner.health().outages).toEqual(['database']);
    world.crashLedger.isDown = false;
    world.effects.isDown = false;
    await world.clock.advance(5_000);
    expect(handled).toEqual(['x']);
  });
});
