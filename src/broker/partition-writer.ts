import type { Message } from 'kafkajs';
import type { Logger } from 'pino';

import { waitFor } from './broker-clock.ts';
import type { BrokerClock } from './broker-clock.ts';
import type { OutgoingRecord, TopicPartition } from './broker.ts';
import { BrokerError } from './broker.ts';
import { kafkaErrorType, toBrokerError } from './kafka-errors.ts';
import type { ProducerPool } from './producer-pool.ts';
import { RequestMessages } from './request-messages.ts';

/** kafkajs blocks the process for seconds with larger requests (research trap V10). */
const MAX_RECORDS = 1_000;
/** Below Kafka's default `max.message.bytes` of 1,048,588, which counts the whole batch of a partition. */
const MAX_BYTES = 900_000;
/** Lengths, deltas and counts of one record and of one header on the wire, rounded up. */
const RECORD_OVERHEAD = 32;
const HEADER_OVERHEAD = 8;
/** How often a request whose answer leaves its partition out is sent again before it counts as failed. */
const MAX_UNANSWERED = 10;
/** The wait before such a try, times its number. */
const UNANSWERED_WAIT_MS = 20;

/** The broker answers these when a producer id's numbers do not fit; nothing was stored. The new id that
 *  the pool takes after every failure mends it. */
const SEQUENCE_ERRORS = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** Told once per record: the offset, or why it failed. */
export type WriteDone = (result: bigint | BrokerError) => void;

interface Entry {
  readonly message: Message;
  readonly bytes: number;
  readonly deadlineMs: number;
  readonly done: WriteDone;
}

/** What a writer needs. */
export interface PartitionWriterDeps {
  readonly pool: Pick<ProducerPool, 'send'>;
  readonly clock: BrokerClock;
  readonly logger: Logger;
  readonly deliveryTimeoutMs: number;
}

/**
 * Writes the records of one partition in the order in which they were added, one request at a time.
 * States: *idle* (nothing queued), *writing* (one request under way; what arrives meanwhile is queued and goes with
 * the next one).
 */
export class PartitionWriter {
  readonly #place: TopicPartition;
  readonly #deps: PartitionWriterDeps;
  #queue: Entry[] = [];
  #writing = false;

  constructor(place: TopicPartition, deps: PartitionWriterDeps) {
    this.#place = place;
    this.#deps = deps;
  }

  add(record: OutgoingRecord, done: WriteDone): void {
    this.#queue.push({
      message: {
        key: record.key,
        value: record.value,
        headers: record.headers,
        partition: this.#place.partition,
      },
      bytes: sizeOf(record),
      deadlineMs: this.#deps.clock.now() + this.#deps.deliveryTimeoutMs,
      done,
    });
    if (this.#writing) return;
    this.#writing = true;
    // One step later, so that what is sent in the same step goes in the same request.
    queueMicrotask(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) await this.#write(this.#nextRequest());
    this.#writing = false;
  }

  #nextRequest(): readonly Entry[] {
    let bytes = 0;
    let count = 0;
    for (const entry of this.#queue) {
      bytes += entry.bytes;
      if (count > 0 && (bytes > MAX_BYTES || count === MAX_RECORDS)) break;
      count += 1;
    }
    const request = this.#queue.slice(0, count);
    this.#queue = count === this.#queue.length ? [] : this.#queue.slice(count);
    return request;
  }

  /** Never rejects: every entry is told its own end. */
  async #write(entries: readonly Entry[]): Promise<void> {
    const result = await this.#send(entries);
    if (typeof result === 'bigint') {
      for (const [index, entry] of entries.entries()) entry.done(result + BigInt(index));
      return;
    }
    if (result.code === 'too_large' && entries.length > 1) {
      // Nothing of the request was stored. The record that is too large must not take its neighbours with it.
      const half = Math.ceil(entries.length / 2);
      await this.#write(entries.slice(0, half));
      await this.#write(entries.slice(half));
      return;
    }
    for (const entry of entries) entry.done(result);
    if (result.code === 'unavailable') this.#failOverdue(result);
  }

  /** The offset of the first record, or why none may be counted on. */
  async #send(entries: readonly Entry[]): Promise<bigint | BrokerError> {
    const { topic, partition } = this.#place;
    const doing = `send to topic ${topic}, partition ${String(partition)}`;
    const messages = new RequestMessages(
      partition,
      entries.map(({ message }) => message),
    );
    const { pool, clock, logger } = this.#deps;
    let renewed = false;
    let unanswered = 0;
    for (;;) {
      try {
        const offset = await pool.send({ topic, partition, messages });
        if (offset !== null) return offset;
        unanswered += 1;
        logger.warn({ topic, partition, attempt: unanswered }, 'acknowledgement missing, sending again');
        if (unanswered === MAX_UNANSWERED) {
          return new BrokerError('unavailable', `Could not ${doing}: the broker’s answers leave it out`);
        }
        await waitFor(clock, unanswered * UNANSWERED_WAIT_MS);
      } catch (error) {
        const type = kafkaErrorType(error) ?? '';
        const failure = toBrokerError(error, doing);
        if (renewed || !SEQUENCE_ERRORS.has(type)) return failure;
        renewed = true;
      }
    }
  }

  /** During an outage the queue must not wait its full time once per request. */
  #failOverdue(failure: BrokerError): void {
    const nowMs = this.#deps.clock.now();
    const overdue = this.#queue.filter((entry) => entry.deadlineMs <= nowMs);
    if (overdue.length === 0) return;
    this.#queue = this.#queue.filter((entry) => entry.deadlineMs > nowMs);
    for (const entry of overdue) entry.done(failure);
  }
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD + Buffer.byteLength(key) + (value?.length ?? 0);
  for (const name in headers) {
    bytes += HEADER_OVERHEAD + Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '');
  }
  return bytes;
}
