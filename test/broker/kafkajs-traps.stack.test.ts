// Longer than the usual file: one test per trap of kafkajs that research found, under the trap's number.
import kafkajs from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrokerConsumer, ConsumerOptions } from '../../src/broker/broker.ts';
import { createServedTopic } from '../support/served-topic.ts';
import { waitUntil } from '../support/wait-until.ts';
import { kafkaFixture, plainKafka } from './kafka-fixture.ts';
import type { KafkaFixture } from './kafka-fixture.ts';
import { RecordingListener } from './recording-listener.ts';

const QUICK = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 100, maxWaitMs: 100 } as const;

describe('kafkajs’s traps', () => {
  let fixture: KafkaFixture;
  let topic: string;
  let group: string;
  let running: BrokerConsumer[];

  beforeEach(async () => {
    fixture = await kafkaFixture();
    topic = `${fixture.prefix}.main`;
    group = `${fixture.prefix}.group`;
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((consumer) => consumer.stop()));
    await fixture.close();
  });

  const createTopic = (partitions: number, configs = {}, of = topic): Promise<void> =>
    createServedTopic(fixture.broker.admin(), { topic: of, partitions, configs });

  const started = async (
    options: Partial<ConsumerOptions> = {},
    listener = new RecordingListener(),
  ): Promise<{ member: BrokerConsumer; listener: RecordingListener }> => {
    const member = fixture.broker.consumer({ groupId: group, topics: [topic], ...QUICK, ...options });
    running.push(member);
    await member.start(listener);
    return { member, listener };
  };

  const send = (values: readonly (string | Buffer)[], partition = 0, of = topic): Promise<unknown> =>
    fixture.broker.producer().send(
      of,
      values.map((value) => ({ key: 'k', value: Buffer.from(value), headers: {}, partition })),
    );

  const texts = (listener: RecordingListener): string[] =>
    listener.records.map(({ value }) => String(value?.toString()));

  it('V1: arms no timer in the past, and warns of nothing', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await createTopic(3);
    const { listener } = await started();
    for (let round = 0; round < 5; round += 1) await send([String(round)]);
    await listener.until(() => listener.records.length === 5);
    const delays = timers.mock.calls.map(([, delay]) => delay ?? 0);
    timers.mockRestore();
    expect(delays.filter((delay) => delay < 0)).toEqual([]);
    expect(fixture.logs.atLeast('warn')).toEqual([]);
  });

  it.each([
    ['V2', new TypeError('undefined is not a function')],
    ['V13', new RangeError('Attempt to access memory outside buffer bounds')],
    ['V3', new Error('handler failed')],
  ])('%s: goes on reading after its listener threw %s', async (_trap, error) => {
    await createTopic(2);
    const listener = new RecordingListener();
    let thrown = 0;
    listener.onBatch = ({ partition }) => {
      if (partition !== 0) return;
      thrown += 1;
      throw error;
    };
    await started({}, listener);
    await send([Buffer.from([1, 2, 3])], 0);
    await send(['a'], 1);
    await listener.until(() => listener.records.length === 1);
    await waitUntil(() => thrown === 1, { timeoutMs: 10_000, what: 'the poison record is read' });
    await send([Buffer.alloc(0)], 0);
    await send(['b'], 1);
    await listener.until(() => listener.records.length === 2);
    await waitUntil(() => thrown === 2, {
      timeoutMs: 10_000,
      what: 'the next record is read, the same not again',
    });
    expect(listener.crashes).toEqual([]);
    expect(listener.assignments).toHaveLength(1);
  });

  it('V4, V6: an owner that never finishes a record holds up no partition and loses no membership', async () => {
    await createTopic(2);
    const listener = new RecordingListener();
    const never: Promise<unknown>[] = [];
    listener.onBatch = ({ partition }) => {
      if (partition === 0) never.push(new Promise(() => undefined));
    };
    const sessionTimeoutMs = 1_500;
    const { member } = await started({ sessionTimeoutMs, heartbeatIntervalMs: 200 }, listener);
    await send(['stuck'], 0);
    await listener.until(() => listener.records.length === 1);
    const since = member.lastContactMs();
    for (let round = 0; round < 10; round += 1) await send([String(round)], 1);
    await listener.until(() => listener.records.length === 11);
    await waitUntil(() => member.lastContactMs() - since > 2 * sessionTimeoutMs, {
      timeoutMs: 30_000,
      what: 'two sessions of heartbeats',
    });
    expect(listener.assignments).toHaveLength(1);
    expect(await fixture.broker.admin().describeGroup(group)).toMatchObject({
      state: 'Stable',
      memberCount: 1,
    });
  });

  it('V5: a resumed partition goes on long before kafkajs’s own four seconds', async () => {
    await createTopic(1);
    const { member, listener } = await started({ maxWaitMs: 250 });
    await send(['first']);
    await listener.until(() => listener.records.length === 1);
    member.pause([{ topic, partition: 0 }]);
    await send(['backlog']);
    const since = Date.now();
    member.resume([{ topic, partition: 0 }]);
    await listener.until(() => listener.records.length === 2);
    expect(Date.now() - since).toBeLessThan(2_000);
  });

  it('V7: takes no commit for a partition that went to another member, which Kafka itself would', async () => {
    await createTopic(2);
    await send(Array.from({ length: 9 }, String), 0);
    await send(Array.from({ length: 9 }, String), 1);
    const first = await started();
    await first.listener.until(() => first.listener.records.length === 18);
    const oldEpoch = first.listener.epoch;
    const commit = (partition: number, offset: bigint): object => ({
      topic,
      partition,
      offset,
      metadata: '',
    });
    const second = await started();
    await first.listener.until(() => first.listener.held.length === 1);
    await second.listener.until(() => second.listener.records.length === 9);
    const lost = second.listener.assignment.fresh[0]!.partition;
    const done = await second.member.commit(second.listener.epoch, [commit(lost, 9n) as never]);
    expect(done).toEqual({ kind: 'stored', refused: [] });
    expect(await first.member.commit(oldEpoch, [commit(lost, 2n) as never])).toEqual({ kind: 'stale' });
    expect(await first.member.commit(first.listener.epoch, [commit(lost, 2n) as never])).toMatchObject({
      refused: [{ topic, partition: lost }],
    });
    const committed = await fixture.broker.admin().committedOffsets(group, [topic]);
    expect(committed[lost]?.offset).toBe(9n);
  });

  it('V8: reads a topic that only the newer member of a group subscribes to', async () => {
    const added = `${topic}.retry.5s`;
    await createTopic(4);
    await createTopic(4, {}, added);
    const old = await started();
    const newer = await started({ topics: [topic, added] });
    await old.listener.until(() => old.listener.assignments.length === 2);
    expect(newer.listener.held.filter((place) => place.startsWith(`${added}/`))).toHaveLength(4);
    const main = [...old.listener.held, ...newer.listener.held].filter((place) =>
      place.startsWith(`${topic}/`),
    );
    expect(main.sort()).toEqual([0, 1, 2, 3].map((partition) => `${topic}/${String(partition)}`));
    for (const partition of [0, 1, 2, 3]) await send([`new ${String(partition)}`], partition, added);
    await newer.listener.until(() => newer.listener.records.length === 4);
  });

  it('V11: a kept value does not keep the answer that it came with', async () => {
    await createTopic(1);
    await send(Array.from({ length: 900 }, () => Buffer.alloc(1_000, 'v')));
    const { listener } = await started();
    await listener.until(() => listener.records.length === 900);
    for (const { value } of listener.records) {
      expect(value?.buffer.byteLength).toBeLessThanOrEqual(16 * 1024);
    }
  });

  it('P3: a batch that arrives before its commit is known waits for it, and comes once', async () => {
    await createTopic(1);
    await send(Array.from({ length: 100 }, String));
    const answer = Promise.withResolvers<undefined>();
    const admin = fixture.broker.admin();
    const read = admin.committedOffsets.bind(admin);
    vi.spyOn(admin, 'committedOffsets').mockImplementation(async (groupId, topics) => {
      await answer.promise;
      return read(groupId, topics);
    });
    const { member, listener } = await started({ maxWaitMs: 50 });
    const since = member.lastContactMs();
    await waitUntil(() => member.lastContactMs() > since + 500, { timeoutMs: 10_000, what: 'ten fetches' });
    expect(listener.batches).toEqual([]);
    answer.resolve(undefined);
    await listener.until(() => listener.records.length === 100);
    expect(listener.told.map(({ kind }) => kind)).toEqual(['assigned', 'loaded', 'batch']);
    expect(texts(listener)).toEqual(Array.from({ length: 100 }, String));
  });

  it('P4: pausing and resuming is harmless at any time', async () => {
    await createTopic(1);
    const member = fixture.broker.consumer({ groupId: group, topics: [topic], ...QUICK });
    const places = [
      { topic, partition: 0 },
      { topic: 'nowhere', partition: 7 },
    ];
    member.pause(places);
    await member.start(new RecordingListener());
    member.pause(places);
    member.resume(places);
    const stopping = member.stop();
    member.pause(places);
    await stopping;
    member.resume(places);
  });

  it('B2: partitions that stay are not fetched again, though nothing was committed', async () => {
    await createTopic(4);
    for (const partition of [0, 1, 2, 3]) await send(Array.from({ length: 50 }, String), partition);
    const first = await started();
    await first.listener.until(() => first.listener.records.length === 200);
    await started();
    await first.listener.until(() => first.listener.assignments.length === 2);
    for (const { partition } of first.listener.assignment.kept) await send(['next'], partition);
    await first.listener.until(() => first.listener.records.length === 202);
    expect(fixture.logs.lines.filter(({ msg }) => msg === 'records fetched again')).toEqual([]);
  });

  describe('codecs', () => {
    it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
      'reads what others compressed with %s',
      async (codec) => {
        // The broker itself compresses what arrives plain.
        await createTopic(1, { 'compression.type': codec });
        const values = Array.from({ length: 300 }, (_, index) => `value ${String(index)} `.repeat(10));
        await send(values);
        const { listener } = await started();
        await listener.until(() => listener.records.length === 300);
        expect(texts(listener)).toEqual(values);
      },
    );

    it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
      'writes with %s what every reader understands',
      async (compression) => {
        const written = await kafkaFixture({ compression });
        await createTopic(1);
        const value = Buffer.from('compressible '.repeat(50_000));
        await written.broker.producer().send(topic, [{ key: 'k', value, headers: {} }]);
        await written.close();
        const { listener } = await started();
        await listener.until(() => listener.records.length === 1);
        expect(listener.records[0]?.value?.equals(value)).toBe(true);
        expect(await storedBytes(topic)).toBeLessThan(value.length / 2);
      },
    );
  });

  describe('the position', () => {
    it('steps over transaction markers and aborted records without a gap', async () => {
      await createTopic(1);
      const producer = plainKafka().producer({
        transactionalId: `${fixture.prefix}.tx`,
        maxInFlightRequests: 1,
        idempotent: true,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      const { listener } = await started();
      for (const [value, keep, end] of [
        ['one', true, 2n],
        ['aborted', false, 4n],
        ['two', true, 6n],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ key: 'k', value, partition: 0 }] });
        await (keep ? transaction.commit() : transaction.abort());
        // Read one by one, so that the aborted record and its marker are an answer without any record.
        await listener.until(() => listener.batches.at(-1)?.nextOffset === end);
      }
      await producer.disconnect();
      await send(['three']);
      await listener.until(() => texts(listener).includes('three'));
      expect(texts(listener)).toEqual(['one', 'two', 'three']);
      let next = 0n;
      for (const batch of listener.batches) {
        expect(batch.fetchedOffset).toBe(next);
        next = batch.nextOffset;
      }
      expect(next).toBe(7n);
    });

    it('begins at the start of a topic that was made anew, whatever the old one’s commit says', async () => {
      await createTopic(1);
      await send(Array.from({ length: 20 }, String));
      const before = await started();
      await before.listener.until(() => before.listener.records.length === 20);
      await before.member.commit(before.listener.epoch, [
        { topic, partition: 0, offset: 20n, metadata: 'map' },
      ]);
      await before.member.stop();
      await fixture.broker.admin().deleteTopics([topic]);
      await waitUntil(async () => !(await fixture.broker.admin().listTopics()).includes(topic), {
        timeoutMs: 20_000,
        what: 'the topic is gone',
      });
      await createTopic(1);
      await restoreCommit(group, topic, '20');
      const fresh = await kafkaFixture();
      await fresh.broker.producer().send(topic, [{ key: 'k', value: Buffer.from('new'), headers: {} }]);
      await fresh.close();
      const after = await started();
      await after.listener.until(() => after.listener.records.length === 1);
      expect(texts(after.listener)).toEqual(['new']);
      expect(after.listener.loads).toEqual([{ topic, partition: 0, offset: null, metadata: '' }]);
      expect(fixture.logs.atLeast('error').map(({ msg }) => msg)).toEqual([
        'commit lies beyond the end of the log: the topic is a new one, reading it from its start',
      ]);
    });

    it('finds records that retention removes while the partition is paused, and reports them as lost', async () => {
      await createTopic(1);
      const { member, listener } = await started();
      await send(['read']);
      await listener.until(() => listener.records.length === 1);
      member.pause([{ topic, partition: 0 }]);
      await send(['lost', 'lost too']);
      await fixture.deleteBefore(topic, 0, 3n);
      await send(['kept']);
      member.resume([{ topic, partition: 0 }]);
      await listener.until(() => texts(listener).includes('kept'));
      expect(listener.gaps).toEqual([{ topic, partition: 0, from: 1n, to: 3n }]);
      expect(listener.batches.at(-1)).toMatchObject({ fetchedOffset: 1n, nextOffset: 4n });
    });
  });

  async function storedBytes(of: string): Promise<number> {
    const messages: number[] = [];
    const consumer = plainKafka().consumer({ groupId: `${group}.sizes`, maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topics: [of], fromBeginning: true });
    const sized = Promise.withResolvers<undefined>();
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'Fetch') messages.push(payload.size);
    });
    await consumer.run({
      eachBatch: () => {
        sized.resolve(undefined);
        return Promise.resolve();
      },
    });
    await sized.promise;
    await consumer.disconnect();
    return Math.max(...messages);
  }
});

/** Writes a commit as an earlier life of the topic may have left it. */
async function restoreCommit(groupId: string, topic: string, offset: string): Promise<void> {
  const consumer = plainKafka().consumer({ groupId, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const joined = Promise.withResolvers<undefined>();
  consumer.on(consumer.events.GROUP_JOIN, () => {
    joined.resolve(undefined);
  });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: () => Promise.resolve() });
  // A fetch from that offset would be out of range, and kafkajs would commit another one over it.
  consumer.pause([{ topic }]);
  await joined.promise;
  await consumer.commitOffsets([{ topic, partition: 0, offset, metadata: 'map' }]);
  await consumer.disconnect();
}
