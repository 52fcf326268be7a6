import type { Socket } from 'node:net';

/** A connection for one request, and how the request is written on it. */
export interface Way {
  readonly socket: Socket;
  /** Request target: the path, or the whole address where a proxy reads it. */
  readonly target: string;
  /** Headers for the proxy that reads the request. */
  readonly headers: Readonly<Record<string, string>>;
  /** A 407 is the proxy's word on the address, not the server's answer. */
  readonly isReadByProxy: boolean;
}

/** Opens the connection for one request; throws `PrivateAddressError` when the address must not be reached. */
export type Route = (url: URL, signal: AbortSignal) => Promise<Way>;
