import { describe, expect, it } from 'vitest';
import { done } from '../../src/runtime/outcome.ts';
import { createFleet } from '../../src/runtime/service.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { createProcess, createWorld, definition, heldHandler, single, startProcess } from './harness.ts';

describe('shutdown', () => {
  it('check 28: a handler of 2 s ends, is committed, and the stop is over well within 25 s', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const handled: string[] = [];
    const process = createProcess(world, {
      handler: single(async (event, context) => {
        await context.clock.sleep(2_000, context.signal);
        handled.push(event.name);
        return done;
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'running', key: 'k' });
    world.publish({ name: 'queued', key: 'k' });
    await world.clock.advance(500);
    let isStopped = false;
    void process.runner.stop().then(() => (isStopped = true));
    await world.clock.advance(1_400);
    expect(isStopped).toBe(false);
    await world.clock.advance(200);
    expect(isStopped).toBe(true);
    expect(handled).toEqual(['running']);
    expect(world.committed()).toBe(1n);
    expect(world.clock.pendingTimers()).toBe(0);
  });

  it('check 29: a handler of 10 min is aborted at 25 s, nothing of it is kept, and another member runs it', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const first = createProcess(world, {
      handler: single(async (_event, context) => {
        await context.apply(async (tx) => {
          tx.effects.push('from the first');
          await context.clock.sleep(600_000, context.signal);
        });
        return done;
      }),
    });
    await startProcess(world, first);
    world.publish({ name: 'long', key: 'k' });
    await world.clock.advance(100);
    let stoppedAtMs = 0;
    const startMs = world.clock.now();
    void first.runner.stop().then(() => (stoppedAtMs = world.clock.now() - startMs));
    await world.clock.advance(24_999);
    expect(stoppedAtMs).toBe(0);
    await world.clock.advance(10);
    expect(stoppedAtMs).toBe(25_000);
    expect(world.committed() ?? 0n).toBe(0n);
    expect(world.effects.committed).toEqual([]);

    const handled: string[] = [];
    const second = createProcess(
      world,
      {
        handler: single((event) => {
          handled.push(event.name);
          return Promise.resolve(done);
        }),
      },
      { owner: 'process-2' },
    );
    await startProcess(world, second);
    await world.clock.advance(1_000);
    expect(handled).toEqual(['long']);
    expect(world.dlq()).toHaveLength(0);
  });

  it('the queue is left to the next owner: it runs only what was not finished', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { handler, calls } = heldHandler();
    const first = createProcess(world, { definition: definition({ concurrency: 3 }), handler });
    await startProcess(world, first);
    for (const key of ['a', 'b', 'c', 'd', 'e']) world.publish({ name: key, key });
    await world.clock.advance(10);
    calls[1]?.end();
    calls[2]?.end();
    await world.clock.advance(10);
    // d and e run now beside a, which never ends.
    calls[3]?.end();
    const stopped = first.runner.stop({ graceMs: 1_000 });
    await world.clock.advance(10_000);
    await stopped;
    expect(world.committed()).toBe(0n);

    const again: string[] = [];
    const second = createProcess(
      world,
      {
        handler: single((event) => {
          again.push(event.name);
          return Promise.resolve(done);
        }),
      },
      { owner: 'process-2' },
    );
    await startProcess(world, second);
    await world.clock.advance(1_000);
    expect(again).toEqual(['a', 'e']);
    expect(world.committed()).toBe(5n);
  });

  it('stop is safe before start, twice, and while starting', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const idle = createProcess(world, { handler: heldHandler().handler });
    await idle.runner.stop();
    expect(idle.runner.health().state).toBe('stopped');

    const starting = createProcess(world, { handler: heldHandler().handler });
    const started = starting.runner.start().catch((error: unknown) => (error as Error).message);
    const stopped = Promise.all([starting.runner.stop(), starting.runner.stop()]);
    await world.clock.advance(10_000);
    await stopped;
    expect(await started).toContain('stops');
    expect(world.clock.pendingTimers()).toBe(0);
  });

  it('a write that the broker refuses does not keep the process from ending, and its record stays open', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const process = createProcess(world, {
      handler: single(() => Promise.resolve({ kind: 'dead', reason: 'bad', disposition: 'rejected' })),
    });
    await startProcess(world, process);
    world.broker.control.faults.refuseSend = () => true;
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(100);
    const stopped = process.runner.stop({ graceMs: 1_000 });
    await world.clock.advance(10_000);
    await stopped;
    expect(world.committed() ?? 0n).toBe(0n);
  });

  it('loops and parts are told to stop and are waited for before the group is left', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const events: string[] = [];
    const process = createProcess(world, {
      handler: heldHandler().handler,
      loops: [
        {
          name: 'sweep',
          round: async (signal) => {
            await world.clock.sleep(60_000, signal).catch(() => events.push('loop told'));
            return 1_000;
          },
        },
      ],
      parts: [
        {
          name: 'windows',
          start: () => events.push('part started'),
          assigned: (partitions) => events.push(`assigned ${partitions.join()}`),
          lost: () => events.push('lost'),
          stop: async () => {
            await world.clock.sleep(500);
            events.push('part stopped');
          },
        },
      ],
    });
    await startProcess(world, process);
    const stopped = process.runner.stop().then(() => events.push('left'));
    await world.clock.advance(10_000);
    await stopped;
    expect(events).toEqual(['part started', 'assigned 0', 'loop told', 'part stopped', 'left']);
  });

  it('a queue that cannot start stops its loops and says why', async () => {
    const world = createWorld();
    const process = createProcess(world, {
      handler: heldHandler().handler,
      loops: [{ name: 'sweep', round: () => Promise.resolve(1_000) }],
    });
    // The topics are missing.
    const failure = process.runner.start().catch((error: unknown) => (error as Error).message);
    await world.clock.advance(10_000);
    expect(await failure).toContain('test.test_queue');
    expect(process.runner.health().state).toBe('stopped');
    expect(world.clock.pendingTimers()).toBe(0);
  });

  it('a fleet runs its queues side by side, is ready when all are, and stops them together', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const logs = collectLogs();
    const one = createProcess(world, { handler: heldHandler().handler });
    const fleet = createFleet([one.runner], { logger: logs.logger });
    expect(fleet.health()).toMatchObject({ isReady: false, isAlive: true });
    const started = fleet.start();
    await world.clock.advance(100);
    await started;
    expect(fleet.health().isReady).toBe(true);
    const stopped = Promise.all([fleet.stop(), fleet.stop()]);
    await world.clock.advance(1_000);
    await stopped;
    expect(fleet.health().queues.map(({ state }) => state)).toEqual(['stopped']);
  });

  it('a fleet of which one queue cannot start stops the others and throws the reason', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const good = createProcess(world, { handler: heldHandler().handler });
    const bad = createProcess(world, {
      definition: definition({ queue: 'missing' }),
      handler: heldHandler().handler,
    });
    const fleet = createFleet([good.runner, bad.runner], { logger: collectLogs().logger });
    const failure = fleet.start().catch((error: unknown) => (error as Error).message);
    await world.clock.advance(60_000);
    expect(await failure).toContain('missing');
    expect(fleet.health().queues.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });
});
