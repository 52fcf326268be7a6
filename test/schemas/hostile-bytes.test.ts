import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardFor } from '../../src/schemas/avro-guard.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import type { SchemaSource } from '../../src/schemas/schema-source.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';
import type { StreamName } from '../../src/schemas/queues.ts';

const source = createLocalSchemas();
const codec = createEventCodec(source);

const decode = (stream: StreamName, value: Buffer | null): unknown => codec.decoder(stream).decode(value);

/** Envelope of today's schema of a stream, then these bytes. */
const withBody = (stream: StreamName, ...body: readonly number[]): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(source.idOf(stream) as number, 1);
  return Buffer.concat([head, Buffer.from(body)]);
};

/** A zigzag varint. */
const long = (value: bigint): number[] => {
  const bytes: number[] = [];
  let rest = value >= 0n ? value * 2n : -value * 2n - 1n;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    if (rest === 0n) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};

const schemaError = (message: RegExp): unknown => ({
  kind: 'malformed',
  errorClass: 'SchemaError',
  message: expect.stringMatching(message) as string,
});

describe('values that are no Avro with a schema id', () => {
  const values: readonly [string, Buffer | null, RegExp][] = [
    ['null', null, /no value/],
    ['nothing', Buffer.alloc(0), /empty/],
    ['three bytes', Buffer.from([0, 0, 0]), /3 bytes, the schema id alone needs 5/],
    ['four bytes', Buffer.from([0, 0, 0, 1]), /4 bytes/],
    ['JSON text', Buffer.from('{"user_profile_id":1}'), /JSON text/],
    ['a JSON array', Buffer.from('[]'), /JSON text/],
    ['another magic byte', Buffer.from([1, 0, 0, 0, 1, 2]), /first byte is 1/],
  ];

  it.each(values)('check 8: %s is malformed and says why', (_what, value, message) => {
    expect(decode('missedmessage_emails', value)).toEqual(schemaError(message));
  });

  it('an unknown schema id is its own class', async () => {
    const value = Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1]);
    expect(await decode('missedmessage_emails', value)).toMatchObject({
      kind: 'malformed',
      errorClass: 'UnknownSchemaError',
    });
  });
});

describe('bodies that were cut or grew', () => {
  it('are malformed at every length', async () => {
    const examples = [
      codec.encode('missedmessage_emails', { user_profile_id: 1, message_id: 2, trigger: 'mentioned' }),
      codec.encode('email_senders', { template_prefix: 'a/b', to_user_ids: [1, 2], context: { a: 1 } }),
      codec.encode('email_mirror', { rcpt_to: 'a@b', raw: Buffer.from('mail') }),
      codec.encode('deferred_work', { type: 'soft_reactivate', user_profile_id: 3 }),
    ];
    const streams = ['missedmessage_emails', 'email_senders', 'email_mirror', 'deferred_work'] as const;
    for (const [index, example] of examples.entries()) {
      const { value } = await example;
      for (let length = 5; length < value.length; length += 1) {
        expect(decode(streams[index]!, value.subarray(0, length))).toMatchObject({
          kind: 'malformed',
          errorClass: 'SchemaError',
        });
      }
      expect(decode(streams[index]!, Buffer.concat([value, Buffer.from([0])]))).toEqual(
        schemaError(/1 bytes too many/),
      );
    }
  });

  it('say that they are cut', async () => {
    const { value } = await codec.encode('missedmessage_emails', {
      user_profile_id: 1,
      message_id: 2,
      trigger: 'mentioned',
    });
    expect(decode('missedmessage_emails', value.subarray(0, -1))).toEqual(schemaError(/^the body is cut$/));
  });

  it('any bytes at all give an answer and never throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STREAM_NAMES), fc.uint8Array({ maxLength: 60 }), (stream, body) => {
        const answer = decode(stream, withBody(stream, ...body)) as { kind: string };
        expect(['decoded', 'malformed']).toContain(answer.kind);
      }),
      { numRuns: 3_000 },
    );
  });

  it('a branch that the union does not have is malformed', () => {
    for (const branch of [[18], [1], [0x80, 0x01], []]) {
      expect(decode('deferred_work', withBody('deferred_work', ...branch))).toMatchObject({
        kind: 'malformed',
      });
    }
  });
});

describe('bodies that announce more than they hold', () => {
  // Without the guard, avsc believes each of these counts and fills the memory of the process.
  const counts = [2n ** 31n, 2n ** 40n, 2n ** 62n, 100n];

  it.each(counts)('an array of %d items in a few bytes is refused at once', (count) => {
    const block = withBody('embed_links', 2, 2, 0x61, 2, ...long(count));
    expect(decode('embed_links', block)).toEqual(schemaError(/announces|inside/));
  });

  it.each(counts)('so is a block of %d items with a size of its own', (count) => {
    const block = withBody('embed_links', 2, 2, 0x61, 2, ...long(-count), ...long(8n));
    expect(decode('embed_links', block)).toMatchObject({ kind: 'malformed' });
  });

  it.each(counts)('so is an array that a newer writer added and this reader skips (%d)', async (count) => {
    const schema = JSON.stringify({
      type: 'record',
      name: 'EmbedLinks',
      namespace: 'zulip.embed_links',
      fields: [
        { name: 'added', type: { type: 'array', items: 'null' } },
        { name: 'message_id', type: 'long' },
        { name: 'message_content', type: 'string' },
        { name: 'message_realm_id', type: 'long' },
        { name: 'urls', type: { type: 'array', items: 'string' } },
      ],
    });
    const foreign: SchemaSource = { schemaOf: () => schema, idOf: () => 1 };
    const decoder = createEventCodec(foreign).decoder('embed_links');
    const huge = Buffer.from([0, 0, 0, 0, 1, ...long(count), 0]);
    expect(await decoder.decode(huge)).toMatchObject({ kind: 'malformed', errorClass: 'SchemaError' });
  });

  it('a length of a string or of bytes beyond the value is refused', () => {
    for (const length of [2n ** 31n, 2n ** 62n, -5n]) {
      const body = withBody('email_mirror', ...long(length), 0x61);
      expect(decode('email_mirror', body)).toMatchObject({ kind: 'malformed' });
    }
  });

  it('numbers of more than ten bytes are refused', () => {
    const body = withBody('embed_links', ...Array<number>(200_000).fill(0xff));
    expect(decode('embed_links', body)).toEqual(schemaError(/more than 10 bytes/));
  });

  it('context that is no JSON, or not an object, is malformed, and its text is told to nobody', () => {
    for (const json of ['{', '[]', '1', 'null', '', 'secret']) {
      const bytes = Buffer.from(json);
      const fields = [2, 0x61, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, bytes.length * 2, ...bytes, 0, 0, 0, 0, 0, 0, 0];
      expect(decode('email_senders', withBody('email_senders', ...fields))).toEqual(
        schemaError(/^the body cannot be read: a JSON field (holds no JSON|is not of kind object)$/),
      );
    }
  });
});

describe('the guard', () => {
  it('walks named, nested and recursive types', () => {
    const guard = guardFor({
      type: 'record',
      name: 'Node',
      namespace: 'n',
      fields: [
        { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A'] } as never },
        { name: 'again', type: 'Kind' },
        { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 2 } as never },
        { name: 'tags', type: { type: 'map', values: 'n.Hash' } },
        { name: 'next', type: ['null', 'Node'] },
      ],
    });
    const leaf = [0, 0, 1, 2, 2, 2, 0x61, 3, 4, 0, 0];
    expect(guard?.check(Buffer.from(leaf), 0)).toBe(leaf.length);
    const nested = [0, 0, 1, 2, 0, 2, ...leaf];
    expect(guard?.check(Buffer.from(nested), 0)).toBe(nested.length);
    const endless = Array<number[]>(100_000).fill([0, 0, 1, 2, 0, 2]).flat();
    expect(() => guard?.check(Buffer.from(endless), 0)).toThrow(/nested deeper/);
  });

  it('is not made where nothing can announce a count', () => {
    expect(
      guardFor({ type: 'record', name: 'A', fields: [{ name: 'a', type: ['null', 'string'] }] }),
    ).toBeNull();
  });
});
