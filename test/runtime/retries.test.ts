import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/runtime/headers.ts';
import { dead, defer, done, outage, retry, skip } from '../../src/runtime/outcome.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import { createProcess, createWorld, definition, eventId, eventIn, single, startProcess } from './harness.ts';

/** A process whose handler answers with `outcomes` one after another, then with `done`. */
function answering(world: ReturnType<typeof createWorld>, outcomes: readonly Outcome[]) {
  const starts: { name: string; atMs: number; attempt: number }[] = [];
  const process = createProcess(world, {
    handler: single((event, context) => {
      starts.push({ name: event.name, atMs: context.clock.now(), attempt: context.attempt });
      return Promise.resolve(outcomes[starts.length - 1] ?? done);
    }),
  });
  return { process, starts };
}

describe('retries', () => {
  it('check 16: three failed tries in the body and no attempt header leave one attempt, then it is given up', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'legacy', key: 'k' }, { body: { failed_tries: 3 } });
    const { process, starts } = answering(world, [retry('dns_failure'), retry('dns_failure')]);
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(starts).toMatchObject([{ attempt: 4 }]);
    expect(world.dlq()[0]?.headers[HEADERS.disposition]).toBe('exhausted');
  });

  it('the give-up action runs once after the last attempt, and its failure does not keep the record', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'mail', key: 'k' }, { headers: { [HEADERS.attempt]: '4' } });
    const given: string[] = [];
    const process = createProcess(world, {
      handler: single(() => Promise.resolve(retry('not_delivered'))),
      giveUp: (event, meta, outcome) => {
        given.push(`${event.name} ${meta.attempt} ${outcome.kind}`);
        return Promise.reject(new Error('the bot owner cannot be told'));
      },
    });
    await startProcess(world, process);
    await world.clock.advance(1_000);
    expect(given).toEqual(['mail 4 retry']);
    expect(world.dlq()).toHaveLength(1);
    expect(world.committed()).toBe(1n);
    expect(process.recorder.counter('worker_give_up_failures_total', { queue: 'test_queue' })).toBe(1);
  });

  it('check 14: events whose handler always asks for a later try are started 4 times each and given up once each', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const started: string[] = [];
    const given: string[] = [];
    const process = createProcess(world, {
      handler: single((event) => {
        started.push(event.name);
        return Promise.resolve(retry('push_service_asks_for_later'));
      }),
      giveUp: (event, { attempt }) => {
        given.push(`${event.name} after ${attempt}`);
        return Promise.resolve();
      },
    });
    await startProcess(world, process);
    for (const name of ['new', 'remove']) world.publish({ name, key: 'user:1' });
    await world.clock.advance(400_000);
    expect(started.filter((name) => name === 'new')).toHaveLength(4);
    expect(started.filter((name) => name === 'remove')).toHaveLength(4);
    expect(given.sort()).toEqual(['new after 4', 'remove after 4']);
    expect(world.dlq()).toHaveLength(2);
  });

  it('check 18: a record that waits in a tier holds up nothing of its partition, not even its own key', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'fails', key: 'k' });
    world.publish({ name: 'same key', key: 'k' });
    world.publish({ name: 'other key', key: 'l' });
    const { process, starts } = answering(world, [retry('network')]);
    await startProcess(world, process);
    await world.clock.advance(100);
    expect(starts.map(({ name }) => name).sort()).toEqual(['fails', 'other key', 'same key']);
    await world.clock.advance(10_000);
    expect(starts.at(-1)).toMatchObject({ name: 'fails', attempt: 2 });
  });

  it('a retry keeps key, id, value and foreign headers, and says who moved it, whence and why', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'user:7' }, { headers: { traceparent: '00-ab', custom: 'kept' } });
    const error = new Error('connection reset');
    const { process } = answering(world, [retry('network', { error, detail: 'to the mail server' })]);
    await startProcess(world, process);
    await world.clock.advance(100);
    const [main] = world.broker.control.records('test.test_queue');
    const [moved] = world.tier('5s');
    expect(moved?.key).toBe('user:7');
    expect(moved?.value).toEqual(main?.value);
    expect(moved?.headers).toMatchObject({
      [HEADERS.eventId]: eventId(1),
      [HEADERS.producer]: 'test 1',
      [HEADERS.attempt]: '2',
      [HEADERS.errorClass]: 'Error',
      [HEADERS.errorMessage]: 'to the mail server: connection reset',
      [HEADERS.originTopic]: 'test.test_queue',
      [HEADERS.originPartition]: '0',
      [HEADERS.originOffset]: '0',
      [HEADERS.consumerGroup]: 'test.test_queue',
      [HEADERS.workerHost]: 'host-1',
      custom: 'kept',
      traceparent: '00-ab',
    });
    expect(moved?.headers[HEADERS.firstFailedAt]).toBe(moved?.headers[HEADERS.lastFailedAt]);
  });

  it('the first failure and the origin stay what they were through later tiers', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'k' });
    const { process } = answering(world, [retry('network'), retry('network')]);
    await startProcess(world, process);
    await world.clock.advance(6_000);
    const [first] = world.tier('5s');
    const [second] = world.tier('30s');
    expect(second?.headers[HEADERS.firstFailedAt]).toBe(first?.headers[HEADERS.firstFailedAt]);
    expect(second?.headers[HEADERS.lastFailedAt]).not.toBe(first?.headers[HEADERS.lastFailedAt]);
    expect(second?.headers[HEADERS.originTopic]).toBe('test.test_queue');
  });

  it.each([
    { afterMs: 1_000, tier: '5s', startsAfterMs: 5_000 },
    { afterMs: 20_000, tier: '30s', startsAfterMs: 20_000 },
    { afterMs: 60_000, tier: '5m', startsAfterMs: 60_000 },
    { afterMs: 1_500_000, tier: '5m', startsAfterMs: 1_500_000 },
    { afterMs: 86_400_000, tier: '5m', startsAfterMs: 3_600_000 },
  ])(
    'a receiver that asks for $afterMs ms gets at least that, up to an hour, by tier $tier',
    async (wanted) => {
      const world = createWorld();
      world.createTopics(definition());
      const { process, starts } = answering(world, [retry('rate_limited', { afterMs: wanted.afterMs })]);
      await startProcess(world, process);
      world.publish({ name: 'x', key: 'k' });
      await world.clock.advance(100);
      expect(world.tier(wanted.tier)).toHaveLength(1);
      await world.clock.advance(wanted.startsAfterMs + 1_000);
      expect(starts).toHaveLength(2);
      const waitedMs = (starts[1]?.atMs ?? 0) - (starts[0]?.atMs ?? 0);
      expect(waitedMs).toBe(wanted.startsAfterMs);
      expect(starts[1]?.attempt).toBe(2);
    },
  );

  it('a wait longer than its tier is written to a tier again, and costs no attempt and no early start', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { process, starts } = answering(world, [defer('quiet_hours', world.clock.now() + 700_000)]);
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    const startMs = world.clock.now();
    await world.clock.advance(699_000);
    expect(starts).toHaveLength(1);
    expect(world.tier('5m').length).toBeGreaterThan(1);
    await world.clock.advance(10_000);
    expect(starts).toHaveLength(2);
    expect(starts[1]?.attempt).toBe(1);
    expect((starts[1]?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(699_900);
  });

  it('an event that would be too old at its next attempt is given up now', async () => {
    const world = createWorld();
    const policies = [{ delaysMs: [5_000, 30_000], maxAgeMs: 20_000 }];
    const queue = definition({ retryPolicies: policies });
    world.createTopics(queue);
    const process = createProcess(world, {
      definition: queue,
      handler: single(() => Promise.resolve(retry('network'))),
    });
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(6_000);
    expect(world.tier('5s')).toHaveLength(1);
    expect(world.tier('30s')).toHaveLength(0);
    expect(world.dlq()[0]?.headers[HEADERS.disposition]).toBe('exhausted');
  });

  it('check 19: a crash after the write to the tier and before the commit lets a guarded effect happen once', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const seen: string[] = [];
    let isFirst = true;
    const handler = single(async (_event, context) => {
      seen.push(context.eventId);
      if (isFirst) {
        isFirst = false;
        return retry('network');
      }
      await context.apply((tx) => {
        tx.effects.push(context.eventId);
        return Promise.resolve();
      });
      return done;
    });
    const first = createProcess(world, { handler }, { commitIntervalMs: 60_000 });
    await startProcess(world, first);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(50);
    expect(world.tier('5s')).toHaveLength(1);
    first.kill();

    const second = createProcess(world, { handler }, { owner: 'process-2' });
    void second.runner.start();
    await world.clock.advance(60_000);
    expect(seen.length).toBe(3);
    expect(new Set(seen)).toEqual(new Set([eventId(1)]));
    expect(world.effects.committed).toEqual([eventId(1)]);
  });

  it('an unexpected error earns one quick retry, then the dead letter', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const attempts: number[] = [];
    const process = createProcess(world, {
      handler: single((_event, context) => {
        attempts.push(context.attempt);
        return Promise.reject(new TypeError('x is undefined'));
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(60_000);
    expect(attempts).toEqual([1, 2]);
    expect(world.dlq()[0]?.headers).toMatchObject({
      [HEADERS.disposition]: 'exhausted',
      [HEADERS.errorClass]: 'TypeError',
    });
    expect(world.dlq()[0]?.headers[HEADERS.errorStack]).toContain('x is undefined');
  });

  it('skip finishes a record, dead buries it, each counted under its own outcome', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { process } = answering(world, [skip('user_gone'), dead('no_such_message'), done]);
    await startProcess(world, process);
    for (const key of ['a', 'b', 'c']) world.publish({ name: key, key });
    await world.clock.advance(1_000);
    expect(world.committed()).toBe(3n);
    expect(world.dlq().map((record) => eventIn(record).name)).toEqual(['b']);
    for (const outcome of ['skip', 'dead', 'ok']) {
      expect(
        process.recorder.counter('worker_events_total', { queue: 'test_queue', type: 'test_queue', outcome }),
      ).toBe(1);
    }
    expect(
      process.recorder.counter('worker_dead_letters_total', { queue: 'test_queue', disposition: 'rejected' }),
    ).toBe(1);
  });

  it('R-17: a retry that cannot be written keeps its record open and is tried until it is written', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { process } = answering(world, [retry('network')]);
    await startProcess(world, process);
    world.broker.control.faults.refuseSend = () => true;
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(10_000);
    expect(world.tier('5s')).toHaveLength(0);
    expect(world.committed() ?? 0n).toBe(0n);
    expect(process.recorder.counter('worker_settle_retries_total', { queue: 'test_queue' })).toBeGreaterThan(
      3,
    );
    delete world.broker.control.faults.refuseSend;
    await world.clock.advance(15_000);
    expect(world.tier('5s')).toHaveLength(1);
    expect(world.committed()).toBe(1n);
  });

  it('a handler that names an outage pauses its queue and does not lose an attempt', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { process, starts } = answering(world, [outage('smtp', new Error('421'))]);
    await startProcess(world, process);
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(999);
    expect(starts).toHaveLength(1);
    expect(process.recorder.gauge('worker_paused', { queue: 'test_queue', reason: 'smtp' })).toBe(1);
    await world.clock.advance(10);
    expect(starts).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
    expect(process.recorder.gauge('worker_paused', { queue: 'test_queue', reason: 'smtp' })).toBe(0);
  });
});
