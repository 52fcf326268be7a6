import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../support/virtual-clock.ts';
import { openOutbound, request, serve } from './local-server.ts';

/** Long enough to connect to this machine, short enough to wait for. */
const SHORT_MS = 100;

const send = (port: number, over: Parameters<typeof request>[1] = {}) =>
  openOutbound().send(request(`http://127.0.0.1:${port}/`, over));

describe('time', () => {
  it('runs out when a server takes the request and never answers', async () => {
    const server = await serve(() => undefined);
    expect(await send(server.port, { timeoutMs: SHORT_MS })).toEqual({ kind: 'timeout' });
    expect(server.hits).toHaveLength(1);
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it('runs out when TLS is never answered', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      sockets.forEach((socket) => socket.destroy());
      await once(server.close(), 'close');
    });
    const { port } = server.address() as { port: number };
    const secure = request(`https://127.0.0.1:${port}/`, { timeoutMs: SHORT_MS });
    expect(await openOutbound().send(secure)).toEqual({ kind: 'timeout' });
    expect(sockets).toHaveLength(1);
  });

  it('runs out when a name is never resolved', async () => {
    const outbound = openOutbound({ resolve: () => new Promise(() => undefined) });
    expect(await outbound.send(request('http://slow.test/', { timeoutMs: SHORT_MS }))).toEqual({
      kind: 'timeout',
    });
  });

  it('runs out when the body stops in the middle', async () => {
    const server = await serve((_request, response) => {
      response.write('first half');
    });
    expect(await send(server.port, { timeoutMs: SHORT_MS })).toEqual({ kind: 'timeout' });
  });

  it('runs out as a whole when a server drips and never leaves a gap', async () => {
    const server = await serve((_request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    expect(await send(server.port, { totalMs: SHORT_MS * 2 })).toEqual({ kind: 'timeout' });
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it('does not run out while an answer comes in pieces within the gap, though all takes longer', async () => {
    const answering = Promise.withResolvers<ServerResponse>();
    const server = await serve((_request, response) => {
      answering.resolve(response);
    });
    const clock = new VirtualClock();
    const limits = { timeoutMs: 1_000, totalMs: 1_000_000 };
    const sent = openOutbound({ clock }).send(request(`http://127.0.0.1:${server.port}/`, limits));
    const response = await answering.promise;
    for (let pieces = 0; pieces < 30; pieces += 1) {
      await clock.advance(900);
      response.write('.');
      // A piece that has arrived puts the end of the gap off.
      await expect.poll(() => clock.nextDueAt(), { interval: 1 }).toBe(clock.now() + 1_000);
    }
    response.end();
    const answer = await sent;
    expect(answer).toMatchObject({ kind: 'answered' });
    expect(answer.kind === 'answered' && answer.body.length).toBe(30);
  });

  it('counts redirects in the whole', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { Location: '/' }).end();
    });
    const endless = { totalMs: SHORT_MS, maxRedirects: 1_000_000 };
    expect(await send(server.port, endless)).toEqual({ kind: 'timeout' });
  });

  it('ends with the caller’s own reason when the caller aborts', async () => {
    const caller = new AbortController();
    const reason = new Error('shutdown');
    const server = await serve(() => {
      caller.abort(reason);
    });
    await expect(send(server.port, { signal: caller.signal })).rejects.toBe(reason);
    await expect(send(server.port, { signal: caller.signal })).rejects.toBe(reason);
    expect(server.hits).toHaveLength(1);
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it('ends what is open when all is closed, twice without harm', async () => {
    const outbound = openOutbound();
    const server = await serve(() => void outbound.close());
    expect(await outbound.send(request(`http://127.0.0.1:${server.port}/`))).toEqual({
      kind: 'connection_failed',
      reason: 'closed',
    });
    await outbound.close();
  });
});

describe('size', () => {
  it('check 30: a body of 5 MB is cut off after 1 MiB and the rest is not taken', async () => {
    const server = await serve((_request, response) => response.end(Buffer.alloc(5_000_000, 'x')));
    const answer = await send(server.port);
    expect(answer).toMatchObject({ kind: 'answered', status: 200, isCutOff: true });
    expect(answer.kind === 'answered' && answer.body.length).toBe(1024 * 1024);
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it.each([
    [9, true],
    [10, false],
    [11, false],
  ])('of 10 bytes with room for %i is cut off: %s', async (maxBytes, isCutOff) => {
    const server = await serve((_request, response) => response.end('0123456789'));
    const answer = await send(server.port, { maxBytes });
    expect(answer).toMatchObject({ kind: 'answered', isCutOff });
    expect(answer.kind === 'answered' && answer.body.toString()).toBe('0123456789'.slice(0, maxBytes));
  });
});
