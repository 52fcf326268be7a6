import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeTestCertificate } from '../../dev/test-certificate.ts';
import { openLocalServer, openOutbound, request, resolverOf, serve } from './local-server.ts';

describe('a request', () => {
  it('sends method, headers and body as given and answers status, headers and body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(418, { 'X-Twice': ['a', 'b'], 'Content-Type': 'text/plain' }).end('short and stout');
    });
    const answer = await openOutbound().send(
      request(`http://127.0.0.1:${server.port}/hook?x=1#part`, {
        method: 'POST',
        headers: { 'User-Agent': 'ZulipOutgoingWebhook/1', 'Content-Type': 'application/json' },
        body: '{"a":"ü"}',
      }),
    );
    expect(answer).toMatchObject({
      kind: 'answered',
      status: 418,
      headers: { 'x-twice': 'b', 'content-type': 'text/plain' },
      isCutOff: false,
    });
    expect(answer.kind === 'answered' && answer.body.toString()).toBe('short and stout');
    expect(server.hits).toMatchObject([
      {
        method: 'POST',
        url: '/hook?x=1',
        body: '{"a":"ü"}',
        headers: {
          host: `127.0.0.1:${server.port}`,
          'user-agent': 'ZulipOutgoingWebhook/1',
          'content-type': 'application/json',
          'content-length': '10',
          'accept-encoding': 'identity',
        },
      },
    ]);
  });

  it('asks for plain bytes and hands on packed ones as they came, so that nothing can unpack to a flood', async () => {
    const packed = gzipSync(Buffer.alloc(5_000_000));
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed);
    });
    const answer = await openOutbound().send(request(`http://127.0.0.1:${server.port}/`));
    expect(answer).toMatchObject({
      kind: 'answered',
      headers: { 'content-encoding': 'gzip' },
      isCutOff: false,
    });
    expect(answer.kind === 'answered' && answer.body.equals(packed)).toBe(true);
  });

  it('reaches a name over TLS when the certificate is trusted, and not otherwise', async () => {
    const certificate = makeTestCertificate();
    const server = await serve(undefined, certificate);
    const resolve = resolverOf({ localhost: ['127.0.0.1'], 'other.test': ['127.0.0.1'] });
    const trusting = openOutbound({ ca: certificate.cert, resolve });
    const url = (host: string) => request(`https://${host}:${server.port}/`);
    expect(await trusting.send(url('localhost'))).toMatchObject({ kind: 'answered', status: 200 });
    expect(await trusting.send(url('127.0.0.1'))).toMatchObject({ kind: 'answered', status: 200 });
    expect(await trusting.send(url('other.test'))).toEqual({
      kind: 'connection_failed',
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(await openOutbound({ resolve }).send(url('localhost'))).toEqual({
      kind: 'connection_failed',
      reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(server.hits).toHaveLength(2);
  });

  it('leaves no connection open, however many hosts are asked', async () => {
    const server = await serve();
    const names = Array.from({ length: 50 }, (_, index) => `host-${index}.test`);
    const resolve = resolverOf(Object.fromEntries(names.map((name) => [name, ['127.0.0.1']])));
    const outbound = openOutbound({ resolve });
    await Promise.all(names.map((name) => outbound.send(request(`http://${name}:${server.port}/`))));
    expect(server.connections()).toBe(50);
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it.each([
    ['ftp://example.com/', 'UnsupportedScheme'],
    ['https://user:pass@example.com/', 'CredentialsInUrl'],
    ['no address', 'InvalidUrl'],
  ])('to %s is refused as %s', async (url, name) => {
    expect(await openOutbound().send(request(url))).toMatchObject({ kind: 'refused', name });
  });

  it('with a header that cannot be sent is refused', async () => {
    const server = await serve();
    const bad = request(`http://127.0.0.1:${server.port}/`, { headers: { 'x-bad': 'a\r\nb: c' } });
    expect(await openOutbound().send(bad)).toMatchObject({ kind: 'refused', name: 'InvalidHeader' });
    expect(server.hits).toEqual([]);
  });
});

describe('a connection fails', () => {
  const raw = async (answer: string): Promise<number> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    onTestFinished(async () => {
      await once(server.close(), 'close');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  };
  const send = (port: number) => openOutbound().send(request(`http://127.0.0.1:${port}/`));

  it('when nobody listens', async () => {
    const server = await openLocalServer();
    await server.close();
    expect(await send(server.port)).toEqual({ kind: 'connection_failed', reason: 'ECONNREFUSED' });
  });

  it('when the name does not exist', async () => {
    const outbound = openOutbound({ resolve: resolverOf({}) });
    expect(await outbound.send(request('https://nobody.test/'))).toEqual({
      kind: 'connection_failed',
      reason: 'ENOTFOUND',
    });
  });

  it.each([
    ['the server hangs up at once', ''],
    ['the answer is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['the head is too long', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a chunk is broken', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n'],
    ['the body ends early', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
    [
      'the protocol is switched',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    ],
  ])('when %s', async (_what, answer) => {
    expect(await send(await raw(answer))).toMatchObject({ kind: 'connection_failed' });
  });
});

describe('redirects', () => {
  it('are followed to the fifth and no further', async () => {
    const server = await serve((_request, response, hits) => {
      response.writeHead(302, { Location: `/${hits.length}` }).end();
    });
    expect(await openOutbound().send(request(`http://127.0.0.1:${server.port}/`))).toEqual({
      kind: 'refused',
      name: 'TooManyRedirects',
      reason: 'more than 5 redirects',
    });
    expect(server.hits.map((hit) => hit.url)).toEqual(['/', '/1', '/2', '/3', '/4', '/5']);
  });

  it.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'payload'],
    [308, 'POST', 'payload'],
  ])('after a %i a POST goes on as %s', async (status, method, body) => {
    const server = await serve((incoming, response) => {
      if (incoming.url === '/end') response.end('there');
      else response.writeHead(status, { Location: '/end' }).end();
    });
    const answer = await openOutbound().send(
      request(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'payload' }),
    );
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(server.hits[1]).toMatchObject({ method, url: '/end', body });
  });

  it('do not carry a login to another origin', async () => {
    const other = await serve();
    const first = await serve((_request, response) => {
      response.writeHead(307, { Location: `http://127.0.0.1:${other.port}/` }).end();
    });
    await openOutbound().send(
      request(`http://127.0.0.1:${first.port}/`, { headers: { Authorization: 'Bearer t', 'X-Kept': '1' } }),
    );
    expect(first.hits[0]?.headers.authorization).toBe('Bearer t');
    expect(other.hits[0]?.headers).toMatchObject({ 'x-kept': '1' });
    expect(other.hits[0]?.headers).not.toHaveProperty('authorization');
  });
});
