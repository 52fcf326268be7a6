import { describe, expect, it } from 'vitest';
import { clientError, interceptRequests, watchRequests } from './client-requests.ts';
import { benchOfEachTest, textsOf } from './trap-bench.ts';

describe('kafkajs’s traps in the producer and the admin', () => {
  const bench = benchOfEachTest();
  const record = (value: string, partition?: number): Parameters<typeof plain>[0] => ({ value, partition });
  const plain = ({ value, partition }: { value: string; partition: number | undefined }) => ({
    key: '',
    value: Buffer.from(value),
    headers: {},
    ...(partition === undefined ? {} : { partition }),
  });

  it('V10: twenty thousand records for one partition go in requests of a thousand at most, in order', async () => {
    await bench().createTopic(1);
    const requests = watchRequests('produce');
    const values = Array.from({ length: 20_000 }, String);
    const positions = await bench()
      .fixture.broker.producer()
      .send(
        bench().topic,
        values.map((value) => plain(record(value, 0))),
      );
    const sizes = requests.flatMap(({ topicData }) =>
      topicData.flatMap(({ partitions }) => partitions.map(({ messages }) => messages.length)),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    const astray = positions.filter(({ offset }, index) => offset !== BigInt(index));
    expect({ count: astray.length, first: astray.slice(0, 3) }).toEqual({ count: 0, first: [] });
  });

  it('B4: a thousand single sends become few requests, each for one partition', async () => {
    await bench().createTopic(3);
    const producer = bench().fixture.broker.producer();
    await producer.send(bench().topic, [plain(record('warm', 0))]);
    const requests = watchRequests('produce');
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        producer.send(bench().topic, [plain(record(String(index), index % 3))]),
      ),
    );
    expect(requests.length).toBeLessThan(20);
    for (const { topicData } of requests) {
      expect(topicData.flatMap(({ partitions }) => partitions)).toHaveLength(1);
    }
  });

  it('B4: after a request that was stored but given up, the next record is stored, not taken for a repetition', async () => {
    await bench().createTopic(1);
    const producer = bench().fixture.broker.producer();
    await producer.send(bench().topic, [plain(record('before', 0))]);
    const restore = interceptRequests('produce', async (_request, pass) => {
      await pass();
      // The answer is lost in a way that kafkajs does not try again after.
      throw clientError('KafkaJSNonRetriableError', false);
    });
    await expect(producer.send(bench().topic, [plain(record('stored unawares', 0))])).rejects.toThrow();
    restore();
    await producer.send(bench().topic, [plain(record('after', 0))]);
    const { listener } = await bench().started();
    await listener.until(() => textsOf(listener).includes('after'));
    expect(textsOf(listener)).toEqual(['before', 'stored unawares', 'after']);
  });

  it('B4: a process has one producer and one admin, whatever number of consumers asks for them', async () => {
    const { broker } = bench().fixture;
    await bench().createTopic(1);
    expect(broker.producer()).toBe(broker.producer());
    expect(broker.admin()).toBe(broker.admin());
    await bench().send(['a']);
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
    const before = sockets();
    await Promise.all([1, 2, 3].map(() => bench().started()));
    // kafkajs opens two to each broker for a consumer: one for the fetches, one for the group.
    expect(sockets() - before).toBeLessThanOrEqual(3 * 3);
  });

  it('B4: admin calls at the same time do not take each other’s topics away', async () => {
    const topics = Array.from({ length: 12 }, (_, index) => `${bench().fixture.prefix}.t${String(index)}`);
    const admin = bench().fixture.broker.admin();
    await admin.createTopics(
      topics.map((topic, index) => ({ topic, partitions: 1 + (index % 3), configs: {} })),
    );
    const answers = await Promise.all(topics.map((topic) => admin.topicOffsets(topic)));
    expect(answers.map((offsets) => offsets.length)).toEqual(topics.map((_, index) => 1 + (index % 3)));
  });

  it('B4: reading a group’s commits writes none', async () => {
    await bench().createTopic(1);
    await bench().send(['a']);
    const { listener } = await bench().started();
    await listener.until(() => listener.records.length === 1);
    const commits = watchRequests('offsetCommit');
    const { broker } = bench().fixture;
    const read = (): Promise<unknown> => broker.admin().committedOffsets(bench().group, [bench().topic]);
    expect(await read()).toEqual([{ topic: bench().topic, partition: 0, offset: null, metadata: '' }]);
    expect(await read()).toEqual([{ topic: bench().topic, partition: 0, offset: null, metadata: '' }]);
    expect(commits).toEqual([]);
  });
});
