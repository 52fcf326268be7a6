import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventTypeOf, isUnion, readSchemaFile, recordsOf } from './avro-schema.ts';
import type { AvroSchema, FieldSchema, RecordSchema, StreamSchema } from './avro-schema.ts';
import { STREAM_NAMES } from './queues.ts';
import type { StreamName } from './queues.ts';

/**
 * Which of the three views of a record is written:
 * - `Event`: what a handler sees, every field present, nothing of older events;
 * - `Input`: what a producer passes, fields with a default may be left out;
 * - `Wire`: what the bytes hold, with the fields and widths of older events.
 */
type View = 'Event' | 'Input' | 'Wire';

const BANNER = '// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.\n';

const PRIMITIVES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  string: 'string',
};

const JSON_TYPES = { object: 'JsonObject', array: 'readonly JsonValue[]', value: 'JsonValue' } as const;

const pascal = (stream: string): string =>
  stream.replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** Whether the view has fields that differ from the `Event` view, in this record or in one below it. */
const differs = (record: RecordSchema, view: View): boolean =>
  record.fields.some((field) => {
    if (field.legacy === true) return view === 'Wire';
    if (view === 'Input' && isOptional(field)) return true;
    if (view === 'Wire' && (field.normalized !== undefined || field.legacyValues !== undefined)) return true;
    return nestedRecords(field.type).some((nested) => differs(nested, view));
  });

const isOptional = (field: FieldSchema): boolean => field.default !== undefined && field.required !== true;

/** Records defined inside a type, not those inside them. */
const nestedRecords = (schema: AvroSchema): readonly RecordSchema[] => {
  if (typeof schema === 'string') return [];
  if (isUnion(schema)) return schema.flatMap(nestedRecords);
  switch (schema.type) {
    case 'record':
      return [schema];
    case 'array':
      return nestedRecords(schema.items);
    case 'map':
      return nestedRecords(schema.values);
    default:
      return [];
  }
};

const typeScriptOf = (schema: AvroSchema, view: View): string => {
  if (typeof schema === 'string') {
    const primitive = PRIMITIVES[schema];
    if (primitive === undefined) throw new Error(`no TypeScript type for the Avro type "${schema}"`);
    return primitive;
  }
  if (isUnion(schema)) return schema.map((branch) => typeScriptOf(branch, view)).join(' | ');
  switch (schema.type) {
    case 'record':
      return view === 'Event' || !differs(schema, view) ? schema.name : `${schema.name}${view}`;
    case 'array': {
      const items = typeScriptOf(schema.items, view);
      return items.includes(' ') ? `readonly (${items})[]` : `readonly ${items}[]`;
    }
    case 'map':
      return `Readonly<Record<string, ${typeScriptOf(schema.values, view)}>>`;
    default:
      return schema.logicalType === 'bigint' ? 'bigint' : JSON_TYPES[schema.jsonType ?? 'value'];
  }
};

const fieldType = (field: FieldSchema, view: View): string => {
  if (view === 'Wire') return typeScriptOf(field.type, view);
  if (field.values !== undefined) return field.values.map((value) => `'${value}'`).join(' | ');
  return typeScriptOf(field.normalized ?? field.type, view);
};

const interfaceOf = (
  name: string,
  record: RecordSchema,
  view: View,
  discriminator: string | null,
): string => {
  const note = { Event: '', Input: ' As producers pass it.', Wire: ' As the bytes hold it.' }[view];
  const lines = [`/** ${record.doc ?? ''}${note} */`, `export interface ${name} {`];
  if (discriminator !== null) lines.push(`  readonly type: '${discriminator}';`);
  for (const field of record.fields) {
    if (field.legacy === true && view !== 'Wire') continue;
    const optional = view === 'Input' && isOptional(field) ? '?' : '';
    lines.push(`  /** ${field.doc ?? ''} */`);
    lines.push(`  readonly ${field.name}${optional}: ${fieldType(field, view)};`);
  }
  return [...lines, '}', ''].join('\n');
};

/** All views of a record that is an event, and of the records inside it. */
const eventDeclarations = (record: RecordSchema, discriminator: string | null): readonly string[] => {
  const nested = record.fields.flatMap((field) => nestedRecords(field.type)).flatMap(nestedDeclarations);
  const views = (['Event', 'Input', 'Wire'] as const).map((view) => {
    const name = `${record.name}${view}`;
    // The discriminator is not in the bytes, so an event's wire view always differs where there is one.
    if (view === 'Event' || differs(record, view) || (view === 'Wire' && discriminator !== null)) {
      return interfaceOf(name, record, view, view === 'Wire' ? null : discriminator);
    }
    return `/** The same as the event. */\nexport type ${name} = ${record.name}Event;\n`;
  });
  return [...nested, ...views];
};

const nestedDeclarations = (record: RecordSchema): readonly string[] => {
  const deeper = record.fields.flatMap((field) => nestedRecords(field.type)).flatMap(nestedDeclarations);
  const views = (['Event', 'Input', 'Wire'] as const)
    .filter((view) => view === 'Event' || differs(record, view))
    .map((view) => interfaceOf(typeScriptOf(record, view), record, view, null));
  return [...deeper, ...views];
};

const streamFile = (stream: StreamName, schema: StreamSchema): string => {
  const records = recordsOf(schema);
  const isUnionStream = isUnion(schema);
  const parts = records.flatMap((record) =>
    eventDeclarations(record, isUnionStream ? eventTypeOf(record) : null),
  );
  if (isUnionStream) {
    for (const view of ['Event', 'Input'] as const) {
      const union = records.map((record) => `${record.name}${view}`).join(' | ');
      const note = view === 'Input' ? ', as producers pass it' : '';
      parts.push(
        `/** Any event of the stream ${stream}${note}. */\nexport type ${pascal(stream)}${view} = ${union};\n`,
      );
    }
  }
  const body = parts.join('\n');
  const json = ['JsonObject', 'JsonValue'].filter((name) => body.includes(name)).join(', ');
  const imports = json === '' ? '' : `import type { ${json} } from '../json-value.ts';\n`;
  return `${BANNER}${imports}\n${body}`;
};

const eventsFile = (): string => {
  const imports = STREAM_NAMES.map(
    (stream) => `import type { ${pascal(stream)}Event, ${pascal(stream)}Input } from './${stream}.ts';\n`,
  ).join('');
  const table = (view: 'Event' | 'Input'): string =>
    STREAM_NAMES.map((stream) => `  readonly ${stream}: ${pascal(stream)}${view};\n`).join('');
  return (
    `${BANNER}${imports}\n` +
    `/** What a handler of each stream sees. */\nexport interface StreamEvents {\n${table('Event')}}\n\n` +
    `/** What a producer may pass for each stream: fields with a default can be left out. */\n` +
    `export interface StreamInputs {\n${table('Input')}}\n`
  );
};

/** Versions whose schemas were released, oldest first. */
const releasedVersions = (): readonly string[] =>
  readdirSync(new URL('released/', import.meta.url)).sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );

/** Text of a schema as it is registered: the `.avsc` without white space. */
const compact = (text: string): string => JSON.stringify(JSON.parse(text));

const shippedFile = (): string => {
  const versions = releasedVersions();
  const releases = new Map<string, string[]>(versions.map((version) => [version, []]));
  const entries = STREAM_NAMES.map((stream) => {
    const texts: string[] = [];
    for (const version of versions) {
      for (const file of existing(new URL(`released/${version}/${stream}.avsc`, import.meta.url))) {
        const text = compact(file);
        if (!texts.includes(text)) texts.push(text);
        releases.get(version)?.push(`    ${stream}: ${texts.indexOf(text)},\n`);
      }
    }
    // Today's is the last, also when an older release had the same text and a newer one did not.
    const current = compact(readFileSync(new URL(`avsc/${stream}.avsc`, import.meta.url), 'utf8'));
    if (texts.at(-1) !== current) texts.push(current);
    return `  ${stream}: [\n${texts.map((text) => `    ${JSON.stringify(text)},\n`).join('')}  ],\n`;
  });
  const table = [...releases]
    .map(([version, lines]) => `  '${version}': {\n${lines.join('')}  },\n`)
    .join('');
  return (
    `${BANNER}import type { StreamName } from '../queues.ts';\n\n` +
    "/** Texts of every schema ever released and of today's, oldest first; the last is today's. */\n" +
    'export const SHIPPED_SCHEMAS: Readonly<Record<StreamName, readonly string[]>> = {\n' +
    `${entries.join('')}};\n\n` +
    '/** Released versions, oldest first: place of each stream in its texts above. */\n' +
    'export const RELEASED_SCHEMAS: Readonly<Record<string, Readonly<Partial<Record<StreamName, number>>>>> = {\n' +
    `${table}};\n`
  );
};

/** A stream that is younger than a release has no file in it. */
const existing = (path: URL): readonly string[] => {
  try {
    return [readFileSync(path, 'utf8')];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/**
 * The generated files: path relative to `src/schemas/generated/` → text. Pure apart from reading the `.avsc` files,
 * so that the checks can compare its answer with what is committed.
 */
export function generateTypes(): Map<string, string> {
  const files = new Map<string, string>();
  for (const stream of STREAM_NAMES) files.set(`${stream}.ts`, streamFile(stream, readSchemaFile(stream)));
  files.set('events.ts', eventsFile());
  files.set('shipped-schemas.ts', shippedFile());
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of generateTypes()) {
    writeFileSync(new URL(`generated/${path}`, import.meta.url), text);
  }
}
