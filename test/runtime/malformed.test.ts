import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { done } from '../../src/runtime/outcome.ts';
import type { Decoded } from '../../src/runtime/ports.ts';
import { createProcess, createWorld, definition, jsonDecoder, single, startProcess } from './harness.ts';
import type { TestEvent } from './harness.ts';

describe('records that cannot be decoded', () => {
  it('check 8: go to the dead letters byte for byte, and the next event is handled', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publishRaw('\u0000garbage', { headers: { custom: 'kept', [HEADERS.eventType]: 'test_queue' } });
    world.publish({ name: 'next', key: 'raw' });
    const handled: string[] = [];
    const process = createProcess(world, {
      handler: single((event) => {
        handled.push(event.name);
        return Promise.resolve(done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(handled).toEqual(['next']);
    const [letter] = world.dlq();
    expect(letter?.value?.toString()).toBe('\u0000garbage');
    expect(letter?.headers).toMatchObject({
      custom: 'kept',
      [HEADERS.eventType]: 'test_queue',
      [HEADERS.disposition]: 'malformed',
      [HEADERS.errorClass]: 'SchemaError',
      [HEADERS.originOffset]: '0',
    });
    expect(world.committed()).toBe(2n);
    expect(process.runner.health().isAlive).toBe(true);
  });

  it('a decoder that throws makes its record malformed, no more', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publishRaw('{not json');
    const process = createProcess(world, { handler: single(() => Promise.resolve(done)) });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(world.dlq()[0]?.headers[HEADERS.errorClass]).toBe('SyntaxError');
    expect(world.committed()).toBe(1n);
  });

  it('an id that is no UUID cannot be claimed: malformed', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'k' }, { headers: { [HEADERS.eventId]: '42' } });
    const process = createProcess(world, { handler: single(() => Promise.resolve(done)) });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(world.dlq()[0]?.headers[HEADERS.errorClass]).toBe('EnvelopeError');
  });

  it('a record without an id gets one from its place, the same at every delivery', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publishRaw(JSON.stringify({ name: 'x', key: 'k' }));
    const ids: string[] = [];
    const process = createProcess(world, {
      handler: single((_event, context) => {
        ids.push(context.eventId);
        return Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(40_000);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('records of one key keep their order although one of them is decoded later than the other', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'slow', key: 'k' });
    world.publish({ name: 'quick', key: 'k' });
    world.publish({ name: 'other', key: 'l' });
    const handled: string[] = [];
    const process = createProcess(
      world,
      {
        handler: single((event) => {
          handled.push(event.name);
          return Promise.resolve(done);
        }),
      },
      {
        decoder: {
          decode(value) {
            const decoded = jsonDecoder.decode(value) as Decoded<TestEvent>;
            if (decoded.kind !== 'decoded' || decoded.event.name !== 'slow') return decoded;
            return world.clock.sleep(300).then(() => decoded);
          },
        },
      },
    );
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(handled).toEqual(['other', 'slow', 'quick']);
  });

  it('R-18: while the registry cannot be asked for an unknown schema the queue pauses, and nothing is moved', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'k' });
    let isDown = true;
    const handled: string[] = [];
    const process = createProcess(
      world,
      {
        handler: single((event) => {
          handled.push(event.name);
          return Promise.resolve(done);
        }),
      },
      {
        decoder: {
          decode: (value) =>
            isDown ? { kind: 'registry_down', error: new Error('no answer') } : jsonDecoder.decode(value),
        },
        probes: { registry: () => (isDown ? Promise.reject(new Error('no answer')) : Promise.resolve()) },
      },
    );
    await startProcess(world, process);
    await world.clock.advance(10_000);
    expect(process.runner.health().outages).toEqual(['registry']);
    isDown = false;
    await world.clock.advance(30_000);
    expect(handled).toEqual(['x']);
    expect(world.dlq()).toHaveLength(0);
    expect(world.tier('5s')).toHaveLength(0);
  });
});
