import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeTestCertificate } from '../../dev/test-certificate.ts';
import { openLocalServer, openOutbound, request, serve } from './local-server.ts';

/** A proxy like Smokescreen: refuses with 407 what is not on its list, and cannot find `unknown.test`. */
const openProxy = async (port: number) => {
  const seen: { readonly what: string; readonly headers: NodeJS.Dict<string | string[]> }[] = [];
  const tunnels = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '');
    seen.push({ what: `${incoming.method ?? ''} ${url.href}`, headers: incoming.headers });
    if (url.hostname !== 'bot.test') {
      response.writeHead(407).end('denied by the rules');
      return;
    }
    const { method, headers } = incoming;
    const path = url.pathname;
    const onward = forward({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket: Socket) => {
    seen.push({ what: `CONNECT ${incoming.url ?? ''}`, headers: incoming.headers });
    tunnels.add(socket.on('error', () => undefined));
    if (incoming.url?.startsWith('unknown.test:') === true) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
    } else if (incoming.url?.startsWith('localhost:') !== true) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 6\r\n\r\ndenied');
    } else {
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      tunnels.add(onward.on('error', () => undefined));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    tunnels.forEach((socket) => socket.destroy());
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
};

const open = async (tls?: ReturnType<typeof makeTestCertificate>) => {
  const server = await serve(undefined, tls);
  const proxy = await openProxy(server.port);
  const outbound = openOutbound({
    addresses: { allowed: [], denied: [] },
    proxy: { url: proxy.url.replace('//', '//user:p%40ss@'), role: 'webhook' },
    resolve: () => Promise.reject(new Error('the proxy resolves')),
    ...(tls !== undefined && { ca: tls.cert }),
  });
  return { server, proxy, outbound };
};

const LOGIN = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;

describe('with a proxy', () => {
  it('an http request is handed to it whole, with its role and login', async () => {
    const { server, proxy, outbound } = await open();
    const post = request('http://bot.test/hook?x=1', { method: 'POST', body: 'payload' });
    expect(await outbound.send(post)).toMatchObject({ kind: 'answered', status: 200 });
    expect(proxy.seen).toMatchObject([
      {
        what: 'POST http://bot.test/hook?x=1',
        headers: { host: 'bot.test', 'x-smokescreen-role': 'webhook', 'proxy-authorization': LOGIN },
      },
    ]);
    expect(server.hits).toMatchObject([{ method: 'POST', url: '/hook', body: 'payload' }]);
  });

  it('an https request goes through a tunnel; role and login stay with the proxy', async () => {
    const { server, proxy, outbound } = await open(makeTestCertificate());
    expect(await outbound.send(request('https://localhost/hook'))).toMatchObject({ kind: 'answered' });
    expect(proxy.seen).toMatchObject([
      {
        what: 'CONNECT localhost:443',
        headers: { 'x-smokescreen-role': 'webhook', 'proxy-authorization': LOGIN },
      },
    ]);
    expect(server.hits[0]?.headers).not.toHaveProperty('x-smokescreen-role');
    expect(server.hits[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('the certificate of the other end is checked', async () => {
    const { server, proxy } = await open(makeTestCertificate());
    const distrusting = openOutbound({ proxy: { url: proxy.url, role: 'webhook' } });
    expect(await distrusting.send(request('https://localhost/'))).toEqual({
      kind: 'connection_failed',
      reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(server.hits).toEqual([]);
  });

  it.each(['http://169.254.169.254/', 'https://169.254.169.254/', 'https://inside.test:8443/'])(
    'its 407 for %s is a private network, and is told apart from a lost connection',
    async (url) => {
      const { server, outbound } = await open();
      expect(await outbound.send(request(url))).toEqual({
        kind: 'private_network',
        host: new URL(url).hostname,
      });
      expect(server.connections()).toBe(0);
    },
  );

  it('another refusal of a tunnel is a failed connection', async () => {
    const { outbound } = await open();
    expect(await outbound.send(request('https://unknown.test/'))).toEqual({
      kind: 'connection_failed',
      reason: 'the proxy answered 502',
    });
  });

  it('a proxy that is away is a failed connection', async () => {
    const gone = await openLocalServer();
    await gone.close();
    const outbound = openOutbound({ proxy: { url: `http://127.0.0.1:${gone.port}`, role: 'webhook' } });
    for (const url of ['http://bot.test/', 'https://bot.test/']) {
      expect(await outbound.send(request(url))).toEqual({
        kind: 'connection_failed',
        reason: 'ECONNREFUSED',
      });
    }
  });

  it('a proxy that never answers a tunnel is given up in time', async () => {
    const sockets: Socket[] = [];
    const server = createServer();
    server.on('connect', (_incoming, socket: Socket) => {
      sockets.push(socket.on('error', () => undefined));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      sockets.forEach((socket) => socket.destroy());
      await once(server.close(), 'close');
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outbound = openOutbound({ proxy: { url, role: 'webhook' } });
    expect(await outbound.send(request('https://bot.test/', { timeoutMs: 100 }))).toEqual({
      kind: 'timeout',
    });
  });
});
