import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BOT_NAMES, BOTS, STATUS } from './scenes.ts';
import type { BotName, Scene, ServerAnswer } from './scenes.ts';

/** Where the workers may reach it: `OUTBOUND_ALLOW_ADDRESSES` of the demo. */
export const BOT_SERVER_ADDRESS = '127.0.0.1';

const LATE_MS = 1_500;
/** Where clouds keep the credentials of a machine: what an attacker would ask a chat server to fetch. */
const INWARDS = 'http://169.254.169.254/latest/meta-data/';
/** To a call that no scene knows of. */
const UNPLANNED_STATUS = 500;

/** One call as the server saw it. */
export interface BotCall {
  readonly bot: BotName;
  /** `X-Zulip-Delivery`: the same for every attempt. */
  readonly deliveryId: string;
  readonly attempt: number;
  /** Whether the signature is one that only the workers could make. */
  readonly isSigned: boolean;
  /** Of the answer. */
  readonly status: number;
}

/** A server of somebody who writes bots. */
export interface BotServer {
  /** Shared secret of all its bots. */
  readonly token: string;
  readonly calls: readonly BotCall[];
  urlOf(bot: BotName): string;
  close(): Promise<void>;
}

interface PlannedAnswer {
  readonly answer: ServerAnswer;
  readonly reply: string;
}

/** Opens the server on a free port. Each bot answers its calls in the order of the scenes. */
export const openBotServer = async (scenes: readonly Scene[]): Promise<BotServer> => {
  const token = randomBytes(16).toString('hex');
  const calls: BotCall[] = [];
  const answers = new Map<BotName, PlannedAnswer[]>();
  for (const { bot, answers: planned, reply } of scenes) {
    const earlier = answers.get(bot) ?? [];
    answers.set(bot, [...earlier, ...planned.map((answer) => ({ answer, reply }))]);
  }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bot = botAt(request.url ?? '');
    const body = await readBody(request);
    if (bot === null) {
      response.writeHead(404).end();
      return;
    }
    const next = answers.get(bot)?.shift() ?? null;
    const status = next === null ? UNPLANNED_STATUS : STATUS[next.answer];
    calls.push({ bot, ...proofOf(request, body, token), status });
    if (next === null) response.writeHead(status).end();
    else await answerCall(response, bot, next);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // The worker sees a broken connection; the judge misses the call.
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  server.listen(0, BOT_SERVER_ADDRESS);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    token,
    calls,
    urlOf: (bot) => `http://${BOT_SERVER_ADDRESS}:${port}${pathOf(bot)}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const pathOf = (bot: BotName): string => `/${bot.toLowerCase().replaceAll(' ', '-')}`;

const botAt = (path: string): BotName | null => BOT_NAMES.find((bot) => pathOf(bot) === path) ?? null;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

/** What a receiver learns from the headers. The signature is made anew from the body as it arrived. */
const proofOf = (
  { headers }: IncomingMessage,
  body: string,
  token: string,
): Pick<BotCall, 'deliveryId' | 'attempt' | 'isSigned'> => {
  const text = (name: string): string => String(headers[name] ?? '');
  const signed = `v1:${text('x-zulip-request-timestamp')}:${body}`;
  const expected = Buffer.from(`v1=${createHmac('sha256', token).update(signed).digest('hex')}`);
  const given = Buffer.from(text('x-zulip-signature'));
  return {
    deliveryId: text('x-zulip-delivery'),
    attempt: Number(text('x-zulip-attempt')),
    isSigned: given.length === expected.length && timingSafeEqual(given, expected),
  };
};

const answerCall = async (
  response: ServerResponse,
  bot: BotName,
  { answer, reply }: PlannedAnswer,
): Promise<void> => {
  const { [bot]: settings } = BOTS;
  const isSlack = settings.kind === 'webhook' && settings.format === 'slack';
  const body = JSON.stringify(isSlack ? { text: reply } : { content: reply });
  if (answer === 'replies_late') await delay(LATE_MS);
  switch (answer) {
    case 'replies':
    case 'replies_late':
      response.writeHead(STATUS[answer], { 'Content-Type': 'application/json' }).end(body);
      return;
    case 'is_unavailable':
      response.writeHead(STATUS[answer]).end();
      return;
    case 'redirects_inwards':
      response.writeHead(STATUS[answer], { Location: INWARDS }).end();
      return;
  }
};
