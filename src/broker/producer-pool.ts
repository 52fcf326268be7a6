import type { CompressionTypes, Message, Producer, RecordMetadata } from 'kafkajs';
import type { Logger } from 'pino';

import type { RecordPosition } from './broker.ts';
import { toBrokerError } from './kafka-errors.ts';

/** Records of one partition for one request. */
export interface PartitionRequest {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Message[];
}

/** kafkajs's producer with the count of requests that still use it. */
interface Lease {
  readonly producer: Producer;
  readonly connected: Promise<void>;
  users: number;
  retired: boolean;
}

/**
 * Holds kafkajs's idempotent producer and replaces it when its sequence numbers can no longer be trusted. kafkajs
 * rolls a partition's sequence back after every failed request. If that request was stored all the same, the next,
 * different one carries the same numbers and the broker acknowledges it as a repetition without storing it. So a
 * producer that gave a request up is retired: later requests go through a new one, with a new producer id.
 */
export class ProducerPool {
  readonly #create: () => Producer;
  readonly #compression: CompressionTypes;
  readonly #logger: Logger;
  #current: Lease | null = null;
  #closed = false;

  /** `compression`: Kafka's number of the codec for what is sent. */
  constructor(create: () => Producer, compression: CompressionTypes, logger: Logger) {
    this.#create = create;
    this.#compression = compression;
    this.#logger = logger;
  }

  async connect(): Promise<void> {
    await this.#lease().connected;
  }

  /**
   * One request. Answers the offset of its first record, or null if the broker's answer does not speak of this
   * partition (kafkajs's `send` may resolve all the same, research trap V9). Rejects with what kafkajs threw.
   */
  async send({ topic, partition, messages }: PartitionRequest): Promise<RecordPosition['offset'] | null> {
    const lease = this.#lease();
    lease.users += 1;
    try {
      await lease.connected;
      const answer = await lease.producer.send({
        topic,
        acks: -1,
        compression: this.#compression,
        messages: messages as Message[],
      });
      const offset = baseOffset(answer, topic, partition);
      // The client may not know this partition yet: a new one reads the topic anew.
      if (offset === null) this.#retire(lease);
      return offset;
    } catch (error) {
      // A refusal for its size was not stored and kafkajs has taken its numbers back: that producer stays sound.
      if (toBrokerError(error, 'send').code !== 'too_large') this.#retire(lease);
      throw error;
    } finally {
      lease.users -= 1;
      this.#closeUnused(lease);
    }
  }

  async disconnect(): Promise<void> {
    this.#closed = true;
    const lease = this.#current;
    this.#current = null;
    if (lease !== null) await lease.producer.disconnect();
  }

  /** Later requests use a new producer id; requests under way finish on the old one. */
  #retire(lease: Lease): void {
    lease.retired = true;
    if (this.#current === lease) this.#current = null;
  }

  #lease(): Lease {
    const present = this.#current;
    if (present !== null) return present;
    const producer = this.#create();
    const connected = producer.connect().catch((error: unknown) => {
      if (this.#current === lease) this.#current = null;
      throw toBrokerError(error, 'connect to Kafka');
    });
    const lease: Lease = { producer, connected, users: 0, retired: false };
    if (!this.#closed) this.#current = lease;
    return lease;
  }

  #closeUnused(lease: Lease): void {
    if (!lease.retired || lease.users > 0) return;
    lease.producer.disconnect().catch((error: unknown) => {
      this.#logger.debug({ err: error }, 'a retired producer did not close cleanly');
    });
  }
}

function baseOffset(answer: readonly RecordMetadata[], topic: string, partition: number): bigint | null {
  const mine = answer.find((entry) => entry.topicName === topic && entry.partition === partition);
  if (mine?.baseOffset === undefined) return null;
  return BigInt(mine.baseOffset);
}
