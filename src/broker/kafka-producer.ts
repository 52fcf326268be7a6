import type { Logger } from 'pino';

import type { BrokerClock } from './broker-clock.ts';
import type { BrokerProducer, OutgoingRecord, RecordPosition } from './broker.ts';
import { BrokerError } from './broker.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import { PartitionWriter } from './partition-writer.ts';
import type { ProducerPool } from './producer-pool.ts';
import { partitionForKey } from './partitioner.ts';

/** How long a topic's partition count is believed; Kafka's clients do the same (`metadata.max.age.ms`). */
const PARTITIONS_TTL_MS = 300_000;

/** What the producer needs. */
export interface KafkaProducerDeps {
  readonly pool: ProducerPool;
  readonly admin: KafkaAdmin;
  readonly clock: BrokerClock;
  readonly logger: Logger;
  /** How long a record may wait for its acknowledgement before its send is rejected, milliseconds. */
  readonly deliveryTimeoutMs: number;
}

interface TopicState {
  readonly partitions: Promise<number>;
  readonly readAtMs: number;
}

/**
 * The one producer of a process on kafkajs. A record goes to the writer of its partition, which has one request
 * under way and gathers what arrives meanwhile, so thousands of single sends become few requests and the order of a
 * partition is the order of the calls.
 */
export class KafkaProducer implements BrokerProducer {
  readonly #deps: KafkaProducerDeps;
  readonly #topics = new Map<string, TopicState>();
  readonly #writers = new Map<string, PartitionWriter[]>();
  #sending = 0;
  #idle: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(deps: KafkaProducerDeps) {
    this.#deps = deps;
  }

  async connect(): Promise<void> {
    await this.#deps.pool.connect();
  }

  async send(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    if (this.#closing !== null) throw new BrokerError('unavailable', 'The producer is closed');
    if (records.length === 0) return [];
    this.#sending += 1;
    try {
      const partitions = await this.#partitionsOf(topic, records);
      return await this.#write(topic, records, partitions);
    } finally {
      this.#sending -= 1;
      if (this.#sending === 0) this.#idle?.();
    }
  }

  disconnect(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#sending > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#deps.pool.disconnect();
  }

  #write(
    topic: string,
    records: readonly OutgoingRecord[],
    partitions: number,
  ): Promise<readonly RecordPosition[]> {
    return new Promise((resolve, reject) => {
      const positions = new Array<RecordPosition>(records.length);
      let open = records.length;
      let failure: BrokerError | null = null;
      const writers = this.#writersOf(topic);
      for (const [index, record] of records.entries()) {
        const partition = record.partition ?? partitionForKey(record.key, partitions);
        const writer = (writers[partition] ??= new PartitionWriter({ topic, partition }, this.#deps));
        writer.add(record, (result) => {
          if (result instanceof BrokerError) failure ??= result;
          else positions[index] = { topic, partition, offset: result };
          open -= 1;
          // Settled only when every record is: a caller that sends again must not race with its own first try.
          if (open > 0) return;
          if (failure === null) resolve(positions);
          else reject(failure);
        });
      }
    });
  }

  #writersOf(topic: string): PartitionWriter[] {
    const present = this.#writers.get(topic);
    if (present !== undefined) return present;
    const writers: PartitionWriter[] = [];
    this.#writers.set(topic, writers);
    return writers;
  }

  async #partitionsOf(topic: string, records: readonly OutgoingRecord[]): Promise<number> {
    const partitions = await this.#partitionCount(topic, PARTITIONS_TTL_MS);
    const highest = records.reduce((max, { partition }) => Math.max(max, partition ?? 0), 0);
    if (highest < partitions) return partitions;
    // The topic may have grown since it was looked at.
    const refreshed = await this.#partitionCount(topic, 0);
    if (highest < refreshed) return refreshed;
    throw new BrokerError('rejected', `Topic ${topic} has no partition ${String(highest)}`);
  }

  /** All sends wait for the same promise, so they go on in the order in which they were called. */
  #partitionCount(topic: string, ttlMs: number): Promise<number> {
    const { clock, admin } = this.#deps;
    const known = this.#topics.get(topic);
    if (known !== undefined && clock.now() - known.readAtMs < ttlMs) return known.partitions;
    const partitions = admin.partitionCount(topic);
    this.#topics.set(topic, { partitions, readAtMs: clock.now() });
    partitions.catch(() => {
      if (this.#topics.get(topic)?.partitions === partitions) this.#topics.delete(topic);
    });
    return partitions;
  }
}
