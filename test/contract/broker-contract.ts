// Longer than the usual file: one suite is one list of promises, read from top to bottom.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BrokerError } from '../../src/broker/broker.ts';
import type { Broker, BrokerConsumer, ConsumerOptions, OutgoingRecord } from '../../src/broker/broker.ts';
import { partitionForKey } from '../../src/broker/partitioner.ts';
import { createServedTopic } from '../support/served-topic.ts';
import { RecordingListener } from '../broker/recording-listener.ts';

/** What an implementation brings. */
export interface BrokerFixture {
  readonly broker: Broker;
  /** Starts the names of this test's topics and groups; nobody else uses it. */
  readonly prefix: string;
  /** Drops the records of a partition before `offset`, as retention does. */
  deleteBefore(topic: string, partition: number, offset: bigint): Promise<void>;
  close(): Promise<void>;
}

const QUICK = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 100, maxWaitMs: 50 } as const;

/** The promises of the broker port, checked on one implementation. */
export function describeBrokerContract(name: string, setUp: () => Promise<BrokerFixture>): void {
  describe(`broker contract: ${name}`, () => {
    let fixture: BrokerFixture;
    let broker: Broker;
    let topic: string;
    let group: string;
    let running: BrokerConsumer[];

    beforeEach(async () => {
      fixture = await setUp();
      broker = fixture.broker;
      topic = `${fixture.prefix}.main`;
      group = `${fixture.prefix}.group`;
      running = [];
    });

    afterEach(async () => {
      await Promise.all(running.map((consumer) => consumer.stop()));
      await fixture.close();
    });

    const createTopic = async (partitions: number, configs = {}, of = topic): Promise<void> => {
      await createServedTopic(broker.admin(), { topic: of, partitions, configs });
    };

    const consumer = (options: Partial<ConsumerOptions> = {}): BrokerConsumer => {
      const created = broker.consumer({ groupId: group, topics: [topic], ...QUICK, ...options });
      running.push(created);
      return created;
    };

    const started = async (
      options: Partial<ConsumerOptions> = {},
    ): Promise<{ member: BrokerConsumer; listener: RecordingListener }> => {
      const listener = new RecordingListener();
      const member = consumer(options);
      await member.start(listener);
      return { member, listener };
    };

    const send = (count: number, partition: number, from = 0): Promise<unknown> =>
      broker.producer().send(topic, numbered(count, partition, from));

    const committed = async (partition: number): Promise<{ offset: bigint | null; metadata: string }> => {
      const all = await broker.admin().committedOffsets(group, [topic]);
      const { offset, metadata } = all.find((entry) => entry.partition === partition)!;
      return { offset, metadata };
    };

    describe('sending', () => {
      it('answers where each record was stored, in the order of the call', async () => {
        await createTopic(3);
        const records = [...numbered(2, 0), ...numbered(1, 2), ...numbered(1, 0)];
        const positions = await broker.producer().send(topic, records);
        expect(positions).toEqual([
          { topic, partition: 0, offset: 0n },
          { topic, partition: 0, offset: 1n },
          { topic, partition: 2, offset: 0n },
          { topic, partition: 0, offset: 2n },
        ]);
      });

      it('hands over key, value, headers and time as they were sent', async () => {
        await createTopic(1);
        const before = Date.now();
        const value = Buffer.from([0, 1, 255, 3]);
        await broker.producer().send(topic, [
          { key: 'ключ', value, headers: { 'x-name': 'Zoë', empty: '' } },
          { key: '', value: null, headers: {} },
        ]);
        const { listener } = await started();
        await listener.until(() => listener.records.length === 2);
        const [first, second] = listener.records;
        expect(first).toMatchObject({ topic, partition: 0, offset: 0n, key: 'ключ' });
        expect(first?.value?.equals(value)).toBe(true);
        expect(first?.headers).toEqual({ 'x-name': 'Zoë', empty: '' });
        expect(first?.timestampMs).toBeGreaterThanOrEqual(before - 1_000);
        expect(first?.timestampMs).toBeLessThanOrEqual(Date.now() + 1_000);
        expect(second).toMatchObject({ key: '', value: null, headers: {} });
      });

      it('puts a key where Kafka’s Java client puts it', async () => {
        await createTopic(7);
        const keys = ['1', 'user-42', 'ключ', ''];
        const positions = await broker.producer().send(
          topic,
          keys.map((key) => ({ key, value: Buffer.from('x'), headers: {} })),
        );
        expect(positions.map(({ partition }) => partition)).toEqual(
          keys.map((key) => partitionForKey(key, 7)),
        );
      });

      it('rejects a partition that the topic does not have', async () => {
        await createTopic(2);
        await expect(send(1, 2)).rejects.toMatchObject({ name: 'BrokerError', code: 'rejected' });
      });

      it('sends to the new partitions of a topic that has grown', async () => {
        await createTopic(1);
        await send(1, 0);
        await broker.admin().growPartitions(topic, 3);
        expect(await send(1, 2)).toEqual([{ topic, partition: 2, offset: 0n }]);
      });

      it('keeps the order of a partition over a thousand calls at once', async () => {
        await createTopic(2);
        const positions = await Promise.all(
          Array.from({ length: 1_000 }, (_, index) => send(1, index % 2, index)),
        );
        expect(positions).toHaveLength(1_000);
        const { listener } = await started();
        await listener.until(() => listener.records.length === 1_000);
        for (const partition of [0, 1]) {
          const values = valuesOf(listener, partition);
          expect(values).toEqual([...values].sort((a, b) => a - b));
          expect(new Set(values).size).toBe(500);
        }
      });

      it('refuses a record that is too large and no other', async () => {
        await createTopic(1, { 'max.message.bytes': '2000' });
        const small = (key: string): OutgoingRecord => ({ key, value: Buffer.alloc(300), headers: {} });
        const large: OutgoingRecord = { key: 'large', value: Buffer.alloc(5_000), headers: {} };
        const results = await Promise.allSettled(
          [small('a'), small('b'), large, small('c'), small('d')].map((record) =>
            broker.producer().send(topic, [record]),
          ),
        );
        expect(results.map(({ status }) => status)).toEqual([
          'fulfilled',
          'fulfilled',
          'rejected',
          'fulfilled',
          'fulfilled',
        ]);
        expect((results[2] as PromiseRejectedResult).reason).toMatchObject({ code: 'too_large' });
        const { listener } = await started();
        await listener.until(() => listener.records.length === 4);
        expect(listener.records.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
      });

      it('names the topic that does not exist', async () => {
        const sending = broker.producer().send(`${topic}.nowhere`, numbered(1, 0));
        await expect(sending).rejects.toMatchObject({
          code: 'unknown_topic',
          message: expect.stringContaining(`${topic}.nowhere`) as string,
        });
      });

      it('finishes what is under way before it closes, and takes nothing after', async () => {
        await createTopic(1);
        const producer = broker.producer();
        const sending = Promise.all(Array.from({ length: 50 }, (_, index) => send(1, 0, index)));
        await producer.disconnect();
        expect(await sending).toHaveLength(50);
        await expect(send(1, 0)).rejects.toBeInstanceOf(BrokerError);
        await producer.disconnect();
      });

      it('answers an empty call with nothing', async () => {
        expect(await broker.producer().send(topic, [])).toEqual([]);
      });
    });

    describe('joining and reading', () => {
      it('is started with its first assignment, which comes before any commit and any batch', async () => {
        await createTopic(2);
        await send(3, 0);
        const { listener } = await started();
        expect(listener.assignments).toHaveLength(1);
        expect(listener.assignment.fresh).toHaveLength(2);
        await listener.until(() => listener.batches.length > 0);
        const kinds = listener.told
          .filter((told) => told.kind !== 'loaded' || told.committed.partition === 0)
          .map(({ kind }) => kind);
        expect(kinds.slice(0, 3)).toEqual(['assigned', 'loaded', 'batch']);
      });

      it('begins at the start of the log where nothing was committed', async () => {
        await createTopic(1);
        await send(5, 0);
        const { listener } = await started();
        await listener.until(() => listener.records.length === 5);
        expect(listener.loads).toEqual([{ topic, partition: 0, offset: null, metadata: '' }]);
        expect(listener.batches[0]?.fetchedOffset).toBe(0n);
      });

      it('covers every offset once, batch after batch, without a gap', async () => {
        await createTopic(1);
        const { listener } = await started();
        for (let round = 0; round < 20; round += 1) await send(37, 0, round * 37);
        await listener.until(() => listener.records.length === 740);
        let next = 0n;
        for (const batch of listener.batches) {
          expect(batch.fetchedOffset).toBe(next);
          expect(batch.highWatermark).toBeGreaterThanOrEqual(batch.nextOffset);
          next = batch.nextOffset;
        }
        expect(next).toBe(740n);
        expect(valuesOf(listener, 0)).toEqual(Array.from({ length: 740 }, (_, index) => index));
      });

      it('refuses to start on a topic that does not exist, and names it', async () => {
        await createTopic(1);
        const missing = `${topic}.retry.5s`;
        const starting = consumer({ topics: [topic, missing] }).start(new RecordingListener());
        await expect(starting).rejects.toMatchObject({
          code: 'unknown_topic',
          message: expect.stringContaining(missing) as string,
        });
      });

      it('is not started once its signal is aborted', async () => {
        await createTopic(1);
        const reason = new Error('shutting down');
        const early = AbortSignal.abort(reason);
        await expect(consumer().start(new RecordingListener(), early)).rejects.toBe(reason);
        const abort = new AbortController();
        const starting = consumer().start(new RecordingListener(), abort.signal);
        abort.abort(reason);
        await expect(starting).rejects.toBe(reason);
      });

      it('reports its last contact with the broker', async () => {
        await createTopic(1);
        const member = consumer();
        expect(member.lastContactMs()).toBe(0);
        const listener = new RecordingListener();
        await member.start(listener);
        await send(1, 0);
        await listener.until(() => listener.records.length === 1);
        expect(member.lastContactMs()).toBeGreaterThan(Date.now() - 60_000);
      });

      it('is silent after it was stopped, and may be stopped twice or before it starts', async () => {
        await createTopic(1);
        await consumer().stop();
        const { member, listener } = await started();
        await member.stop();
        await member.stop();
        const told = listener.told.length;
        await send(3, 0);
        member.pause([{ topic, partition: 0 }]);
        member.resume([{ topic, partition: 0 }]);
        const { listener: next } = await started();
        await next.until(() => next.records.length === 3);
        expect(listener.told).toHaveLength(told);
      });
    });

    describe('committing', () => {
      it('starts the next owner at the commit, and gives it the metadata', async () => {
        await createTopic(1);
        await send(10, 0);
        const { member, listener } = await started();
        await listener.until(() => listener.records.length === 10);
        const result = await member.commit(listener.epoch, [
          { topic, partition: 0, offset: 4n, metadata: 'done: 6, 8' },
        ]);
        expect(result).toEqual({ kind: 'stored', refused: [] });
        await member.stop();
        const { listener: next } = await started();
        await next.until(() => next.records.length === 6);
        expect(next.loads).toEqual([{ topic, partition: 0, offset: 4n, metadata: 'done: 6, 8' }]);
        expect(next.batches[0]?.fetchedOffset).toBe(4n);
        expect(valuesOf(next, 0)).toEqual([4, 5, 6, 7, 8, 9]);
      });

      it('takes 4,096 units of metadata and refuses more for that partition only', async () => {
        await createTopic(3);
        const { member, listener } = await started();
        const result = await member.commit(listener.epoch, [
          { topic, partition: 0, offset: 0n, metadata: 'é'.repeat(4_096) },
          { topic, partition: 1, offset: 0n, metadata: 'm'.repeat(4_097) },
          { topic, partition: 2, offset: 0n, metadata: '' },
        ]);
        expect(result).toEqual({ kind: 'stored', refused: [{ topic, partition: 1 }] });
        expect((await committed(0)).metadata).toHaveLength(4_096);
        expect(await committed(1)).toEqual({ offset: null, metadata: '' });
        expect(await committed(2)).toEqual({ offset: 0n, metadata: '' });
      });

      it('takes nothing for an epoch that is over, nor after the stop', async () => {
        await createTopic(1);
        const { member, listener } = await started();
        const commit = { topic, partition: 0, offset: 1n, metadata: '' };
        expect(await member.commit(listener.epoch - 1, [commit])).toEqual({ kind: 'stale' });
        await member.stop();
        expect(await member.commit(listener.epoch, [commit])).toEqual({ kind: 'stale' });
        expect(await committed(0)).toEqual({ offset: null, metadata: '' });
      });

      it('refuses a partition that another member holds', async () => {
        await createTopic(2);
        const first = await started();
        const second = await started();
        await second.listener.until(() => second.listener.held.length === 1);
        await first.listener.until(() => first.listener.held.length === 1);
        const foreign = second.listener.assignment.fresh[0]!;
        const commit = { ...foreign, offset: 7n, metadata: '' };
        const result = await first.member.commit(first.listener.epoch, [commit]);
        expect(result).toEqual({ kind: 'stored', refused: [foreign] });
        expect((await committed(foreign.partition)).offset).toBeNull();
      });
    });

    describe('rebalancing', () => {
      it('keeps partition n of every topic on one member, and every partition on exactly one', async () => {
        const retry = `${topic}.retry.5s`;
        await createTopic(5);
        await createTopic(5, {}, retry);
        const topics = [topic, retry];
        const first = await started({ topics });
        const second = await started({ topics });
        await first.listener.until(() => first.listener.held.length < 10);
        const all = [...first.listener.held, ...second.listener.held].sort();
        const expected = topics.flatMap((of) => [0, 1, 2, 3, 4].map((number) => `${of}/${String(number)}`));
        expect(all).toEqual(expected.sort());
        for (const held of [first.listener.held, second.listener.held]) {
          const numbers = (of: string): string[] =>
            held.filter((place) => place.startsWith(`${of}/`)).map((place) => place.slice(of.length));
          expect(numbers(topic)).toEqual(numbers(retry));
        }
      });

      it('keeps the position of partitions that stay, though nothing was committed', async () => {
        await createTopic(4);
        for (const partition of [0, 1, 2, 3]) await send(20, partition);
        const first = await started();
        await first.listener.until(() => first.listener.records.length === 80);
        await started();
        await first.listener.until(() => first.listener.assignments.length === 2);
        const { kept, fresh } = first.listener.assignment;
        expect(kept).toHaveLength(2);
        expect(fresh).toEqual([]);
        for (const { partition } of kept) await send(5, partition, 20);
        await first.listener.until(() => first.listener.records.length === 90);
        for (const { partition } of kept) {
          expect(valuesOf(first.listener, partition)).toEqual(
            Array.from({ length: 25 }, (_, index) => index),
          );
        }
      });

      it('takes a last commit inside rebalancing(), where the next owner starts', async () => {
        await createTopic(2);
        for (const partition of [0, 1]) await send(10, partition);
        const first = await started();
        await first.listener.until(() => first.listener.records.length === 20);
        const { epoch } = first.listener;
        const results: Promise<unknown>[] = [];
        first.listener.onRebalancing = () => {
          const commits = [0, 1].map((partition) => ({ topic, partition, offset: 6n, metadata: 'last' }));
          results.push(first.member.commit(epoch, commits));
        };
        const second = await started();
        await second.listener.until(() => second.listener.records.length === 4);
        expect(await Promise.all(results)).toEqual([{ kind: 'stored', refused: [] }]);
        expect(second.listener.loads).toMatchObject([{ offset: 6n, metadata: 'last' }]);
        expect(second.listener.batches[0]?.fetchedOffset).toBe(6n);
      });

      it('takes no commit between rebalancing() and the next assignment', async () => {
        await createTopic(2);
        const first = await started();
        const late = Promise.withResolvers<unknown>();
        const announced: number[] = [];
        first.listener.onRebalancing = () => {
          const { epoch } = first.listener;
          announced.push(epoch);
          queueMicrotask(() => {
            const commits = [{ topic, partition: 0, offset: 1n, metadata: '' }];
            void first.member.commit(epoch, commits).then(late.resolve);
          });
        };
        // A member whose session lapsed learns of a rebalance by its new assignment only: then the next one is asked.
        while (announced.length === 0) {
          const before = first.listener.assignments.length;
          await started();
          await first.listener.until(
            () => announced.length > 0 || first.listener.assignments.length > before,
          );
        }
        expect(await late.promise).toEqual({ kind: 'stale' });
      });

      it('gives the partitions of a member that left to the others, as fresh ones', async () => {
        await createTopic(2);
        const first = await started();
        const second = await started();
        await first.listener.until(() => first.listener.held.length === 1);
        await second.member.stop();
        await first.listener.until(() => first.listener.held.length === 2);
        expect(first.listener.assignment.kept).toHaveLength(1);
        expect(first.listener.assignment.fresh).toHaveLength(1);
        const { epoch } = first.listener;
        expect(epoch).toBe(first.listener.assignments.length);
      });

      it('does not give a partition back paused that was paused, lost and assigned again', async () => {
        await createTopic(2);
        const first = await started();
        first.member.pause([0, 1].map((partition) => ({ topic, partition })));
        const second = await started();
        await first.listener.until(() => first.listener.held.length === 1);
        const keptOne = first.listener.assignment.kept[0]!.partition;
        const lost = 1 - keptOne;
        await second.member.stop();
        await first.listener.until(() => first.listener.held.length === 2);
        for (const partition of [keptOne, lost]) await send(3, partition);
        await first.listener.until(() => first.listener.records.length >= 3);
        expect(valuesOf(first.listener, lost)).toEqual([0, 1, 2]);
        expect(valuesOf(first.listener, keptOne)).toEqual([]);
        first.member.resume([{ topic, partition: keptOne }]);
        await first.listener.until(() => first.listener.records.length === 6);
      });
    });

    describe('pausing', () => {
      it('holds back a paused partition, goes on with the others, and misses nothing after', async () => {
        await createTopic(2);
        const { member, listener } = await started();
        await send(1, 0);
        await send(1, 1);
        await listener.until(() => listener.records.length === 2);
        member.pause([{ topic, partition: 0 }]);
        // One fetch may be under way: let it end with a record of the other partition.
        await send(1, 1, 1);
        await listener.until(() => valuesOf(listener, 1).length === 2);
        await send(5, 0, 1);
        await send(5, 1, 2);
        await listener.until(() => valuesOf(listener, 1).length === 7);
        await send(5, 1, 7);
        await listener.until(() => valuesOf(listener, 1).length === 12);
        expect(valuesOf(listener, 0)).toEqual([0]);
        member.resume([{ topic, partition: 0 }]);
        await listener.until(() => valuesOf(listener, 0).length === 6);
        expect(valuesOf(listener, 0)).toEqual([0, 1, 2, 3, 4, 5]);
        expect(valuesOf(listener, 1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      });
    });

    describe('retention', () => {
      it('starts at the log’s start, reports what is lost, and counts it as covered', async () => {
        await createTopic(1);
        await send(10, 0);
        const first = await started();
        await first.listener.until(() => first.listener.records.length === 10);
        await first.member.commit(first.listener.epoch, [
          { topic, partition: 0, offset: 2n, metadata: 'map' },
        ]);
        await first.member.stop();
        await fixture.deleteBefore(topic, 0, 7n);
        const second = await started();
        await second.listener.until(() => second.listener.records.length === 3);
        expect(second.listener.gaps).toEqual([{ topic, partition: 0, from: 2n, to: 7n }]);
        expect(second.listener.batches[0]?.fetchedOffset).toBe(2n);
        expect(valuesOf(second.listener, 0)).toEqual([7, 8, 9]);
        expect(second.listener.crashes).toEqual([]);
      });
    });

    describe('administration', () => {
      it('creates what is missing and leaves the rest alone', async () => {
        const admin = broker.admin();
        await createTopic(2, { 'retention.ms': '1000000' });
        await admin.createTopics([
          { topic, partitions: 9, configs: { 'retention.ms': '5' } },
          { topic: `${topic}.dlq`, partitions: 3, configs: {} },
        ]);
        const described = await admin.describeTopics(
          [topic, `${topic}.dlq`, `${topic}.no`],
          ['cleanup.policy'],
        );
        const byTopic = [...described].sort((a, b) => (a.topic < b.topic ? -1 : 1));
        expect(byTopic).toMatchObject([
          { topic, partitions: 2, configs: { 'retention.ms': '1000000', 'cleanup.policy': 'delete' } },
          { topic: `${topic}.dlq`, partitions: 3, configs: { 'cleanup.policy': 'delete' } },
        ]);
        expect(await admin.listTopics()).toEqual(expect.arrayContaining([topic, `${topic}.dlq`]));
      });

      it('sets a config and keeps the topic’s other overrides', async () => {
        const admin = broker.admin();
        await createTopic(1, { 'retention.ms': '1000000', 'max.message.bytes': '5000' });
        await admin.setTopicConfigs(topic, { 'retention.ms': '2000000' });
        const [described] = await admin.describeTopics([topic], []);
        expect(described?.configs).toMatchObject({ 'retention.ms': '2000000', 'max.message.bytes': '5000' });
      });

      it('grows a topic, and does not shrink one', async () => {
        const admin = broker.admin();
        await createTopic(2);
        await admin.growPartitions(topic, 4);
        expect(await admin.topicOffsets(topic)).toHaveLength(4);
        await expect(admin.growPartitions(topic, 1)).rejects.toMatchObject({ code: 'rejected' });
      });

      it('tells the bounds of every partition', async () => {
        await createTopic(2);
        await send(5, 1);
        await fixture.deleteBefore(topic, 1, 2n);
        expect(await broker.admin().topicOffsets(topic)).toEqual([
          { topic, partition: 0, logStart: 0n, highWatermark: 0n },
          { topic, partition: 1, logStart: 2n, highWatermark: 5n },
        ]);
        await expect(broker.admin().topicOffsets(`${topic}.no`)).rejects.toMatchObject({
          code: 'unknown_topic',
        });
      });

      it('finds the first record of a time or after it, and the end where there is none', async () => {
        await createTopic(2);
        for (let count = 0; count < 3; count += 1) await send(1, 1, count);
        const { listener } = await started();
        await listener.until(() => listener.records.length === 3);
        const times = listener.records.map(({ timestampMs }) => timestampMs);
        const last = Math.max(...times);
        const admin = broker.admin();
        const expected = (time: number): bigint => {
          const index = times.findIndex((timestampMs) => timestampMs >= time);
          return BigInt(index === -1 ? times.length : index);
        };
        for (const time of [0, ...times, last + 1]) {
          expect(await admin.offsetsAtTime(topic, time)).toEqual([
            { topic, partition: 0, offset: 0n },
            { topic, partition: 1, offset: expected(time) },
          ]);
        }
        await expect(admin.offsetsAtTime(`${topic}.no`, 0)).rejects.toMatchObject({ code: 'unknown_topic' });
      });

      it('lists partitions without a commit as null', async () => {
        await createTopic(2);
        expect(await broker.admin().committedOffsets(group, [topic])).toEqual([
          { topic, partition: 0, offset: null, metadata: '' },
          { topic, partition: 1, offset: null, metadata: '' },
        ]);
      });

      it('describes a group that runs, one that does not, and the cluster', async () => {
        await createTopic(1);
        const admin = broker.admin();
        expect(await admin.describeGroup(group)).toEqual({ groupId: group, state: 'Dead', memberCount: 0 });
        const { listener } = await started();
        await listener.until(() => listener.loads.length === 1);
        expect(await admin.describeGroup(group)).toEqual({ groupId: group, state: 'Stable', memberCount: 1 });
        expect((await admin.describeCluster()).brokers).toBeGreaterThanOrEqual(1);
      });

      it('deletes topics', async () => {
        await createTopic(1);
        await broker.admin().deleteTopics([topic]);
        expect(await broker.admin().listTopics()).not.toContain(topic);
      });
    });
  });
}

/** Records for one partition whose values are their running numbers. */
function numbered(count: number, partition: number, from = 0): OutgoingRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `key-${String(from + index)}`,
    value: Buffer.from(String(from + index)),
    headers: {},
    partition,
  }));
}

function valuesOf(listener: RecordingListener, partition: number): number[] {
  return listener.records
    .filter((record) => record.partition === partition)
    .map(({ value }) => Number(value?.toString()));
}
