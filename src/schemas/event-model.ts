import type { Type } from 'avsc';
import { eventTypeOf, isUnion, recordsOf } from './avro-schema.ts';
import type { AvroSchema, FieldSchema, RecordSchema, StreamSchema } from './avro-schema.ts';
import { eventTypeFor } from './avro-types.ts';
import { SHIPPED_SCHEMAS } from './generated/shipped-schemas.ts';
import { FieldProblem, OLDER_EVENT_RULES } from './older-events.ts';
import type { OlderEventRule } from './older-events.ts';
import type { StreamName } from './queues.ts';

/** An event as plain fields, before the generated types are put on it. */
export type Fields = Readonly<Record<string, unknown>>;

/** One event type of a stream: its Avro type and how the wire form becomes the event. */
export interface EventModel {
  /** Value of the property `type`; null in a stream of one record, whose events have none. */
  readonly eventType: string | null;
  readonly record: RecordSchema;
  readonly type: Type;
  /** Today's form, without anything of older events. Throws a `FieldProblem`. */
  toEvent(wire: Fields): Fields;
}

/** A stream's event types in the order of the union. */
export interface StreamModel {
  readonly stream: StreamName;
  readonly isUnion: boolean;
  /** Text of today's schema, as it is registered. */
  readonly schemaText: string;
  readonly events: readonly EventModel[];
}

interface ClosedSet {
  readonly path: readonly string[];
  readonly values: readonly string[];
  /** Today's spelling of each value, the older spellings among them. */
  readonly today: ReadonlyMap<string, string>;
}

const closedSet = (
  name: string,
  values: readonly string[],
  older: Readonly<Record<string, string>>,
): ClosedSet => {
  const known = new Set(values);
  const today = new Map(values.map((value) => [value, value]));
  for (const [spelling, value] of Object.entries(older)) {
    if (known.has(value)) today.set(spelling, value);
    else today.delete(spelling);
  }
  return { path: [name], values, today };
};

/** Closed sets of a record, also those of the records directly inside it. */
const closedSets = (record: RecordSchema): readonly ClosedSet[] =>
  record.fields.flatMap((field) => {
    if (field.values !== undefined) {
      return [closedSet(field.name, field.values, field.legacyValues ?? {})];
    }
    const inner = innerRecord(field.type);
    return inner === null
      ? []
      : closedSets(inner).map((set) => ({ ...set, path: [field.name, ...set.path] }));
  });

const innerRecord = (schema: AvroSchema): RecordSchema | null =>
  typeof schema !== 'string' && !isUnion(schema) && schema.type === 'record' ? schema : null;

/** Checks a closed set; answers the value, or what an older spelling became. */
const checkedValue = (fields: Fields, set: ClosedSet): string => {
  let value: unknown = fields;
  for (const name of set.path) value = (value as Fields)[name];
  const today = set.today.get(typeof value === 'string' ? value : String(value));
  if (today === undefined) {
    const known = set.values.join(', ');
    throw new FieldProblem(set.path.join('.'), `is ${JSON.stringify(value)}, which is none of ${known}`);
  }
  return today;
};

const eventModel = (record: RecordSchema, eventType: string | null): EventModel => {
  const names = record.fields.filter((field) => field.legacy !== true).map((field) => field.name);
  const sets = closedSets(record);
  const rule: OlderEventRule | undefined = OLDER_EVENT_RULES[`${record.namespace ?? ''}.${record.name}`];
  return {
    eventType,
    record,
    type: eventTypeFor(record),
    toEvent: (wire) => {
      const event: Record<string, unknown> = {};
      if (eventType !== null) event['type'] = eventType;
      for (const name of names) event[name] = wire[name];
      for (const set of sets) {
        const value = checkedValue(wire, set);
        if (set.path.length === 1) event[set.path[0] ?? ''] = value;
      }
      return rule === undefined ? event : Object.assign(event, rule(wire as never));
    },
  };
};

/** Fields that a producer must pass although their wire form has a default. */
export const requiredFields = (record: RecordSchema): readonly FieldSchema[] =>
  record.fields.filter((field) => field.required === true);

/** Compiles today's schema of a stream. */
export const streamModel = (stream: StreamName): StreamModel => {
  const schemaText = SHIPPED_SCHEMAS[stream].at(-1) ?? '';
  const schema = JSON.parse(schemaText) as StreamSchema;
  const union = isUnion(schema);
  return {
    stream,
    isUnion: union,
    schemaText,
    events: recordsOf(schema).map((record) => eventModel(record, union ? eventTypeOf(record) : null)),
  };
};
