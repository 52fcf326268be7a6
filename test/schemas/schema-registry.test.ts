import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import avro from 'avsc';
import { systemClock } from '../../src/runtime/clock.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { SHIPPED_SCHEMAS } from '../../src/schemas/generated/shipped-schemas.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';
import { createRegistryApi } from '../../src/schemas/registry-api.ts';
import type { RegistryApi } from '../../src/schemas/registry-api.ts';
import type { CachedSchema, SchemaCache } from '../../src/schemas/schema-cache.ts';
import { SchemaRegistryError } from '../../src/schemas/schema-errors.ts';
import { createSchemaRegistry } from '../../src/schemas/schema-registry.ts';
import type { SchemaRegistry } from '../../src/schemas/schema-registry.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FakeRegistry } from './fake-registry.ts';

const ID = 4711;
const TEXT = SHIPPED_SCHEMAS.missedmessage_emails.at(-1)!;
const EVENT = { user_profile_id: 1, message_id: 2, trigger: 'mentioned' } as const;

let fake: FakeRegistry;
let clock: VirtualClock;

beforeEach(async () => {
  fake = await FakeRegistry.open();
  clock = new VirtualClock();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await fake.close();
});

const api = (): RegistryApi =>
  createRegistryApi({ url: fake.url, username: null, password: null, clock: systemClock });

const registryWith = (
  more: { cache?: SchemaCache; onCacheFailure?: (error: Error) => void } = {},
): SchemaRegistry => createSchemaRegistry({ api: api(), prefix: 'zulip', clock, ...more });

/** Bytes of an event whose writer's schema has the given id. */
const written = async (id: number): Promise<Buffer> => {
  const { value } = await createEventCodec(createLocalSchemas()).encode('missedmessage_emails', EVENT);
  value.writeUInt32BE(id, 1);
  return value;
};

const memoryCache = (entries: CachedSchema[] = []): SchemaCache & { entries: CachedSchema[] } => ({
  entries,
  load: (registry) => Promise.resolve(entries.filter((entry) => entry.registry === registry)),
  save: (entry) => {
    entries.push(entry);
    return Promise.resolve();
  },
});

/** Answers every lookup with an id of its own, as a registry does where everything is registered. */
const knowsEverything: FakeRegistry['answer'] = (request, response) => {
  const place = STREAM_NAMES.findIndex((stream) => request.url === `/subjects/zulip.${stream}-value`);
  FakeRegistry.json(200, { id: 100 + place, version: 1 })(request, response);
};

describe('first decodes of a schema', () => {
  it('a thousand at once cost one request and one parse', async () => {
    fake.answer = FakeRegistry.json(200, { schema: TEXT });
    const decoder = createEventCodec(registryWith()).decoder('missedmessage_emails');
    const value = await written(ID);
    const parse = vi.spyOn(avro.Type, 'forSchema');
    const answers = await Promise.all(Array.from({ length: 1_000 }, async () => decoder.decode(value)));
    expect(fake.seen).toHaveLength(1);
    const wholeSchemas = parse.mock.calls.filter(
      ([schema]) => (schema as { name?: string }).name === 'MissedmessageEmails',
    );
    expect(wholeSchemas).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.kind))).toEqual(new Set(['decoded']));
  });

  it('several decoders of one schema cost one request', async () => {
    fake.answer = FakeRegistry.json(200, { schema: TEXT });
    const codec = createEventCodec(registryWith());
    const value = await written(ID);
    const decoders = Array.from({ length: 20 }, () => codec.decoder('missedmessage_emails'));
    await Promise.all(decoders.map(async (decoder) => decoder.decode(value)));
    expect(fake.seen).toHaveLength(1);
  });

  it('later ones are synchronous', async () => {
    fake.answer = FakeRegistry.json(200, { schema: TEXT });
    const decoder = createEventCodec(registryWith()).decoder('missedmessage_emails');
    const value = await written(ID);
    await decoder.decode(value);
    expect(decoder.decode(value)).toMatchObject({ kind: 'decoded' });
    expect(fake.seen).toHaveLength(1);
  });
});

describe('an id that the registry does not know', () => {
  it('is not asked for again for a while, then once more', async () => {
    const decoder = createEventCodec(registryWith()).decoder('missedmessage_emails');
    const value = await written(ID);
    for (let index = 0; index < 5; index += 1) {
      expect(await decoder.decode(value)).toMatchObject({
        kind: 'malformed',
        errorClass: 'UnknownSchemaError',
      });
    }
    expect(fake.seen).toHaveLength(1);
    fake.answer = FakeRegistry.json(200, { schema: TEXT });
    await clock.advance(29_999);
    expect(await decoder.decode(value)).toMatchObject({ kind: 'malformed' });
    await clock.advance(1);
    expect(await decoder.decode(value)).toMatchObject({ kind: 'decoded' });
    expect(fake.seen).toHaveLength(2);
  });

  it('ever new ones do not fill the memory: the oldest is asked for again', async () => {
    let asked = 0;
    const registry = createSchemaRegistry({
      api: {
        ...api(),
        schemaById: () => {
          asked += 1;
          return Promise.reject(new SchemaRegistryError('unknown_schema', 'no'));
        },
      },
      prefix: 'zulip',
      clock,
    });
    const ask = async (id: number): Promise<void> => {
      await Promise.resolve(registry.schemaOf(id)).catch(() => undefined);
    };
    for (let id = 0; id <= 1_000; id += 1) await ask(id);
    expect(asked).toBe(1_001);
    await ask(1_000);
    expect(asked).toBe(1_001);
    await ask(0);
    expect(asked).toBe(1_002);
  });
});

describe('an outage of the registry', () => {
  it('condemns no record and is over when the registry answers', async () => {
    const decoder = createEventCodec(registryWith()).decoder('missedmessage_emails');
    const value = await written(ID);
    const refuse: FakeRegistry['answer'] = (request) => request.socket.destroy();
    fake.answer = refuse;
    expect(await decoder.decode(value)).toMatchObject({
      kind: 'registry_down',
      error: { code: 'unavailable' },
    });
    fake.answer = FakeRegistry.json(200, { schema: TEXT });
    expect(await decoder.decode(value)).toMatchObject({ kind: 'decoded' });
  });

  it('a refused connection is an outage too', async () => {
    const registry = registryWith();
    const value = await written(ID);
    await fake.close();
    const decoder = createEventCodec(registry).decoder('missedmessage_emails');
    expect(await decoder.decode(value)).toMatchObject({
      kind: 'registry_down',
      error: { message: expect.stringContaining('ECONNREFUSED') as string },
    });
    await expect(registry.ping()).rejects.toMatchObject({ code: 'unavailable' });
    fake = await FakeRegistry.open();
  });

  it('wrong credentials are nobody’s malformed record', async () => {
    fake.answer = FakeRegistry.json(401, { message: 'no' });
    const decoder = createEventCodec(registryWith()).decoder('missedmessage_emails');
    expect(await decoder.decode(await written(ID))).toMatchObject({ kind: 'registry_down' });
  });
});

describe('the start', () => {
  it('finds the ids of the shipped schemas, registers nothing, and reads without a further request', async () => {
    fake.answer = knowsEverything;
    const registry = registryWith();
    expect(await registry.start()).toEqual({ known: STREAM_NAMES, unregistered: [], outage: null });
    expect(new Set(fake.seen.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(STREAM_NAMES.map((stream) => `POST /subjects/zulip.${stream}-value`)),
    );
    const before = fake.seen.length;
    const codec = createEventCodec(registry);
    const { value } = await codec.encode('missedmessage_emails', EVENT);
    expect(value.readUInt32BE(1)).toBe(100 + STREAM_NAMES.indexOf('missedmessage_emails'));
    expect(codec.decoder('missedmessage_emails').decode(value)).toMatchObject({ kind: 'decoded' });
    expect(fake.seen).toHaveLength(before);
  });

  it('names the streams that are not registered, and encoding for them says what to run', async () => {
    const registry = registryWith();
    expect(await registry.start()).toEqual({ known: [], unregistered: STREAM_NAMES, outage: null });
    await expect(createEventCodec(registry).encode('missedmessage_emails', EVENT)).rejects.toMatchObject({
      code: 'not_registered',
      message: expect.stringContaining('zulip-workers schemas register') as string,
    });
    fake.answer = knowsEverything;
    await expect(createEventCodec(registry).encode('missedmessage_emails', EVENT)).resolves.toBeDefined();
  });

  it('with a cache, a process starts and works during an outage', async () => {
    fake.answer = knowsEverything;
    const cache = memoryCache();
    await registryWith({ cache }).start();
    expect(cache.entries).toHaveLength(STREAM_NAMES.length);

    fake.answer = (request) => request.socket.destroy();
    const registry = registryWith({ cache });
    const report = await registry.start();
    expect(report).toMatchObject({ known: STREAM_NAMES, unregistered: [], outage: { code: 'unavailable' } });
    const codec = createEventCodec(registry);
    const { value } = await codec.encode('missedmessage_emails', EVENT);
    expect(codec.decoder('missedmessage_emails').decode(value)).toMatchObject({ kind: 'decoded' });
  });

  it('a schema that was fetched is cached for the next process', async () => {
    const cache = memoryCache();
    fake.answer = FakeRegistry.json(200, { schema: TEXT });
    await registryWith({ cache }).schemaOf(ID);
    expect(cache.entries).toEqual([{ registry: fake.url, id: ID, schema: TEXT }]);
  });

  it('entries of another registry are not believed', async () => {
    const cache = memoryCache([{ registry: 'http://elsewhere', id: ID, schema: TEXT }]);
    const registry = registryWith({ cache });
    await registry.start();
    await expect(registry.schemaOf(ID)).rejects.toMatchObject({ code: 'unknown_schema' });
  });

  it('a cache that fails is reported and missed by nobody', async () => {
    fake.answer = knowsEverything;
    const failures: Error[] = [];
    const broken: SchemaCache = {
      load: () => Promise.reject(new Error('load')),
      save: () => Promise.reject(new Error('save')),
    };
    const registry = registryWith({ cache: broken, onCacheFailure: (error) => failures.push(error) });
    expect(await registry.start()).toMatchObject({ known: STREAM_NAMES });
    expect(failures.map(({ message }) => message)).toEqual(['load', ...STREAM_NAMES.map(() => 'save')]);
  });

  it('a schema that the registry wrote anew is recognized as the shipped one', async () => {
    const rewritten = JSON.stringify(JSON.parse(TEXT), null, 2);
    fake.answer = FakeRegistry.json(200, { schema: rewritten });
    expect(await registryWith().schemaOf(ID)).toBe(rewritten);
    const registry = registryWith();
    await registry.schemaOf(ID);
    expect(registry.schemaOf(ID)).toBe(TEXT);
  });
});
