import type { Type } from 'avsc';
import type { Decoded } from '../runtime/ports.ts';
import { guardFor } from './avro-guard.ts';
import { isUnion } from './avro-schema.ts';
import type { AvroSchema } from './avro-schema.ts';
import { writerTypeFor } from './avro-types.ts';
import { ENVELOPE_BYTES } from './envelope.ts';
import type { EventModel, Fields, StreamModel } from './event-model.ts';
import { FieldProblem } from './older-events.ts';

/** Error classes of malformed records, header `x-error-class`. */
export type MalformedClass = 'SchemaError' | 'UnknownSchemaError' | 'UnknownEventTypeError';

/** A record that can never be read. */
export const malformed = (errorClass: MalformedClass, message: string): Decoded<never> => ({
  kind: 'malformed',
  errorClass,
  message,
});

/** How the values of one writer's schema are read into one stream's events. Everything slow was done when it was made. */
export type DecodePlan = (value: Buffer) => Decoded<Fields>;

type ReadRecord = (value: Buffer, from: number) => Decoded<Fields>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Turns what a body's reading threw into `malformed`: a bad body can fail in any way inside avsc, none is worth a crash. */
const unreadable = (error: unknown): Decoded<never> =>
  error instanceof FieldProblem
    ? malformed('SchemaError', `${error.path === '' ? 'the event' : error.path} ${error.message}`)
    : malformed('SchemaError', `the body cannot be read: ${messageOf(error)}`);

const readerOf = (model: EventModel, writer: Type, sameSchema: boolean): ReadRecord => {
  const { type } = model;
  // The library builds a resolver on every call, which is 300 times slower (spec: research trap V14).
  const resolver = sameSchema ? undefined : type.createResolver(writer);
  return (value, from) => {
    const read: { readonly value: Fields; readonly offset: number } = type.decode(value, from, resolver);
    const { value: wire, offset } = read;
    if (offset < 0) return malformed('SchemaError', 'the body is cut');
    if (offset !== value.length) {
      return malformed('SchemaError', `the body has ${value.length - offset} bytes too many`);
    }
    const tries = wire['failed_tries'];
    return {
      kind: 'decoded',
      event: model.toEvent(wire),
      failedTries: typeof tries === 'number' && tries > 0 ? tries : 0,
    };
  };
};

const unknownType = (name: string): ReadRecord => {
  const answer = malformed('UnknownEventTypeError', `this version knows no event of type ${name}`);
  return () => answer;
};

/** Reader of one record of the writer's schema: matched by its name, without the namespace, to an event type of ours. */
const recordReader = (model: StreamModel, writer: Type, sameSchema: boolean): ReadRecord => {
  const name = writer.name?.split('.').at(-1) ?? writer.typeName;
  const event = model.events.find((candidate) => candidate.record.name === name);
  if (event === undefined) return unknownType(name);
  try {
    return readerOf(event, writer, sameSchema);
  } catch (error) {
    // A branch that was changed incompatibly costs its own events, not those of the others.
    const answer = malformed('SchemaError', `the writer's schema cannot be read: ${messageOf(error)}`);
    return () => answer;
  }
};

/** Index of a union's branch, or -1 when it takes more than one byte, which no stream of ours has. */
const branchIndex = (value: Buffer): number => {
  const byte = value[ENVELOPE_BYTES];
  return byte === undefined || byte >= 0x80 || byte % 2 === 1 ? -1 : byte / 2;
};

const unionPlan = (readers: readonly ReadRecord[]): DecodePlan => {
  return (value) => {
    const reader = readers[branchIndex(value)];
    if (reader === undefined) {
      return malformed(
        'SchemaError',
        `the body names none of the ${readers.length} event types of its schema`,
      );
    }
    return reader(value, ENVELOPE_BYTES + 1);
  };
};

/**
 * Prepares reading values of a writer's schema as events of a stream. Never throws: a schema that cannot be read
 * gives a plan that calls every value malformed.
 */
export const decodePlanFor = (model: StreamModel, schemaText: string): DecodePlan => {
  try {
    const schema = JSON.parse(schemaText) as AvroSchema;
    const sameSchema = schemaText === model.schemaText;
    const writer = writerTypeFor(schema);
    const branches = (writer as unknown as { readonly types?: readonly Type[] }).types;
    const plan =
      isUnion(schema) && branches !== undefined
        ? unionPlan(branches.map((branch) => recordReader(model, branch, sameSchema)))
        : singlePlan(recordReader(model, writer, sameSchema));
    const guard = guardFor(schema);
    return (value) => {
      try {
        guard?.check(value, ENVELOPE_BYTES);
        return plan(value);
      } catch (error) {
        return unreadable(error);
      }
    };
  } catch (error) {
    const answer = malformed('SchemaError', `the writer's schema cannot be read: ${messageOf(error)}`);
    return () => answer;
  }
};

const singlePlan =
  (reader: ReadRecord): DecodePlan =>
  (value) =>
    reader(value, ENVELOPE_BYTES);
