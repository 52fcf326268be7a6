// Chapter 1: one event.
import { expect, it } from 'vitest';
import { done } from '../../src/runtime/outcome.ts';
import { createProcess, createWorld, definition, eventId, single, startProcess } from '../runtime/harness.ts';

// An event is a record in the topic of its queue. It has a key, a value and headers; the header `x-event-id` is its name
// for life. A worker process joins the consumer group of the queue, is given partitions, and reads. For every record it
// decodes the value, calls the queue's handler with the event, and waits for its answer.
it('a record reaches the handler as an event, with what is known about its delivery', async () => {
  const world = createWorld();
  world.createTopics(definition());
  const seen: unknown[] = [];
  const process = createProcess(world, {
    handler: single((event, { eventId: id, key, attempt, partition }) => {
      seen.push({ event, id, key, attempt, partition });
      return Promise.resolve(done);
    }),
  });
  await startProcess(world, process);
  world.publish({ name: 'hello', key: 'user:7' });
  await world.clock.advance(10);
  expect(seen).toEqual([
    { event: { name: 'hello', key: 'user:7' }, id: eventId(1), key: 'user:7', attempt: 1, partition: 0 },
  ]);
});

// The answer is an Outcome; `done` means: nothing is left to do. Only then does the offset move, and it is written to
// Kafka a moment later, because one commit for many records costs less than one for each.
it('the offset moves once the handler is done, not before', async () => {
  const world = createWorld();
  world.createTopics(definition());
  const { promise: worked, resolve: finish } = Promise.withResolvers<typeof done>();
  const process = createProcess(world, { handler: single(() => worked) });
  await startProcess(world, process);
  world.publish({ name: 'slow', key: 'k' });
  await world.clock.advance(60_000);
  expect(world.committed()).toBe(0n);
  finish(done);
  await world.clock.advance(200);
  expect(world.committed()).toBe(1n);
});

// So a process that dies takes nothing with it: whoever is given its partitions reads the record again. That is why a
// record may be handled twice, and why an effect in the database must not double. `apply` runs an effect in a
// transaction that first claims the event's id; a claim that was committed before is never given again.
it('an event that is read twice has its effect once', async () => {
  const world = createWorld();
  world.createTopics(definition());
  const answers: string[] = [];
  const handler = single(async (event, context) => {
    const applied = await context.apply((tx) => {
      tx.effects.push(`mail for ${event.key}`);
      return Promise.resolve();
    });
    answers.push(applied.kind);
    return done;
  });
  const first = createProcess(world, { handler });
  await startProcess(world, first);
  world.publish({ name: 'x', key: 'user:7' });
  // The handler has ended, the commit is still to come: this is where the process dies.
  await world.clock.advance(1);
  first.kill();

  const second = createProcess(world, { handler }, { owner: 'process-2' });
  const started = second.runner.start();
  await world.clock.advance(60_000);
  await started;
  expect(answers).toEqual(['applied', 'already_applied']);
  expect(world.effects.committed).toEqual(['mail for user:7']);
  expect(world.committed()).toBe(1n);
});
