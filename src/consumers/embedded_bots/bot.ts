/** All that the author of an embedded bot needs: `defineBot`, and what a bot can do. See README.md for an example. */
import type { JsonValue } from '../../schemas/json-value.ts';
import type { OutboundResult } from '../../shared/outbound-http.ts';

/** A person or bot, as others see them. */
export interface Person {
  readonly id: number;
  readonly email: string;
}

/** The message that calls a bot. */
export interface BotMessage {
  readonly id: number;
  /** Markdown; without the mention of the bot when that is how it was called. */
  readonly content: string;
  readonly sender: Person & { readonly fullName: string };
  readonly conversation:
    | {
        readonly kind: 'channel';
        /** Null in events that do not name it. */
        readonly id: number | null;
        readonly name: string;
        readonly topic: string;
      }
    /** Everybody, the bot included. */
    | { readonly kind: 'direct'; readonly people: readonly Person[] };
}

/** Whom or where to: a channel's name or id; addresses or ids of people. One alone needs no list. */
export type Recipients = string | number | readonly (string | number)[];

/** A link below a message. Bots have no files of their own: what is shown must have an address. */
export interface Attachment {
  readonly name: string;
  readonly url: string;
}

/** A message that a bot sends on its own account. */
export type OutgoingMessage = {
  /** Markdown. */
  readonly content: string;
  readonly attachments?: readonly Attachment[];
} & (
  | {
      readonly type: 'stream' | 'channel';
      /** A channel of an unknown name is created, public and by the bot. */
      readonly to: Recipients;
      readonly topic?: string;
      /** Old name of `topic`, which wins. */
      readonly subject?: string;
    }
  | { readonly type: 'private' | 'direct'; readonly to: Recipients }
);

/** What became of a message. A refused one is logged by itself; `text` says why, for people. */
export type SentMessage =
  | { readonly kind: 'sent'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: null; readonly text: string };

/**
 * What a bot remembers: JSON values by key, of all conversations together. A run sees what it has written itself; all
 * of it is stored when the run has ended well, and nothing otherwise.
 */
export interface BotStorage {
  /** Rejects with a `BotError` `no_such_key`. */
  get(key: string): Promise<JsonValue>;
  /** Rejects with a `BotError` `storage_full` when keys and values would be longer than the bot's limit. */
  put(key: string, value: JsonValue): Promise<void>;
  contains(key: string): Promise<boolean>;
  /** Removes all of these keys, or none and rejects with a `BotError` `no_such_key` when one is missing. */
  remove(...keys: readonly [string, ...string[]]): Promise<void>;
}

/** A request to the internet; private networks are not reached. */
export interface BotRequest {
  readonly url: string;
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What a bot can do while one message is handled.
 *
 * The same event may be handled again, after a crash or because the bot's storage was changed by somebody else
 * meanwhile. Then the n-th message of the run is not sent again but answered with the id it has, and the n-th edit is
 * not made again: send and edit in a fixed order.
 */
export interface Bot {
  readonly userId: number;
  readonly fullName: string;
  readonly email: string;
  readonly storage: BotStorage;
  /** Aborts when the time is up; what waits for anything else must end then. */
  readonly signal: AbortSignal;
  /** 1 at first; more after `TryAgainLater`. */
  readonly attempt: number;
  /** Name, address and how people mention the bot. */
  identity(): { readonly name: string; readonly email: string; readonly mention: string };
  /** Posts a message at once. At most 20 messages and edits in any 5 seconds, else a `BotError` `rate_limited`. */
  sendMessage(message: OutgoingMessage): Promise<SentMessage>;
  /** Posts into the conversation of `message`; counts as `sendMessage` does. */
  sendReply(
    message: BotMessage,
    content: string,
    options?: { readonly attachments?: readonly Attachment[] },
  ): Promise<SentMessage>;
  /**
   * Gives a message of the bot a new text, at once; counts as `sendMessage` does. Rejects with a `BotError`:
   * `not_accessible` when there is no such message of the bot, `bad_message` with the reason when it may not have the text.
   */
  updateMessage(message: { readonly id: number }, content: string): Promise<void>;
  /** Adds an emoji (`wave`) to a message that the bot can see; twice is once. Added when the run has ended well. */
  react(message: { readonly id: number }, emojiName: string): Promise<void>;
  /** The bot's configuration. Without any: `{}` when `optional`, else a `BotError` `no_config`. */
  getConfigInfo(options?: { readonly optional?: boolean }): Promise<Readonly<Record<string, string>>>;
  /** Never rejects but with the reason of `signal`: how a request ended is its answer. */
  request(request: BotRequest): Promise<OutboundResult>;
  /** Ends this run; `text` goes to the server's log. */
  quit(text: string): never;
}

/** What went wrong, for programs that want to tell. */
export type BotErrorCode =
  | 'no_such_key'
  | 'bad_key'
  | 'bad_value'
  | 'storage_full'
  | 'config_full'
  | 'no_config'
  | 'rate_limited'
  | 'bad_message'
  | 'unknown_emoji'
  | 'not_accessible'
  | 'service_failed';

/** A call that cannot be done. Left alone it ends the run: the sender and the bot's owner are told. */
export class BotError extends Error {
  override readonly name = 'BotError';
  readonly code: BotErrorCode;

  constructor(code: BotErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Thrown by a program whose outside service is away for the moment: the event is handled again some seconds later. */
export class TryAgainLater extends Error {
  override readonly name = 'TryAgainLater';
  readonly code = 'try_again_later';
}

/** Values of a bot's configuration by name. */
export type BotConfig = Readonly<Record<string, string>>;

/** Answer to whether a configuration is good. */
export type ConfigVerdict = { readonly kind: 'valid' } | { readonly kind: 'invalid'; readonly text: string };

/** A bot program. */
export interface BotSpec<State> {
  /** Name of the service row that runs it; also the metric label. */
  readonly name: string;
  /** For people, in Markdown. */
  readonly usage: string;
  /** What whoever creates such a bot is shown to fill in. Default: nothing. */
  readonly configTemplate?: BotConfig;
  /** Asked when such a bot is created. */
  validateConfig?(config: BotConfig, request: Bot['request']): Promise<ConfigVerdict>;
  /** Runs once before `handle`, which is given what it answers. */
  initialize?(bot: Bot): Promise<State>;
  /** Handles one message. Nothing is kept between two messages but the bot's storage. */
  handle(message: BotMessage, bot: Bot, state: State): Promise<void>;
}

/** A bot program, ready for the table. */
export interface BotProgram {
  readonly name: string;
  readonly usage: string;
  readonly configTemplate: BotConfig;
  readonly validateConfig: ((config: BotConfig, request: Bot['request']) => Promise<ConfigVerdict>) | null;
  /** One run: `initialize`, then `handle`. */
  run(message: BotMessage, bot: Bot): Promise<void>;
}

/** Makes a program of its parts. `State` is what `initialize` answers; never name it by hand. */
export function defineBot<State = undefined>(spec: BotSpec<State>): BotProgram {
  return {
    name: spec.name,
    usage: spec.usage,
    configTemplate: spec.configTemplate ?? {},
    validateConfig: spec.validateConfig?.bind(spec) ?? null,
    run: async (message, bot) => {
      // Without `initialize` nothing but `undefined` was inferred for it.
      const state = (await spec.initialize?.(bot)) as State;
      await spec.handle(message, bot, state);
    },
  };
}
