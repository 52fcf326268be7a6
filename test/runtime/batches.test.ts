import { describe, expect, it } from 'vitest';
import { dead, done, outage, retry, skip } from '../../src/runtime/outcome.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import {
  batch,
  createProcess,
  createWorld,
  databaseGone,
  definition,
  eventId,
  eventIn,
  startProcess,
} from './harness.ts';

const NO_RETRY = [{ delaysMs: [], retryUnexpected: false }];

describe('batch handlers', () => {
  it('check 2: when a batch throws, only the event at fault is dead, the others are handled', async () => {
    const world = createWorld();
    const queue = definition({ retryPolicies: NO_RETRY });
    world.createTopics(queue);
    for (const name of ['good', 'fine', 'unexpected', 'back to normal']) world.publish({ name, key: name });
    const sizes: number[] = [];
    const process = createProcess(world, {
      definition: queue,
      handler: batch((events, context) => {
        sizes.push(events.length);
        for (const { event } of events) {
          if (event.name === 'unexpected') return Promise.reject(new Error('worker faults'));
          context.tx.effects.push(event.name);
        }
        return Promise.resolve(events.map(() => done));
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(sizes).toEqual([4, 1, 1, 1, 1]);
    expect(world.effects.committed.sort()).toEqual(['back to normal', 'fine', 'good']);
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['unexpected']);
    expect(world.committed()).toBe(4n);
  });

  it('each event has its own outcome, and what is not done gives its claim back', async () => {
    const world = createWorld();
    world.createTopics(definition());
    for (const name of ['done', 'skip', 'retry', 'dead']) world.publish({ name, key: name });
    const outcomes: Record<string, Outcome> = {
      done,
      skip: skip('gone'),
      retry: retry('later'),
      dead: dead('bad'),
    };
    const process = createProcess(world, {
      handler: batch((events) => Promise.resolve(events.map(({ event }) => outcomes[event.name] ?? done))),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect([...world.effects.claims].sort()).toEqual([
      `test.test_queue ${eventId(1)}`,
      `test.test_queue ${eventId(2)}`,
    ]);
    expect(world.tier('5s').map((record) => eventIn(record).name)).toEqual(['retry']);
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['dead']);
    expect(world.committed()).toBe(4n);
  });

  it('events that were applied before are not passed to the handler and are finished', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.effects.claims.add(`test.test_queue ${eventId(1)}`);
    world.publish({ name: 'old', key: 'a' });
    world.publish({ name: 'new', key: 'b' });
    const passed: string[] = [];
    const process = createProcess(world, {
      handler: batch((events) => {
        passed.push(...events.map(({ event }) => event.name));
        return Promise.resolve(events.map(() => done));
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(passed).toEqual(['new']);
    expect(world.committed()).toBe(2n);
  });

  it('an id that comes twice in one batch acts once', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'k' }, { headers: { 'x-event-id': eventId(9) } });
    world.publish({ name: 'x', key: 'k' }, { headers: { 'x-event-id': eventId(9) } });
    const process = createProcess(world, {
      handler: batch((events, context) => {
        context.tx.effects.push(...events.map(({ eventId: id }) => id));
        return Promise.resolve(events.map(() => done));
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(world.effects.committed).toEqual([eventId(9)]);
    expect(world.committed()).toBe(2n);
  });

  it('a batch that answers the wrong number of outcomes acts on nothing', async () => {
    const world = createWorld();
    const queue = definition({ retryPolicies: NO_RETRY });
    world.createTopics(queue);
    world.publish({ name: 'x', key: 'a' });
    const process = createProcess(world, {
      definition: queue,
      handler: batch((_events, context) => {
        context.tx.effects.push('x');
        return Promise.resolve([done, done]);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(world.effects.committed).toEqual([]);
    expect(world.dlq()).toHaveLength(1);
  });

  it('an outage of the database during a batch moves nothing and runs all of it again in order', async () => {
    const world = createWorld();
    world.createTopics(definition());
    let isDown = true;
    const calls: string[] = [];
    const process = createProcess(world, {
      handler: batch((events) => {
        calls.push(events.map(({ event }) => event.name).join(' '));
        return isDown ? Promise.reject(databaseGone()) : Promise.resolve(events.map(() => done));
      }),
    });
    await startProcess(world, process);
    for (const name of ['1', '2', '3']) world.publish({ name, key: 'k' });
    await world.clock.advance(500);
    isDown = false;
    await world.clock.advance(2_000);
    expect(calls).toEqual(['1 2 3', '1 2 3']);
    expect(world.committed()).toBe(3n);
    expect(world.dlq()).toHaveLength(0);
    expect(world.tier('5s')).toHaveLength(0);
  });

  it('one event whose outcome is an outage waits, the rest of its batch is committed', async () => {
    const world = createWorld();
    world.createTopics(definition());
    let isDown = true;
    const process = createProcess(world, {
      handler: batch((events, context) => {
        context.tx.effects.push(...events.filter(({ key }) => key !== 'b' || !isDown).map(({ key }) => key));
        return Promise.resolve(
          events.map(({ key }) => (key === 'b' && isDown ? outage('smtp', new Error('421')) : done)),
        );
      }),
    });
    await startProcess(world, process);
    for (const key of ['a', 'b', 'c']) world.publish({ name: key, key });
    await world.clock.advance(500);
    expect(world.effects.committed).toEqual(['a', 'c']);
    isDown = false;
    await world.clock.advance(5_000);
    expect(world.effects.committed).toEqual(['a', 'c', 'b']);
    expect(world.committed()).toBe(3n);
  });

  it('a batch that is not full waits for more as long as it may linger, a full one goes at once', async () => {
    const world = createWorld();
    const queue = definition({ concurrency: 100 });
    world.createTopics(queue);
    const batches: { size: number; atMs: number }[] = [];
    const process = createProcess(world, {
      definition: queue,
      handler: batch(
        (events, context) => {
          batches.push({ size: events.length, atMs: context.clock.now() });
          return Promise.resolve(events.map(() => done));
        },
        { maxSize: 3, lingerMs: 1_000 },
      ),
    });
    await startProcess(world, process);
    const startMs = world.clock.now();
    world.publish({ name: 'x', key: 'a' });
    await world.clock.advance(400);
    world.publish({ name: 'x', key: 'b' });
    await world.clock.advance(2_000);
    for (const key of ['a', 'b', 'c']) world.publish({ name: 'x', key });
    await world.clock.advance(0);
    expect(batches.map(({ size, atMs }) => ({ size, atMs: atMs - startMs }))).toEqual([
      { size: 2, atMs: 1_000 },
      { size: 3, atMs: 2_400 },
    ]);
  });

  it('actions after the commit run once it has happened, never after a rollback', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'a' });
    world.publish({ name: 'bad', key: 'b' });
    const told: string[] = [];
    const process = createProcess(world, {
      handler: batch((events, context) => {
        for (const { event } of events) context.afterCommit(() => told.push(event.name));
        if (events.some(({ event }) => event.name === 'bad')) return Promise.reject(new Error('bad'));
        return Promise.resolve(events.map(() => done));
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(100);
    expect(told).toEqual(['x']);
  });

  it('check 10: a batch of three with a limit of 2 s may take 6 s', async () => {
    const world = createWorld();
    const queue = definition({ timeLimitMs: 2_000 });
    world.createTopics(queue);
    for (const key of ['a', 'b', 'c']) world.publish({ name: key, key });
    const process = createProcess(world, {
      definition: queue,
      handler: batch(async (events, context) => {
        await context.clock.sleep(1_900 * events.length, context.signal);
        return events.map(() => done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(6_000);
    expect(world.committed()).toBe(3n);
    expect(world.dlq()).toHaveLength(0);
  });

  it('a batch that runs out of time is tried one by one: only the slow event times out', async () => {
    const world = createWorld();
    const queue = definition({ timeLimitMs: 2_000 });
    world.createTopics(queue);
    for (const key of ['a', 'slow', 'c']) world.publish({ name: key, key });
    const process = createProcess(world, {
      definition: queue,
      handler: batch(async (events, context) => {
        for (const { key } of events) await context.clock.sleep(key === 'slow' ? 9_000 : 10, context.signal);
        return events.map(() => done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(20_000);
    expect(world.dlq().map((record) => [record.key, record.headers['x-error-message']])).toEqual([
      ['slow', 'Timed out in test_queue after 2 seconds processing 1 events'],
    ]);
    expect(world.committed()).toBe(3n);
  });
});
