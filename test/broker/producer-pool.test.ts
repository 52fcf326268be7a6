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

  it('takes a new producer id after a request that was given up: the next one must not carry its numbers', async () => {
    const { pool, producers } = setUp();
    await pool.connect();
    producers[0]!.answer = () => Promise.reject(new Error('gave up'));
    await expect(pool.send(request)).rejects.toThrow('gave up');
    expect(producers[0]!.closed).toBe(true);
    expect(await pool.send(request)).toBe(41n);
    expect(producers).toHaveLength(2);
  });

  it('keeps its producer after a refusal for size, of which nothing was stored', async () => {
    const { pool, producers } = setUp();
    await pool.connect();
    const refusal = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' });
    producers[0]!.answer = () => Promise.reject(refusal);
    await expect(pool.send(request)).rejects.toBe(refusal);
    expect(producers[0]!.closed).toBe(false);
  });

  it('closes a retired producer only after its last request, and retires no newer one for it', async () => {
    const { pool, producers } = setUp();
    const answers = [Promise.withResolvers<RecordMetadata[]>(), Promise.withResolvers<RecordMetadata[]>()];
    await pool.connect();
    let asked = 0;
    producers[0]!.answer = () => answers[asked++]!.promise;
    const failing = pool.send(request);
    const underWay = pool.send(request);
    await Promise.resolve();
    await Promise.resolve();
    answers[0]!.reject(new Error('gave up'));
    await expect(failing).rejects.toThrow('gave up');
    expect(await pool.send(request)).toBe(41n);
    expect(producers[0]!.closed).toBe(false);
    answers[1]!.reject(new Error('gave up, too'));
    await expect(underWay).rejects.toThrow('gave up, too');
    expect(producers[0]!.closed).toBe(true);
    expect(await pool.send(request)).toBe(41n);
    expect(producers).toHaveLength(2);
    await pool.disconnect();
    expect(producers[1]!.closed).toBe(true);
  });
});
