import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import avro from 'avsc';
import type { Schema } from 'avsc';
import type { RecordSchema } from '../../src/schemas/avro-schema.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { writeEnvelope } from '../../src/schemas/envelope.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import { SHIPPED_SCHEMAS } from '../../src/schemas/generated/shipped-schemas.ts';
import { Tally } from '../side.ts';
import type { Side } from '../side.ts';

const STREAM = 'missedmessage_emails';
/** Different values that are decoded again and again, so that no cache holds the answer. */
const VALUES = 1_000;
const KEYS = 97;

/** How many values are decoded, and where the registry of the peer is. */
export interface DecodeOptions {
  readonly count: number;
  /** Which schema wrote them: today's, one without today's last field, one with a field that we do not know. */
  readonly writer: 'same' | 'older' | 'newer';
  readonly registryUrl: string;
  /** Of the subject that the peer registers. */
  readonly prefix: string;
}

const today = JSON.parse(SHIPPED_SCHEMAS[STREAM].at(-1) ?? '') as RecordSchema;

const writerSchemas: Readonly<Record<DecodeOptions['writer'], RecordSchema>> = {
  same: today,
  older: { ...today, fields: today.fields.slice(0, -1) },
  newer: {
    ...today,
    fields: [...today.fields, { name: 'later', type: 'string', doc: 'Of a later version.' }],
  },
};

const textOf = (writer: DecodeOptions['writer']): string =>
  writer === 'same' ? (SHIPPED_SCHEMAS[STREAM].at(-1) ?? '') : JSON.stringify(writerSchemas[writer]);

/** Values as a producer with this schema writes them. */
const valuesOf = (writer: DecodeOptions['writer'], id: number): readonly Buffer[] => {
  const type = avro.Type.forSchema(writerSchemas[writer] as unknown as Schema);
  return Array.from({ length: VALUES }, (_, number) => {
    const fields = { user_profile_id: number % KEYS, message_id: number, trigger: 'mentioned' };
    return writeEnvelope(id, null, type.toBuffer({ ...fields, mentioned_user_group_id: null, later: 'x' }));
  });
};

const ID = 1;

/** Our decoder, which keeps a resolver per writer's schema. */
export const oursDecode: Side<DecodeOptions> = ({ count, writer }) => {
  const text = textOf(writer);
  const decoder = createEventCodec({ ...createLocalSchemas(), schemaOf: () => text }).decoder(STREAM);
  const values = valuesOf(writer, ID);
  const tally = new Tally(count);
  for (let number = 0; number < count; number += 1) {
    const decoded = decoder.decode(values[number % VALUES] ?? null);
    if (decoded instanceof Promise || decoded.kind !== 'decoded')
      throw new Error('the event is not readable');
    if (decoded.event.message_id !== number % VALUES) throw new Error('another event was read');
    tally.note(number);
  }
  return tally.done;
};

/** The registry client that the chat server's other Node services would use, told our reader's schema. */
export const registryDecode: Side<DecodeOptions> = async ({ count, writer, registryUrl, prefix }) => {
  const registry = new SchemaRegistry({ host: registryUrl });
  const schema = textOf(writer);
  const { id } = await registry.register(
    { type: SchemaType.AVRO, schema },
    { subject: `${prefix}-${writer}` },
  );
  const values = valuesOf(writer, id);
  const tally = new Tally(count);
  const options = { [SchemaType.AVRO]: { readerSchema: today } };
  for (let number = 0; number < count; number += 1) {
    const value = values[number % VALUES];
    if (value === undefined) throw new Error('there is no value');
    const event = (await registry.decode(value, options as never)) as { readonly message_id: number };
    if (event.message_id !== number % VALUES) throw new Error('another event was read');
    tally.note(number);
  }
  return tally.done;
};
