import type { BrokerRecord } from './broker.ts';

/** What all records of one batch share. */
export interface BatchContext {
  readonly firstOffset: number;
  readonly firstTimestamp: number;
  /** Set when the broker stamped the records itself: then it is the time of each of them. */
  readonly appendTimestamp: number | null;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly producerId: string;
  readonly lastOffsetDelta: number;
}

type Headers = Record<string, Buffer | (Buffer | null)[] | null>;

/** A place in a buffer; reads what Kafka calls varints. */
class Cursor {
  readonly buffer: Buffer;
  pos: number;

  constructor(buffer: Buffer, pos: number) {
    this.buffer = buffer;
    this.pos = pos;
  }

  /** A zigzag varint; exact up to 2^53. */
  varint(): number {
    const { buffer } = this;
    const first = buffer[this.pos] ?? 0;
    if (first < 0x80) {
      this.pos += 1;
      return (first >>> 1) ^ -(first & 1);
    }
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = buffer[this.pos] ?? 0;
      this.pos += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      factor *= 128;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Whether two ranges of a buffer hold the same bytes. */
const isSame = (buffer: Buffer, a: number, b: number, length: number): boolean => {
  for (let index = 0; index < length; index += 1) {
    if (buffer[a + index] !== buffer[b + index]) return false;
  }
  return true;
};

/** The text that stood last at one place of the headers: names, and many values, are the same in record after record. */
class RecentText {
  #buffer: Buffer | null = null;
  #start = 0;
  #length = -1;
  #text = '';

  read(buffer: Buffer, start: number, length: number): string {
    if (this.#buffer === buffer && this.#length === length && isSame(buffer, this.#start, start, length)) {
      return this.#text;
    }
    this.#buffer = buffer;
    this.#start = start;
    this.#length = length;
    this.#text = buffer.toString('utf8', start, start + length);
    return this.#text;
  }
}

/** Texts of the headers that were read last, by their place. */
export class RecentHeaders {
  readonly #names: RecentText[] = [];
  readonly #values: RecentText[] = [];

  name(index: number): RecentText {
    return (this.#names[index] ??= new RecentText());
  }

  value(index: number): RecentText {
    return (this.#values[index] ??= new RecentText());
  }
}

/** Copies bytes out of a response. */
export interface BytesCopier {
  copy(source: Buffer, start: number, end: number): Buffer;
}

const NO_HEADERS: BrokerRecord['headers'] = Object.freeze({});

/**
 * A record in a fetch response, read when it is asked for: kafkajs, which decodes all of it in advance, spends most of
 * a busy consumer's time there. Has the properties of kafkajs's messages.
 */
export class FetchedRecord {
  readonly batchContext: BatchContext;
  readonly #buffer: Buffer;
  readonly #start: number;
  #parts: { key: Buffer | null; value: Buffer | null; headers: Headers } | null = null;

  /** `start` is the first byte behind the record's length. */
  constructor(batchContext: BatchContext, buffer: Buffer, start: number) {
    this.batchContext = batchContext;
    this.#buffer = buffer;
    this.#start = start;
  }

  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
  }

  get attributes(): number {
    return this.#buffer[this.#start] ?? 0;
  }

  get offset(): string {
    const cursor = new Cursor(this.#buffer, this.#start + 1);
    cursor.varint();
    return String(this.batchContext.firstOffset + cursor.varint());
  }

  get timestamp(): string {
    const { appendTimestamp, firstTimestamp } = this.batchContext;
    return String(appendTimestamp ?? firstTimestamp + new Cursor(this.#buffer, this.#start + 1).varint());
  }

  get key(): Buffer | null {
    return this.#read().key;
  }

  get value(): Buffer | null {
    return this.#read().value;
  }

  get headers(): Headers {
    return this.#read().headers;
  }

  /** The record as our own; nothing of it holds the response. */
  copyTo(
    place: { topic: string; partition: number },
    copier: BytesCopier,
    recent: RecentHeaders,
  ): BrokerRecord {
    const { firstOffset, firstTimestamp, appendTimestamp } = this.batchContext;
    const buffer = this.#buffer;
    const cursor = new Cursor(buffer, this.#start + 1);
    const timestampMs = firstTimestamp + cursor.varint();
    const offset = BigInt(firstOffset + cursor.varint());
    const keyLength = cursor.varint();
    const key = keyLength < 0 ? null : buffer.toString('utf8', cursor.pos, cursor.pos + keyLength);
    cursor.pos += Math.max(keyLength, 0);
    const valueLength = cursor.varint();
    const value = valueLength < 0 ? null : copier.copy(buffer, cursor.pos, cursor.pos + valueLength);
    cursor.pos += Math.max(valueLength, 0);
    const headers = copyHeaders(cursor, recent);
    const { topic, partition } = place;
    return { topic, partition, offset, timestampMs: appendTimestamp ?? timestampMs, key, value, headers };
  }

  #read(): { key: Buffer | null; value: Buffer | null; headers: Headers } {
    if (this.#parts !== null) return this.#parts;
    const cursor = new Cursor(this.#buffer, this.#start + 1);
    cursor.varint();
    cursor.varint();
    const key = readBytes(cursor);
    const value = readBytes(cursor);
    this.#parts = { key, value, headers: readHeaders(cursor) };
    return this.#parts;
  }
}

const readBytes = (cursor: Cursor): Buffer | null => {
  const length = cursor.varint();
  if (length < 0) return null;
  cursor.pos += length;
  return cursor.buffer.subarray(cursor.pos - length, cursor.pos);
};

const readHeaders = (cursor: Cursor): Headers => {
  const headers: Headers = {};
  for (let left = cursor.varint(); left > 0; left -= 1) {
    const name = readBytes(cursor)?.toString('utf8') ?? '';
    const value = readBytes(cursor);
    const present = headers[name];
    if (present === undefined) headers[name] = value;
    else headers[name] = Array.isArray(present) ? [...present, value] : [present, value];
  }
  return headers;
};

/** The last value of each header; one without a value reads as an empty text. */
const copyHeaders = (cursor: Cursor, recent: RecentHeaders): BrokerRecord['headers'] => {
  const count = cursor.varint();
  if (count <= 0) return NO_HEADERS;
  const { buffer } = cursor;
  const headers: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    const nameLength = cursor.varint();
    const name = recent.name(index).read(buffer, cursor.pos, nameLength);
    cursor.pos += nameLength;
    const length = cursor.varint();
    headers[name] = length <= 0 ? '' : recent.value(index).read(buffer, cursor.pos, length);
    cursor.pos += Math.max(length, 0);
  }
  return headers;
};

/**
 * The records of one partition. kafkajs filters them twice, by offset and by kind, with a number of its own made for
 * each; where the first and the last one pass, all do, because offsets ascend and these records are of one kind.
 */
export class FetchedRecords extends Array<FetchedRecord> {
  /** Neither control records nor records of transactions: every filter of kafkajs then follows the offset. */
  isPlain = true;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override filter(
    passes: (record: FetchedRecord, index: number, all: FetchedRecord[]) => unknown,
  ): FetchedRecord[] {
    const first = this[0];
    const last = this.at(-1);
    if (!this.isPlain || first === undefined || last === undefined) return super.filter(passes);
    if (!passes(first, 0, this) || !passes(last, this.length - 1, this)) return super.filter(passes);
    return this;
  }
}
