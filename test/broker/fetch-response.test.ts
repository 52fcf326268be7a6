import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registerCodecs } from '../../src/broker/codecs.ts';
import { readFetchResponsesLazily } from '../../src/broker/fetch-response.ts';
import { copyRecords } from '../../src/broker/record-copy.ts';

const load = createRequire(import.meta.url);

interface Encoded {
  writeInt16(value: number): Encoded;
  writeInt32(value: number): Encoded;
  writeInt64(value: number): Encoded;
  writeString(value: string): Encoded;
  writeBuffer(value: Buffer): Encoded;
  readonly buffer: Buffer;
}
const Encoder = load('kafkajs/src/protocol/encoder.js') as new () => Encoded;
const Batch = load('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch(options: object): Promise<Encoded>;
};
const Record = load('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (options: object) => Encoded;
const module = load('kafkajs/src/protocol/requests/fetch/v11/response.js') as {
  decode: (
    payload: Buffer,
  ) => Promise<{ responses: { partitions: { messages: never[] }[] }[] } & Record<string, unknown>>;
};
const stock = module.decode;

const response = (sets: readonly Buffer[]): Buffer => {
  const all = new Encoder().writeInt32(0).writeInt16(0).writeInt32(7).writeInt32(1).writeString('topic');
  all.writeInt32(sets.length);
  for (const [partition, set] of sets.entries()) {
    all.writeInt32(partition).writeInt16(0).writeInt64(900).writeInt64(800).writeInt64(5);
    all.writeInt32(-1).writeInt32(-1).writeInt32(set.length).writeBuffer(set);
  }
  return all.buffer;
};

const record = fc.record({
  key: fc.option(fc.string({ unit: 'binary' }).map((text) => Buffer.from(text))),
  value: fc.option(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))),
  headers: fc.dictionary(
    fc.constantFrom('x-event-id', 'x-attempt', 'ünï'),
    fc
      .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('same', 'same again'))
      .map((text) => Buffer.from(text)),
  ),
  timestampDelta: fc.integer({ min: -5_000, max: 2 ** 31 - 1 }),
});

describe('fetch responses read lazily', () => {
  it('hold what kafkajs reads out of them, whatever the records are and however they are compressed', async () => {
    registerCodecs();
    readFetchResponsesLazily();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            records: fc.array(record, { minLength: 1, maxLength: 8 }),
            compression: fc.integer({ min: 0, max: 4 }),
          }),
          { maxLength: 3 },
        ),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.nat(60),
        async (batches, from, cut) => {
          let firstOffset = from;
          const parts: Buffer[] = [];
          for (const { records, compression } of batches) {
            const encoded = records.map((one, offsetDelta) => Record({ ...one, offsetDelta }));
            const batch = await Batch.RecordBatch({
              compression,
              firstOffset,
              firstTimestamp: 1_700_000_000_000,
              lastOffsetDelta: records.length - 1,
              records: encoded,
            });
            parts.push(batch.buffer);
            firstOffset += records.length;
          }
          const whole = Buffer.concat(parts);
          const payload = response([whole, whole.subarray(0, Math.max(0, whole.length - cut))]);
          const mine = await module.decode(payload);
          const theirs = await stock(payload);
          const outline = ({ responses, ...rest }: typeof mine): unknown => ({
            ...rest,
            responses: responses.map((topic) => ({
              ...topic,
              partitions: topic.partitions.map((it) => ({ ...it, messages: it.messages.length })),
            })),
          });
          expect(outline(mine)).toEqual(outline(theirs));
          for (const partition of [0, 1]) {
            const source = { topic: 'topic', partition, from: BigInt(from) };
            const [a, b] = [mine, theirs].map((it) => it.responses[0]!.partitions[partition]!.messages);
            expect(copyRecords(source, a!)).toEqual(copyRecords(source, b!));
            const fields = (messages: readonly Record<string, unknown>[]): unknown =>
              messages.map(({ offset, timestamp, key, value, headers, isControlRecord }) => ({
                offset,
                timestamp,
                key,
                value,
                headers,
                isControlRecord,
              }));
            expect(fields(a as never)).toEqual(fields(b as never));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
