import type { Admin } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { partitionOfGroup } from '../../dev/group-coordinator.ts';

/** An admin client of a cluster whose offsets topic has so many partitions. */
const clusterWith = (partitions: number): Admin =>
  ({
    fetchTopicMetadata: () =>
      Promise.resolve({ topics: [{ partitions: Array.from({ length: partitions }, () => ({})) }] }),
  }) as unknown as Admin;

describe('the partition of a group', () => {
  // The hashes are Java's; the brokers of a real cluster named the same coordinators.
  it.each([
    ['a', 97],
    ['chaos.email_senders', 1_119_663_437],
    ['chaos.missedmessage_emails', 2_062_938_984],
    ['zebra-crossing-7', 838_889_997],
    ['polygenelubricants', 0],
  ])('%s: is the absolute value of its hash, modulo the partitions', async (group, hash) => {
    expect(await partitionOfGroup(clusterWith(50), group)).toBe(hash % 50);
  });

  it('cannot be told before the offsets topic is there', async () => {
    await expect(partitionOfGroup(clusterWith(0), 'a')).rejects.toThrow('no partitions yet');
  });
});
