import { connect, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { orAbort } from '../runtime/time-limit.ts';
import { PrivateAddressError } from './http-failure.ts';
import { hostOf, openTls, portOf, ready, targetOf } from './http-sockets.ts';
import type { Route } from './http-route.ts';

/** One address of a host. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** How addresses are found, judged and trusted. */
export interface DirectRouteOptions {
  readonly resolve: (host: string) => Promise<readonly ResolvedAddress[]>;
  readonly isAllowed: (address: string) => boolean;
  /** PEM of an authority to be trusted instead of the well-known ones. */
  readonly ca?: string;
}

/**
 * Connects to the host itself. The name is resolved once, every address is checked, and the socket gets exactly these
 * addresses: a name that points elsewhere a moment later (DNS rebinding) changes nothing. One bad address among good
 * ones refuses the host, because which one is taken would be chance.
 */
export const createDirectRoute = ({ resolve, isAllowed, ca }: DirectRouteOptions): Route => {
  const addressesOf = async (host: string, signal: AbortSignal): Promise<readonly ResolvedAddress[]> => {
    const family = isIP(host);
    const found = family === 0 ? await orAbort(resolve(host), signal) : [{ address: host, family }];
    if (!found.every(({ address }) => isAllowed(address))) throw new PrivateAddressError(host);
    return found;
  };
  return async (url, signal) => {
    const host = hostOf(url);
    const addresses = await addressesOf(host, signal);
    const lookup: LookupFunction = (_host, { all }, callback) => {
      const [first] = addresses;
      if (all === true) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family);
    };
    const socket =
      url.protocol === 'https:'
        ? await openTls(url, { lookup }, ca, signal)
        : await ready(connect({ host, port: portOf(url), lookup }), 'connect', signal);
    return { socket, target: targetOf(url), headers: {}, isReadByProxy: false };
  };
};
