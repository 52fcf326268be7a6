import { readFileSync } from 'node:fs';
import type { JsonValue } from './json-value.ts';
import type { StreamName } from './queues.ts';

/**
 * The part of Avro that the `.avsc` files use, with the attributes that are our own. Other readers ignore those:
 * - on a field, `legacy`: only older events carry it; it is read, turned into today's fields and never handed on;
 * - `required`: today's events always have it although the wire has a default (for older events);
 * - `values`: the closed set of a string; `legacyValues`: older spellings and what they became;
 * - `normalized`: type of the field after decoding, where older events widen the type on the wire;
 * - on a type, the logical types `json` (a string; `jsonType` narrows it) and `bigint` (a long).
 */
export type AvroSchema = string | TypeSchema | RecordSchema | ArraySchema | MapSchema | readonly AvroSchema[];

/** A primitive with attributes. */
export interface TypeSchema {
  readonly type: 'string' | 'long';
  readonly logicalType: 'json' | 'bigint';
  readonly jsonType?: 'object' | 'array' | 'value';
}

/** An array. */
export interface ArraySchema {
  readonly type: 'array';
  readonly items: AvroSchema;
}

/** A map. */
export interface MapSchema {
  readonly type: 'map';
  readonly values: AvroSchema;
}

/** A field of a record. */
export interface FieldSchema {
  readonly name: string;
  readonly type: AvroSchema;
  readonly doc?: string;
  readonly default?: JsonValue;
  readonly aliases?: readonly string[];
  readonly legacy?: boolean;
  readonly required?: boolean;
  readonly values?: readonly string[];
  readonly legacyValues?: Readonly<Record<string, string>>;
  readonly normalized?: AvroSchema;
}

/** A record. */
export interface RecordSchema {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly fields: readonly FieldSchema[];
}

/** Schema of a stream: one record, or one record per event type. */
export type StreamSchema = RecordSchema | readonly RecordSchema[];

/** Whether a schema is a union. `Array.isArray` does not narrow readonly arrays. */
export const isUnion = (schema: AvroSchema): schema is readonly AvroSchema[] => Array.isArray(schema);

/** The records of a stream's schema, one per event type. */
export const recordsOf = (schema: StreamSchema): readonly RecordSchema[] =>
  isUnion(schema) ? schema : [schema];

/** Event type of a union's record: its name in snake_case, `SoftReactivate` → `soft_reactivate`. */
export const eventTypeOf = (record: RecordSchema): string =>
  record.name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** Reads the source `.avsc` of a stream; for the generator and the checks, not for a running worker. */
export const readSchemaFile = (stream: StreamName): StreamSchema =>
  JSON.parse(readFileSync(new URL(`avsc/${stream}.avsc`, import.meta.url), 'utf8')) as StreamSchema;
