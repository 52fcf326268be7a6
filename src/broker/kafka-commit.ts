import type { Consumer, Offsets } from 'kafkajs';

import type { CommitResult, OffsetCommit, TopicPartition } from './broker.ts';
import { kafkaErrorType, toBrokerError } from './kafka-errors.ts';

/** Kafka's default `offset.metadata.max.bytes`, which its coordinator counts in UTF-16 units. */
export const METADATA_LIMIT = 4_096;

/** kafkajs's commit of one runner, taken from a batch: it stamps the present generation and never tries again. */
export type DirectCommit = (offsets: Offsets) => Promise<void>;

/** Answers that mean "this member or generation is over". */
const STALE = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);

/** Answers that concern one partition of the request; the others are stored although the call throws. */
const ONE_PARTITION = new Set(['OFFSET_METADATA_TOO_LARGE', 'UNKNOWN_TOPIC_OR_PARTITION']);

/** The commit function for a consumer that has read nothing yet, so has no batch to take one from. kafkajs would
 *  repeat a failed one under the next generation; with nothing read there is nothing that it could rewind. */
export function commitWithoutBatch(consumer: Consumer): DirectCommit {
  return (offsets) =>
    consumer.commitOffsets(
      offsets.topics.flatMap(({ topic, partitions }) =>
        partitions.map((entry) => ({ topic, metadata: null, ...entry })),
      ),
    );
}

/** Sends commits in one request; if the broker refuses some partitions, finds out which. Never rejects. */
export async function sendCommits(
  commit: DirectCommit,
  commits: readonly OffsetCommit[],
): Promise<CommitResult> {
  const refused: TopicPartition[] = commits
    .filter(({ metadata }) => metadata.length > METADATA_LIMIT)
    .map(placeOf);
  const rest = commits.filter(({ metadata }) => metadata.length <= METADATA_LIMIT);
  const all = await attempt(commit, rest);
  if (all.kind !== 'one_refused') return all.kind === 'stored' ? { kind: 'stored', refused } : all;
  for (const single of rest) {
    const result = await attempt(commit, [single]);
    if (result.kind === 'one_refused') refused.push(placeOf(single));
    else if (result.kind !== 'stored') return result;
  }
  return { kind: 'stored', refused };
}

function placeOf({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}

async function attempt(
  commit: DirectCommit,
  commits: readonly OffsetCommit[],
): Promise<CommitResult | { readonly kind: 'one_refused' }> {
  if (commits.length === 0) return { kind: 'stored', refused: [] };
  try {
    await commit(toOffsets(commits));
    return { kind: 'stored', refused: [] };
  } catch (error) {
    // The caller decides on the value; a commit that failed is ordinary during rebalances and outages.
    const type = kafkaErrorType(error) ?? '';
    if (STALE.has(type)) return { kind: 'stale' };
    if (ONE_PARTITION.has(type)) return { kind: 'one_refused' };
    return { kind: 'unavailable', error: toBrokerError(error, 'commit offsets') };
  }
}

function toOffsets(commits: readonly OffsetCommit[]): Offsets {
  const byTopic = new Map<string, { partition: number; offset: string; metadata: string }[]>();
  for (const { topic, partition, offset, metadata } of commits) {
    const partitions = byTopic.get(topic) ?? [];
    partitions.push({ partition, offset: String(offset), metadata });
    byTopic.set(topic, partitions);
  }
  return { topics: [...byTopic].map(([topic, partitions]) => ({ topic, partitions })) };
}
