import avro from 'avsc';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recordsOf } from '../../src/schemas/avro-schema.ts';
import { eventTypeFor } from '../../src/schemas/avro-types.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { writeEnvelope } from '../../src/schemas/envelope.ts';
import { schemaOf } from './arbitrary-event.ts';

describe('reading what another version wrote', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('V14: builds its resolver once for a writer’s schema, not once a record', async () => {
    const schema = structuredClone(schemaOf('missedmessage_emails'));
    const record = recordsOf(schema)[0];
    if (record === undefined) throw new Error('The stream has an event');
    // A later version with one more field: the schemas differ, so a resolver is needed.
    const later = { ...record, fields: [...record.fields, { name: 'later', type: 'int', default: 0 }] };
    const text = JSON.stringify(later);
    const build = vi.spyOn(avro.Type.prototype, 'createResolver');
    const decoder = createEventCodec({ schemaOf: () => text, idOf: () => 1 }).decoder('missedmessage_emails');
    const fields = { user_profile_id: 7, message_id: 12, trigger: 'mentioned' };
    const body = eventTypeFor(later).toBuffer({ ...emptyOf(record), ...fields, later: 1 });
    const value = writeEnvelope(1, null, body);
    expect(await decoder.decode(value)).toMatchObject({ kind: 'decoded' });
    const built = build.mock.calls.length;
    expect(built).toBeGreaterThan(0);
    for (let round = 0; round < 100; round += 1) await decoder.decode(value);
    expect(build.mock.calls.length).toBe(built);
  });
});

/** Every field that has a default, at its default. */
function emptyOf(record: ReturnType<typeof recordsOf>[number]): object {
  return Object.fromEntries(
    record.fields.flatMap((field) => ('default' in field ? [[field.name, field.default]] : [])),
  );
}
