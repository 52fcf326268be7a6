import { isUnion, recordsOf } from './avro-schema.ts';
import type { AvroSchema, RecordSchema, StreamSchema } from './avro-schema.ts';
import { writerTypeFor } from './avro-types.ts';
import { RELEASED_SCHEMAS, SHIPPED_SCHEMAS } from './generated/shipped-schemas.ts';
import { STREAM_NAMES } from './queues.ts';
import type { StreamName } from './queues.ts';

/** Today's schemas and the released ones; those of this package by default, others in tests. */
export interface ReleasedSchemas {
  /** Versions that were released, oldest first. */
  readonly versions: readonly string[];
  current(stream: StreamName): StreamSchema;
  /** Null when the stream is younger than the version. */
  released(version: string, stream: StreamName): StreamSchema | null;
}

/** Something that must not be released. */
export interface SchemaFault {
  readonly stream: StreamName;
  /** Where: a path of record and field names, or a released version. */
  readonly at: string;
  readonly problem: string;
}

const parse = (text: string | undefined): StreamSchema | null =>
  text === undefined ? null : (JSON.parse(text) as StreamSchema);

/** The schemas of this package. */
export const packageSchemas = (): ReleasedSchemas => ({
  versions: Object.keys(RELEASED_SCHEMAS),
  current: (stream) => JSON.parse(SHIPPED_SCHEMAS[stream].at(-1) ?? '') as StreamSchema,
  released: (version, stream) => {
    const place = RELEASED_SCHEMAS[version]?.[stream];
    return place === undefined ? null : parse(SHIPPED_SCHEMAS[stream][place]);
  },
});

/**
 * Checks offline what the registry would refuse, and what it would not notice: today's schema reads every released
 * one (BACKWARD_TRANSITIVE, R-04), no field or event type of a release is gone, every record and field has a doc,
 * every field that a release does not have has a default. Answers the faults; empty means good.
 */
export function checkSchemas(schemas: ReleasedSchemas = packageSchemas()): readonly SchemaFault[] {
  return STREAM_NAMES.flatMap((stream) => {
    const current = schemas.current(stream);
    const fault = (at: string, problem: string): SchemaFault => ({ stream, at, problem });
    return [
      ...recordsOf(current)
        .flatMap(undocumented)
        .map(([at, problem]) => fault(at, problem)),
      ...schemas.versions.flatMap((version) => {
        const released = schemas.released(version, stream);
        if (released === null) return [];
        return against(current, released).map(([at, problem]) =>
          fault(at || version, `${version}: ${problem}`),
        );
      }),
    ];
  });
}

type Finding = readonly [at: string, problem: string];

/** Records inside a type, not those inside them. */
const inner = (schema: AvroSchema): readonly RecordSchema[] => {
  if (typeof schema === 'string') return [];
  if (isUnion(schema)) return schema.flatMap(inner);
  switch (schema.type) {
    case 'record':
      return [schema];
    case 'array':
      return inner(schema.items);
    case 'map':
      return inner(schema.values);
    default:
      return [];
  }
};

const undocumented = (record: RecordSchema): readonly Finding[] => [
  ...(isBlank(record.doc) ? [[record.name, 'has no doc'] as const] : []),
  ...record.fields
    .filter((field) => isBlank(field.doc))
    .map((field) => [`${record.name}.${field.name}`, 'has no doc'] as const),
  ...record.fields.flatMap((field) => inner(field.type)).flatMap(undocumented),
];

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

const against = (current: StreamSchema, released: StreamSchema): readonly Finding[] => [
  ...unreadable(current, released),
  ...recordsOf(released).flatMap((before) => {
    const now = recordsOf(current).find((record) => record.name === before.name);
    if (now === undefined) return [[before.name, 'the event type is gone'] as const];
    return fieldChanges(now, before);
  }),
];

/** Whether a reader of the whole schema, as the registry checks it, can be made. */
const unreadable = (current: StreamSchema, released: StreamSchema): readonly Finding[] => {
  try {
    writerTypeFor(current).createResolver(writerTypeFor(released));
    return [];
  } catch (error) {
    return [['', `cannot be read: ${error instanceof Error ? error.message : String(error)}`]];
  }
};

const fieldChanges = (now: RecordSchema, before: RecordSchema): readonly Finding[] => {
  const names = (record: RecordSchema): ReadonlySet<string> =>
    new Set(record.fields.flatMap((field) => [field.name, ...(field.aliases ?? [])]));
  const today = names(now);
  const earlier = names(before);
  const nested = before.fields
    .flatMap((field) => inner(field.type))
    .flatMap((record) => {
      const same = now.fields.flatMap((field) => inner(field.type)).find(({ name }) => name === record.name);
      return same === undefined ? [] : fieldChanges(same, record);
    });
  return [
    ...before.fields
      .filter((field) => !today.has(field.name))
      .map((field) => [`${now.name}.${field.name}`, 'the field is gone'] as const),
    ...now.fields
      .filter((field) => field.default === undefined)
      .filter((field) => ![field.name, ...(field.aliases ?? [])].some((name) => earlier.has(name)))
      .map((field) => [`${now.name}.${field.name}`, 'was added without a default'] as const),
    ...nested,
  ];
};
