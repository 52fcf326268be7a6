import { describe, expect, it } from 'vitest';
import { isUnion, recordsOf } from '../../src/schemas/avro-schema.ts';
import type { RecordSchema, StreamSchema } from '../../src/schemas/avro-schema.ts';
import { eventTypeFor } from '../../src/schemas/avro-types.ts';
import fc from 'fast-check';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { checkSchemas, packageSchemas } from '../../src/schemas/compatibility.ts';
import { writeEnvelope } from '../../src/schemas/envelope.ts';
import { RELEASED_SCHEMAS } from '../../src/schemas/generated/shipped-schemas.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';
import type { StreamName } from '../../src/schemas/queues.ts';
import { eventsOf, schemaOf } from './arbitrary-event.ts';

/** Decodes with today's reader what a writer with another schema wrote into `branch` of it. */
const readFrom = async (
  stream: StreamName,
  written: { schema: StreamSchema; branch?: number; fields: object },
): Promise<unknown> => {
  const text = JSON.stringify(written.schema);
  const decoder = createEventCodec({ schemaOf: () => text, idOf: () => 1 }).decoder(stream);
  const record = recordsOf(written.schema)[written.branch ?? 0]!;
  const body = eventTypeFor(record).toBuffer(written.fields);
  return decoder.decode(writeEnvelope(1, isUnion(written.schema) ? (written.branch ?? 0) : null, body));
};

const releases = Object.keys(RELEASED_SCHEMAS).flatMap((version) =>
  STREAM_NAMES.flatMap((stream) => {
    const schema = packageSchemas().released(version, stream);
    if (schema === null) return [];
    return recordsOf(schema).map((record, branch) => ({
      version,
      stream,
      schema,
      branch,
      type: record.name,
    }));
  }),
);

describe('events of earlier versions', () => {
  it.each(releases)(
    'check 32: $stream $type as version $version wrote it is read',
    async ({ stream, schema, branch }) => {
      const record = recordsOf(schema)[branch]!;
      await fc.assert(
        fc.asyncProperty(eventsOf(stream, record), async (event) => {
          const fields = isUnion(schema) ? { ...event, type: undefined } : event;
          expect(await readFrom(stream, { schema, branch, fields })).toMatchObject({
            kind: 'decoded',
            event,
          });
        }),
        { numRuns: 10 },
      );
    },
  );

  it.each(STREAM_NAMES)(
    'check 32: %s is read from a writer that knew no field with a default',
    async (stream) => {
      const today = schemaOf(stream);
      const early = (record: RecordSchema): RecordSchema => ({
        ...record,
        fields: record.fields.filter((field) => field.default === undefined || field.name === 'user_ids'),
      });
      const schema = isUnion(today) ? recordsOf(today).map(early) : early(today);
      for (const [branch, record] of recordsOf(schema).entries()) {
        const [sample] = fc.sample(eventsOf(stream, record), { numRuns: 1, seed: 1 });
        const answer = await readFrom(stream, { schema, branch, fields: sample! });
        // Mails and exports without the optional fields name no recipient and no row; all others are whole events.
        const incomplete = ['EmailSenders', 'DeferredEmailSenders', 'RealmExport'].includes(record.name);
        expect(answer).toMatchObject({ kind: incomplete ? 'malformed' : 'decoded' });
      }
    },
  );
});

describe('events of later versions', () => {
  const union = schemaOf('deferred_work') as readonly RecordSchema[];
  const later: RecordSchema = {
    type: 'record',
    name: 'WaterPlants',
    namespace: 'zulip.deferred_work',
    fields: [{ name: 'pots', type: { type: 'array', items: 'int' } }],
  };

  it('an event type that this version does not know costs only itself (R-06)', async () => {
    const schema = [later, ...union];
    const unknown = await readFrom('deferred_work', { schema, branch: 0, fields: { pots: [1] } });
    expect(unknown).toEqual({
      kind: 'malformed',
      errorClass: 'UnknownEventTypeError',
      message: 'this version knows no event of type WaterPlants',
    });
    const branch = schema.findIndex(({ name }) => name === 'SoftReactivate');
    const known = await readFrom('deferred_work', { schema, branch, fields: { user_profile_id: 4 } });
    expect(known).toMatchObject({ event: { type: 'soft_reactivate', user_profile_id: 4 } });
  });

  it('fields that were added are left out', async () => {
    const [today] = recordsOf(schemaOf('missedmessage_emails'));
    const schema: RecordSchema = {
      ...today!,
      fields: [{ name: 'mood', type: 'string' }, ...today!.fields, { name: 'shoes', type: 'long' }],
    };
    const fields = { mood: 'x', user_profile_id: 1, message_id: 2, trigger: 'mentioned', shoes: 3 };
    const answer = await readFrom('missedmessage_emails', { schema, fields });
    expect(answer).toEqual({
      kind: 'decoded',
      failedTries: 0,
      event: { user_profile_id: 1, message_id: 2, trigger: 'mentioned', mentioned_user_group_id: null },
    });
  });

  it('a record that was changed incompatibly costs only its own events', async () => {
    const schema = union.map((record) =>
      record.name === 'ReuploadRealmEmoji'
        ? { ...record, fields: [{ name: 'realm_id', type: 'string' as const }] }
        : record,
    );
    const changed = schema.findIndex(({ name }) => name === 'ReuploadRealmEmoji');
    expect(
      await readFrom('deferred_work', { schema, branch: changed, fields: { realm_id: 'x' } }),
    ).toMatchObject({ kind: 'malformed', errorClass: 'SchemaError' });
    const other = schema.findIndex(({ name }) => name === 'SoftReactivate');
    expect(
      await readFrom('deferred_work', { schema, branch: other, fields: { user_profile_id: 4 } }),
    ).toMatchObject({ kind: 'decoded' });
  });

  it.each([
    ['no JSON', '{'],
    ['no Avro', '{"type":"object"}'],
    ['a reference to another schema', '"zulip.elsewhere.Thing"'],
    ['another type altogether', '"string"'],
    ['a record of another name', '{"type":"record","name":"Other","fields":[]}'],
  ])('a schema that is %s makes its records malformed', (_what, text) => {
    const decoder = createEventCodec({ schemaOf: () => text, idOf: () => 1 }).decoder('embed_links');
    expect(decoder.decode(Buffer.from([0, 0, 0, 0, 1, 2, 3]))).toMatchObject({ kind: 'malformed' });
  });
});

describe('schemas check', () => {
  const schemas = packageSchemas();
  const withLinks = (change: (record: RecordSchema) => StreamSchema): ReturnType<typeof checkSchemas> =>
    checkSchemas({
      ...schemas,
      current: (stream) =>
        stream === 'embed_links' ? change(schemas.current(stream) as RecordSchema) : schemas.current(stream),
    });
  const added = { name: 'added', type: 'long', doc: 'Something.' } as const;

  it('finds nothing wrong with what is released and what is to be released', () => {
    expect(checkSchemas()).toEqual([]);
  });

  it('accepts a new field with a default and a doc', () => {
    expect(withLinks((r) => ({ ...r, fields: [...r.fields, { ...added, default: 0 }] }))).toEqual([]);
  });

  it.each([
    [
      'a new field without a default',
      (r: RecordSchema) => ({ ...r, fields: [...r.fields, added] }),
      ['EmbedLinks.added', '0.1.0: was added without a default'],
    ],
    [
      'a field that is gone',
      (r: RecordSchema) => ({ ...r, fields: r.fields.slice(1) }),
      ['EmbedLinks.message_id', '0.1.0: the field is gone'],
    ],
    [
      'a field without a doc',
      (r: RecordSchema) => ({
        ...r,
        fields: [...r.fields, { name: 'added', type: 'long', default: 0 } as const],
      }),
      ['EmbedLinks.added', 'has no doc'],
    ],
    ['a record without a doc', (r: RecordSchema) => ({ ...r, doc: ' ' }), ['EmbedLinks', 'has no doc']],
    [
      'an event type that is gone',
      (r: RecordSchema) => [{ ...r, name: 'Renamed' }],
      ['EmbedLinks', '0.1.0: the event type is gone'],
    ],
  ] as const)('names %s', (_what, change, [at, problem]) => {
    expect(withLinks(change as (record: RecordSchema) => StreamSchema)).toContainEqual({
      stream: 'embed_links',
      at,
      problem,
    });
  });

  it('names a type that cannot be read any more', () => {
    const faults = withLinks((r) => ({
      ...r,
      fields: r.fields.map((field) => (field.name === 'message_id' ? { ...field, type: 'string' } : field)),
    }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      at: '0.1.0',
      problem: expect.stringContaining('cannot be read') as string,
    });
  });
});
