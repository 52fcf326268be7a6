import { describe, expect, it } from 'vitest';
import { done, retry } from '../../src/runtime/outcome.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import {
  batch,
  createProcess,
  createWorld,
  definition,
  heldHandler,
  single,
  startProcess,
} from './harness.ts';
import type { Process, World } from './harness.ts';

const QUEUE = definition({ concurrency: 4 });
const GROUP = 'test.test_queue';

/** A world whose partitions in `orphaned` were left by an owner that died; counts by offset of partition 0. */
function orphanedWorld(
  starts: Readonly<Record<number, number>> = {},
  { partitions = 1, orphaned = [0] }: { partitions?: number; orphaned?: readonly number[] } = {},
): World {
  const world = createWorld();
  world.createTopics(QUEUE, partitions);
  for (const partition of orphaned) world.crashLedger.owners.set(`${GROUP} ${GROUP}:${partition}`, 'dead');
  for (const [offset, count] of Object.entries(starts)) {
    world.crashLedger.starts.set(`${GROUP} ${GROUP}:0 ${offset}`, count);
  }
  return world;
}

const never = (): Promise<never> => new Promise(() => undefined);

async function stop(world: World, { runner }: Process): Promise<void> {
  const stopped = runner.stop({ graceMs: 0 });
  await world.clock.advance(10_000);
  await stopped;
}

describe('probation after the death of an owner', () => {
  it('a record that only stood behind a suspect is not dead after one crash', async () => {
    const world = orphanedWorld({ 0: 2 });
    world.publish({ name: 'suspect', key: 'k' });
    world.publish({ name: 'behind', key: 'k' });
    const handled: string[] = [];
    const first: Process = createProcess(
      world,
      {
        definition: QUEUE,
        handler: batch((events) => {
          if (events[0]?.event.name === 'suspect') return Promise.resolve([done]);
          first.kill();
          return never();
        }),
      },
      { owner: 'first' },
    );
    await startProcess(world, first);
    await world.clock.advance(20_000);
    const second = createProcess(
      world,
      {
        definition: QUEUE,
        handler: batch((events) => {
          handled.push(...events.map(({ event }) => event.name));
          return Promise.resolve(events.map(() => done));
        }),
      },
      { owner: 'second' },
    );
    const started = second.runner.start();
    await world.clock.advance(20_000);
    await started;
    expect(world.dlq()).toEqual([]);
    expect(handled).toEqual(['behind']);
  });

  it('nothing starts while a record that ran alone is still settling', async () => {
    const world = orphanedWorld({ 0: 2 });
    world.publish({ name: 'suspect', key: 'a' });
    let isRefused = true;
    world.broker.control.faults.refuseSend = () => isRefused;
    const started: string[] = [];
    const process = createProcess(world, {
      definition: QUEUE,
      handler: single((event): Promise<Outcome> => {
        started.push(event.name);
        return Promise.resolve(event.name === 'suspect' ? retry('later') : done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    world.publish({ name: 'other', key: 'b' });
    await world.clock.advance(3_000);
    expect(started).toEqual(['suspect']);
    isRefused = false;
    await world.clock.advance(11_000);
    expect(started.slice(0, 2)).toEqual(['suspect', 'other']);
  });

  it('nothing starts before the count of a record that has ended is gone, in whatever partition', async () => {
    const world = orphanedWorld({}, { partitions: 2 });
    world.publish({ name: 'counted', key: 'a' }, { partition: 0 });
    const forgotten = Promise.withResolvers<undefined>();
    const ledger = world.crashLedger.as('process');
    const started: string[] = [];
    const process = createProcess(
      world,
      {
        definition: QUEUE,
        handler: single((event) => {
          started.push(event.name);
          return Promise.resolve(done);
        }),
      },
      {
        crashLedger: {
          ...ledger,
          forget: (group, places) => forgotten.promise.then(() => ledger.forget(group, places)),
        },
      },
    );
    await startProcess(world, process);
    await world.clock.advance(1_500);
    world.publish({ name: 'other', key: 'b' }, { partition: 1 });
    await world.clock.advance(1_500);
    expect(started).toEqual(['counted']);
    forgotten.resolve(undefined);
    await world.clock.advance(100);
    expect(started).toEqual(['counted', 'other']);
  });

  it('a count that would be the last is gone as soon as its record is finished', async () => {
    const world = orphanedWorld({ 0: 2 });
    const held = heldHandler();
    const process = createProcess(world, { definition: QUEUE, handler: held.handler });
    await startProcess(world, process);
    world.publish({ name: 'suspect', key: 'k' });
    await world.clock.advance(1_000);
    expect(world.crashLedger.starts.get(`${GROUP} ${GROUP}:0 0`)).toBe(3);
    held.calls[0]?.end();
    // No time passes: the partition may be somebody else's before the next round of anything.
    await world.clock.settle();
    expect(world.crashLedger.starts.has(`${GROUP} ${GROUP}:0 0`)).toBe(false);
    await stop(world, process);
  });

  it('is handed on to the next owner until its last record has ended', async () => {
    const world = orphanedWorld();
    world.publish({ name: 'slow', key: 'k' });
    world.publish({ name: 'behind', key: 'k' });
    const held = heldHandler();
    const first = createProcess(world, { definition: QUEUE, handler: held.handler }, { owner: 'first' });
    await startProcess(world, first);
    await world.clock.advance(100);
    held.calls[0]?.end();
    await world.clock.advance(1_000);
    expect(held.calls.map(({ event }) => event.name)).toEqual(['slow', 'behind']);
    // “behind” is interrupted: it may have killed its process, had it gone on.
    const stopped = first.runner.stop({ graceMs: 0 });
    await world.clock.advance(10);
    held.calls[1]?.fail(new Error('aborted'));
    await world.clock.advance(10_000);
    await stopped;
    expect([...world.crashLedger.owners.values()]).toContain('first');

    const again = heldHandler();
    const second = createProcess(world, { definition: QUEUE, handler: again.handler }, { owner: 'second' });
    await startProcess(world, second);
    await world.clock.advance(100);
    expect([...world.crashLedger.starts.values()]).toEqual([2]);
    again.calls[0]?.end();
    await world.clock.advance(1_000);
    await stop(world, second);
    expect([...world.crashLedger.owners.keys()].filter((key) => key.endsWith(`${GROUP}:0`))).toEqual([]);
  });

  it('goes on when a process loses the partition and gets it back', async () => {
    const world = orphanedWorld();
    world.publish({ name: 'slow', key: 'k' });
    const process = createProcess(world, {
      definition: QUEUE,
      handler: single((_event, context) => context.clock.sleep(600_000, context.signal).then(() => done)),
    });
    await startProcess(world, process);
    await world.clock.advance(100);
    expect([...world.crashLedger.starts.values()]).toEqual([2]);
    process.member.lapse();
    await world.clock.advance(1_000);
    expect([...world.crashLedger.starts.values()]).toEqual([2]);
  });
});
