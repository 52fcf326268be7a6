import { describe, expect, it } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { clientError, interceptRequests, watchRequests } from './client-requests.ts';
import { benchOfEachTest, textsOf } from './trap-bench.ts';

/** Blocks the event loop, as a long computation does. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('kafkajs’s traps in the fetch loop', () => {
  const bench = benchOfEachTest();

  it('P2: what was taken is not asked for again, though its owner finishes and commits nothing', async () => {
    const { createTopic, send } = bound();
    await createTopic(2);
    await send(['a', 'b', 'c']);
    const { member, listener } = await bench().started();
    await listener.until(() => listener.records.length === 3);
    const fetches = watchRequests('fetch');
    const since = member.lastContactMs();
    await waitUntil(() => member.lastContactMs() > since + 1_500, {
      timeoutMs: 20_000,
      what: 'more fetches',
    });
    const asked = fetches.flatMap(({ topics }) =>
      topics.flatMap(({ partitions }) => partitions.filter(({ partition }) => partition === 0)),
    );
    expect(asked.filter(({ fetchOffset }) => fetchOffset !== '3')).toEqual([]);
    // The broker holds each of them for 100 ms: a loop without that wait asks hundreds of times a second.
    expect(fetches.length).toBeLessThan(40);
    expect(textsOf(listener)).toEqual(['a', 'b', 'c']);
  });

  it('P2: a partition that is paused over a backlog costs no fetches, and its resume neither', async () => {
    const { topic, createTopic, send } = bound();
    await createTopic(2);
    await send(['first']);
    const { member, listener } = await bench().started();
    await listener.until(() => listener.records.length === 1);
    member.pause([{ topic, partition: 0 }]);
    await send(['waits']);
    const fetches = watchRequests('fetch');
    for (let round = 0; round < 5; round += 1) {
      member.resume([{ topic, partition: 0 }]);
      member.pause([{ topic, partition: 0 }]);
      const since = member.lastContactMs();
      await waitUntil(() => member.lastContactMs() > since + 250, {
        timeoutMs: 20_000,
        what: 'a few fetches',
      });
    }
    expect(fetches.length).toBeLessThan(60);
    expect(textsOf(listener)).toEqual(['first']);
    member.resume([{ topic, partition: 0 }]);
    await listener.until(() => listener.records.length === 2);
    expect(textsOf(listener)).toEqual(['first', 'waits']);
  });

  it('P2: a backlog that waits for its commit to be known is held back, not fetched over and over', async () => {
    const { createTopic, send } = bound();
    await createTopic(1);
    for (let round = 0; round < 12; round += 1) await send([Buffer.alloc(200_000, String(round % 10))]);
    const admin = bench().fixture.broker.admin();
    const known = Promise.withResolvers<undefined>();
    const read = admin.committedOffsets.bind(admin);
    Object.assign(admin, {
      committedOffsets: async (...asked: Parameters<typeof read>) => {
        await known.promise;
        return read(...asked);
      },
    });
    const fetches = watchRequests('fetch');
    const { member, listener } = await bench().started({ maxBytes: 500_000 });
    await waitUntil(() => member.lastContactMs() > 0, { timeoutMs: 20_000, what: 'the first answer' });
    const since = member.lastContactMs();
    await waitUntil(() => member.lastContactMs() > since + 1_000, { timeoutMs: 20_000, what: 'heartbeats' });
    // One answer is more than half of what may wait; without the hold a fetch follows every 100 ms.
    expect(fetches.length).toBeLessThan(6);
    known.resolve(undefined);
    await listener.until(() => listener.records.length === 12);
  });

  it('G a: after a pause at most one more answer of the size asked for arrives', async () => {
    const { topic, createTopic, send } = bound();
    const partitions = [0, 1, 2, 3];
    await createTopic(4);
    const all = partitions.map((partition) => ({ topic, partition }));
    const { member, listener } = await bench().started({ maxBytes: 400_000 });
    await send(['read before']);
    await listener.until(() => listener.records.length === 1);
    member.pause(all);
    for (const partition of partitions) {
      for (let round = 0; round < 8; round += 1) await send([Buffer.alloc(100_000, 'v')], partition);
    }
    listener.onBatch = () => {
      member.pause(all);
    };
    member.resume(all);
    await listener.until(() => listener.records.length > 1);
    const since = member.lastContactMs();
    await waitUntil(() => member.lastContactMs() > since + 500, { timeoutMs: 20_000, what: 'heartbeats' });
    expect(listener.records.length).toBeLessThanOrEqual(1 + 5);
    listener.onBatch = () => undefined;
    member.resume(all);
    await listener.until(() => listener.records.length === 1 + 32);
  });

  it('B1.11: going back in a partition commits nothing', async () => {
    const { createTopic, send, topic, group } = bound();
    await createTopic(2);
    for (const partition of [0, 1]) await send(['a', 'b'], partition);
    const first = await bench().started();
    await first.listener.until(() => first.listener.records.length === 4);
    const commits = watchRequests('offsetCommit');
    await bench().started();
    // The partition that stays is moved to the position it had, by a seek.
    await first.listener.until(() => first.listener.assignments.length === 2);
    expect(first.listener.assignment.kept).toHaveLength(1);
    await send(['c'], first.listener.assignment.kept[0]?.partition);
    await first.listener.until(() => first.listener.records.length === 5);
    expect(commits).toEqual([]);
    const committed = await bench().fixture.broker.admin().committedOffsets(group, [topic]);
    expect(committed.map(({ offset }) => offset)).toEqual([null, null]);
  });

  it('B1.12: a consumer stops though its owner never finishes a record', async () => {
    const { createTopic, send, group } = bound();
    await createTopic(1);
    const { member, listener } = await bench().started();
    const never: Promise<unknown>[] = [];
    listener.onBatch = () => {
      never.push(new Promise(() => undefined));
    };
    await send(['stuck']);
    await listener.until(() => listener.records.length === 1);
    await member.stop();
    expect(bench().fixture.logs.atLeast('warn')).toEqual([]);
    const described = await bench().fixture.broker.admin().describeGroup(group);
    expect(described).toMatchObject({ memberCount: 0 });
  });

  it('B2: a member without a record, everything of it paused, stays in its group', async () => {
    const { createTopic, group, topic } = bound();
    await createTopic(2);
    // Long enough for the stalls of a busy machine.
    const sessionTimeoutMs = 6_000;
    const { member, listener } = await bench().started({ sessionTimeoutMs, heartbeatIntervalMs: 200 });
    member.pause([0, 1].map((partition) => ({ topic, partition })));
    await waitUntil(() => member.lastContactMs() > 0, { timeoutMs: 20_000, what: 'the first answer' });
    const since = member.lastContactMs();
    await waitUntil(() => member.lastContactMs() > since + 2 * sessionTimeoutMs, {
      timeoutMs: 30_000,
      what: 'two sessions of heartbeats',
    });
    expect(listener.assignments).toHaveLength(1);
    expect(listener.crashes).toEqual([]);
    expect(await bench().fixture.broker.admin().describeGroup(group)).toMatchObject({ memberCount: 1 });
  });

  it('G c: a loop that stands still for longer than kafkajs’s own heartbeat interval costs no membership', async () => {
    const { createTopic, send } = bound();
    await createTopic(1);
    let heartbeats = 0;
    const blocked = Promise.withResolvers<undefined>();
    const { listener } = await bench().started({ heartbeatIntervalMs: 1_000 });
    interceptRequests('heartbeat', (_request, pass) => {
      heartbeats += 1;
      // The worst moment: the last heartbeat is a whole interval old.
      if (heartbeats === 2) {
        block(4_000);
        blocked.resolve(undefined);
      }
      return pass();
    });
    await blocked.promise;
    await send(['after']);
    await listener.until(() => listener.records.length === 1);
    expect(listener.assignments).toHaveLength(1);
  });

  it('G a: is started by an assignment, though kafkajs says it runs after a join that failed', async () => {
    const { createTopic, group } = bound();
    await createTopic(1);
    let joins = 0;
    interceptRequests('joinGroup', (request, pass) => {
      if (request.groupId !== group) return pass();
      joins += 1;
      return joins === 1 ? Promise.reject(clientError('KafkaJSConnectionError', true)) : pass();
    });
    const { listener } = await bench().started();
    expect(joins).toBeGreaterThan(1);
    expect(listener.held).toHaveLength(1);
    expect(listener.crashes).toEqual([]);
  });

  /** The bench's parts under short names. */
  function bound(): {
    topic: string;
    group: string;
    createTopic: (partitions: number) => Promise<void>;
    send: (values: readonly (string | Buffer)[], partition?: number) => Promise<unknown>;
  } {
    const { topic, group } = bench();
    return {
      topic,
      group,
      createTopic: (partitions) => bench().createTopic(partitions),
      send: (values, partition) => bench().send(values, partition),
    };
  }
});
