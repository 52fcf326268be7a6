import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { createRegistryApi } from '../../src/schemas/registry-api.ts';
import type { RegistryApi } from '../../src/schemas/registry-api.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FakeRegistry } from './fake-registry.ts';

let registry: FakeRegistry;
let api: RegistryApi;

beforeEach(async () => {
  registry = await FakeRegistry.open();
  api = createRegistryApi({ url: registry.url, username: null, password: null, clock: systemClock });
});

afterEach(async () => {
  await registry.close();
});

const failureOf = async (call: Promise<unknown>): Promise<{ code: string; message: string }> =>
  call.then(
    () => ({ code: 'none', message: '' }),
    (error: unknown) => error as { code: string; message: string },
  );

describe('what the registry answers', () => {
  it('a schema', async () => {
    registry.answer = FakeRegistry.json(200, { schema: '"int"' });
    expect(await api.schemaById(7)).toBe('"int"');
    expect(registry.seen).toEqual([{ method: 'GET', path: '/schemas/ids/7', authorization: null }]);
  });

  it.each([
    ['its own 404 is an unknown schema', FakeRegistry.unknown, 'unknown_schema'],
    ['401 is a matter for the operator', FakeRegistry.json(401, { message: 'who?' }), 'unauthorized'],
    ['403 too', FakeRegistry.json(403, { message: 'no' }), 'unauthorized'],
    ['429 is a matter of time', FakeRegistry.json(429, { message: 'slow down' }), 'unavailable'],
    ['500 too', FakeRegistry.json(500, { error_code: 50001, message: 'store' }), 'unavailable'],
    ['422 will not get better', FakeRegistry.json(422, { error_code: 42201, message: 'bad' }), 'rejected'],
    ['its own 400 neither', FakeRegistry.json(400, { error_code: 400, message: 'bad' }), 'rejected'],
    ['an answer without a schema is nobody we know', FakeRegistry.json(200, {}), 'unavailable'],
  ])('%s', async (_what, answer, code) => {
    registry.answer = answer;
    expect((await failureOf(api.schemaById(7))).code).toBe(code);
  });

  it.each([
    ['a 404 that is not its own', 404, '<h1>default backend</h1>'],
    ['a 404 without a body', 404, ''],
    ['a 502 without a body', 502, ''],
    ['a 400 that is not its own', 400, '<h1>Bad Request</h1>'],
  ])('%s says nothing about the schema', async (_what, status, body) => {
    registry.answer = (_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    };
    expect((await failureOf(api.schemaById(7))).code).toBe('unavailable');
  });
});

describe('a registry that is not there', () => {
  it('a refused connection is an outage, although the library calls it status 400', async () => {
    await registry.close();
    const failure = await failureOf(api.schemaById(7));
    expect(failure.code).toBe('unavailable');
    expect(failure.message).toMatch(/^schema registry: schema 7: connect ECONNREFUSED/);
    registry = await FakeRegistry.open();
  });

  it('a name that does not resolve is an outage', async () => {
    const nowhere = createRegistryApi({
      url: 'http://registry.invalid',
      username: null,
      password: null,
      clock: systemClock,
    });
    expect((await failureOf(nowhere.lookUp('s', '"int"'))).code).toBe('unavailable');
  });

  it('a connection that breaks is tried once more', async () => {
    let calls = 0;
    registry.answer = (request, response) => {
      calls += 1;
      if (calls === 1) request.socket.destroy();
      else FakeRegistry.json(200, { schema: '"int"' })(request, response);
    };
    expect(await api.schemaById(7)).toBe('"int"');
    registry.answer = (request) => request.socket.destroy();
    expect((await failureOf(api.schemaById(7))).code).toBe('unavailable');
  });

  it.each([
    ['no answer', () => undefined],
    [
      'an answer that breaks off',
      (
        _request: unknown,
        response: { writeHead: (...args: unknown[]) => void; write: (t: string) => void },
      ) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"sch');
      },
    ],
  ])('%s ends at the time limit', async (_what, answer) => {
    const clock = new VirtualClock();
    const patient = createRegistryApi({
      url: registry.url,
      username: null,
      password: null,
      clock,
      timeoutMs: 4_000,
    });
    const arrived = new Promise<void>((resolve) => {
      registry.answer = (request, response) => {
        (answer as FakeRegistry['answer'])(request, response);
        resolve();
      };
    });
    const failure = failureOf(patient.schemaById(7));
    await arrived;
    await clock.advance(3_999);
    await clock.advance(1);
    expect(await failure).toMatchObject({
      code: 'unavailable',
      message: 'schema registry: no answer within 4000 ms',
    });
  });
});

describe('what is sent', () => {
  it('credentials as HTTP basic authentication, and never in the name of the registry', async () => {
    const secured = createRegistryApi({
      url: registry.url.replace('http://', 'http://x:y@'),
      username: 'worker',
      password: 's3cret',
      clock: systemClock,
    });
    registry.answer = FakeRegistry.json(200, []);
    await secured.subjects();
    const expected = `Basic ${Buffer.from('worker:s3cret').toString('base64')}`;
    expect(registry.seen[0]?.authorization).toBe(expected);
    expect(secured.url).toBe(registry.url);
  });

  it('compatibility is asked for with all versions and with reasons', async () => {
    registry.answer = FakeRegistry.json(200, { is_compatible: false, messages: ['because'] });
    expect(await api.checkCompatibility('zulip.x-value', '"int"')).toEqual({
      compatible: false,
      messages: ['because'],
    });
    expect(registry.seen[0]?.path).toBe('/compatibility/subjects/zulip.x-value/versions?verbose=true');
  });
});
