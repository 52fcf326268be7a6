import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TcpProxy } from '../dev/tcp-proxy.ts';
import { answerAbout, tokenIn } from './bot-talk.ts';

/** What may be wrong with the server: it answers 503, or breaks the connection instead of answering. */
export type BotTrouble = 'unavailable' | 'answer_lost';

/** How the server ended a call. An answer that it gave may not have arrived. */
export type CallEnding = 'answered' | BotTrouble;

/** One call as the server saw it. */
export interface BotCall {
  /** Of the question; null when the text was none. */
  readonly token: string | null;
  /** `X-Zulip-Delivery`: the same for every attempt. */
  readonly deliveryId: string;
  /** `X-Zulip-Attempt`. */
  readonly attempt: number;
  readonly ending: CallEnding;
}

const HOST = '127.0.0.1';
/** An answer takes up to so long, ms, so that calls are often under way when something breaks. */
const SLOWEST_ANSWER_MS = 250;

/** The server of all outgoing webhook bots, behind a proxy. It writes its calls into a file, each before its answer. */
export class BotServer {
  /** Where workers may reach it: `OUTBOUND_ALLOW_ADDRESSES`. */
  static readonly address = HOST;
  /** Between the workers and the server. */
  readonly proxy: TcpProxy;
  readonly callsFile: string;
  readonly #server: Server;
  #trouble: { readonly ending: BotTrouble; times: number } | null = null;

  private constructor(server: Server, proxy: TcpProxy, callsFile: string) {
    this.#server = server;
    this.proxy = proxy;
    this.callsFile = callsFile;
    server.on('request', (request, response) => {
      this.#serve(request, response).catch(() => {
        // The caller has gone.
        response.destroy();
      });
    });
  }

  static async open(callsFile: string): Promise<BotServer> {
    writeFileSync(callsFile, '');
    const server = createServer().listen(0, HOST);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new BotServer(server, await TcpProxy.open({ host: HOST, port }), callsFile);
  }

  get url(): string {
    return `http://${this.proxy.host}:${this.proxy.port}/`;
  }

  /** Has so many calls end like this. */
  setTrouble(ending: BotTrouble, times: number): void {
    this.#trouble = { ending, times };
  }

  endTrouble(): void {
    this.#trouble = null;
  }

  async close(): Promise<void> {
    await this.proxy.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { data } = JSON.parse(await readBody(request)) as { readonly data: string };
    const token = tokenIn(data);
    await delay(Number(token ?? 0) % SLOWEST_ANSWER_MS);
    const ending = this.#nextEnding();
    const call: BotCall = {
      token,
      deliveryId: String(request.headers['x-zulip-delivery']),
      attempt: Number(request.headers['x-zulip-attempt']),
      ending,
    };
    appendFileSync(this.callsFile, `${JSON.stringify(call)}\n`);
    switch (ending) {
      case 'answered':
        response.end(JSON.stringify({ content: answerAbout(token ?? '') }));
        return;
      case 'unavailable':
        response.writeHead(503).end();
        return;
      case 'answer_lost':
        response.destroy();
        return;
    }
  }

  #nextEnding(): CallEnding {
    const trouble = this.#trouble;
    if (trouble === null || trouble.times === 0) return 'answered';
    trouble.times -= 1;
    return trouble.ending;
  }
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

/** Reads the file of calls. */
export const readCalls = (path: string): readonly BotCall[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BotCall);
