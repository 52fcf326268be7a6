import type { Broker, BrokerAdmin, BrokerRecord } from '../../src/broker/broker.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { poll } from '../stack/poll.ts';

/** Reads a topic from its start to its present end, as a group of its own that is used once. */
export const readWholeTopic = async (
  { broker, admin }: { readonly broker: Broker; readonly admin: BrokerAdmin },
  topic: string,
  groupId: string,
): Promise<BrokerRecord[]> => {
  const ends = await admin.topicOffsets(topic);
  const expected = ends.reduce(
    (sum, { logStart, highWatermark }) => sum + Number(highWatermark - logStart),
    0,
  );
  if (expected === 0) return [];
  const records: BrokerRecord[] = [];
  const consumer = broker.consumer({ groupId, topics: [topic], sessionTimeoutMs: 6_000 });
  await consumer.start({
    assigned: () => undefined,
    loaded: () => undefined,
    rebalancing: () => undefined,
    crashed: () => undefined,
    batch: (batch) => {
      records.push(...batch.records);
    },
  });
  await poll({ timeoutMs: 10_000, what: `all of ${topic} is read` }, () => records.length >= expected);
  await consumer.stop();
  return records;
};

/** Dead letters by `disposition, error class`. */
export const countDeadLetters = (records: readonly BrokerRecord[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { headers } of records) {
    const reason = `${headers[HEADERS.disposition] ?? '?'}: ${headers[HEADERS.errorClass] ?? '?'}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
};
