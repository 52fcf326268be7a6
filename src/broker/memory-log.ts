import type { BrokerRecord, OutgoingRecord, PartitionOffsets, TopicPartition, TopicSpec } from './broker.ts';
import { BrokerError } from './broker.ts';

/** Kafka's default limit of one record, bytes. */
const DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

/** The log of one partition. */
export class MemoryLog {
  #records: BrokerRecord[] = [];
  #logStart = 0;

  get logStart(): bigint {
    return BigInt(this.#logStart);
  }

  /** The offset of the next record. */
  get end(): bigint {
    return BigInt(this.#logStart + this.#records.length);
  }

  get records(): readonly BrokerRecord[] {
    return this.#records;
  }

  append(record: Omit<BrokerRecord, 'offset'>): bigint {
    const offset = this.end;
    this.#records.push({ ...record, offset });
    return offset;
  }

  /** At most `limit` records from `from` on, which lies inside the log. */
  read(from: bigint, limit: number): readonly BrokerRecord[] {
    const start = Number(from) - this.#logStart;
    return this.#records.slice(start, start + limit);
  }

  /** Drops every record before `offset`, as retention does. */
  deleteBefore(offset: bigint): void {
    const dropped = Math.min(Math.max(Number(offset) - this.#logStart, 0), this.#records.length);
    this.#records = this.#records.slice(dropped);
    this.#logStart += dropped;
  }
}

/** One topic. */
export interface MemoryTopic {
  readonly name: string;
  readonly partitions: MemoryLog[];
  readonly configs: Record<string, string>;
}

/** The topics of a memory broker. `onChange` is called after every append. */
export class MemoryTopics {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #readers = new Set<() => void>();

  get names(): readonly string[] {
    return [...this.#topics.keys()].sort();
  }

  find(name: string): MemoryTopic | undefined {
    return this.#topics.get(name);
  }

  /** Throws `unknown_topic`. */
  require(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined) {
      throw new BrokerError('unknown_topic', `No such topic: “${name}”. Create it first (topics apply).`);
    }
    return topic;
  }

  /** Throws `rejected` when the topic has no such partition. */
  log({ topic, partition }: TopicPartition): MemoryLog {
    const log = this.require(topic).partitions[partition];
    if (log === undefined) {
      throw new BrokerError('rejected', `Topic ${topic} has no partition ${String(partition)}`);
    }
    return log;
  }

  create({ topic, partitions, configs }: TopicSpec): void {
    if (this.#topics.has(topic)) return;
    this.#topics.set(topic, { name: topic, partitions: newLogs(partitions), configs: { ...configs } });
  }

  grow(name: string, partitions: number): void {
    const topic = this.require(name);
    if (partitions <= topic.partitions.length) {
      const now = String(topic.partitions.length);
      throw new BrokerError('rejected', `Topic ${name} has ${now} partitions and cannot shrink`);
    }
    topic.partitions.push(...newLogs(partitions - topic.partitions.length));
  }

  delete(name: string): void {
    this.require(name);
    this.#topics.delete(name);
  }

  offsets(name: string): readonly PartitionOffsets[] {
    return this.require(name).partitions.map((log, partition) => ({
      topic: name,
      partition,
      logStart: log.logStart,
      highWatermark: log.end,
    }));
  }

  /** Stores a record; throws `too_large`. */
  append(place: TopicPartition, record: OutgoingRecord, timestampMs: number): bigint {
    const limit = Number(this.require(place.topic).configs['max.message.bytes'] ?? DEFAULT_MAX_MESSAGE_BYTES);
    const size = (record.value?.length ?? 0) + record.key.length;
    if (size > limit) {
      const message = `A record of ${String(size)} bytes exceeds max.message.bytes of topic ${place.topic}`;
      throw new BrokerError('too_large', message);
    }
    const { topic, partition } = place;
    const offset = this.log(place).append({
      topic,
      partition,
      timestampMs,
      key: record.key,
      value: record.value === null ? null : Buffer.from(record.value),
      headers: { ...record.headers },
    });
    for (const wake of this.#readers) wake();
    return offset;
  }

  /** Calls `wake` after every append until the returned function is called. */
  watch(wake: () => void): () => void {
    this.#readers.add(wake);
    return () => {
      this.#readers.delete(wake);
    };
  }
}

function newLogs(count: number): MemoryLog[] {
  return Array.from({ length: count }, () => new MemoryLog());
}
