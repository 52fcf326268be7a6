import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import type { TimeoutPolicy } from '../../src/runtime/definition.ts';
import { done, retry } from '../../src/runtime/outcome.ts';
import {
  createProcess,
  createWorld,
  definition,
  eventIn,
  heldHandler,
  single,
  startProcess,
} from './harness.ts';

/** Four events, the third of which takes 1.5 s under a limit of 1 s. */
async function runFour(onTimeout: TimeoutPolicy) {
  const world = createWorld();
  const queue = definition({ timeLimitMs: 1_000, onTimeout });
  world.createTopics(queue);
  const handled: string[] = [];
  const process = createProcess(world, {
    definition: queue,
    handler: single(async (event, context) => {
      if (event.name === 'slow') await context.clock.sleep(1_500, context.signal);
      handled.push(event.name);
      return done;
    }),
  });
  await startProcess(world, process);
  for (const name of ['1', '2', 'slow', '4']) world.publish({ name, key: 'k' });
  await world.clock.advance(3_000);
  return { world, handled, process };
}

describe('time limits', () => {
  it('check 9: the event over its limit is dead with the text, the other three are handled', async () => {
    const { world, handled, process } = await runFour('dead');
    expect(handled).toEqual(['1', '2', '4']);
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['slow']);
    expect(world.dlq()[0]?.headers).toMatchObject({
      [HEADERS.disposition]: 'timed_out',
      [HEADERS.errorMessage]: 'Timed out in test_queue after 1 seconds processing 1 events',
    });
    expect(process.logs.atLeast('error').map((line) => line.msg)).toEqual([
      'Timed out in test_queue after 1 seconds processing 1 events',
    ]);
    expect(world.committed()).toBe(4n);
    expect(
      process.recorder.counter('worker_events_total', {
        queue: 'test_queue',
        type: 'test_queue',
        outcome: 'timeout',
      }),
    ).toBe(1);
  });

  it('check 11: policy drop_with_warning finishes the event without a dead letter, with one warning', async () => {
    const { world, handled, process } = await runFour('drop_with_warning');
    expect(handled).toEqual(['1', '2', '4']);
    expect(world.dlq()).toHaveLength(0);
    expect(world.committed()).toBe(4n);
    expect(process.logs.atLeast('warn')).toHaveLength(1);
    expect(process.logs.atLeast('error')).toHaveLength(0);
  });

  it('policy drop_with_error finishes the event without a dead letter, with one error', async () => {
    const { world, process } = await runFour('drop_with_error');
    expect(world.dlq()).toHaveLength(0);
    expect(world.committed()).toBe(4n);
    expect(process.logs.atLeast('error')).toHaveLength(1);
  });

  it('policy retry sends the event to the tiers', async () => {
    const { world } = await runFour('retry');
    expect(world.tier('5s').map((record) => eventIn(record).name)).toEqual(['slow']);
    expect(world.committed()).toBe(4n);
  });

  it('check 12: without a limit an event may take ten minutes and is delivered once', async () => {
    const world = createWorld();
    world.createTopics(definition());
    let starts = 0;
    const process = createProcess(world, {
      handler: single(async (_event, context) => {
        starts += 1;
        await context.clock.sleep(600_000, context.signal);
        return done;
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(601_000);
    expect(starts).toBe(1);
    expect(world.committed()).toBe(1n);
    expect(process.runner.health().isAlive).toBe(true);
  });

  it('check 13: a handler that ignores its signal makes the process unhealthy, and its record stays open', async () => {
    const world = createWorld();
    const queue = definition({ timeLimitMs: 1_000 });
    world.createTopics(queue);
    const { handler, calls } = heldHandler();
    const process = createProcess(world, { definition: queue, handler }, { handlerGraceMs: 5_000 });
    await startProcess(world, process);
    world.publish({ name: 'stuck', key: 'k' });
    world.publish({ name: 'other', key: 'l' });
    await world.clock.advance(10);
    calls[1]?.end();
    await world.clock.advance(5_900);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(process.runner.health().isAlive).toBe(true);
    await world.clock.advance(200);
    expect(process.runner.health()).toMatchObject({ isAlive: false, ailments: ['handler_ignores_signal'] });
    expect(world.dlq()).toHaveLength(0);
    expect(world.committed()).toBe(0n);
    // It ends after all: what it did is believed.
    calls[0]?.end();
    await world.clock.advance(1_000);
    expect(process.runner.health().isAlive).toBe(true);
    expect(world.committed()).toBe(2n);
  });

  it('an outcome that a handler made of its abort does not replace the policy', async () => {
    const world = createWorld();
    const queue = definition({ timeLimitMs: 1_000 });
    world.createTopics(queue);
    const process = createProcess(world, {
      definition: queue,
      handler: single(async (_event, context) => {
        await context.clock.sleep(5_000, context.signal).catch(() => undefined);
        return context.signal.aborted ? retry('request_aborted') : done;
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(3_000);
    expect(world.dlq()[0]?.headers[HEADERS.disposition]).toBe('timed_out');
    expect(world.tier('5s')).toHaveLength(0);
  });
});
