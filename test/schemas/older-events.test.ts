import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../src/schemas/avro-schema.ts';
import { eventTypeFor } from '../../src/schemas/avro-types.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { writeEnvelope } from '../../src/schemas/envelope.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import type { StreamName } from '../../src/schemas/queues.ts';
import { isUnion } from '../../src/schemas/avro-schema.ts';
import { schemaOf } from './arbitrary-event.ts';

const source = createLocalSchemas();
const codec = createEventCodec(source);

/** Bytes of an older event as a bridge writes them: the wire form, past everything that a producer is held to. */
const wireBytes = async (stream: StreamName, fields: object, recordName?: string): Promise<Buffer> => {
  const schema = schemaOf(stream);
  const records = recordsOf(schema);
  const branch = recordName === undefined ? 0 : records.findIndex(({ name }) => name === recordName);
  const body = eventTypeFor(records[branch]!).toBuffer(fields);
  return writeEnvelope(await source.idOf(stream), isUnion(schema) ? branch : null, body);
};

const decoded = async (stream: StreamName, fields: object, recordName?: string): Promise<unknown> =>
  codec.decoder(stream).decode(await wireBytes(stream, fields, recordName));

const mail = { template_prefix: 'zerver/emails/missed_message' };
const seen = { user_profile_id: 1, message_id: 2 };

describe('older events on the wire (R-03, R-04)', () => {
  it.each(['email_senders', 'deferred_email_senders'] as const)(
    '%s: to_email and to_user_id become lists of one and are gone',
    async (stream) => {
      const byAddress = await decoded(stream, { ...mail, to_email: 'a@b.c' });
      expect(byAddress).toMatchObject({ event: { to_emails: ['a@b.c'], to_user_ids: null } });
      const byUser = await decoded(stream, { ...mail, to_user_id: 7 });
      expect(byUser).toMatchObject({ event: { to_emails: null, to_user_ids: [7] } });
      for (const answer of [byAddress, byUser]) {
        const { event } = answer as { event: object };
        for (const older of ['to_email', 'to_user_id', 'failed_tries'])
          expect(event).not.toHaveProperty(older);
      }
    },
  );

  it('a mail without any recipient is malformed, alone', async () => {
    expect(await decoded('email_senders', mail)).toMatchObject({
      kind: 'malformed',
      errorClass: 'SchemaError',
      message: expect.stringContaining('exactly one of to_user_ids and to_emails') as string,
    });
  });

  it.each([
    ['email_senders', { ...mail, to_user_ids: [1] }, undefined],
    ['deferred_work', { user_profile_id: 1 }, 'ClearPushDeviceTokens'],
    ['missedmessage_mobile_notifications', { ...seen, trigger: 'mentioned' }, 'Add'],
    ['missedmessage_mobile_notifications', { user_profile_id: 1, message_ids: [2] }, 'Remove'],
  ] as const)(
    '%s: failed_tries of the body is told apart from the event (%#)',
    async (stream, fields, name) => {
      const answer = await decoded(stream, { ...fields, failed_tries: 3 }, name);
      expect(answer).toMatchObject({ kind: 'decoded', failedTries: 3 });
      expect((answer as { event: object }).event).not.toHaveProperty('failed_tries');
    },
  );

  it.each([
    ['private_message', 'direct_message'],
    ['wildcard_mentioned', 'stream_wildcard_mentioned'],
    ['followed_topic_wildcard_mentioned', 'stream_wildcard_mentioned_in_followed_topic'],
  ])('the trigger %s is read as %s', async (older, today) => {
    for (const [stream, name] of [
      ['missedmessage_emails', undefined],
      ['missedmessage_mobile_notifications', 'Add'],
    ] as const) {
      expect(await decoded(stream, { ...seen, trigger: older }, name)).toMatchObject({
        event: { trigger: today },
      });
    }
  });

  it.each(['nonsense', 'constructor', '__proto__', ''])('the trigger %j is malformed', async (trigger) => {
    expect(await decoded('missedmessage_emails', { ...seen, trigger })).toMatchObject({
      kind: 'malformed',
      errorClass: 'SchemaError',
      message: expect.stringContaining('trigger is') as string,
    });
  });

  it('bots: private_message stays what it is, because the bot is told', () => {
    const parsed = codec.parse('missedmessage_emails', { ...seen, trigger: 'private_message' });
    expect(parsed.event.trigger).toBe('direct_message');
    const [record] = recordsOf(schemaOf('outgoing_webhooks'));
    expect(record?.fields.find(({ name }) => name === 'trigger')?.legacyValues).toBeUndefined();
  });

  it.each([
    ['1765900000', 1765900000],
    [1765900000, 1765900000],
    [1765900000.9, 1765900000],
    [' 1765900000 ', 1765900000],
  ])('digest_emails: the cutoff %j is read as %d', async (cutoff, seconds) => {
    expect(await decoded('digest_emails', { user_ids: [1], cutoff })).toMatchObject({
      event: { cutoff: seconds },
    });
  });

  it.each(['', 'soon', '1e99', NaN, Infinity])(
    'digest_emails: the cutoff %j is malformed',
    async (cutoff) => {
      expect(await decoded('digest_emails', { user_ids: [1], cutoff })).toMatchObject({ kind: 'malformed' });
    },
  );

  it('digest_emails: user_profile_id, one or a list, is used only without user_ids', async () => {
    const people = async (fields: object): Promise<unknown> =>
      ((await decoded('digest_emails', { cutoff: 1, ...fields })) as { event?: { user_ids: unknown } }).event
        ?.user_ids;
    expect(await people({ user_profile_id: 7 })).toEqual([7]);
    expect(await people({ user_profile_id: [7, 8] })).toEqual([7, 8]);
    expect(await people({ user_profile_id: 7, user_ids: [1] })).toEqual([1]);
    expect(await people({})).toBeUndefined();
  });

  it('email_mirror: msg_base64 is the mail, time its arrival', async () => {
    const raw = Buffer.from([0xf3, 1, 2, 3]);
    const older = { rcpt_to: 'a@b', msg_base64: raw.toString('base64'), time: 12.5 };
    expect(await decoded('email_mirror', older)).toMatchObject({ event: { raw, received_at: 12_500 } });
    expect(await decoded('email_mirror', { rcpt_to: 'a@b', msg_base64: 'not base64!' })).toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('msg_base64') as string,
    });
  });

  it('deferred_work: an export named by its audit log row keeps id and time', async () => {
    const older = { user_profile_id: 1, id: 206, time: '2024-01-01T00:00:00+00:00', realm_id: 2 };
    expect(await decoded('deferred_work', older, 'RealmExport')).toMatchObject({
      event: { type: 'realm_export', realm_export_id: null, id: 206, time: '2024-01-01T00:00:00+00:00' },
    });
  });

  it('outgoing_webhooks: what the worker once added is dropped', () => {
    const { legacy, names } = {
      legacy: recordsOf(schemaOf('outgoing_webhooks'))[0]?.fields.filter((field) => field.legacy === true),
      names: ['command', 'service_name', 'failed_tries'],
    };
    expect(legacy?.map(({ name }) => name)).toEqual(names);
  });
});

describe('older events as JSON', () => {
  it('a push event without a type announces a message', () => {
    const { event } = codec.parse('missedmessage_mobile_notifications', { ...seen, trigger: 'mentioned' });
    expect(event).toMatchObject({ type: 'add', message_id: 2 });
    const withNull = { ...seen, trigger: 'mentioned', type: null };
    expect(codec.parse('missedmessage_mobile_notifications', withNull).event.type).toBe('add');
  });

  it('an event of another queue without a type is refused (R-06)', () => {
    expect(() => codec.parse('deferred_work', { user_profile_id: 1 })).toThrow(/type is undefined/);
  });

  it('a push account id may be written as digits', () => {
    const payload = {
      user_profile_id: 1,
      bouncer_public_key: 'k',
      encrypted_push_registration: 'r',
      push_account_id: '9223372036854775807',
    };
    const json = { type: 'register_push_device_to_bouncer', payload };
    expect(codec.parse('missedmessage_mobile_notifications', json).event).toMatchObject({
      payload: { push_account_id: 9223372036854775807n },
    });
    const tooBig = { ...json, payload: { ...payload, push_account_id: '9223372036854775808' } };
    expect(() => codec.parse('missedmessage_mobile_notifications', tooBig)).toThrow(
      /payload.push_account_id/,
    );
  });

  it('failed_tries is counted in every queue and given to no handler', () => {
    const parsed = codec.parse('missedmessage_emails', { ...seen, trigger: 'mentioned', failed_tries: 2 });
    expect(parsed.failedTries).toBe(2);
    expect(parsed.event).not.toHaveProperty('failed_tries');
  });

  it('what was parsed can be encoded and is read back the same', async () => {
    const { event } = codec.parse('digest_emails', { user_profile_id: 7, cutoff: '1765900000' });
    const { value } = await codec.encode('digest_emails', event);
    expect(codec.decoder('digest_emails').decode(value)).toEqual({ kind: 'decoded', event, failedTries: 0 });
  });
});
