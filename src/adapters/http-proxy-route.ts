import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PrivateAddressError } from './http-failure.ts';
import type { Route, Way } from './http-route.ts';
import { createClient, hostOf, openTls, portOf, ready, targetOf } from './http-sockets.ts';

/** A proxy that resolves names and checks addresses. */
export interface ProxyRouteOptions {
  /** `http://host:port`, with user name and password where it asks for them. */
  readonly url: string;
  /** Tells the proxy which of its rules to apply, as `X-Smokescreen-Role`. */
  readonly role: string;
  readonly ca?: string;
}

/** Asks the proxy for a tunnel and answers its end. */
const openTunnel = async (
  proxySocket: Socket,
  options: { readonly proxy: URL; readonly to: URL; readonly headers: Way['headers'] },
  signal: AbortSignal,
): Promise<Duplex> => {
  const { proxy, to, headers } = options;
  const client = createClient(proxy.origin, proxySocket);
  const host = `${to.hostname}:${portOf(to)}`;
  const { statusCode, socket } = await client.connect({ path: host, headers: { ...headers, host }, signal });
  if (statusCode === 200) return socket;
  socket.on('error', () => undefined).destroy();
  if (statusCode === 407) throw new PrivateAddressError(hostOf(to));
  throw new Error(`the proxy answered ${statusCode}`);
};

/**
 * Connects to the proxy, which resolves the name and checks the address (Smokescreen, or one that behaves like it):
 * `https:` through a tunnel (CONNECT), `http:` by handing the request over. A 407 is its refusal in both cases.
 * @source zulip: zerver/lib/outgoing_http.py, OutgoingSession and OutgoingHTTPAdapter; there the refusal of a tunnel
 * looks like a lost connection.
 */
export const createProxyRoute = ({ url: proxyUrl, role, ca }: ProxyRouteOptions): Route => {
  const proxy = new URL(proxyUrl);
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const headers = {
    'x-smokescreen-role': role,
    ...(login !== ':' && { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
  };
  return async (url, signal) => {
    const options = { host: hostOf(proxy), port: portOf(proxy) };
    const proxySocket = await ready(connect(options), 'connect', signal);
    if (url.protocol === 'http:') {
      const target = `${url.origin}${targetOf(url)}`;
      return { socket: proxySocket, target, headers, isReadByProxy: true };
    }
    try {
      const socket = await openTunnel(proxySocket, { proxy, to: url, headers }, signal);
      const secure = await openTls(url, { socket }, ca, signal);
      return { socket: secure, target: targetOf(url), headers: {}, isReadByProxy: false };
    } catch (error) {
      proxySocket.destroy();
      throw error;
    }
  };
};
