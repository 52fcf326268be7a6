import avro from 'avsc';
import type { Type, types } from 'avsc';
import type { AvroSchema, TypeSchema } from './avro-schema.ts';
import type { JsonValue } from './json-value.ts';

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** A long of full 64 bits as `bigint`; the ordinary long of avsc refuses values beyond 2^53. */
const bigintType: types.LongType = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: (value: number | string) => BigInt(value),
  toJSON: (value: bigint) => value.toString(),
  isValid: (value: unknown) => typeof value === 'bigint' && value >= MIN_LONG && value <= MAX_LONG,
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

type JsonKind = NonNullable<TypeSchema['jsonType']>;

const fitsKind = (value: unknown, kind: JsonKind): boolean => {
  if (kind === 'value') return true;
  if (typeof value !== 'object' || value === null) return false;
  return kind === 'array' ? Array.isArray(value) : !Array.isArray(value);
};

const parseJson = (text: string): JsonValue => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The parser's own message quotes the text, which may be a person's words and would end up in a header.
    throw new SyntaxError('a JSON field holds no JSON');
  }
};

/** JSON as a string on the wire and a typed value in memory. Throws on text that is not JSON of the declared kind. */
class JsonType extends avro.types.LogicalType {
  readonly #kind: JsonKind;

  constructor(schema: unknown, options?: unknown) {
    super(schema as never, options);
    this.#kind = (schema as TypeSchema).jsonType ?? 'value';
  }

  protected override _fromValue(text: string): JsonValue {
    const value = parseJson(text);
    if (!fitsKind(value, this.#kind)) throw new SyntaxError(`a JSON field is not of kind ${this.#kind}`);
    return value;
  }

  /** Undefined, which avsc takes as invalid, for what JSON cannot hold. Dates and the like become what JSON makes of them. */
  protected override _toValue(value: unknown): string | undefined {
    return fitsKind(value, this.#kind) ? JSON.stringify(value) : undefined;
  }

  protected override _resolve(writer: Type): ((text: string) => JsonValue) | undefined {
    return writer.typeName === 'string' ? (text) => this._fromValue(text) : undefined;
  }
}

/**
 * Type for reading and writing events as handlers and producers see them: unions are plain values, `json` and
 * `bigint` are typed. Throws on a schema that is not Avro or has an ambiguous union.
 */
export const eventTypeFor = (schema: AvroSchema): Type =>
  avro.Type.forSchema(schema as never, {
    assertLogicalTypes: true,
    wrapUnions: 'never',
    omitRecordMethods: true,
    logicalTypes: { json: JsonType },
    typeHook: (part) =>
      (part as { logicalType?: unknown }).logicalType === 'bigint' ? bigintType : undefined,
  });

/**
 * Type of a writer's schema, from which resolvers are made. Logical types are left out and unions are wrapped: any
 * schema that is Avro can be read then, and only the reader's side decides what values look like.
 */
export const writerTypeFor = (schema: AvroSchema): Type =>
  avro.Type.forSchema(schema as never, { wrapUnions: 'always', omitRecordMethods: true });
