// Chapter 2: retries and dead letters.
import { expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { dead, done, outage, retry } from '../../src/runtime/outcome.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import {
  createProcess,
  createWorld,
  databaseGone,
  definition,
  single,
  startProcess,
} from '../runtime/harness.ts';

/** A running world whose handler answers what `answer` says; notes when it was asked, in seconds. */
const running = async (answer: (attempt: number) => Outcome) => {
  const world = createWorld();
  world.createTopics(definition());
  const attemptsAtS: number[] = [];
  const process = createProcess(world, {
    handler: single((_event, { attempt, clock }) => {
      attemptsAtS.push((clock.now() - startMs) / 1000);
      return Promise.resolve(answer(attempt));
    }),
  });
  await startProcess(world, process);
  const startMs = world.clock.now();
  world.publish({ name: 'x', key: 'k' });
  return { world, process, attemptsAtS };
};

// A handler that meets trouble which may pass answers `retry`. The record is then written to a retry topic of the
// queue, here to that of 5 seconds, and only after Kafka has acknowledged it does the offset of the main topic move on.
it('a retry moves the record to the next tier and sets the main topic free', async () => {
  const { world } = await running(() => retry('server_busy'));
  await world.clock.advance(200);
  expect(world.committed()).toBe(1n);
  expect(world.tier('5s').map(({ headers }) => headers[HEADERS.attempt])).toEqual(['2']);
});

// The tiers are 5 s, 30 s and 5 min. A record is never tried before its time. When the last attempt fails it becomes a
// dead letter: the same bytes in the topic that ends in `.dlq`, with headers that say where it came from and why.
it('four attempts, then a dead letter that says why', async () => {
  const { world, attemptsAtS } = await running(() => retry('server_busy'));
  await world.clock.advance(400_000);
  expect(attemptsAtS).toEqual([0, 5, 35, 335]);
  const [letter] = world.dlq();
  expect(letter?.headers).toMatchObject({
    [HEADERS.disposition]: 'exhausted',
    [HEADERS.errorClass]: 'server_busy',
    [HEADERS.originTopic]: 'test.test_queue',
    [HEADERS.originOffset]: '0',
  });
});

// `Retry-After` and its like are honoured: a handler may ask for a later time than the tier's.
it('a retry may ask for more time', async () => {
  const { world, attemptsAtS } = await running((attempt) =>
    attempt === 1 ? retry('rate_limited', { afterMs: 60_000 }) : done,
  );
  await world.clock.advance(400_000);
  expect(attemptsAtS).toEqual([0, 60]);
});

// What repeating cannot help is not repeated: `dead` goes to the dead letters at once. A value that cannot be decoded
// never reaches the handler; it goes there byte for byte.
it('what cannot succeed is a dead letter at once', async () => {
  const { world, attemptsAtS } = await running(() => dead('unknown_user'));
  world.publishRaw('no event at all');
  await world.clock.advance(1_000);
  expect(attemptsAtS).toEqual([0]);
  const letters = new Map(world.dlq().map(({ headers, value }) => [headers[HEADERS.disposition], value]));
  expect([...letters.keys()].sort()).toEqual(['malformed', 'rejected']);
  expect(letters.get('malformed')?.toString()).toBe('no event at all');
});

// A database that is away is no fault of the record. The queue pauses, asks once in a while whether it is back, and
// then runs the record again. No attempt is spent.
it('an outage costs no attempt', async () => {
  let attempts = 0;
  const { world } = await running((attempt) => {
    attempts = attempt;
    return world.effects.isDown ? outage('database', databaseGone()) : done;
  });
  world.effects.isDown = true;
  await world.clock.advance(20_000);
  expect(world.committed()).toBe(0n);
  world.effects.isDown = false;
  await world.clock.advance(60_000);
  expect(attempts).toBe(1);
  expect(world.committed()).toBe(1n);
  expect([...world.tier('5s'), ...world.dlq()]).toEqual([]);
});
