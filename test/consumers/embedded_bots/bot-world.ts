/** Embedded bots on a real database, with the real message path and scripted outside services. */
import { randomUUID } from 'node:crypto';
import type { BotProgram } from '../../../src/consumers/embedded_bots/bot.ts';
import { createEmbeddedBots } from '../../../src/consumers/embedded_bots/consumer.ts';
import type { Tx } from '../../../src/db/client.ts';
import { createEffectStore } from '../../../src/db/processed-events.ts';
import type { ClientEvent } from '../../../src/producer/outbox-writer.ts';
import type { HandlerContext } from '../../../src/runtime/definition.ts';
import type { Outcome } from '../../../src/runtime/outcome.ts';
import type { EmbeddedBotsEvent, WideMessage } from '../../../src/schemas/generated/embedded_bots.ts';
import { createTranslator } from '../../../src/shared/i18n/translator.ts';
import { createMessageChecker } from '../../../src/shared/messages/checking/create-message-checker.ts';
import { createMessageEditor } from '../../../src/shared/messages/editing/edit-message.ts';
import { createMessageRenderer } from '../../../src/shared/messages/rendering/render-message.ts';
import { createRowPoster } from '../../../src/shared/messages/row-poster.ts';
import type { CausedEvent } from '../../../src/shared/messages/sending/caused-events.ts';
import type { OutboundRequest, OutboundResult } from '../../../src/shared/outbound-http.ts';
import { CheckDatabase } from '../../shared/messages/checking/check-world.ts';
import type { Channel, CheckWorld } from '../../shared/messages/checking/check-world.ts';
import { channelMessage, directMessage } from '../../shared/service-bots/called-messages.ts';
import { collectLogs } from '../../support/collect-logs.ts';

export interface BotWorldOptions {
  readonly programs?: ReadonlyMap<string, BotProgram>;
  readonly storageLimit?: number;
}

/** A message that was posted. */
export interface Posted extends Record<string, unknown> {
  readonly id: number;
  readonly sender_id: number;
  readonly recipient_id: number;
  readonly subject: string;
  readonly content: string;
}

const GROUP = 'zulip.embedded_bots';

/** One database for the tests of a file. */
export class BotDatabase {
  readonly #database = new CheckDatabase();

  async create(options: BotWorldOptions = {}): Promise<BotWorld> {
    const chat = await this.#database.create();
    const world = new BotWorld(chat, options);
    await world.setUp();
    return world;
  }

  drop(): Promise<void> {
    return this.#database.drop();
  }
}

/** King Hamlet, his bot, and Denmark, where both are. */
export class BotWorld {
  readonly chat: CheckWorld;
  readonly logs = collectLogs();
  readonly clientEvents: ClientEvent[] = [];
  /** What messages and edits cause, in order. */
  readonly caused: CausedEvent[] = [];
  readonly counted: string[] = [];
  readonly requests: OutboundRequest[] = [];
  answer: OutboundResult = { kind: 'timeout' };
  hamlet = 0;
  bot = 0;
  denmark!: Channel;
  readonly #options: BotWorldOptions;

  constructor(chat: CheckWorld, options: BotWorldOptions) {
    this.chat = chat;
    this.#options = options;
  }

  async setUp(): Promise<void> {
    this.hamlet = await this.chat.addPerson('King Hamlet');
    this.bot = await this.chat.addBot('Embedded bot', { bot_type: 4, bot_owner_id: this.hamlet });
    this.denmark = await this.chat.addChannel('Denmark');
    await this.chat.subscribe(this.hamlet, this.denmark);
    await this.chat.subscribe(this.bot, this.denmark);
  }

  async serve(name: string): Promise<void> {
    await this.chat.insert('zerver_service', {
      name,
      user_profile_id: this.bot,
      base_url: '',
      token: '',
    });
  }

  async configure(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(values)) {
      await this.chat.insert('zerver_botconfigdata', { bot_profile_id: this.bot, key, value });
    }
  }

  /** A message of Hamlet in Denmark, stored and unread for the bot, and its event. */
  async mention(content: string, changes: Partial<WideMessage> = {}): Promise<EmbeddedBotsEvent> {
    const id = await this.#store(this.denmark.recipientId, 'bar');
    const sender = await this.#sender();
    const message = channelMessage({ id, content, stream_id: this.denmark.id, ...sender, ...changes });
    return { message, trigger: 'mention', user_profile_id: this.bot };
  }

  async direct(
    content: string,
    people: readonly number[] = [this.hamlet, this.bot],
    recipientId?: number,
  ): Promise<EmbeddedBotsEvent> {
    const id = await this.#store(recipientId ?? (await this.chat.recipientOf(this.bot)), '\u0007');
    const message = directMessage(people, { id, content, ...(await this.#sender()) });
    return { message, trigger: 'direct_message', user_profile_id: this.bot };
  }

  async #store(recipientId: number, topic: string): Promise<number> {
    const id = await this.chat.message(this.hamlet, recipientId, topic);
    await this.chat.insert('zerver_usermessage', { user_profile_id: this.bot, message_id: id, flags: 0 });
    return id;
  }

  async #sender(): Promise<Partial<WideMessage>> {
    const [row] = await this.chat.sql<{ email: string }>(
      'select email from zerver_userprofile where id = $1',
      [this.hamlet],
    );
    return { sender_id: this.hamlet, sender_email: row!.email };
  }

  /** Another process with the queue: nothing in memory is shared. */
  consumer() {
    const { clock, handle } = this.chat;
    const outbox = {
      sendClientEvent: (_tx: Tx, notice: ClientEvent) => {
        this.clientEvents.push(notice);
        return Promise.resolve('');
      },
      enqueueAll: (_tx: Tx, events: readonly CausedEvent[]) => {
        this.caused.push(...events);
        return Promise.resolve([]);
      },
    };
    const transaction = <T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T> =>
      handle.transaction(run, signal);
    const recorder = {
      count: (metric: string, labels: Readonly<Record<string, string>>) => {
        this.counted.push([metric, ...Object.values(labels)].join(' '));
      },
      set: () => undefined,
      remove: () => undefined,
      observe: () => undefined,
    };
    const realmUrl = (stringId: string): string => `http://${stringId}.testserver`;
    const { check } = createMessageChecker({
      db: handle.db,
      transaction,
      outbox,
      clock,
      render: createMessageRenderer({ now: () => 0 }),
      translator: createTranslator(),
      recorder,
      logger: this.logs.logger,
      settings: {
        realmUrl,
        inlineImagePreview: true,
        inlineUrlEmbedPreview: true,
        imageProxy: null,
        preferDirectMessageGroup: false,
      },
    });
    const { logger } = this.logs;
    const messages = { db: handle.db, transaction, check, outbox, clock, recorder, logger };
    return createEmbeddedBots({
      db: handle.db,
      poster: createRowPoster(messages),
      edit: createMessageEditor(messages),
      http: {
        send: (request) => {
          this.requests.push(request);
          return Promise.resolve(this.answer);
        },
      },
      outbox,
      recorder,
      clock,
      storageLimit: this.#options.storageLimit ?? 10_000_000,
      realmUrl,
      ...(this.#options.programs === undefined ? {} : { programs: this.#options.programs }),
    });
  }

  context(eventId: string, attempt = 1, signal = new AbortController().signal): HandlerContext<Tx> {
    const effects = createEffectStore(this.chat.handle);
    return {
      eventId,
      eventType: 'embedded_bots',
      key: String(this.bot),
      partition: 0,
      attempt,
      producedAtMs: 0,
      traceparent: null,
      signal,
      logger: this.logs.logger,
      clock: this.chat.clock,
      apply: (effect) =>
        effects.transaction(async (tx) => {
          const fresh = await effects.claim(tx, GROUP, [eventId]);
          if (!fresh.has(eventId)) return { kind: 'already_applied' };
          return { kind: 'applied', value: await effect(tx) };
        }, signal),
    };
  }

  async handle(
    event: EmbeddedBotsEvent,
    options: { readonly eventId?: string; readonly attempt?: number } = {},
  ): Promise<Outcome> {
    const { handler } = this.consumer();
    if (handler.kind !== 'single') throw new Error('the queue handles single events');
    return handler.handle(event, this.context(options.eventId ?? randomUUID(), options.attempt));
  }

  /** What the bot has posted, in order. */
  posted(): Promise<Posted[]> {
    return this.chat.sql<Posted>(
      'select id, sender_id, recipient_id, subject, content from zerver_message where sender_id = $1 order by id',
      [this.bot],
    );
  }

  async contents(): Promise<readonly string[]> {
    return (await this.posted()).map(({ content }) => content);
  }

  /** Whether the bot has read the message. */
  async isRead(event: EmbeddedBotsEvent): Promise<boolean> {
    const [row] = await this.chat.sql<{ flags: string }>(
      'select flags from zerver_usermessage where user_profile_id = $1 and message_id = $2',
      [this.bot, event.message.id],
    );
    return (Number(row!.flags) & 1) === 1;
  }
}
