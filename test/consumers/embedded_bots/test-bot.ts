import { BotError } from '../../../src/consumers/embedded_bots/bot.ts';
import type {
  Bot,
  BotMessage,
  BotRequest,
  BotStorage,
  OutgoingMessage,
  SentMessage,
} from '../../../src/consumers/embedded_bots/bot.ts';
import type { JsonValue } from '../../../src/schemas/json-value.ts';
import type { OutboundResult } from '../../../src/shared/outbound-http.ts';

const CALLED: BotMessage = {
  id: 4711,
  content: '',
  sender: { id: 10, email: 'foo@example.com', fullName: 'Foo' },
  conversation: { kind: 'channel', id: 9, name: 'Denmark', topic: 'bar' },
};

/** A message in Denmark > bar. */
export const botMessage = (changes: Partial<BotMessage> = {}): BotMessage => ({ ...CALLED, ...changes });

/** A message between foo and the bot. */
export const directBotMessage = (changes: Partial<BotMessage> = {}): BotMessage => ({
  ...CALLED,
  conversation: {
    kind: 'direct',
    people: [
      { id: 10, email: 'foo@example.com' },
      { id: 25, email: 'bot@example.com' },
    ],
  },
  ...changes,
});

/** An answer of an outside service. */
export const answered = (status: number, body: string): OutboundResult => ({
  kind: 'answered',
  status,
  headers: {},
  body: Buffer.from(body),
  isCutOff: false,
});

/** A bot that keeps what a program does, for tests of programs alone. */
export class TestBot implements Bot {
  readonly userId = 25;
  readonly fullName = 'Bot';
  readonly email = 'bot@example.com';
  readonly signal = new AbortController().signal;
  readonly attempt: number;
  readonly replies: string[] = [];
  readonly sent: OutgoingMessage[] = [];
  readonly reactions: string[] = [];
  readonly requests: BotRequest[] = [];
  readonly stored: Map<string, JsonValue>;
  readonly #config: Readonly<Record<string, string>> | null;
  readonly #answer: OutboundResult;

  constructor(
    options: {
      readonly attempt?: number;
      readonly config?: Readonly<Record<string, string>>;
      readonly answer?: OutboundResult;
      readonly stored?: Readonly<Record<string, JsonValue>>;
    } = {},
  ) {
    this.attempt = options.attempt ?? 1;
    this.#config = options.config ?? null;
    this.#answer = options.answer ?? { kind: 'timeout' };
    this.stored = new Map(Object.entries(options.stored ?? {}));
  }

  readonly storage: BotStorage = {
    get: (key) => {
      const value = this.stored.get(key);
      if (value === undefined) return Promise.reject(new BotError('no_such_key', 'Key does not exist.'));
      return Promise.resolve(value);
    },
    put: (key, value) => {
      this.stored.set(key, value);
      return Promise.resolve();
    },
    contains: (key) => Promise.resolve(this.stored.has(key)),
    remove: (...keys) => {
      for (const key of keys) this.stored.delete(key);
      return Promise.resolve();
    },
  };

  identity() {
    return { name: this.fullName, email: this.email, mention: `@**${this.fullName}**` };
  }

  sendMessage(message: OutgoingMessage): Promise<SentMessage> {
    this.sent.push(message);
    return Promise.resolve({ kind: 'sent', id: 1 });
  }

  sendReply(_message: BotMessage, content: string): Promise<SentMessage> {
    this.replies.push(content);
    return Promise.resolve({ kind: 'sent', id: 1 });
  }

  updateMessage(): Promise<void> {
    throw new Error('none of the programs edits its messages');
  }

  react(_message: { readonly id: number }, emojiName: string): Promise<void> {
    this.reactions.push(emojiName);
    return Promise.resolve();
  }

  getConfigInfo(options: { readonly optional?: boolean } = {}) {
    if (this.#config !== null) return Promise.resolve(this.#config);
    return options.optional === true
      ? Promise.resolve({})
      : Promise.reject(new BotError('no_config', 'No config data available.'));
  }

  request(request: BotRequest): Promise<OutboundResult> {
    this.requests.push(request);
    return Promise.resolve(this.#answer);
  }

  quit(text: string): never {
    throw new Error(text);
  }
}
