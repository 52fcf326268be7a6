// Chapter 3: keys and order.
import { expect, it } from 'vitest';
import { done, retry } from '../../src/runtime/outcome.ts';
import type { QueueDefinition } from '../../src/runtime/definition.ts';
import {
  createProcess,
  createWorld,
  definition,
  heldHandler,
  single,
  startProcess,
} from '../runtime/harness.ts';
import type { TestEvent } from '../runtime/harness.ts';

/** A running world whose handler calls end when the chapter says so. */
const held = async (queue: QueueDefinition<TestEvent> = definition()) => {
  const world = createWorld();
  world.createTopics(queue);
  const { handler, calls } = heldHandler();
  const process = createProcess(world, { definition: queue, handler });
  await startProcess(world, process);
  return { world, process, names: () => calls.map(({ event }) => event.name), calls };
};

// A key stands for something that must not be worked on by two at once: a person, a bot, an organization. Records of one
// key run one after another, in the order in which they were written. Records of different keys run side by side, also
// when they are in one partition.
it('one key waits for itself and for nobody else', async () => {
  const { world, names, calls } = await held();
  for (const [name, key] of [
    ['anna 1', 'anna'],
    ['anna 2', 'anna'],
    ['ben 1', 'ben'],
  ] as const) {
    world.publish({ name, key });
  }
  await world.clock.advance(10);
  expect(names()).toEqual(['anna 1', 'ben 1']);
  calls[0]?.end();
  await world.clock.advance(10);
  expect(names()).toEqual(['anna 1', 'ben 1', 'anna 2']);
});

// How many keys run at once is a property of the queue, not of its partitions.
it('at most `concurrency` keys run at once', async () => {
  const { world, names } = await held(definition({ concurrency: 2 }));
  for (const key of ['a', 'b', 'c']) world.publish({ name: key, key });
  await world.clock.advance(10);
  expect(names()).toEqual(['a', 'b']);
});

// So records finish out of order. What is committed is the offset below which all is finished; what is finished above
// it is packed beside it, so that a process that takes over redoes only what was really open.
it('the commit waits for the slowest, and nothing that is finished is done again', async () => {
  const { world, process, names, calls } = await held();
  for (const key of ['slow', 'quick', 'swift']) world.publish({ name: key, key });
  await world.clock.advance(10);
  calls[1]?.end();
  calls[2]?.end();
  await world.clock.advance(500);
  expect(names()).toEqual(['slow', 'quick', 'swift']);
  expect(world.committed()).toBe(0n);
  process.kill();

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
  const started = second.runner.start();
  await world.clock.advance(60_000);
  await started;
  expect(again).toEqual(['slow']);
  expect(world.committed()).toBe(3n);
});

/** In which order three records of two keys are tried when the first one fails once. */
const orderWith = async (ordered: boolean): Promise<readonly string[]> => {
  const queue = definition({ retryPolicies: [{ delaysMs: [5_000], ordered }] });
  const world = createWorld();
  world.createTopics(queue);
  const tried: string[] = [];
  const process = createProcess(world, {
    definition: queue,
    handler: single((event, { attempt }) => {
      tried.push(event.name);
      return Promise.resolve(event.name === 'first' && attempt === 1 ? retry('busy') : done);
    }),
  });
  await startProcess(world, process);
  world.publish({ name: 'first', key: 'k' });
  world.publish({ name: 'second', key: 'k' });
  world.publish({ name: 'other key', key: 'l' });
  await world.clock.advance(10_000);
  return tried;
};

// A retry gives order up: later records of the key go on, as most queues wish. A queue that cannot bear that declares
// its events `ordered`; then they wait behind the failed one. Other keys never wait.
it('a retry is passed by later records of its key, unless the events are ordered', async () => {
  expect((await orderWith(false)).at(-1)).toBe('first');
  const ordered = await orderWith(true);
  expect(ordered.slice(-2)).toEqual(['first', 'second']);
  expect(ordered.slice(0, 2).sort()).toEqual(['first', 'other key']);
});
