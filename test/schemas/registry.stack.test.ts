import { SchemaRegistry as LibraryRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RegistryServer } from '../../dev/registry/server.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { COMPATIBILITY_LEVEL, registerSchemas } from '../../src/schemas/register-schemas.ts';
import { createRegistryApi } from '../../src/schemas/registry-api.ts';
import type { RegistryApi } from '../../src/schemas/registry-api.ts';
import { createSchemaRegistry } from '../../src/schemas/schema-registry.ts';
import type { SchemaRegistry } from '../../src/schemas/schema-registry.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';
import { freshPrefix, stackAddresses } from '../support/stack.ts';

const EVENT = { user_profile_id: 1, message_id: 2, trigger: 'mentioned' } as const;

const apiAt = (url: string): RegistryApi =>
  createRegistryApi({ url, username: null, password: null, clock: systemClock });

const sharedApi = (): RegistryApi => apiAt(stackAddresses().registryUrl);

const clientOf = (api: RegistryApi, prefix: string): SchemaRegistry =>
  createSchemaRegistry({ api, prefix, clock: systemClock });

describe('schemas register', () => {
  it('shows in a dry run what it would do, and does nothing', async () => {
    const api = sharedApi();
    const prefix = freshPrefix();
    const reports = await registerSchemas(api, { prefix, dryRun: true });
    expect(reports.map(({ stream, kind }) => [stream, kind])).toEqual(
      STREAM_NAMES.map((stream) => [stream, 'new']),
    );
    expect(reports[0]).toMatchObject({
      subject: `${prefix}.deferred_work-value`,
      id: null,
      levelBefore: null,
    });
    expect((await api.subjects()).filter((subject) => subject.startsWith(prefix))).toEqual([]);
  });

  it('registers every stream with our level, and the second time finds nothing to do', async () => {
    const api = sharedApi();
    const prefix = freshPrefix();
    const first = await registerSchemas(api, { prefix });
    expect(first.every((report) => report.kind === 'new' && report.id !== null)).toBe(true);
    for (const { subject } of first) expect(await api.subjectLevel(subject)).toBe(COMPATIBILITY_LEVEL);
    const second = await registerSchemas(api, { prefix });
    expect(second.map(({ kind }) => kind)).toEqual(STREAM_NAMES.map(() => 'unchanged'));
    expect(second.map((report) => ('id' in report ? report.id : null))).toEqual(
      first.map((report) => ('id' in report ? report.id : null)),
    );
    expect(await clientOf(api, prefix).start()).toEqual({
      known: STREAM_NAMES,
      unregistered: [],
      outage: null,
    });
  });

  it('names what is incompatible in the registry’s words, changes nothing of it, and does the others', async () => {
    const api = sharedApi();
    const prefix = freshPrefix();
    const subject = `${prefix}.embed_links-value`;
    const other = JSON.stringify({
      type: 'record',
      name: 'EmbedLinks',
      namespace: 'zulip.embed_links',
      fields: [{ name: 'message_id', type: 'string' }],
    });
    await api.register(subject, other);
    const reports = await registerSchemas(api, { prefix });
    expect(reports.filter(({ kind }) => kind === 'incompatible')).toEqual([
      {
        stream: 'embed_links',
        subject,
        levelBefore: null,
        kind: 'incompatible',
        messages: [expect.stringMatching(/\w/)],
      },
    ]);
    expect(await api.subjectLevel(subject)).toBeNull();
    expect(reports.filter(({ kind }) => kind === 'new')).toHaveLength(STREAM_NAMES.length - 1);
  });
});

describe('bytes of ours and of the client library', () => {
  it('are the same, for a record and for a union', async () => {
    const api = sharedApi();
    const prefix = freshPrefix();
    await registerSchemas(api, { prefix });
    const codec = createEventCodec(clientOf(api, prefix));
    const library = new LibraryRegistry({ host: api.url });

    const mail = await codec.encode('missedmessage_emails', EVENT);
    expect(await library.decode(mail.value)).toEqual({ ...EVENT, mentioned_user_group_id: null });
    const id = mail.value.readUInt32BE(1);
    const theirs = await library.encode(id, { ...EVENT, mentioned_user_group_id: null });
    expect(theirs).toEqual(mail.value);

    const work = await codec.encode('deferred_work', { type: 'soft_reactivate', user_profile_id: 3 });
    expect(await library.decode(work.value)).toEqual({
      'zulip.deferred_work.SoftReactivate': { user_profile_id: 3, notify_client: false, failed_tries: null },
    });
  });

  it('a newer schema that somebody else registered is fetched and read', async () => {
    const api = sharedApi();
    const prefix = freshPrefix();
    await registerSchemas(api, { prefix, streams: ['embed_links'] });
    const library = new LibraryRegistry({ host: api.url });
    const fields = ['message_id', 'message_realm_id', 'later'].map((name) => ({
      name,
      type: 'long',
      ...(name === 'later' && { default: 0 }),
    }));
    const schema = JSON.stringify({
      type: 'record',
      name: 'EmbedLinks',
      namespace: 'zulip.embed_links',
      fields: [
        ...fields,
        { name: 'message_content', type: 'string' },
        { name: 'urls', type: { type: 'array', items: 'string' } },
      ],
    });
    const { id } = await library.register(
      { type: SchemaType.AVRO, schema },
      { subject: `${prefix}.embed_links-value`, compatibility: COMPATIBILITY_LEVEL as never },
    );
    const event = { message_id: 1, message_realm_id: 2, message_content: 'c', urls: ['u'] };
    const value = await library.encode(id, { ...event, later: 9 });
    const decoder = createEventCodec(clientOf(api, prefix)).decoder('embed_links');
    expect(await decoder.decode(value)).toEqual({ kind: 'decoded', event, failedTries: 0 });
    expect(decoder.decode(value)).toMatchObject({ kind: 'decoded' });
  });
});

describe('the development registry goes away and comes back', () => {
  let server: RegistryServer;

  beforeAll(async () => {
    server = await RegistryServer.open();
  });

  afterAll(async () => {
    await server.close();
  });

  it('known ids go on, unknown ones wait, nothing is condemned', async () => {
    const api = apiAt(server.url);
    await registerSchemas(api, { prefix: 'zulip' });
    const producing = createEventCodec(clientOf(api, 'zulip'));
    const { value } = await producing.encode('missedmessage_emails', EVENT);

    const started = clientOf(api, 'zulip');
    await started.start();
    const late = createEventCodec(clientOf(api, 'zulip')).decoder('missedmessage_emails');
    await server.stop();

    const known = createEventCodec(started).decoder('missedmessage_emails');
    expect(known.decode(value)).toMatchObject({ kind: 'decoded' });
    expect(await late.decode(value)).toMatchObject({ kind: 'registry_down' });
    await expect(started.ping()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await clientOf(api, 'zulip').start()).toMatchObject({
      known: [],
      outage: { code: 'unavailable' },
    });

    await server.start();
    await started.ping();
    expect(await late.decode(value)).toMatchObject({ kind: 'decoded' });
  });

  it('credentials are sent, and wrong ones are told from an outage', async () => {
    const secured = await RegistryServer.open({ credentials: { username: 'u', password: 'p' } });
    try {
      const withCredentials = (password: string): RegistryApi =>
        createRegistryApi({ url: secured.url, username: 'u', password, clock: systemClock });
      expect(await withCredentials('p').subjects()).toEqual([]);
      await expect(withCredentials('wrong').subjects()).rejects.toMatchObject({ code: 'unauthorized' });
    } finally {
      await secured.close();
    }
  });
});
