import type { BrokerAdmin, PartitionOffsets } from '../broker/broker.ts';

/** What reading lag asks of Kafka. */
export type LagReader = Pick<BrokerAdmin, 'topicOffsets' | 'committedOffsets'>;

/** Lag of one partition for one group. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** Null: nothing was ever committed. */
  readonly committed: bigint | null;
  readonly logStart: bigint;
  readonly highWatermark: bigint;
  /** Records that wait; never negative. */
  readonly lag: number;
}

/**
 * Records between what a group has committed and the end. What retention has deleted is not waiting for anybody, so
 * the commit counts as at least the log start; and since the two numbers are read one after the other, a commit may be
 * ahead of the end that was read before it: the lag is then 0, never negative.
 */
export const lagOf = (
  offsets: Pick<PartitionOffsets, 'logStart' | 'highWatermark'>,
  committed: bigint | null,
): number => {
  const from = committed === null || committed < offsets.logStart ? offsets.logStart : committed;
  return from >= offsets.highWatermark ? 0 : Number(offsets.highWatermark - from);
};

/** Lag of every partition of these topics for one group, in the order of the topics. Throws what the client throws. */
export const readGroupLag = async (
  admin: LagReader,
  group: string,
  topics: readonly string[],
): Promise<readonly PartitionLag[]> => {
  // Commits first: they are then older than the ends, so a lag can only be a little too large.
  const commits = await admin.committedOffsets(group, topics);
  const byPlace = new Map(commits.map((entry) => [`${entry.topic}/${entry.partition}`, entry.offset]));
  const offsets = await Promise.all(topics.map((topic) => admin.topicOffsets(topic)));
  return offsets.flat().map(({ topic, partition, logStart, highWatermark }) => {
    const committed = byPlace.get(`${topic}/${partition}`) ?? null;
    const lag = lagOf({ logStart, highWatermark }, committed);
    return { topic, partition, committed, logStart, highWatermark, lag };
  });
};

/** Records that a topic holds. */
export const depthOf = (offsets: readonly Pick<PartitionOffsets, 'logStart' | 'highWatermark'>[]): number =>
  offsets.reduce((sum, { logStart, highWatermark }) => sum + Number(highWatermark - logStart), 0);
