import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventCodec } from '../../src/schemas/codec.ts';
import type { EventCodec } from '../../src/schemas/codec.ts';
import type { StreamInputs } from '../../src/schemas/generated/events.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';
import type { StreamName } from '../../src/schemas/queues.ts';
import { eventTypesOf, eventsOf } from './arbitrary-event.ts';

const codec: EventCodec = createEventCodec(createLocalSchemas());

/** What a handler of the stream sees of an input; throws unless it is decoded at once. */
const roundTrip = async (stream: StreamName, input: unknown): Promise<unknown> => {
  const { value } = await codec.encode(stream, input as StreamInputs[StreamName]);
  return codec.decoder(stream).decode(value);
};

const everyEventType = STREAM_NAMES.flatMap((stream) =>
  eventTypesOf(stream).map((record) => ({ stream, record, name: `${stream} ${record.name}` })),
);

describe('events and bytes', () => {
  it.each(everyEventType)(
    'check 7: a handler of $name sees exactly what was produced, whatever the values',
    async ({ stream, record }) => {
      await fc.assert(
        fc.asyncProperty(eventsOf(stream, record), async (event) => {
          expect(await roundTrip(stream, event)).toEqual({ kind: 'decoded', event, failedTries: 0 });
        }),
        { numRuns: 60 },
      );
    },
  );

  it('covers all event types of all specs', () => {
    expect(everyEventType.map(({ name }) => name)).toHaveLength(9 + 3 + 9);
  });

  it('check 7: dates, UUID texts and nested objects arrive as JSON makes them', async () => {
    const seen = await roundTrip('email_senders', {
      template_prefix: 'zerver/emails/invitation',
      to_emails: ['new@example.com'],
      context: {
        at: new Date(Date.UTC(2026, 0, 5)),
        id: '7a6f6c5e-9a3b-4a7e-8f55-0d8f1c2b3a4d',
        nested: { list: [1, { deep: null }], dropped: undefined },
        notANumber: NaN,
      },
    });
    expect(seen).toMatchObject({
      event: {
        context: {
          at: '2026-01-05T00:00:00.000Z',
          id: '7a6f6c5e-9a3b-4a7e-8f55-0d8f1c2b3a4d',
          nested: { list: [1, { deep: null }] },
          notANumber: null,
        },
      },
    });
  });

  it('fills in the defaults of fields that a producer leaves out', async () => {
    const seen = await roundTrip('email_senders', { template_prefix: 'a/b', to_user_ids: [3] });
    expect(seen).toEqual({
      kind: 'decoded',
      failedTries: 0,
      event: {
        template_prefix: 'a/b',
        to_user_ids: [3],
        to_emails: null,
        from_name: null,
        from_address: null,
        reply_to_email: null,
        language: null,
        date: null,
        context: {},
        realm_id: null,
        in_reply_to: null,
        references: null,
        remove_suppressed_destination: false,
      },
    });
  });

  it('gives the producer the event as its handler will see it', async () => {
    const { event } = await codec.encode('missedmessage_emails', {
      user_profile_id: 1,
      message_id: 2,
      trigger: 'mentioned',
    });
    expect(event).toEqual({
      user_profile_id: 1,
      message_id: 2,
      trigger: 'mentioned',
      mentioned_user_group_id: null,
    });
  });

  it('keeps all 64 bits of a push account id', async () => {
    for (const id of [2n ** 63n - 1n, -(2n ** 63n), 9007199254740993n]) {
      const input = {
        type: 'register_push_device_to_bouncer',
        payload: {
          user_profile_id: 1,
          bouncer_public_key: 'a',
          encrypted_push_registration: 'b',
          push_account_id: id,
        },
      };
      expect(await roundTrip('missedmessage_mobile_notifications', input)).toMatchObject({
        event: { payload: { push_account_id: id } },
      });
    }
  });

  it('keeps mail bytes that are no text', async () => {
    const raw = Buffer.from([0xf3, 0x00, 0xff, 0x0a]);
    const seen = await roundTrip('email_mirror', { rcpt_to: 'a@b', raw });
    expect(seen).toMatchObject({ event: { raw } });
  });

  it('carries both forms of display_recipient', async () => {
    const message = {
      id: 1,
      sender_id: 2,
      content: 'c',
      rendered_content: '<p>c</p>',
      recipient_id: 3,
      recipient_type: 1,
      recipient_type_id: 4,
      timestamp: 5,
      client: 'website',
      subject: '',
      is_me_message: false,
      sender_full_name: 'n',
      sender_email: 'e',
      sender_delivery_email: 'e',
      sender_realm_str: 'zulip',
      sender_realm_id: 2,
      sender_avatar_source: 'G',
      sender_avatar_version: 1,
      sender_is_mirror_dummy: false,
      sender_email_address_visibility: 1,
      type: 'private',
    };
    for (const display_recipient of [
      'Denmark',
      [{ email: 'a', full_name: 'b', id: 1, is_mirror_dummy: false }],
    ]) {
      const input = { message: { ...message, display_recipient }, trigger: 'mention', user_profile_id: 9 };
      for (const stream of ['outgoing_webhooks', 'embedded_bots'] as const) {
        expect(await roundTrip(stream, input)).toMatchObject({ event: { message: { display_recipient } } });
      }
    }
  });

  it('describes the two mail queues by the same record', () => {
    const [urgent] = eventTypesOf('email_senders');
    const [deferred] = eventTypesOf('deferred_email_senders');
    expect(deferred?.fields).toEqual(urgent?.fields);
  });
});

describe('what a producer may not send', () => {
  const refused: readonly [string, StreamName, unknown, Record<string, unknown>][] = [
    [
      'a field that the schema does not have',
      'email_senders',
      { template_prefix: 'a', to_user_ids: [1], realm: { id: 1 } },
      { code: 'unknown_field', stream: 'email_senders', path: 'realm' },
    ],
    [
      'an unknown field deep inside',
      'notify_tornado',
      { event: { type: 'x' }, users: [{ id: 1 }, { id: 2, flag: true }] },
      { code: 'unknown_field', stream: 'notify_tornado', path: 'users.1.flag' },
    ],
    [
      'a wrong type',
      'email_senders',
      { template_prefix: 'a', to_user_ids: [1, '2'] },
      {
        code: 'invalid_event',
        path: 'to_user_ids.1',
        message: /must be a whole number \(long\), not string/,
      },
    ],
    [
      'a missing field',
      'missedmessage_emails',
      { user_profile_id: 1, trigger: 'mentioned' },
      { code: 'invalid_event', path: 'message_id', message: /is missing/ },
    ],
    [
      'a missing field that only older events may lack',
      'email_mirror',
      { rcpt_to: 'a@b' },
      { code: 'invalid_event', path: 'raw', message: /is missing/ },
    ],
    [
      'a trigger that does not exist',
      'missedmessage_emails',
      { user_profile_id: 1, message_id: 2, trigger: 'stream_push_notify' },
      { code: 'invalid_event', path: 'trigger', message: /"stream_push_notify", which is none of/ },
    ],
    [
      'a message type that does not exist',
      'missedmessage_mobile_notifications',
      { type: 'announce', user_profile_id: 1 },
      { code: 'unknown_type', path: 'type', message: /"announce", which is none of add, remove/ },
    ],
    [
      'a mail without recipients',
      'email_senders',
      { template_prefix: 'a' },
      { code: 'invalid_event', path: '', message: /exactly one of to_user_ids and to_emails/ },
    ],
    [
      'a mail with both kinds of recipients',
      'deferred_email_senders',
      { template_prefix: 'a', to_user_ids: [1], to_emails: ['a@b'] },
      { code: 'invalid_event', path: '' },
    ],
    [
      'an export that names no row',
      'deferred_work',
      { type: 'realm_export', user_profile_id: 1 },
      { code: 'invalid_event', path: '' },
    ],
    [
      'a context that is no object',
      'email_senders',
      { template_prefix: 'a', to_user_ids: [1], context: ['x'] },
      { code: 'invalid_event', path: 'context' },
    ],
    [
      'an id beyond 2^53, which would lose digits',
      'embed_links',
      { message_id: 2 ** 53 + 2, message_content: '', message_realm_id: 1, urls: ['u'] },
      { code: 'invalid_event', path: 'message_id' },
    ],
    ['something that is no object', 'embed_links', null, { code: 'invalid_event', path: '' }],
    ['an array', 'embed_links', [], { code: 'invalid_event', path: '' }],
    ['a stream that does not exist', 'thumbnail' as StreamName, {}, { code: 'unknown_stream' }],
  ];

  it.each(refused)('refuses %s (R-05)', async (_what, stream, input, { message, ...fields }) => {
    const failure: unknown = await codec.encode(stream, input as never).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'EventSchemaError', ...fields });
    if (message instanceof RegExp) expect((failure as Error).message).toMatch(message);
    expect((failure as Error).message).toContain(stream);
  });

  it('refuses a context that JSON cannot hold', async () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    for (const context of [loop, { big: 10n }]) {
      const input = { template_prefix: 'a', to_user_ids: [1], context };
      await expect(codec.encode('email_senders', input as never)).rejects.toMatchObject({
        code: 'invalid_event',
        path: 'context',
      });
    }
  });
});
