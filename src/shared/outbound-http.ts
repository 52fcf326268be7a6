/** Requests to addresses that users name: a bot's server, a picture service. */

/** One request. */
export interface OutboundRequest {
  /** Only `http:` and `https:`, without credentials; anything else is `refused`. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Longest time to connect, and longest gap between two pieces of the answer, ms. */
  readonly timeoutMs: number;
  /** Longest time for everything, redirects included, ms. */
  readonly totalMs: number;
  /** Bytes of the answer's body that are kept; the rest is cut off. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Default 5. A POST becomes a GET after 301, 302 and 303 and stays one after 307 and 308. */
  readonly maxRedirects?: number;
  readonly signal: AbortSignal;
}

/** How a request ended. */
export type OutboundResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case; of several of one name the last. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
      /** The body was longer than `maxBytes`. */
      readonly isCutOff: boolean;
    }
  | { readonly kind: 'timeout' }
  /** Refused or reset, no such name, TLS trouble, broken chunks. */
  | { readonly kind: 'connection_failed'; readonly reason: string }
  /** The address is private, loopback, link-local or otherwise not public, there or after a redirect. Nothing was sent to it. */
  | { readonly kind: 'private_network'; readonly host: string }
  /** Not a request that can be sent: bad address or scheme, credentials in it, too many redirects, a bad header. */
  | { readonly kind: 'refused'; readonly name: string; readonly reason: string };

/**
 * Sends requests to the public internet only. Never rejects but with the reason of `signal` once that aborts.
 */
export interface OutboundHttp {
  send(request: OutboundRequest): Promise<OutboundResult>;
  /** Closes what is open. Safe twice. */
  close(): Promise<void>;
}
