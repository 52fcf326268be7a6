import type { BrokerAdmin } from '../src/broker/broker.ts';
import type { QueueNames } from '../src/runtime/names.ts';

/** Records of main topics and tiers beyond what the groups have committed. */
export const unreadRecords = async (admin: BrokerAdmin, queues: readonly QueueNames[]): Promise<number> => {
  let unread = 0n;
  for (const { main, group, tiers } of queues) {
    const topics = [main, ...tiers.map(({ topic }) => topic)];
    const committed = await admin.committedOffsets(group, topics);
    for (const topic of topics) {
      for (const { partition, logStart, highWatermark } of await admin.topicOffsets(topic)) {
        const known = committed.find((entry) => entry.topic === topic && entry.partition === partition);
        unread += highWatermark - (known?.offset ?? logStart);
      }
    }
  }
  return Number(unread);
};
