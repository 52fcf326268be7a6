import { isJsonObject } from '../../../schemas/json-value.ts';
import type { JsonValue } from '../../../schemas/json-value.ts';
import type { OutboundResult } from '../../../shared/outbound-http.ts';
import { BotError, TryAgainLater, defineBot } from '../bot.ts';
import type { Bot, ConfigVerdict } from '../bot.ts';

const API = 'https://api.giphy.com/v1/gifs';
const LOGO = '/static/images/interactive-bot/giphy/powered-by-giphy.png';
/** A person waits: after half a minute (5 s and 30 s between the attempts) an apology is better than a late picture. */
const MAX_ATTEMPTS = 3;
const APOLOGY =
  'I cannot fetch a GIF right now, sorry :slightly_frowning_face: Please try again later! :grin:';

/** What Giphy answered. */
type Found =
  | { readonly kind: 'gif'; readonly url: string }
  | { readonly kind: 'nothing' }
  /** No answer: somebody is away. `isWorthWaiting`: it may be back in some seconds. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly isWorthWaiting: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

function searchUrl(query: string, key: string): string {
  const parameters = query === '' ? { api_key: key } : { s: query, api_key: key };
  return `${API}/${query === '' ? 'random' : 'translate'}?${new URLSearchParams(parameters).toString()}`;
}

const propertyOf = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

function readAnswer(body: Buffer): Found {
  let answer: JsonValue;
  try {
    answer = JSON.parse(body.toString('utf8')) as JsonValue;
  } catch {
    // Not the service's own words: an error page, or an answer that was cut off.
    return { kind: 'failed', reason: 'the answer is not JSON' };
  }
  let found: JsonValue | undefined = answer;
  for (const step of ['data', 'images', 'original', 'url']) found = propertyOf(found, step);
  // Only a clean address may stand in a Markdown link.
  const url = typeof found === 'string' ? URL.parse(found) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { kind: 'nothing' };
  return { kind: 'gif', url: url.href.replaceAll('(', '%28').replaceAll(')', '%29') };
}

function interpret(result: OutboundResult): Found {
  switch (result.kind) {
    case 'answered':
      if (result.status === 429 || result.status >= 500) {
        return { kind: 'unavailable', reason: `status ${result.status}`, isWorthWaiting: true };
      }
      if (result.status >= 400) return { kind: 'failed', reason: `status ${result.status}` };
      return readAnswer(result.body);
    case 'timeout':
      return { kind: 'unavailable', reason: 'no answer in time', isWorthWaiting: true };
    case 'connection_failed':
      return { kind: 'unavailable', reason: result.reason, isWorthWaiting: false };
    case 'private_network':
      return { kind: 'failed', reason: `${result.host} is not public` };
    case 'refused':
      return { kind: 'failed', reason: result.reason };
  }
}

function answerTo(query: string, found: Found, attempt: number): string {
  switch (found.kind) {
    case 'gif':
      return `[Click to enlarge](${found.url})[](${LOGO})`;
    case 'nothing':
      return `Sorry, I don't have a GIF for "${query}"! :astonished:`;
    case 'unavailable':
      if (found.isWorthWaiting && attempt < MAX_ATTEMPTS) throw new TryAgainLater(`Giphy: ${found.reason}`);
      return APOLOGY;
    case 'failed':
      throw new BotError('service_failed', `Giphy: ${found.reason}`);
  }
}

async function validateConfig(
  config: Readonly<Record<string, string>>,
  request: Bot['request'],
): Promise<ConfigVerdict> {
  const result = await request({ url: searchUrl('Hello', config['key'] ?? '') });
  const found = interpret(result);
  if (found.kind === 'gif' || found.kind === 'nothing') return { kind: 'valid' };
  const isForbidden = result.kind === 'answered' && result.status === 403;
  const hint = isForbidden
    ? ' The key is likely invalid: see https://developers.giphy.com for how to get one.'
    : '';
  return { kind: 'invalid', text: `Giphy: ${found.reason}.${hint}` };
}

/**
 * Answers with a GIF from Giphy.
 * @source python-zulip-api zulip_bots/bots/giphy/giphy.py. Different: HTTPS, bounds in time and size, and an answer
 * however Giphy fails.
 */
export const giphy = defineBot({
  name: 'giphy',
  usage: 'Mention this bot with some words to get a GIF about them, or without any for a random one.',
  configTemplate: { key: '12345678' },
  validateConfig,
  async initialize(bot) {
    const { key } = await bot.getConfigInfo();
    if (key === undefined) throw new BotError('no_config', 'No config data available.');
    return { key };
  },
  async handle(message, bot, { key }) {
    const found = interpret(await bot.request({ url: searchUrl(message.content, key) }));
    await bot.sendReply(message, answerTo(message.content, found, bot.attempt));
  },
});
