import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { done, retry } from '../../src/runtime/outcome.ts';
import { createProcess, createWorld, definition, eventIn, single, startProcess } from './harness.ts';

describe('queue runner, single handlers', () => {
  it('check 1: an event that fails costs only itself, the others run in order', async () => {
    const world = createWorld();
    const queue = definition({
      queue: 'test_queue',
      retryPolicies: [{ delaysMs: [], retryUnexpected: false }],
    });
    world.createTopics(queue);
    for (const name of ['good', 'fine', 'unexpected', 'back to normal']) world.publish({ name, key: 'k' });
    const handled: string[] = [];
    const process = createProcess(world, {
      definition: queue,
      handler: single((event) => {
        if (event.name === 'unexpected') return Promise.reject(new Error('worker faults'));
        handled.push(event.name);
        return Promise.resolve(done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);

    expect(handled).toEqual(['good', 'fine', 'back to normal']);
    const errors = process.logs.atLeast('error');
    expect(errors.map((line) => line.msg)).toEqual(['Problem handling data on queue test_queue']);
    expect(errors[0]?.['err']).toMatchObject({ stack: expect.stringContaining('worker faults') });
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['unexpected']);
    expect(world.committed()).toBe(4n);
  });

  it('check 4: an event that is handled is delivered once and moves the offset by one', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'one', key: 'k' });
    const handled: string[] = [];
    const process = createProcess(world, {
      handler: single((event) => {
        handled.push(event.name);
        return Promise.resolve(done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(handled).toEqual(['one']);
    expect(world.committed()).toBe(1n);
  });

  it('check 17: attempts at 0, 5, 35 and 335 s, and the dead letter right after', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const attempts: { at: number; attempt: number }[] = [];
    const process = createProcess(world, {
      handler: single((_event, context) => {
        attempts.push({ at: context.clock.now() - startMs, attempt: context.attempt });
        return Promise.resolve(retry('mail_server_down'));
      }),
    });
    await startProcess(world, process);
    const startMs = world.clock.now();
    world.publish({ name: 'mail', key: 'k' });
    await world.clock.advance(334_999);
    expect(world.dlq()).toHaveLength(0);
    await world.clock.advance(10);

    expect(attempts).toEqual([
      { at: 0, attempt: 1 },
      { at: 5_000, attempt: 2 },
      { at: 35_000, attempt: 3 },
      { at: 335_000, attempt: 4 },
    ]);
    const [letter] = world.dlq();
    expect(letter?.headers[HEADERS.disposition]).toBe('exhausted');
    expect(letter?.headers[HEADERS.attempt]).toBe('4');
  });
});
