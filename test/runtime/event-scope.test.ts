import { describe, expect, it } from 'vitest';
import type { QueueDefinition } from '../../src/runtime/definition.ts';
import { done } from '../../src/runtime/outcome.ts';
import {
  createProcess,
  createWorld,
  definition,
  eventId,
  heldHandler,
  single,
  startProcess,
} from './harness.ts';
import type { TestEvent } from './harness.ts';

describe('what one event is given', () => {
  it('check 3: a queue without a name does not compile', () => {
    const { queue, ...nameless } = definition();
    // @ts-expect-error Property 'queue' is missing.
    const wrong: QueueDefinition<TestEvent> = nameless;
    expect([queue, 'queue' in wrong]).toEqual(['test_queue', false]);
  });

  it('check 5: an event whose first run throws is run a second time and succeeds once', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const attempts: number[] = [];
    const process = createProcess(world, {
      handler: single(async (event, context) => {
        attempts.push(context.attempt);
        if (context.attempt === 1) throw new Error('thrown through');
        await context.apply((tx) => {
          tx.effects.push(event.name);
          return Promise.resolve();
        });
        return done;
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(400_000);
    expect(attempts).toEqual([1, 2]);
    expect(world.effects.committed).toEqual(['x']);
    expect(world.dlq()).toEqual([]);
  });

  it('is a context of its own: its log lines name queue, event and attempt, its signal is no other’s (R-14)', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const contexts: object[] = [];
    const signals = new Set<AbortSignal>();
    const process = createProcess(world, {
      handler: single((event, context) => {
        context.logger.info('at work');
        contexts.push(context);
        signals.add(context.signal);
        return context.attempt === 1 && event.name === 'again'
          ? Promise.reject(new Error('once'))
          : Promise.resolve(done);
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'again', key: 'k' });
    world.publish({ name: 'other', key: 'l' });
    await world.clock.advance(10_000);
    const lines = process.logs.lines.filter(({ msg }) => msg === 'at work');
    expect(lines.map((line) => [line['queue'], line['event_id'], line['attempt']])).toEqual([
      ['test_queue', eventId(1), 1],
      ['test_queue', eventId(2), 1],
      ['test_queue', eventId(1), 2],
    ]);
    expect(new Set(contexts).size).toBe(3);
    expect(signals.size).toBe(3);
  });

  it('check 22: the gauges follow at once when it becomes busy, while it hangs, and when it is idle again', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { handler, calls } = heldHandler();
    const process = createProcess(world, { handler });
    await startProcess(world, process);
    const queue = { queue: 'test_queue' };
    const gauge = (name: Parameters<typeof process.recorder.gauge>[0]): number =>
      process.recorder.gauge(name, queue) ?? Number.NaN;
    /** Seconds since the last progress that the gauge shows. */
    const stampAgeS = (): number =>
      world.clock.now() / 1_000 - gauge('worker_last_progress_timestamp_seconds');

    await world.clock.advance(60_000);
    expect(stampAgeS()).toBeLessThan(2);
    world.publish({ name: 'slow', key: 'k' });
    await world.clock.advance(2_000);
    expect(gauge('worker_handler_inflight')).toBe(1);
    await world.clock.advance(180_000);
    expect(stampAgeS()).toBeGreaterThan(178);
    expect(gauge('worker_oldest_unprocessed_age_seconds')).toBeGreaterThan(178);
    calls[0]?.end();
    await world.clock.advance(2_000);
    expect(stampAgeS()).toBeLessThan(2);
    expect(gauge('worker_handler_inflight')).toBe(0);
    expect(gauge('worker_oldest_unprocessed_age_seconds')).toBe(0);
  });
});
