import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { claimPort } from './stack/ports.ts';
import type { ClaimedPort } from './stack/ports.ts';

/**
 * A proxy on 127.0.0.1 in front of another port, to break what runs through it.
 * States: forwarding → refusing (`refuse`: nothing listens) or silent (`freeze`: connections stay open and nothing
 * passes) → forwarding (`restore`). `cut` breaks the open connections in any state.
 */
export class TcpProxy {
  readonly host = '127.0.0.1';
  readonly #target: { readonly host: string; readonly port: number };
  readonly #claim: ClaimedPort;
  readonly #pairs = new Set<readonly [client: Socket, upstream: Socket]>();
  #server: Server | null = null;
  #frozen = false;
  #delayMs = 0;
  #accepted = 0;

  private constructor(target: { readonly host: string; readonly port: number }, claim: ClaimedPort) {
    this.#target = target;
    this.#claim = claim;
  }

  /** Listens on a free port and forwards to `target`. */
  static async open(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, await claimPort());
    await proxy.restore();
    return proxy;
  }

  get port(): number {
    return this.#claim.port;
  }

  /** Connections accepted since the proxy was opened. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Holds back everything that passes by so many milliseconds, in each direction; 0 ends it. */
  setDelay(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Breaks all open connections with a reset; new ones are accepted as before. */
  cut(): void {
    for (const [client, upstream] of this.#pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
    this.#pairs.clear();
  }

  /** Closes the port and breaks the open connections: the target looks dead. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      this.cut();
    });
  }

  /** Keeps connections open, and lets nothing through: the target looks stuck. */
  freeze(): void {
    this.#frozen = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** Listens and forwards again; what was held back by `freeze` passes. */
  async restore(): Promise<void> {
    this.#frozen = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
    if (this.#server !== null) return;
    const server = createServer((client) => {
      this.#forward(client);
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.host, resolve);
    });
  }

  async close(): Promise<void> {
    await this.refuse();
    await this.#claim.release();
  }

  #forward(client: Socket): void {
    this.#accepted++;
    const upstream = connect(this.#target.port, this.#target.host);
    const pair = [client, upstream] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', this.#pass(to));
      from.on('end', () => to.end());
      from.on('close', end);
      // The close event follows and ends both sides.
      from.on('error', () => undefined);
      if (this.#frozen) from.pause();
    }
  }

  /** Hands chunks on in order, late if a delay is set. */
  #pass(to: Socket): (chunk: Buffer) => void {
    let last = Promise.resolve();
    return (chunk) => {
      if (this.#delayMs === 0) {
        to.write(chunk);
        return;
      }
      const due = delay(this.#delayMs);
      last = last.then(() => due).then(() => void to.write(chunk));
    };
  }
}
