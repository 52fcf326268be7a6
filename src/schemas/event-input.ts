import type { Type } from 'avsc';
import { isUnion } from './avro-schema.ts';
import type { AvroSchema, RecordSchema } from './avro-schema.ts';
import type { EventModel, Fields, StreamModel } from './event-model.ts';
import { requiredFields } from './event-model.ts';
import { FieldProblem, TYPE_WHEN_ABSENT } from './older-events.ts';
import { EventSchemaError } from './schema-errors.ts';

/** An event that was checked, in today's form. */
export interface CheckedEvent {
  readonly model: EventModel;
  /** Position of the event type in the union. */
  readonly branch: number;
  readonly event: Fields;
  /** Of the older body. */
  readonly failedTries: number;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : typeof value;
};

interface AvroField {
  readonly name: string;
  defaultValue(): unknown;
}

/** Fields of a record type; the library's own class type cannot be narrowed to. */
const fieldsOf = (type: Type): readonly AvroField[] =>
  (type as unknown as { readonly fields: readonly AvroField[] }).fields;

/** What a type expects, in words for a producer. */
const expectation = (type: Type): string => {
  switch (type.typeName) {
    case 'logical:json':
      return 'JSON';
    case 'abstract:long':
      return 'a bigint of 64 bits';
    case 'int':
    case 'long':
      return `a whole number (${type.typeName})`;
    case 'union:unwrapped':
      return (type as unknown as { readonly types: readonly Type[] }).types.map(expectation).join(' or ');
    case 'record':
      return 'an object';
    default:
      return type.typeName === 'null' ? 'null' : `of type ${type.typeName}`;
  }
};

const without = (fields: Fields, name: string): Fields => {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
};

/** The model of an input's event type. */
const modelOf = (stream: StreamModel, input: unknown): { model: EventModel; branch: number } => {
  if (!isFields(input)) {
    throw new EventSchemaError(
      'invalid_event',
      { stream: stream.stream, path: '' },
      `must be an object, not ${kindOf(input)}`,
    );
  }
  const branch = stream.isUnion ? stream.events.findIndex((event) => event.eventType === input['type']) : 0;
  const model = stream.events[branch];
  if (model === undefined) {
    const known = stream.events.map((event) => event.eventType).join(', ');
    throw new EventSchemaError(
      'unknown_type',
      { stream: stream.stream, path: 'type' },
      `is ${JSON.stringify(input['type'])}, which is none of ${known}`,
    );
  }
  return { model, branch };
};

/** Throws for the first field that does not fit, naming its path. */
const assertFits = (stream: string, model: EventModel, fields: Fields): void => {
  const fits = model.type.isValid(fields, {
    noUndeclaredFields: true,
    errorHook: (path, value: unknown, type) => {
      throw fieldError({ stream, path, value, type });
    },
  });
  if (!fits) {
    throw new EventSchemaError('invalid_event', { stream, path: '' }, 'does not fit its schema');
  }
  for (const field of requiredFields(model.record)) {
    const older = model.record.fields.some((other) => other.legacy === true && isPresent(fields[other.name]));
    if (fields[field.name] === undefined && !older) {
      throw new EventSchemaError('invalid_event', { stream, path: field.name }, 'is missing');
    }
  }
};

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

const fieldError = (at: {
  stream: string;
  path: readonly string[];
  value: unknown;
  type: Type;
}): EventSchemaError => {
  const { stream, value, type } = at;
  const path = at.path.join('.');
  if (type.typeName === 'record' && isFields(value)) {
    const declared = new Set(fieldsOf(type).map((field) => field.name));
    const unknown = Object.keys(value).filter((name) => !declared.has(name));
    const fullPath = [...at.path, unknown[0] ?? ''].join('.');
    return new EventSchemaError(
      'unknown_field',
      { stream, path: fullPath },
      `is not a field of ${type.name ?? ''}`,
    );
  }
  const problem = value === undefined ? 'is missing' : `must be ${expectation(type)}, not ${kindOf(value)}`;
  return new EventSchemaError('invalid_event', { stream, path }, problem);
};

/** The wire form: every field present, defaults filled in, so that older forms can be converted. */
const withDefaults = (model: EventModel, fields: Fields): Fields => {
  const wire: Record<string, unknown> = {};
  for (const field of fieldsOf(model.type)) {
    const value = fields[field.name];
    wire[field.name] = value === undefined ? field.defaultValue() : value;
  }
  return wire;
};

/**
 * Checks an event before it is encoded and puts it into today's form; older fields are accepted and converted.
 * Throws an `EventSchemaError` that names the stream and the path of the first bad field.
 */
export const checkEvent = (stream: StreamModel, input: unknown): CheckedEvent => {
  const { model, branch } = modelOf(stream, input);
  // The event type is not in the record's bytes: the branch of the union says it.
  const fields = stream.isUnion ? without(input as Fields, 'type') : (input as Fields);
  assertFits(stream.stream, model, fields);
  const wire = withDefaults(model, fields);
  const tries = wire['failed_tries'];
  try {
    const event = model.toEvent(wire);
    return { model, branch, event, failedTries: typeof tries === 'number' && tries > 0 ? tries : 0 };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    throw new EventSchemaError('invalid_event', { stream: stream.stream, path: error.path }, error.message);
  }
};

const bigintPaths = (record: RecordSchema): readonly (readonly string[])[] =>
  record.fields.flatMap((field) => {
    const schema: AvroSchema = field.type;
    if (typeof schema === 'string' || isUnion(schema)) return [];
    if (schema.type === 'record') return bigintPaths(schema).map((path) => [field.name, ...path]);
    return 'logicalType' in schema && schema.logicalType === 'bigint' ? [[field.name]] : [];
  });

/** JSON has no 64-bit integers: whole numbers and digits become one where the schema asks for it. */
const withBigints = (fields: Fields, path: readonly string[]): Fields => {
  const [name = '', ...deeper] = path;
  const value = fields[name];
  if (deeper.length > 0) return isFields(value) ? { ...fields, [name]: withBigints(value, deeper) } : fields;
  const isWhole =
    (typeof value === 'number' && Number.isSafeInteger(value)) ||
    (typeof value === 'string' && /^-?\d{1,19}$/.test(value));
  return isWhole ? { ...fields, [name]: BigInt(value) } : fields;
};

/**
 * The same for an event from JSON, such as a line of a file or the body of an old RabbitMQ message: also fills in what
 * JSON cannot say or what was left out before types existed.
 */
export const checkJsonEvent = (stream: StreamModel, json: unknown): CheckedEvent => {
  if (!isFields(json)) return checkEvent(stream, json);
  const { failed_tries: tries, ...rest } = json;
  const typed =
    stream.isUnion && !isPresent(rest['type']) ? { ...rest, type: TYPE_WHEN_ABSENT[stream.stream] } : rest;
  const { model } = modelOf(stream, typed);
  const fields = bigintPaths(model.record).reduce(withBigints, typed);
  const checked = checkEvent(stream, fields);
  return { ...checked, failedTries: typeof tries === 'number' && tries > 0 ? Math.trunc(tries) : 0 };
};
