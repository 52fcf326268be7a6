import { createHmac } from 'node:crypto';
import type { ServiceFormat } from './service-format.ts';

/** What the headers of one attempt are made of. */
export interface HeaderParts {
  readonly format: ServiceFormat;
  readonly body: string;
  readonly token: string;
  readonly userAgent: string;
  /** The same for every attempt. */
  readonly deliveryId: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly nowMs: number;
}

const CONTENT_TYPES = {
  generic: 'application/json',
  slack: 'application/x-www-form-urlencoded',
} as const satisfies Record<ServiceFormat, string>;

/**
 * Proof that the request comes from somebody who knows the service's token, and when it was made:
 * HMAC-SHA256 in hexadecimal digits, key: the token, over `v1:<timestamp>:<body>`, all in UTF-8.
 */
export const signatureOf = (token: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', token).update(`v1:${timestamp}:${body}`).digest('hex')}`;

/**
 * Headers of one attempt. Those that begin with `X-Zulip-` are not the original's: a receiver that remembers delivery
 * ids recognizes what it has seen, and one that checks the signature need not believe the address of the sender.
 */
export function requestHeaders(parts: HeaderParts): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(parts.nowMs / 1_000));
  return {
    'Content-Type': CONTENT_TYPES[parts.format],
    'User-Agent': parts.userAgent,
    'X-Zulip-Delivery': parts.deliveryId,
    'X-Zulip-Attempt': String(parts.attempt),
    'X-Zulip-Request-Timestamp': timestamp,
    'X-Zulip-Signature': signatureOf(parts.token, timestamp, parts.body),
  };
}
