import { createRequire } from 'node:module';
import { FetchedRecord, FetchedRecords } from './fetched-record.ts';
import type { BatchContext } from './fetched-record.ts';

/** What kafkajs makes of version 11 of the fetch response. */
interface FetchResponse {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly PartitionData[];
  }[];
}

interface PartitionData {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  readonly abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[];
  readonly preferredReadReplica: number;
  readonly messages: FetchedRecords;
}

type Decode = (payload: Buffer) => Promise<unknown>;

interface ResponseModule {
  decode: Decode & { readonly [OWN]?: true };
}

interface Compression {
  lookupCodecByAttributes(attributes: number): { decompress(buffer: Buffer): Promise<Buffer> } | null;
}

const OWN = Symbol.for('zulip-workers.kafkajs.fetch-response');
const requireFromHere = createRequire(import.meta.url);

/** Of the record batches that every broker since Kafka 0.11 writes. */
const MAGIC = 2;
const MAGIC_AT = 16;
/** Fixed part of a batch from its first byte to the count of its records. */
const BATCH_HEAD_BYTES = 61;
const BATCH_LENGTH_AT = 8;
const BATCH_LENGTH_END = 12;
const APPEND_TIME = 0x8;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** A partition holds a message format of before 2017: kafkajs reads the answer itself. */
class OldFormat extends Error {}

class Reader {
  readonly #buffer: Buffer;
  #pos = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  int16(): number {
    this.#pos += 2;
    return this.#buffer.readInt16BE(this.#pos - 2);
  }

  int32(): number {
    this.#pos += 4;
    return this.#buffer.readInt32BE(this.#pos - 4);
  }

  int64(): string {
    this.#pos += 8;
    return this.#buffer.readBigInt64BE(this.#pos - 8).toString();
  }

  text(): string {
    const length = this.int16();
    this.#pos += length;
    return this.#buffer.toString('utf8', this.#pos - length, this.#pos);
  }

  bytes(): Buffer | null {
    const length = this.int32();
    if (length <= 0 || length > this.#buffer.length - this.#pos) return null;
    this.#pos += length;
    return this.#buffer.subarray(this.#pos - length, this.#pos);
  }

  list<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let left = this.int32(); left > 0; left -= 1) items.push(read());
    return items;
  }
}

/** What stands before the records of a batch. */
const contextOf = (batch: Buffer, attributes: number): BatchContext => ({
  firstOffset: Number(batch.readBigInt64BE(0)),
  lastOffsetDelta: batch.readInt32BE(23),
  firstTimestamp: Number(batch.readBigInt64BE(27)),
  appendTimestamp: (attributes & APPEND_TIME) === 0 ? null : Number(batch.readBigInt64BE(35)),
  producerId: batch.readBigInt64BE(43).toString(),
  inTransaction: (attributes & TRANSACTIONAL) !== 0,
  isControlBatch: (attributes & CONTROL) !== 0,
});

/** Finds where the records begin; reads nothing of them but their lengths. */
const addRecords = (
  records: FetchedRecords,
  context: BatchContext,
  body: Buffer,
  count: number,
  from: number,
): void => {
  let pos = from;
  for (let index = 0; index < count; index += 1) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = body[pos] ?? 0;
      pos += 1;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    records.push(new FetchedRecord(context, body, pos));
    pos += length >>> 1;
  }
};

const readRecords = async (set: Buffer, compression: Compression): Promise<FetchedRecords> => {
  const records = new FetchedRecords();
  let from = 0;
  while (set.length - from >= BATCH_HEAD_BYTES) {
    const end = from + BATCH_LENGTH_END + set.readInt32BE(from + BATCH_LENGTH_AT);
    // The last batch of an answer may be cut; it is fetched again.
    if (end > set.length) break;
    const batch = set.subarray(from, end);
    if (batch[MAGIC_AT] !== MAGIC) throw new OldFormat();
    const attributes = batch.readInt16BE(21);
    const context = contextOf(batch, attributes);
    if (context.isControlBatch || context.inTransaction) records.isPlain = false;
    const count = batch.readInt32BE(57);
    const codec = compression.lookupCodecByAttributes(attributes);
    if (codec === null) addRecords(records, context, batch, count, BATCH_HEAD_BYTES);
    else addRecords(records, context, await codec.decompress(batch.subarray(BATCH_HEAD_BYTES)), count, 0);
    from = end;
  }
  return records;
};

const decodeResponse = async (payload: Buffer, compression: Compression): Promise<FetchResponse> => {
  const reader = new Reader(payload);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const responses = reader.list(() => ({
    topicName: reader.text(),
    partitions: reader.list(() => readPartition(reader)),
  }));
  // The broker has not held this answer back: the client is to wait (as kafkajs has it).
  return {
    throttleTime: 0,
    clientSideThrottleTime,
    errorCode,
    sessionId,
    responses: await Promise.all(
      responses.map(async ({ topicName, partitions }) => ({
        topicName,
        partitions: await Promise.all(
          partitions.map(async ({ set, ...rest }) => ({
            ...rest,
            messages: set === null ? new FetchedRecords() : await readRecords(set, compression),
          })),
        ),
      })),
    ),
  };
};

const readPartition = (
  reader: Reader,
): Omit<PartitionData, 'messages'> & { readonly set: Buffer | null } => ({
  partition: reader.int32(),
  errorCode: reader.int16(),
  highWatermark: reader.int64(),
  lastStableOffset: reader.int64(),
  lastStartOffset: reader.int64(),
  abortedTransactions: reader.list(() => ({ producerId: reader.int64(), firstOffset: reader.int64() })),
  preferredReadReplica: reader.int32(),
  set: reader.bytes(),
});

/**
 * Reads fetch responses in kafkajs's place, and the records in them only when they are asked for. What comes out has
 * the same form. Version 11 only, which every broker since Kafka 2.3 speaks; harmless when repeated.
 */
export function readFetchResponsesLazily(): void {
  const module = requireFromHere('kafkajs/src/protocol/requests/fetch/v11/response.js') as ResponseModule;
  const compression = requireFromHere('kafkajs/src/protocol/message/compression/index.js') as Compression;
  if (module.decode[OWN] === true) return;
  const stock = module.decode;
  const decode = async (payload: Buffer): Promise<unknown> => {
    try {
      return await decodeResponse(payload, compression);
    } catch (error) {
      if (error instanceof OldFormat) return stock(payload);
      throw error;
    }
  };
  module.decode = Object.assign(decode, { [OWN]: true } as const);
}
