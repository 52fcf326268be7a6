import type { Broker, BrokerRecord } from '../../../src/broker/broker.ts';
import { freshPrefix } from '../../support/stack.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** Every record of a topic, by partition and offset. */
export const readTopic = async (broker: Broker, topic: string): Promise<readonly BrokerRecord[]> => {
  const ends = await broker.admin().topicOffsets(topic);
  const wanted = ends.reduce((sum, { highWatermark, logStart }) => sum + highWatermark - logStart, 0n);
  if (wanted === 0n) return [];
  const records: BrokerRecord[] = [];
  const consumer = broker.consumer({ groupId: `${freshPrefix()}.reader`, topics: [topic], maxWaitMs: 50 });
  try {
    await consumer.start({
      assigned: () => undefined,
      loaded: () => undefined,
      rebalancing: () => undefined,
      crashed: () => undefined,
      batch: (batch) => records.push(...batch.records),
    });
    await waitUntil(() => BigInt(records.length) >= wanted, {
      timeoutMs: 20_000,
      what: `${wanted} records of ${topic} are read`,
    });
  } finally {
    await consumer.stop();
  }
  return records;
};
