import type { Admin } from 'kafkajs';

/** Topic whose partitions' leaders coordinate the groups. */
export const OFFSETS_TOPIC = '__consumer_offsets';

/** The partition of the offsets topic that a group belongs to; its leader coordinates the group. */
export const partitionOfGroup = async (admin: Admin, group: string): Promise<number> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: [OFFSETS_TOPIC] });
  const count = topics[0]?.partitions.length ?? 0;
  if (count === 0) throw new Error(`${OFFSETS_TOPIC} has no partitions yet`);
  return absolute(javaHash(group)) % count;
};

/** `String.hashCode` of Java, by which Kafka spreads groups. */
const javaHash = (text: string): number => {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
};

/** As Kafka's `Utils.abs`: the one number without an opposite becomes 0. */
const absolute = (hash: number): number => (hash === -(2 ** 31) ? 0 : Math.abs(hash));
