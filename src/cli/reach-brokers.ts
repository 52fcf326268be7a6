import { connect as connectPlain, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { BrokerError } from '../broker/broker.ts';
import type { Clock } from '../runtime/clock.ts';

/** How brokers are tried. */
export interface ReachOptions {
  /** Options of the TLS handshake; null: none is made. */
  readonly tls: ConnectionOptions | null;
  /** Limit of one attempt, ms. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const open = (address: string, { tls }: ReachOptions): { socket: Socket; readyEvent: string } => {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.+)\]$/, '$1');
  const port = Number(address.slice(colon + 1));
  if (tls === null) return { socket: connectPlain({ host, port }), readyEvent: 'connect' };
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return { socket: connectTls({ host, port, ...servername, ...tls }), readyEvent: 'secureConnect' };
};

const reach = async (address: string, options: ReachOptions): Promise<void> => {
  const { socket, readyEvent } = open(address, options);
  const { promise, resolve, reject } = Promise.withResolvers<null>();
  const timer = options.clock.after(options.timeoutMs, () => {
    reject(new Error(`no answer within ${options.timeoutMs / 1000} s`));
  });
  socket.once(readyEvent, () => {
    resolve(null);
  });
  // Stays: a socket that is destroyed may still report an error.
  socket.on('error', reject);
  socket.once('close', () => {
    reject(new Error('Closed connection'));
  });
  try {
    await promise;
  } catch (cause) {
    const message = `Could not connect to Kafka at ${address}: ${(cause as Error).message}`;
    throw new BrokerError('unavailable', message, { cause });
  } finally {
    timer.cancel();
    socket.destroy();
  }
};

/**
 * Resolves when one of these brokers (`host:port`) can be connected to, with its TLS handshake if there is one. Rejects
 * with what the first of them says, without the client's long patience.
 */
export const reachBrokers = async (brokers: readonly string[], options: ReachOptions): Promise<void> => {
  try {
    await Promise.any(brokers.map((address) => reach(address, options)));
  } catch (error) {
    // All have failed: one reason is enough for a line.
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
};
