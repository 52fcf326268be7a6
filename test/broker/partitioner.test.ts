import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionForKey } from '../../src/broker/partitioner.ts';

describe('murmur2', () => {
  // The expectations of Kafka's own test, org.apache.kafka.common.utils.UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %j as Kafka’s Java client does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });
});

describe('partitionForKey', () => {
  it('agrees with kafkajs’s Java-compatible partitioner for every kind of key', () => {
    const reference = Partitioners.DefaultPartitioner();
    const partitionMetadata = Array.from({ length: 11 }, (_, partitionId) => ({
      partitionId,
      leader: 1,
      partitionErrorCode: 0,
      replicas: [1],
      isr: [1],
    }));
    const keys = Array.from(
      { length: 500 },
      (_, index) => `${'ключ🔑k'.slice(0, index % 7)}${String(index ** 3)}`,
    );
    for (const key of keys) {
      const message = { key, value: null };
      expect(partitionForKey(key, 11)).toBe(reference({ topic: 't', partitionMetadata, message }));
    }
  });

  it('spreads keys over all partitions', () => {
    const seen = new Set(
      Array.from({ length: 200 }, (_, index) => partitionForKey(`user-${String(index)}`, 12)),
    );
    expect(seen.size).toBe(12);
  });
});
