import kafkajs from 'kafkajs';
import type { Admin } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { KafkaAdmin } from '../../src/broker/kafka-admin.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Kafka's answer of a broker that does not know the topic. */
const unknownTopic = (): Error =>
  Object.assign(new kafkajs.KafkaJSProtocolError('This server does not host this topic-partition'), {
    type: 'UNKNOWN_TOPIC_OR_PARTITION',
  });

/** A cluster whose broker learns of a new topic after so many questions. */
const slowCluster = (denials: number) => {
  let asked = 0;
  const admin = {
    connect: () => Promise.resolve(),
    describeCluster: () => Promise.resolve({}),
    listTopics: () => Promise.resolve([]),
    // As kafkajs does when it is asked to wait for leaders.
    createTopics: ({ waitForLeaders }: { waitForLeaders: boolean }) =>
      waitForLeaders ? Promise.reject(unknownTopic()) : Promise.resolve(true),
    fetchTopicMetadata: () => {
      asked += 1;
      return asked > denials ? Promise.resolve({ topics: [] }) : Promise.reject(unknownTopic());
    },
  };
  return { admin: admin as unknown as Admin, asked: () => asked };
};

describe('creating topics', () => {
  it('waits for a broker that has not learnt of the new topic yet', async () => {
    const clock = new VirtualClock();
    const { admin, asked } = slowCluster(3);
    const created = new KafkaAdmin(admin, clock).createTopics([{ topic: 'new', partitions: 1, configs: {} }]);
    await clock.advance(1_000);
    await created;
    expect(asked()).toBe(4);
  });

  it('gives up after 15 s with the broker’s answer', async () => {
    const clock = new VirtualClock();
    const { admin } = slowCluster(Number.POSITIVE_INFINITY);
    const created = new KafkaAdmin(admin, clock).createTopics([{ topic: 'new', partitions: 1, configs: {} }]);
    const refused = expect(created).rejects.toMatchObject({ code: 'unknown_topic' });
    await clock.advance(16_000);
    await refused;
  });
});

describe('growing a topic', () => {
  /** A broker that goes on naming one partition for so many questions. */
  const forgetfulCluster = (times: number): Admin => {
    let asked = 0;
    return {
      connect: () => Promise.resolve(),
      describeCluster: () => Promise.resolve({}),
      createPartitions: () => Promise.resolve(true),
      fetchTopicMetadata: () => {
        asked += 1;
        const partitions = Array.from({ length: asked > times ? 2 : 1 }, () => ({}));
        return Promise.resolve({ topics: [{ name: 'grown', partitions }] });
      },
    } as unknown as Admin;
  };

  it('waits for a broker that has not learnt of the new partitions yet', async () => {
    const clock = new VirtualClock();
    const admin = new KafkaAdmin(forgetfulCluster(3), clock);
    const grown = admin.growPartitions('grown', 2).then(() => admin.partitionCount('grown'));
    await clock.advance(1_000);
    expect(await grown).toBe(2);
  });

  it('gives up after 15 s', async () => {
    const clock = new VirtualClock();
    const grown = new KafkaAdmin(forgetfulCluster(Number.POSITIVE_INFINITY), clock).growPartitions(
      'grown',
      2,
    );
    const refused = expect(grown).rejects.toMatchObject({ code: 'unavailable' });
    await clock.advance(16_000);
    await refused;
  });
});
