const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/**
 * The murmur2 hash of Kafka's Java client, as a signed 32-bit number.
 * @source apache/kafka, clients: org.apache.kafka.common.utils.Utils.murmur2
 */
export function murmur2(bytes: Buffer): number {
  const { length } = bytes;
  const wholeWords = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < wholeWords; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = length - wholeWords;
  if (rest === 3) hash ^= bytes.readUInt8(wholeWords + 2) << 16;
  if (rest >= 2) hash ^= bytes.readUInt8(wholeWords + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes.readUInt8(wholeWords), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/**
 * The partition of a key among `partitions` (≥ 1): the same as Kafka's Java client chooses, so that every producer
 * of a topic, in whatever language, sends one key to one place.
 * @source apache/kafka, clients: BuiltInPartitioner.partitionForKey
 */
export function partitionForKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}
