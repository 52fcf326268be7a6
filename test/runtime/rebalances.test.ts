import { describe, expect, it } from 'vitest';
import type { Assignment, CommitResult, ConsumerListener } from '../../src/broker/broker.ts';
import { done } from '../../src/runtime/outcome.ts';
import {
  batch,
  createProcess,
  createWorld,
  definition,
  eventId,
  heldHandler,
  single,
  startProcess,
} from './harness.ts';
import type { Process, World } from './harness.ts';
import { ManualConsumer } from './manual-consumer.ts';

const MAIN = 'test.test_queue';

/** A process whose consumer the test plays by hand; no tiers, one topic. */
async function manualProcess(
  world: World,
  handler: Parameters<typeof createProcess>[1]['handler'],
  over: Parameters<typeof createProcess>[2] = {},
): Promise<{ process: Process; consumer: ManualConsumer; listener: ConsumerListener }> {
  const consumer = new ManualConsumer(world.clock);
  const process = createProcess(
    world,
    { definition: definition({ retryPolicies: [{ delaysMs: [] }] }), handler },
    { broker: { consumer: () => consumer }, ...over },
  );
  void process.runner.start();
  await world.clock.settle();
  return { process, consumer, listener: consumer.listener };
}

function assignment(epoch: number, kept: readonly number[], fresh: readonly number[]): Assignment {
  const place = (partition: number) => ({ topic: MAIN, partition });
  return { epoch, kept: kept.map(place), fresh: fresh.map(place) };
}

describe('rebalances', () => {
  it('two members share the partitions; a third takes over without loss, and little runs twice', async () => {
    const world = createWorld();
    world.createTopics(definition(), 6);
    const runs = new Map<string, number>();
    const handler = single(async (event, context) => {
      runs.set(event.name, (runs.get(event.name) ?? 0) + 1);
      await context.clock.sleep(20);
      return done;
    });
    const first = createProcess(world, { handler }, { owner: 'one' });
    await startProcess(world, first);
    for (let number = 0; number < 600; number += 1) {
      world.publish({ name: `${number}`, key: `user:${number}` });
      if (number === 200) void createProcess(world, { handler }, { owner: 'two' }).runner.start();
      if (number === 400) void createProcess(world, { handler }, { owner: 'three' }).runner.start();
      await world.clock.advance(1);
    }
    await world.clock.advance(20_000);
    expect(runs.size).toBe(600);
    const repeats = [...runs.values()].filter((count) => count > 1).length;
    expect(repeats).toBeLessThanOrEqual(16);
    const ends = [0, 1, 2, 3, 4, 5].map((partition) => Number(world.committed(partition) ?? 0n));
    expect(ends.reduce((sum, end) => sum + end, 0)).toBe(600);
  });

  it('commits one last time when a rebalance begins, and not again before the next assignment', async () => {
    const world = createWorld();
    const { handler, calls } = heldHandler();
    const { consumer, listener } = await manualProcess(world, handler);
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a', 'b', 'c']);
    await world.clock.advance(0);
    calls[0]?.end();
    await world.clock.advance(0);
    listener.rebalancing();
    expect(consumer.commits.map(({ epoch, commits }) => [epoch, commits[0]?.offset])).toEqual([[1, 1n]]);
    calls[1]?.end();
    await world.clock.advance(5_000);
    expect(consumer.commits).toHaveLength(1);
    consumer.assign(assignment(2, [0], []));
    await world.clock.advance(1_000);
    expect(consumer.commits.slice(1).map(({ epoch, commits }) => [epoch, commits[0]?.offset])).toEqual([
      [2, 2n],
    ]);
  });

  it('starts nothing between the beginning of a rebalance and the assignment, for at most 500 ms', async () => {
    const world = createWorld();
    const { handler, calls } = heldHandler();
    const { consumer, listener } = await manualProcess(world, handler);
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    listener.rebalancing();
    consumer.deliver(0, 0, ['a']);
    await world.clock.advance(499);
    expect(calls).toHaveLength(0);
    await world.clock.advance(1);
    expect(calls).toHaveLength(1);
    listener.rebalancing();
    consumer.deliver(0, 1, ['b']);
    await world.clock.advance(100);
    expect(calls).toHaveLength(1);
    consumer.assign(assignment(2, [0], []));
    await world.clock.advance(0);
    expect(calls).toHaveLength(2);
  });

  it('the end of a handler whose partition was lost is not committed, also when the partition has come back', async () => {
    const world = createWorld();
    const { handler, calls } = heldHandler();
    const { consumer } = await manualProcess(world, handler);
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a', 'b']);
    await world.clock.advance(0);
    consumer.assign(assignment(2, [], []));
    await world.clock.advance(0);
    expect(calls[0]?.signal.aborted).toBe(true);
    consumer.assign(assignment(3, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a', 'b']);
    calls[0]?.end();
    calls[1]?.end();
    await world.clock.advance(1_000);
    expect(
      consumer.commits.flatMap(({ commits }) => commits.map(({ offset }) => offset)).every((it) => it === 0n),
    ).toBe(true);
  });

  it('the map of finished records is read back: only what was open runs again', async () => {
    const world = createWorld();
    const { handler, calls } = heldHandler();
    const { consumer } = await manualProcess(world, handler);
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a', 'b', 'c', 'd']);
    await world.clock.advance(0);
    calls[1]?.end();
    calls[3]?.end();
    await world.clock.advance(1_000);
    const last = consumer.commits.at(-1)?.commits[0];
    expect(last?.offset).toBe(0n);

    const started: string[] = [];
    const second = await manualProcess(
      world,
      single((event) => {
        started.push(event.name);
        return Promise.resolve(done);
      }),
      { owner: 'two' },
    );
    second.consumer.metadata.set(0, last?.metadata ?? '');
    second.consumer.committed.set(0, 0n);
    second.consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    second.consumer.deliver(0, 0, ['a', 'b', 'c', 'd']);
    await world.clock.advance(1_000);
    expect(started).toEqual(['a', 'c']);
    expect(second.consumer.commits.at(-1)?.commits[0]?.offset).toBe(4n);
  });

  it('a batch that is delivered twice runs its records once', async () => {
    const world = createWorld();
    const started: string[] = [];
    const { consumer } = await manualProcess(
      world,
      single((event) => {
        started.push(event.name);
        return Promise.resolve(done);
      }),
    );
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a', 'b']);
    consumer.deliver(0, 0, ['a', 'b', 'c']);
    await world.clock.advance(100);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('a refused partition is committed again with a shorter map, an unavailable coordinator later, a stale epoch never', async () => {
    const world = createWorld();
    const answers: CommitResult[] = [
      { kind: 'stored', refused: [{ topic: MAIN, partition: 0 }] },
      { kind: 'unavailable', error: new Error('coordinator is loading') },
      { kind: 'stale' },
    ];
    const { handler, calls } = heldHandler();
    const { consumer, process } = await manualProcess(world, handler);
    consumer.answer = (): CommitResult => answers.shift() ?? { kind: 'stored', refused: [] };
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a', 'b']);
    await world.clock.advance(0);
    calls[1]?.end();
    await world.clock.advance(1_000);
    expect(consumer.commits).toHaveLength(3);
    consumer.assign(assignment(2, [0], []));
    await world.clock.advance(1_000);
    expect(consumer.commits).toHaveLength(4);
    expect(consumer.commits.at(-1)?.epoch).toBe(2);
    for (const result of ['refused', 'unavailable', 'stale']) {
      expect(process.recorder.counter('worker_commits_total', { queue: 'test_queue', result })).toBe(1);
    }
    expect(process.runner.health().isAlive).toBe(true);
  });

  it('one commit at a time, all changed partitions together', async () => {
    const world = createWorld();
    const { consumer } = await manualProcess(
      world,
      single(() => Promise.resolve(done)),
    );
    let inFlight = 0;
    let most = 0;
    consumer.onCommit = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await world.clock.sleep(350);
      inFlight -= 1;
    };
    consumer.assign(assignment(1, [], [0, 1]));
    await world.clock.advance(0);
    for (let offset = 0; offset < 20; offset += 1) {
      consumer.deliver(0, offset, [`a${offset}`]);
      consumer.deliver(1, offset, [`b${offset}`]);
      await world.clock.advance(50);
    }
    await world.clock.advance(2_000);
    expect(most).toBe(1);
    const last = consumer.commits.at(-1)?.commits.map(({ partition, offset }) => [partition, offset]);
    expect(last).toEqual([
      [0, 20n],
      [1, 20n],
    ]);
    expect(consumer.commits.length).toBeLessThan(6);
  });

  it('parts hear of main partitions only: what came, what went, and both when one was lost and came back', async () => {
    const world = createWorld();
    const heard: string[] = [];
    const consumer = new ManualConsumer(world.clock);
    const process = createProcess(
      world,
      {
        handler: heldHandler().handler,
        parts: [
          {
            name: 'windows',
            start: () => undefined,
            assigned: (partitions) => heard.push(`+${partitions.join()}`),
            lost: (partitions) => heard.push(`-${partitions.join()}`),
            stop: () => Promise.resolve(),
          },
        ],
      },
      { broker: { consumer: () => consumer } },
    );
    void process.runner.start();
    await world.clock.settle();
    const tier = { topic: `${MAIN}.retry.5s`, partition: 0 };
    consumer.assign({ ...assignment(1, [], [0, 1]), fresh: [...assignment(1, [], [0, 1]).fresh, tier] });
    consumer.assign(assignment(2, [1], [2]));
    consumer.assign(assignment(3, [2], [1]));
    consumer.listener.crashed({ error: new Error('coordinator lost'), restarting: true });
    expect(heard).toEqual(['+0,1', '-0', '+2', '-1', '+1', '-1,2']);
  });

  it('a consumer that has given up for good is reported once, and the process is not alive', async () => {
    const world = createWorld();
    const reported: string[] = [];
    const { process, consumer, listener } = await manualProcess(world, heldHandler().handler, {
      onDead: (error) => reported.push(error.message),
    });
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    listener.crashed({ error: new Error('not authorized'), restarting: false });
    expect(reported).toEqual(['not authorized']);
    expect(process.runner.health()).toMatchObject({
      state: 'dead',
      isReady: false,
      isAlive: false,
      ailments: ['consumer_dead'],
    });
    const stopped = process.runner.stop();
    await world.clock.advance(30_000);
    await stopped;
    expect(process.runner.health().state).toBe('stopped');
  });

  it('a crash that restarts is ordinary: the partitions come back as fresh ones and the work goes on', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const handled = new Set<string>();
    const process = createProcess(world, {
      handler: single(async (_event, context) => {
        await context.clock.sleep(10);
        handled.add(context.eventId);
        return done;
      }),
    });
    await startProcess(world, process);
    for (let number = 0; number < 50; number += 1) world.publish({ name: 'x', key: `${number}` });
    await world.clock.advance(15);
    process.member.crash(true);
    await world.clock.advance(40_000);
    expect(handled.size).toBe(50);
    expect(handled.has(eventId(50))).toBe(true);
    expect(world.committed()).toBe(50n);
    expect(process.runner.health()).toMatchObject({ isAlive: true, isReady: true });
  });

  it('no answer of the broker for two sessions makes the process unhealthy', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const process = createProcess(
      world,
      { handler: heldHandler().handler },
      { consumerOptions: { sessionTimeoutMs: 10_000 } },
    );
    await startProcess(world, process);
    process.loseContact();
    await world.clock.advance(20_000);
    expect(process.runner.health().isAlive).toBe(true);
    await world.clock.advance(1);
    expect(process.runner.health().ailments).toEqual(['no_broker_contact']);
  });

  it('commits that stand still for a minute while work is finished make the process unhealthy, until one is stored', async () => {
    const world = createWorld();
    const { consumer, process } = await manualProcess(
      world,
      single(() => Promise.resolve(done)),
    );
    consumer.answer = () => ({ kind: 'unavailable', error: new Error('no coordinator') });
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a']);
    await world.clock.advance(59_000);
    expect(process.runner.health().isAlive).toBe(true);
    await world.clock.advance(2_000);
    expect(process.runner.health().ailments).toEqual(['commits_stand_still']);
    consumer.answer = () => ({ kind: 'stored', refused: [] });
    await world.clock.advance(1_000);
    expect(process.runner.health().isAlive).toBe(true);
  });

  it('commits that fail are logged once for each reason, and once more when one is stored', async () => {
    const world = createWorld();
    const { consumer, process } = await manualProcess(
      world,
      single(() => Promise.resolve(done)),
    );
    const failWith = (reason: string): void => {
      consumer.answer = () => ({ kind: 'unavailable', error: new Error(reason) });
    };
    failWith('no coordinator');
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(0);
    consumer.deliver(0, 0, ['a']);
    await world.clock.advance(5_000);
    failWith('too few replicas');
    await world.clock.advance(5_000);
    consumer.answer = () => ({ kind: 'stored', refused: [] });
    await world.clock.advance(1_000);
    consumer.deliver(0, 1, ['b']);
    await world.clock.advance(1_000);
    expect(consumer.commits.length).toBeGreaterThan(10);
    const lines = process.logs.lines.filter(({ msg }) => msg.startsWith('offsets '));
    expect(lines).toEqual([
      expect.objectContaining({
        level: 40,
        err: expect.objectContaining({ message: 'no coordinator' }) as unknown,
      }),
      expect.objectContaining({
        level: 40,
        err: expect.objectContaining({ message: 'too few replicas' }) as unknown,
      }),
      expect.objectContaining({ level: 30, msg: 'offsets are committed again' }),
    ]);
    expect(lines.at(-1)?.['after_ms']).toBeGreaterThanOrEqual(9_900);
  });

  it('a partition that is lost while a failed batch runs one by one takes only its own events along', async () => {
    const world = createWorld();
    const handled: string[] = [];
    const { consumer, listener } = await manualProcess(
      world,
      batch(async (events, context) => {
        if (events.length > 1) throw new Error('together they fail');
        await context.clock.sleep(100, context.signal);
        handled.push(...events.map(({ event }) => event.name));
        return events.map(() => done);
      }),
    );
    consumer.assign(assignment(1, [], [0, 1]));
    listener.rebalancing();
    consumer.deliver(0, 0, ['lost']);
    consumer.deliver(1, 0, ['kept']);
    consumer.assign(assignment(2, [0, 1], []));
    await world.clock.advance(50);
    consumer.assign(assignment(3, [1], []));
    await world.clock.advance(1_000);
    expect(handled).toEqual(['kept']);
    expect(consumer.commits.at(-1)?.commits).toMatchObject([{ partition: 1, offset: 1n }]);
  });

  it('a record whose partition is lost while its start is counted does not run', async () => {
    const world = createWorld();
    world.crashLedger.owners.set(`${MAIN} ${MAIN}:0`, 'a dead process');
    const ledger = world.crashLedger.as('process-1');
    const counting = Promise.withResolvers<undefined>();
    const runs: string[] = [];
    const { process, consumer, listener } = await manualProcess(
      world,
      single((event) => {
        runs.push(event.name);
        return Promise.resolve(done);
      }),
      {
        crashLedger: {
          ...ledger,
          startsOf: async (group, places) => {
            await counting.promise;
            return ledger.startsOf(group, places);
          },
        },
      },
    );
    consumer.assign(assignment(1, [], [0]));
    await world.clock.advance(10);
    consumer.deliver(0, 0, ['x']);
    await world.clock.advance(10);
    listener.rebalancing();
    consumer.assign(assignment(2, [], []));
    counting.resolve(undefined);
    await world.clock.advance(1_000);
    expect(runs).toEqual([]);
    expect(process.runner.health().inFlight).toBe(0);
  });
});
