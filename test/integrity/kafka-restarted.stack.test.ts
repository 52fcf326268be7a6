import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStack } from '../../dev/stack/stack.ts';
import type { Stack } from '../../dev/stack/stack.ts';
import { Ground, numbers } from './support/ground.ts';

/** As in production, longer than a restart takes: a worker without a group for two sessions gives up. */
const PLAN = { sessionTimeoutMs: 10_000 };

const grounds: Ground[] = [];

afterEach(async () => {
  for (const ground of grounds.splice(0)) await ground.close();
});

describe('Kafka restarted under load', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ parts: ['kafka'], useEnvironment: false, kafkaHeapMb: 256 });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    ['in order', (): Promise<void> | undefined => stack.kafka?.stop()],
    ['by SIGKILL', (): Promise<void> | undefined => stack.kafka?.kill()],
  ])('%s: the workers go on by themselves, no event is lost, no effect is doubled', async (_how, goDown) => {
    const ground = await Ground.open({ brokers: stack.brokers });
    grounds.push(ground);
    const hold = await ground.hold();
    const { promise: over, resolve: end } = Promise.withResolvers<null>();
    const fleet = Promise.all([ground.supervise(PLAN, over), ground.supervise(PLAN, over)]);
    const events = numbers(300).map((number) => ({
      number,
      ends: number % 10 === 0 ? ('retry' as const) : ('done' as const),
      // These end, and some of them are moved to the tier, while there is no Kafka.
      waits: number % 3 === 0,
    }));
    await ground.produce(events.slice(0, 200));
    await ground.started(40);
    await goDown();
    await hold.release();
    const late = ground.produce(events.slice(200));
    await stack.kafka?.start();
    await late;
    await ground.settled();
    end(null);
    expect(await ground.effects()).toEqual(numbers(300));
    expect(await ground.deadLetters()).toEqual([]);
    expect((await fleet).flat()).toEqual([]);
  });
});
