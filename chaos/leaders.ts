import { OFFSETS_TOPIC, partitionOfGroup } from '../dev/group-coordinator.ts';
import type { KafkaBroker } from '../dev/stack/kafka.ts';
import { poll } from '../dev/stack/poll.ts';
import { FAILING_QUEUES, namesUnder } from './queues.ts';
import type { Scene } from './scene.ts';

type Cluster = Pick<Scene, 'kafka' | 'admin' | 'prefix' | 'partitions'>;

const FULL_AGAIN_MS = 180_000;

/** The broker that leads a partition; the first one while nobody does. */
export const leaderOf = async (
  { kafka, admin }: Cluster,
  topic: string,
  partition: number,
): Promise<KafkaBroker> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const found = topics[0]?.partitions.find(({ partitionId }) => partitionId === partition);
  const broker = kafka.brokers.find(({ nodeId }) => nodeId === found?.leader) ?? kafka.brokers[0];
  if (broker === undefined) throw new Error('the cluster has no brokers');
  return broker;
};

/** The broker that coordinates a group. */
export const coordinatorOf = async (cluster: Cluster, group: string): Promise<KafkaBroker> =>
  leaderOf(cluster, OFFSETS_TOPIC, await partitionOfGroup(cluster.admin, group));

/** Waits until every broker has a full copy of everything, so that the next one may go. */
export const fullyReplicated = async ({ admin, kafka, prefix }: Cluster): Promise<void> => {
  const names = FAILING_QUEUES.map((queue) => namesUnder(prefix, queue));
  const wanted = names.flatMap(({ main, dlq, tiers }) => [main, dlq, ...tiers.map(({ topic }) => topic)]);
  await poll({ timeoutMs: FULL_AGAIN_MS, intervalMs: 200, what: 'all copies are full' }, async () => {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...wanted, OFFSETS_TOPIC] });
      return topics.every(({ partitions }) =>
        partitions.every(({ isr }) => isr.length === kafka.brokers.length),
      );
    } catch {
      // A leader is being elected, or the broker that was asked has just gone.
      return false;
    }
  });
};
