import type { KafkaMessage } from 'kafkajs';

import type { BrokerRecord } from './broker.ts';
import { FetchedRecord, RecentHeaders } from './fetched-record.ts';

/** Values are copied into blocks of this size: cheap to fill, and a value kept for long pins no more than this. */
const BLOCK_BYTES = 16 * 1024;

/** Copies values out of a response buffer, many to a block. */
class ValueCopier {
  #block: Buffer = Buffer.alloc(0);
  #used = 0;

  copy(source: Buffer, start = 0, end = source.length): Buffer {
    const size = end - start;
    if (size > BLOCK_BYTES / 4) {
      const own = Buffer.allocUnsafeSlow(size);
      source.copy(own, 0, start, end);
      return own;
    }
    if (this.#used + size > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.#used = 0;
    }
    const from = this.#used;
    source.copy(this.#block, from, start, end);
    this.#used += size;
    return this.#block.subarray(from, from + size);
  }
}

const NO_HEADERS: BrokerRecord['headers'] = Object.freeze({});

type KafkaHeaders = KafkaMessage['headers'];

function textOf(value: string | Buffer): string {
  return typeof value === 'string' ? value : value.toString('utf8');
}

function copyHeaders(headers: KafkaHeaders): BrokerRecord['headers'] {
  if (headers === undefined) return NO_HEADERS;
  const copy: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    // A header without a value has no text: it reads as an empty one.
    copy[name] = last === undefined || (last as Buffer | null) === null ? '' : textOf(last);
  }
  return copy;
}

/** Where the messages were read. */
export interface CopySource {
  readonly topic: string;
  readonly partition: number;
  /** Records before this offset are left out. */
  readonly from: bigint;
}

/**
 * Turns kafkajs's messages, which are views on the whole response (a kept 100-byte value would pin megabytes,
 * research trap V11), into records of our own.
 */
export function copyRecords(source: CopySource, messages: readonly KafkaMessage[]): BrokerRecord[] {
  const copier = new ValueCopier();
  const recent = new RecentHeaders();
  const { topic, partition, from } = source;
  const records: BrokerRecord[] = [];
  for (const message of messages as readonly (KafkaMessage | FetchedRecord)[]) {
    if (message instanceof FetchedRecord) {
      const record = message.copyTo(source, copier, recent);
      if (record.offset >= from) records.push(record);
      continue;
    }
    const offset = BigInt(message.offset);
    if (offset < from) continue;
    records.push({
      topic,
      partition,
      offset,
      timestampMs: Number(message.timestamp),
      key: message.key === null ? null : message.key.toString('utf8'),
      value: message.value === null ? null : copier.copy(message.value),
      headers: copyHeaders(message.headers),
    });
  }
  return records;
}
