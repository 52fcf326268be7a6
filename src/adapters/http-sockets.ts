import { isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { Client } from 'undici';

/** The host as sockets take it: an IPv6 address without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** The port, named or usual. */
export const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

/** What stands in the first line of a request to the server itself. */
export const targetOf = (url: URL): string => `${url.pathname}${url.search}`;

/** Waits until a socket is ready, or destroys it. */
export const ready = (
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    const settle = (action: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      action();
    };
    // The listener stays: between here and the request nobody else would hear an error, and an unheard one ends the
    // process. Who uses the socket then learns it from the socket's end.
    socket.on('error', (error) => {
      settle(() => {
        reject(error);
      });
    });
    socket.once(event, () => {
      settle(() => {
        resolve(socket);
      });
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });

/** TLS for `url`, over a socket that leads there or over a new one. */
export const openTls = (
  url: URL,
  options: { readonly lookup: LookupFunction } | { readonly socket: Duplex },
  ca: string | undefined,
  signal: AbortSignal,
): Promise<Socket> => {
  const host = hostOf(url);
  const socket = connectTls({
    ...options,
    host,
    port: portOf(url),
    // A server cannot be asked for by its address (RFC 6066); the certificate is compared with it nevertheless.
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    ...(ca !== undefined && { ca }),
  });
  return ready(socket, 'secureConnect', signal);
};

/** Longest head of an answer, bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/** undici on a connection that is open already; when that is lost, no other is opened. */
export const createClient = (origin: string, socket: Socket): Client => {
  let isTaken = false;
  return new Client(origin, {
    connect: (_options, callback) => {
      const isUsable = !isTaken && !socket.destroyed;
      isTaken = true;
      // Not at once: undici does not look at its queue again while it is asking for a connection.
      queueMicrotask(() => {
        if (isUsable) callback(null, socket);
        else callback(new Error('connection lost'), null);
      });
    },
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
};
