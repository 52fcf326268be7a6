import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { createOutboundHttp } from '../../src/adapters/http-fetcher.ts';
import type { OutboundHttpOptions } from '../../src/adapters/http-fetcher.ts';
import type { OutboundHttp, OutboundRequest } from '../../src/shared/outbound-http.ts';

/** A request as the server saw it. */
export interface Hit {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A web server on every local address, which remembers what it was asked. */
export interface LocalServer {
  readonly port: number;
  readonly hits: readonly Hit[];
  /** Connections opened so far. */
  readonly connections: () => number;
  /** Connections open now. */
  readonly openConnections: () => Promise<number>;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, hits: readonly Hit[]) => void;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** Starts a server; with a certificate it speaks TLS. */
export const openLocalServer = async (
  answer: Answer = (_request, response) => response.end('ok'),
  tls?: { readonly key: string; readonly cert: string },
): Promise<LocalServer> => {
  const hits: Hit[] = [];
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      hits.push({ method, url, headers, body });
      answer(request, response, hits);
    });
  };
  const server: Server = tls === undefined ? createServer(onRequest) : createSecureServer(tls, onRequest);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    hits,
    connections: () => connections,
    openConnections: () =>
      new Promise((resolve) => {
        server.getConnections((_error, count) => {
          resolve(count);
        });
      }),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

/** Starts a server for the test that runs, and closes it when that has ended. */
export const serve: typeof openLocalServer = async (...args) => {
  const server = await openLocalServer(...args);
  onTestFinished(() => server.close());
  return server;
};

/** Names that exist in a test, with their addresses. */
export type Names = Readonly<Record<string, readonly string[]>>;

/** A resolver that knows only these names. */
export const resolverOf =
  (names: Names): NonNullable<OutboundHttpOptions['resolve']> =>
  (host) => {
    const addresses = names[host];
    if (addresses === undefined) {
      return Promise.reject(Object.assign(new Error(`no such host ${host}`), { code: 'ENOTFOUND' }));
    }
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };

/** An `OutboundHttp` that may reach 127.0.0.1, where the servers of tests stand for the public internet. */
export const openOutbound = (options: Partial<OutboundHttpOptions> = {}): OutboundHttp =>
  createOutboundHttp({
    clock: systemClock,
    addresses: { allowed: ['127.0.0.1/32'], denied: [] },
    proxy: null,
    ...options,
  });

/** A request with limits that no test should reach. */
export const request = (url: string, over: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url,
  method: 'GET',
  headers: { 'user-agent': 'test-agent' },
  timeoutMs: 10_000,
  totalMs: 10_000,
  signal: new AbortController().signal,
  ...over,
});
