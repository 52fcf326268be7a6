import type { Logger } from 'pino';
import type { Database, Tx } from '../../db/client.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { EditMessage } from '../../shared/messages/editing/edit-message.ts';
import type { Address, MessagePoster } from '../../shared/messages/message-draft.ts';
import type { EmojiTable } from '../../shared/messages/rendering/emoji-table.ts';
import type { OutboundHttp, OutboundResult } from '../../shared/outbound-http.ts';
import { addressOfPlace } from '../../shared/service-bots/called-message.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';
import { BotError } from './bot.ts';
import type {
  Attachment,
  Bot,
  BotConfig,
  BotMessage,
  BotRequest,
  BotStorage,
  OutgoingMessage,
  SentMessage,
} from './bot.ts';
import { readBotConfig } from './bot-config.ts';
import { addressOf, withAttachments } from './bot-message.ts';
import { QuitRequested } from './quit-requested.ts';
import { findEmoji, hasMessage } from './reactions.ts';
import type { NewReaction } from './reactions.ts';
import type { SendLimit } from './send-limit.ts';

/** Name of the client that bots write with. */
export const CLIENT_NAME = 'Internal';

/** Longest wait for an outside service: for a connection and between two pieces of an answer, and for all of it, ms. */
const REQUEST_TIMEOUT_MS = 5_000;
const REQUEST_TOTAL_MS = 10_000;

/** What every run needs from outside. */
export interface BotRunDeps {
  readonly db: Database;
  readonly poster: MessagePoster<Tx>;
  readonly edit: EditMessage;
  readonly http: Pick<OutboundHttp, 'send'>;
  readonly sendLimit: SendLimit;
  readonly emoji: EmojiTable;
  readonly clock: Clock;
}

/** What one run is about. */
export interface BotRunScope {
  readonly bot: ServiceBot;
  /** Message that called the bot. */
  readonly messageId: number;
  /** `embedded_bots:<event id>:<service id>`. */
  readonly idempotencyPrefix: string;
  readonly traceparent: string | null;
  readonly attempt: number;
  readonly storage: BotStorage;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** What a program holds while it handles one message. */
export class BotRun implements Bot {
  readonly userId: number;
  readonly fullName: string;
  readonly email: string;
  readonly storage: BotStorage;
  readonly signal: AbortSignal;
  readonly attempt: number;
  /** To be added when the run has ended well. */
  readonly reactions: NewReaction[] = [];
  readonly #deps: BotRunDeps;
  readonly #scope: BotRunScope;
  #sends = 0;
  #edits = 0;
  #fault: { readonly error: unknown } | null = null;

  constructor(deps: BotRunDeps, scope: BotRunScope) {
    const { bot, attempt, signal, storage } = scope;
    this.#deps = deps;
    this.#scope = scope;
    this.userId = bot.id;
    this.fullName = bot.fullName;
    this.email = bot.email;
    this.attempt = attempt;
    this.signal = signal;
    this.storage = {
      get: (key) => this.#watch(storage.get(key)),
      put: (key, value) => this.#watch(storage.put(key, value)),
      contains: (key) => this.#watch(storage.contains(key)),
      remove: (...keys) => this.#watch(storage.remove(...keys)),
    };
  }

  /** What the server itself failed with, whatever the program made of it: no fault of the program. */
  get fault(): { readonly error: unknown } | null {
    return this.#fault;
  }

  identity() {
    return { name: this.fullName, email: this.email, mention: `@**${this.fullName}**` };
  }

  async sendMessage(message: OutgoingMessage): Promise<SentMessage> {
    return this.#post(addressOf(message), message.content, message.attachments);
  }

  async sendReply(
    message: BotMessage,
    content: string,
    options: { readonly attachments?: readonly Attachment[] } = {},
  ): Promise<SentMessage> {
    return this.#post(addressOfPlace(message.conversation), content, options.attachments);
  }

  /** The n-th edit of a run always has the same key, so a run that is repeated does not go back to an earlier text. */
  async updateMessage(message: { readonly id: number }, content: string): Promise<void> {
    const { idempotencyPrefix, traceparent } = this.#scope;
    this.#takeTurn();
    const edit = {
      idempotencyKey: `${idempotencyPrefix}:edit:${this.#edits}`,
      authorId: this.userId,
      messageId: message.id,
      content,
      traceparent,
    };
    this.#edits += 1;
    const result = await this.#watch(this.#deps.edit(edit, this.signal));
    if (result.kind === 'missing') throw new BotError('not_accessible', 'Invalid message(s)');
    if (result.kind === 'refused') throw new BotError('bad_message', result.text);
  }

  async react(message: { readonly id: number }, emojiName: string): Promise<void> {
    const { db, emoji: table } = this.#deps;
    const { bot, messageId } = this.#scope;
    const emoji = await this.#watch(findEmoji(db, table, bot.realmId, emojiName));
    const isKnown = message.id === messageId || (await this.#watch(hasMessage(db, bot, message.id)));
    if (!isKnown) throw new BotError('not_accessible', 'Invalid message(s)');
    this.reactions.push({ messageId: message.id, emoji });
  }

  async getConfigInfo(options: { readonly optional?: boolean } = {}): Promise<BotConfig> {
    const config = await this.#watch(readBotConfig(this.#deps.db, this.userId));
    if (config !== null) return config;
    if (options.optional === true) return {};
    throw new BotError('no_config', 'No config data available.');
  }

  request({ url, method = 'GET', headers = {}, body }: BotRequest): Promise<OutboundResult> {
    return this.#deps.http.send({
      url,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      timeoutMs: REQUEST_TIMEOUT_MS,
      totalMs: REQUEST_TOTAL_MS,
      signal: this.signal,
    });
  }

  quit(text: string): never {
    throw new QuitRequested(text);
  }

  /** The n-th message of a run always has the same key, so it is posted once however often the run is repeated. */
  async #post(address: Address, content: string, attachments?: readonly Attachment[]): Promise<SentMessage> {
    const { idempotencyPrefix, logger, traceparent } = this.#scope;
    this.#takeTurn();
    const draft = {
      idempotencyKey: `${idempotencyPrefix}:${this.#sends}`,
      senderId: this.userId,
      address,
      content: withAttachments(content, attachments),
      clientName: CLIENT_NAME,
      traceparent,
    };
    this.#sends += 1;
    const [result] = await this.#watch(this.#deps.poster.post([draft], { signal: this.signal }));
    if (result === undefined) throw new Error('the poster answered nothing for a draft');
    if (result.kind !== 'refused') return { kind: 'sent', id: result.messageId };
    logger.error(
      { reason: result.code, detail: result.text, bot_id: this.userId },
      'Error queueing internal message of an embedded bot',
    );
    return { kind: 'refused', id: null, text: result.text };
  }

  /** Messages and edits count alike. */
  #takeTurn(): void {
    const { clock, sendLimit } = this.#deps;
    this.signal.throwIfAborted();
    sendLimit.take(this.userId, clock.now(), this.#sends + this.#edits);
  }

  /** Remembers what a service of ours failed with, so that a program cannot swallow it. */
  async #watch<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof BotError)) this.#fault ??= { error };
      throw error;
    }
  }
}
