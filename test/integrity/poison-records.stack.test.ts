import { afterEach, describe, expect, it } from 'vitest';
import { Ground, numbers } from './support/ground.ts';
import type { WorkerPlan } from './support/plan.ts';

const grounds: Ground[] = [];

afterEach(async () => {
  for (const ground of grounds.splice(0)) await ground.close();
});

const opened = async (): Promise<Ground> => {
  const ground = await Ground.open();
  grounds.push(ground);
  return ground;
};

describe('a poison record', () => {
  it('check 41: that kills its process three times is dead-lettered as crashed, is not started a fourth time, and its neighbours are handled', async () => {
    const ground = await opened();
    await ground.produce(numbers(40).map((number) => ({ number, ends: 'done' })));
    const plan: WorkerPlan = { kill: { number: 7, phase: 'before_effect', starts: 1_000, atOnce: true } };
    const exits = await ground.supervise(plan, ground.settled(50_000));
    expect(exits.map(({ signal }) => signal)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
    expect(await ground.starts(7)).toEqual({ 1: 3 });
    expect(await ground.deadLetters()).toMatchObject([{ number: 7, disposition: 'crashed' }]);
    expect(await ground.effects()).toEqual(numbers(40).filter((number) => number !== 7));
  });

  it('that kills its process twice and then does not is handled, once', async () => {
    const ground = await opened();
    await ground.produce(numbers(40).map((number) => ({ number, ends: 'done' })));
    const plan: WorkerPlan = { kill: { number: 7, phase: 'before_effect', starts: 2, atOnce: true } };
    const exits = await ground.supervise(plan, ground.settled(50_000));
    expect(exits.map(({ signal }) => signal)).toEqual(['SIGKILL', 'SIGKILL']);
    expect(await ground.starts(7)).toEqual({ 1: 3 });
    expect(await ground.deadLetters()).toEqual([]);
    expect(await ground.effects()).toEqual(numbers(40));
  });

  it('that cannot be read is dead-lettered byte for byte and holds up nobody', async () => {
    const ground = await opened();
    const rubbish = ['{"number":', '', 'no event at all'];
    await ground.broker
      .producer()
      .send(ground.names.main, [
        ...numbers(10).map((number) => ground.record({ number, ends: 'done' })),
        ...rubbish.map((text, index) => ({ key: `key-${index}`, value: Buffer.from(text), headers: {} })),
        ...numbers(20, 10).map((number) => ground.record({ number, ends: 'done' })),
      ]);
    await ground.start();
    await ground.settled();
    expect(await ground.effects()).toEqual(numbers(20));
    const dead = await ground.deadLetters();
    expect(dead.map(({ disposition }) => disposition)).toEqual(['malformed', 'malformed', 'malformed']);
    expect(new Set(dead.map(({ value }) => value))).toEqual(new Set(rubbish));
  });
});

describe('a worker killed from outside', () => {
  it('twice with the same records in flight costs none of them a dead letter', async () => {
    const ground = await opened();
    await ground.produce(numbers(40).map((number) => ({ number, ends: 'done', waits: true })));
    const hold = await ground.hold();
    for (let deaths = 0; deaths < 2; deaths += 1) {
      const worker = await ground.start();
      await ground.startedBy(worker, 16);
      await worker.kill('SIGKILL');
    }
    await hold.release();
    await ground.start();
    await ground.settled();
    expect(await ground.deadLetters()).toEqual([]);
    expect(await ground.effects()).toEqual(numbers(40));
  });
});
