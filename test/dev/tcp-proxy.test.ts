import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TcpProxy } from '../../dev/tcp-proxy.ts';

describe('TcpProxy', () => {
  let echo: Server;
  let proxy: TcpProxy;
  const clients: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await TcpProxy.open({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    echo.close();
  });

  async function connected(): Promise<Socket> {
    const client = connect(proxy.port, proxy.host);
    clients.push(client);
    await once(client, 'connect');
    return client;
  }

  async function echoed(client: Socket, text: string): Promise<string> {
    const answer = once(client, 'data');
    client.write(text);
    return String(((await answer) as [Buffer])[0]);
  }

  it('forwards both ways', async () => {
    const client = await connected();
    expect(await echoed(client, 'hello')).toBe('hello');
    expect(proxy.accepted).toBe(1);
  });

  it('cuts open connections and takes new ones', async () => {
    const client = await connected();
    await echoed(client, 'x');
    const failed = once(client, 'error');
    proxy.cut();
    expect(((await failed) as [NodeJS.ErrnoException])[0].code).toBe('ECONNRESET');
    expect(await echoed(await connected(), 'again')).toBe('again');
  });

  it('refuses connections until it is restored', async () => {
    await proxy.refuse();
    await expect(connected()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.restore();
    expect(await echoed(await connected(), 'back')).toBe('back');
  });

  it('holds everything back while frozen and passes it on when restored', async () => {
    const client = await connected();
    await echoed(client, 'x');
    proxy.freeze();
    const answer = once(client, 'data');
    client.write('held');
    const first = await Promise.race([
      answer.then(() => 'answered'),
      echoed(await directly(), 'others').then(() => 'silent'),
    ]);
    expect(first).toBe('silent');
    await proxy.restore();
    expect(String(((await answer) as [Buffer])[0])).toBe('held');
  });

  it('delays what passes and keeps its order', async () => {
    proxy.setDelay(20);
    const client = await connected();
    const startedAt = performance.now();
    let seen = '';
    client.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    for (const text of ['1', '2', '3']) client.write(text);
    while (seen.length < 3) await once(client, 'data');
    expect(seen).toBe('123');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
  });

  async function directly(): Promise<Socket> {
    const client = connect((echo.address() as AddressInfo).port, '127.0.0.1');
    clients.push(client);
    await once(client, 'connect');
    return client;
  }
});
