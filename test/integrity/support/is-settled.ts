import type { BrokerAdmin } from '../../../src/broker/broker.ts';
import type { QueueNames } from '../../../src/runtime/names.ts';

/** Whether every record of the queue's main topic and tiers is finished and committed, and nothing was added meanwhile. */
export const isSettled = async (admin: BrokerAdmin, names: QueueNames): Promise<boolean> => {
  const topics = [names.main, ...names.tiers.map(({ topic }) => topic)];
  const ends = async (): Promise<ReadonlyMap<string, bigint>> => {
    const offsets = (await Promise.all(topics.map((topic) => admin.topicOffsets(topic)))).flat();
    return new Map(offsets.map((at) => [`${at.topic}/${at.partition}`, at.highWatermark]));
  };
  const before = await ends();
  const committed = await admin.committedOffsets(names.group, topics);
  const after = await ends();
  return committed.every(({ topic, partition, offset }) => {
    const end = before.get(`${topic}/${partition}`);
    return end === after.get(`${topic}/${partition}`) && (offset ?? 0n) === end;
  });
};
