import { lookup } from 'node:dns/promises';
import type { Dispatcher } from 'undici';
import type { Clock } from '../runtime/clock.ts';
import type { OutboundHttp, OutboundRequest, OutboundResult } from '../shared/outbound-http.ts';
import { createAddressCheck } from './http-addresses.ts';
import type { AddressRules } from './http-addresses.ts';
import { failureResult, PrivateAddressError } from './http-failure.ts';
import { nextHop, readUrl } from './http-hops.ts';
import type { Hop } from './http-hops.ts';
import { Patience } from './http-patience.ts';
import { createDirectRoute } from './http-direct-route.ts';
import type { ResolvedAddress } from './http-direct-route.ts';
import { createProxyRoute } from './http-proxy-route.ts';
import type { Route } from './http-route.ts';
import { createClient, hostOf } from './http-sockets.ts';

/** What `createOutboundHttp` needs. */
export interface OutboundHttpOptions {
  readonly clock: Clock;
  /** Not used with a proxy, which has rules of its own. */
  readonly addresses: AddressRules;
  /** A proxy that resolves names and checks addresses; null: both are done here. */
  readonly proxy: { readonly url: string; readonly role: string } | null;
  /** All addresses of a host. Default: as the system resolves it. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
  /** PEM of an authority to be trusted instead of the well-known ones. */
  readonly ca?: string;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;
const DEFAULT_MAX_REDIRECTS = 5;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isProxyRefusal: boolean;
  /** The body, or its first `maxBytes`. */
  read(maxBytes: number): Promise<{ readonly body: Buffer; readonly isCutOff: boolean }>;
  /** Closes the connection, read or not. */
  end(): Promise<void>;
}

const lastOfEach = (headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().at(-1) ?? '']),
  );

const readUpTo = async (
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
  patience: Patience,
): Promise<{ readonly body: Buffer; readonly isCutOff: boolean }> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    patience.renew();
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), isCutOff: bytes > maxBytes };
};

/** Opens a connection of its own for one hop and reads the head of the answer. */
const ask = async (hop: Hop, route: Route, patience: Patience): Promise<Answer> => {
  const { signal } = patience;
  patience.renew();
  const way = await route(hop.url, signal);
  patience.renew();
  const client = createClient(hop.url.origin, way.socket);
  try {
    const { statusCode, headers, body } = await client.request({
      path: way.target,
      method: hop.method,
      headers: { ...hop.headers, ...way.headers },
      body: hop.body,
      signal,
      reset: true,
    });
    patience.renew();
    // Heard by `read` while it reads; a body that is given up unread ends with an error of no interest.
    body.on('error', () => undefined);
    return {
      status: statusCode,
      headers: lastOfEach(headers),
      isProxyRefusal: way.isReadByProxy && statusCode === 407,
      read: (maxBytes) => readUpTo(body, maxBytes, patience),
      end: () => client.destroy(),
    };
  } catch (error) {
    way.socket.destroy();
    await client.destroy();
    throw error;
  }
};

const firstHop = (request: OutboundRequest, url: URL): Hop => {
  const named = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    url,
    method: request.method,
    // Nothing is decompressed, so no small answer can become a large one; nearly all servers then send plain bytes.
    headers: { 'accept-encoding': 'identity', ...Object.fromEntries(named) },
    body: request.body ?? null,
  };
};

/** Follows the redirects of a request to its end; throws what a hop threw. */
const follow = async (
  request: OutboundRequest,
  route: Route,
  patience: Patience,
): Promise<OutboundResult> => {
  const url = readUrl(request.url);
  if (!(url instanceof URL)) return url;
  const maxRedirects = request.maxRedirects ?? DEFAULT_MAX_REDIRECTS;
  let hop = firstHop(request, url);
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const answer = await ask(hop, route, patience);
    try {
      if (answer.isProxyRefusal) throw new PrivateAddressError(hostOf(hop.url));
      const next = nextHop(hop, answer);
      if (next.kind === 'refused') return next;
      if (next.kind === 'none') {
        const { status, headers } = answer;
        return {
          kind: 'answered',
          status,
          headers,
          ...(await answer.read(request.maxBytes ?? DEFAULT_MAX_BYTES)),
        };
      }
      hop = next.hop;
    } finally {
      await answer.end();
    }
  }
  const reason = `more than ${maxRedirects} redirects`;
  return { kind: 'refused', name: 'TooManyRedirects', reason };
};

/**
 * Requests to addresses that users name, which cannot be turned against the own network. Every hop has a connection of
 * its own, as in the original: nothing is kept open, however many hosts are asked, and no answer can wait on a
 * connection for the next request.
 */
export const createOutboundHttp = (options: OutboundHttpOptions): OutboundHttp => {
  const { clock, proxy, ca } = options;
  const trust = ca === undefined ? {} : { ca };
  const resolve = options.resolve ?? ((host: string) => lookup(host, { all: true }));
  const route =
    proxy === null
      ? createDirectRoute({ resolve, isAllowed: createAddressCheck(options.addresses), ...trust })
      : createProxyRoute({ ...proxy, ...trust });
  const open = new Set<Patience>();
  return {
    send: async (request) => {
      const { signal, timeoutMs: gapMs, totalMs } = request;
      signal.throwIfAborted();
      const patience = new Patience({ clock, signal, gapMs, totalMs });
      open.add(patience);
      try {
        return await follow(request, route, patience);
      } catch (error) {
        signal.throwIfAborted();
        return patience.isTimedOut ? { kind: 'timeout' } : failureResult(error);
      } finally {
        patience.end();
        open.delete(patience);
      }
    },
    close: () => {
      for (const patience of open) patience.end(new Error('closed'));
      return Promise.resolve();
    },
  };
};
