import type { OutboundResult } from '../shared/outbound-http.ts';

/** The address is one that must not be reached, by our own check or by the proxy's. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'private_address';
  readonly host: string;

  constructor(host: string) {
    super(`${host} is private or not allowed`);
    this.host = host;
  }
}

/** undici's codes for a request that it will not send; of what a request consists here, only headers can be wrong. */
const BAD_HEADER: ReadonlySet<string> = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);

/** Turns what a hop threw into its result. The reason names no address. */
export const failureResult = (thrown: unknown): OutboundResult => {
  if (thrown instanceof PrivateAddressError) return { kind: 'private_network', host: thrown.host };
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null && BAD_HEADER.has(code)) {
    return { kind: 'refused', name: 'InvalidHeader', reason: error.message };
  }
  return { kind: 'connection_failed', reason: code ?? error.message };
};
