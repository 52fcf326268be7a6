import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterEach, describe, expect, it } from 'vitest';
import type { Level } from '../../dev/registry/compatibility.ts';
import { incompatibilities } from '../../dev/registry/compatibility.ts';
import type { RegistryServerOptions } from '../../dev/registry/server.ts';
import { RegistryServer } from '../../dev/registry/server.ts';

const servers: RegistryServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function open(options: RegistryServerOptions = {}): Promise<RegistryServer> {
  const server = await RegistryServer.open(options);
  servers.push(server);
  return server;
}

const person = (...fields: object[]): string =>
  JSON.stringify({ type: 'record', name: 'Person', namespace: 'test', fields });
const name = { name: 'name', type: 'string' };
const age = { name: 'age', type: 'int' };
const ageOrZero = { name: 'age', type: 'int', default: 0 };

/** Sends one request; the answer is its status and its body. */
async function ask(
  server: RegistryServer,
  request: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const response = await fetch(server.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe('the development registry', () => {
  it('gives the same schema the same id in every subject, whatever its white space', async () => {
    const server = await open();
    const first = await ask(server, 'POST /subjects/a-value/versions', { schema: person(name) });
    expect(first).toEqual({ status: 200, body: { id: 1 } });
    const spaced = JSON.stringify(JSON.parse(person(name)), null, 2);
    expect((await ask(server, 'POST /subjects/a-value/versions', { schema: spaced })).body).toEqual({
      id: 1,
    });
    expect((await ask(server, 'POST /subjects/b-value/versions', { schema: spaced })).body).toEqual({
      id: 1,
    });
    expect(
      (await ask(server, 'POST /subjects/b-value/versions', { schema: person(name, ageOrZero) })).body,
    ).toEqual({
      id: 2,
    });
    expect((await ask(server, 'GET /subjects')).body).toEqual(['a-value', 'b-value']);
    expect((await ask(server, 'GET /subjects/b-value/versions')).body).toEqual([1, 2]);
    expect((await ask(server, 'GET /schemas/ids/1/versions')).body).toEqual([
      { subject: 'a-value', version: 1 },
      { subject: 'b-value', version: 1 },
    ]);
  });

  it('answers by id, by version and latest, and 404 with the code that clients know', async () => {
    const server = await open();
    await ask(server, 'POST /subjects/s/versions', { schema: person(name) });
    expect((await ask(server, 'GET /schemas/ids/1')).body).toEqual({ schema: person(name) });
    const version = { subject: 's', version: 1, id: 1, schema: person(name) };
    expect((await ask(server, 'GET /subjects/s/versions/latest')).body).toEqual(version);
    expect((await ask(server, 'GET /subjects/s/versions/1')).body).toEqual(version);
    expect((await ask(server, 'GET /subjects/s/versions/1/schema')).body).toEqual(JSON.parse(person(name)));
    expect((await ask(server, 'POST /subjects/s', { schema: person(name) })).body).toEqual(version);
    const refused = async (request: string, body?: object): Promise<unknown> =>
      ((await ask(server, request, body)).body as { error_code: number }).error_code;
    expect(await refused('GET /schemas/ids/9')).toBe(40403);
    expect(await refused('GET /subjects/none/versions')).toBe(40401);
    expect(await refused('GET /subjects/s/versions/9')).toBe(40402);
    expect(await refused('POST /subjects/s', { schema: person(age) })).toBe(40403);
    expect(await refused('POST /subjects/none', { schema: person(age) })).toBe(40401);
    expect(await refused('GET /config/s')).toBe(40408);
    expect(await refused('GET /nothing/here')).toBe(404);
    expect(await refused('POST /subjects/s/versions', { schema: '{"type":"none"}' })).toBe(42201);
    expect(await refused('PUT /config', { compatibility: 'SOMETIMES' })).toBe(42203);
  });

  it('refuses an incompatible schema with 409, and tells why when only asked', async () => {
    const server = await open();
    await ask(server, 'POST /subjects/s/versions', { schema: person(name) });
    const refused = await ask(server, 'POST /subjects/s/versions', { schema: person(name, age) });
    expect(refused.status).toBe(409);
    expect((refused.body as { message: string }).message).toContain('incompatible with an earlier schema');
    const check = 'POST /compatibility/subjects/s/versions/latest';
    expect((await ask(server, check, { schema: person(name, ageOrZero) })).body).toEqual({
      is_compatible: true,
    });
    const verbose = await ask(server, `${check}?verbose=true`, { schema: person(name, age) });
    expect(verbose.body).toMatchObject({
      is_compatible: false,
      messages: [expect.stringContaining('no matching field for default-less test.Person.age')],
    });
    expect((await ask(server, 'GET /subjects/s/versions')).body).toEqual([1]);
    await ask(server, 'PUT /config/s', { compatibility: 'none' });
    expect((await ask(server, 'POST /subjects/s/versions', { schema: person(name, age) })).status).toBe(200);
  });

  it('keeps levels for everything and for one subject', async () => {
    const server = await open();
    expect((await ask(server, 'GET /config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
    await ask(server, 'PUT /config', { compatibility: 'FULL' });
    await ask(server, 'PUT /config/s', { compatibility: 'NONE' });
    expect((await ask(server, 'GET /config/s')).body).toEqual({ compatibilityLevel: 'NONE' });
    expect((await ask(server, 'GET /config/t?defaultToGlobal=true')).body).toEqual({
      compatibilityLevel: 'FULL',
    });
    expect((await ask(server, 'DELETE /config/s')).body).toEqual({ compatibilityLevel: 'NONE' });
    expect((await ask(server, 'GET /config/s')).status).toBe(404);
  });

  it('hides a deleted subject and removes it for good only afterwards', async () => {
    const server = await open();
    await ask(server, 'POST /subjects/s/versions', { schema: person(name) });
    expect((await ask(server, 'DELETE /subjects/s?permanent=true')).status).toBe(404);
    expect((await ask(server, 'DELETE /subjects/s')).body).toEqual([1]);
    expect((await ask(server, 'GET /subjects')).body).toEqual([]);
    expect((await ask(server, 'GET /schemas/ids/1')).status).toBe(200);
    await ask(server, 'POST /subjects/s/versions', { schema: person(name) });
    expect((await ask(server, 'GET /subjects/s/versions')).body).toEqual([2]);
    expect((await ask(server, 'DELETE /subjects/s/versions/latest')).body).toBe(2);
    expect((await ask(server, 'DELETE /subjects/s?permanent=true')).body).toEqual([1, 2]);
  });

  it('gives each of many writers at once its own version, and one id to equal schemas', async () => {
    const server = await open();
    await ask(server, 'PUT /config', { compatibility: 'NONE' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ask(server, 'POST /subjects/s/versions', { schema: person({ name: `f${index % 10}`, type: 'int' }) }),
      ),
    );
    const ids = answers.map(({ body }) => (body as { id: number }).id);
    expect(new Set(ids).size).toBe(10);
    expect((await ask(server, 'GET /subjects/s/versions')).body).toHaveLength(10);
  });

  it('asks for a password when told to', async () => {
    const server = await open({ credentials: { username: 'me', password: 'right' } });
    const basic = (pair: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    });
    expect((await ask(server, 'GET /subjects')).status).toBe(401);
    expect((await ask(server, 'GET /subjects', undefined, basic('me:wrong'))).status).toBe(401);
    expect((await ask(server, 'GET /subjects', undefined, basic('me:right'))).status).toBe(200);
  });

  it('refuses connections while stopped and knows everything after start', async () => {
    const server = await open();
    await ask(server, 'POST /subjects/s/versions', { schema: person(name) });
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
    await server.start();
    expect((await ask(server, 'GET /subjects')).body).toEqual(['s']);
  });

  it('serves the client library: register, refuse, encode, decode', async () => {
    const server = await open();
    const registry = new SchemaRegistry({ host: server.url });
    const options = { subject: 's', compatibility: COMPATIBILITY.BACKWARD };
    const { id } = await registry.register({ type: SchemaType.AVRO, schema: person(name) }, options);
    expect(id).toBe(1);
    await expect(
      registry.register({ type: SchemaType.AVRO, schema: person(name, age) }, options),
    ).rejects.toMatchObject({ status: 409 });
    expect(await registry.decode(await registry.encode(id, { name: 'x' }))).toEqual({ name: 'x' });
    await expect(registry.getSchema(99)).rejects.toMatchObject({ status: 404 });
  });
});

describe('incompatibilities', () => {
  const one = person(name);
  const two = person(name, ageOrZero);
  const withoutName = person(ageOrZero);

  it.each<[Level, string[], string, boolean]>([
    ['NONE', [one], '"int"', true],
    ['BACKWARD', [one], two, true],
    ['BACKWARD', [one], person(name, age), false],
    ['BACKWARD', [two], one, true],
    ['FORWARD', [one], person(name, age), true],
    ['FORWARD', [one], withoutName, false],
    ['FULL', [one], two, true],
    ['FULL', [two], withoutName, false],
    ['FULL', [one], person(name, age), false],
    // A middle version that dropped the field: only a look at all versions notices.
    ['BACKWARD', [person(age), one], person(name, { ...age, type: 'string', default: '' }), true],
    ['BACKWARD_TRANSITIVE', [person(age), person(ageOrZero, { ...name, default: '' })], person(age), true],
    ['BACKWARD_TRANSITIVE', [person(name), person({ ...name, default: '' }, ageOrZero)], person(age), false],
    ['FORWARD_TRANSITIVE', [person(age, name), person(name)], person(name), false],
    ['FULL_TRANSITIVE', [one, two], person(name, ageOrZero, { name: 'x', type: 'int', default: 1 }), true],
  ])('%s: versions %j, then %s: allowed is %s', (level, earlier, candidate, allowed) => {
    expect(incompatibilities(level, earlier, candidate).length === 0).toBe(allowed);
  });
});
