import { CompressionTypes } from 'kafkajs';
import type { Producer, ProducerRecord, RecordMetadata } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { ProducerPool } from '../../src/broker/producer-pool.ts';
import { collectLogs } from '../support/collect-logs.ts';

/** The part of kafkajs's producer that the pool uses. */
class FakeProducer {
  connected = false;
  closed = false;
  answer: (record: ProducerRecord) => Promise<RecordMetadata[]> = ({ topic }) =>
    Promise.resolve([{ topicName: topic, partition: 1, errorCode: 0, baseOffset: '41' }]);

  connect(): Promise<void> {
    this.connected = true;
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  send(record: ProducerRecord): Promise<RecordMetadata[]> {
    return this.answer(record);
  }
}

function setUp(): { pool: ProducerPool; producers: FakeProducer[] } {
  const producers: FakeProducer[] = [];
  const create = (): Producer => {
    const producer = new FakeProducer();
    producers.push(producer);
    return producer as unknown as Producer;
  };
  return { pool: new ProducerPool(create, CompressionTypes.None, collectLogs().logger), producers };
}

const request = { topic: 't', partition: 1, messages: [{ key: 'k', value: 'v', partition: 1 }] };

describe('ProducerPool', () => {
  it('answers the offset that the broker gave the first record', async () => {
    const { pool } = setUp();
    expect(await pool.send(request)).toBe(41n);
  });

  it('answers null when kafkajs resolves without a word about the partition (V9)', async () => {
    const { pool, producers } = setUp();
    await pool.connect();
    producers[0]!.answer = () =>
      Promise.resolve([{ topicName: 't', partition: 0, errorCode: 0, baseOffset: '7' }]);
    expect(await pool.send(request)).toBeNull();
  });

  it('replaces a retired producer and closes it after its last request', async () => {
    const { pool, producers } = setUp();
    const open = Promise.withResolvers<RecordMetadata[]>();
    await pool.connect();
    producers[0]!.answer = () => open.promise;
    const underWay = pool.send(request);
    pool.retire();
    expect(await pool.send(request)).toBe(41n);
    expect(producers).toHaveLength(2);
    expect(producers[0]!.closed).toBe(false);
    open.resolve([{ topicName: 't', partition: 1, errorCode: 0, baseOffset: '5' }]);
    expect(await underWay).toBe(5n);
    expect(producers[0]!.closed).toBe(true);
    await pool.disconnect();
    expect(producers[1]!.closed).toBe(true);
  });
});
