import type { Offsets } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { OffsetCommit } from '../../src/broker/broker.ts';
import { sendCommits } from '../../src/broker/kafka-commit.ts';

const commit = (partition: number, metadata = ''): OffsetCommit => ({
  topic: 't',
  partition,
  offset: BigInt(partition * 10),
  metadata,
});

const kafkaError = (type: string): Error => Object.assign(new Error(type), { type });

describe('sendCommits', () => {
  it('sends everything in one request', async () => {
    const requests: Offsets[] = [];
    const result = await sendCommits(
      (offsets) => {
        requests.push(offsets);
        return Promise.resolve();
      },
      [commit(1, 'map'), { ...commit(2), topic: 'u' }],
    );
    expect(result).toEqual({ kind: 'stored', refused: [] });
    expect(requests).toEqual([
      {
        topics: [
          { topic: 't', partitions: [{ partition: 1, offset: '10', metadata: 'map' }] },
          { topic: 'u', partitions: [{ partition: 2, offset: '20', metadata: '' }] },
        ],
      },
    ]);
  });

  it('finds the partition that the broker refuses, whose neighbours are stored', async () => {
    const stored = new Set<number>();
    const result = await sendCommits(
      ({ topics }) => {
        const partitions = topics.flatMap((topic) => topic.partitions.map(({ partition }) => partition));
        for (const partition of partitions) if (partition !== 2) stored.add(partition);
        return partitions.includes(2)
          ? Promise.reject(kafkaError('OFFSET_METADATA_TOO_LARGE'))
          : Promise.resolve();
      },
      [commit(1), commit(2, 'm'), commit(3)],
    );
    expect(result).toEqual({ kind: 'stored', refused: [{ topic: 't', partition: 2 }] });
    expect([...stored]).toEqual([1, 3]);
  });

  it('never sends metadata that is too long', async () => {
    const result = await sendCommits(
      () => Promise.reject(new Error('asked')),
      [commit(1, 'm'.repeat(4_097))],
    );
    expect(result).toEqual({ kind: 'stored', refused: [{ topic: 't', partition: 1 }] });
  });

  it.each(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS'])(
    'takes %s for stale',
    async (type) => {
      expect(await sendCommits(() => Promise.reject(kafkaError(type)), [commit(1)])).toEqual({
        kind: 'stale',
      });
    },
  );

  it.each([kafkaError('NOT_COORDINATOR_FOR_GROUP'), new TypeError("reading 'brokers'"), new Error('socket')])(
    'takes %s for an outage',
    async (error) => {
      const result = await sendCommits(() => Promise.reject(error), [commit(1)]);
      expect(result).toMatchObject({ kind: 'unavailable' });
    },
  );
});
