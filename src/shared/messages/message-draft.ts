/** What callers of the message path pass and get. */

/** A channel by its id, or by its name in any letter case. */
export type ChannelReference =
  { readonly by: 'id'; readonly id: number } | { readonly by: 'name'; readonly name: string };

/** People by their ids, or by the addresses that others see (`zerver_userprofile.email`). */
export type PeopleReference =
  | { readonly by: 'ids'; readonly ids: readonly number[] }
  | { readonly by: 'emails'; readonly emails: readonly string[] };

/** Where a message goes. The author of a direct message is always among its people, named or not. */
export type Address =
  | {
      readonly kind: 'channel';
      readonly channel: ChannelReference;
      /** As written; null is refused with `Missing topic`. */
      readonly topic: string | null;
      /** A channel of an unknown name is created, public and by the author. Default false. */
      readonly createMissing?: boolean;
      /**
       * The right to post in the channel is not looked at. Only for answers of outgoing webhook bots (bot_type 3): a
       * draft of another author with it throws a `TypeError`.
       */
      readonly skipAccessCheck?: boolean;
    }
  | { readonly kind: 'direct'; readonly people: PeopleReference };

/** One message to be posted. */
export interface MessageDraft {
  /**
   * Names this message among all that are ever posted, derived from what causes it: `outgoing_webhooks:<delivery
   * id>:reply`. A second draft of the same key posts nothing and is answered `duplicate`. At most 200 characters.
   */
  readonly idempotencyKey: string;
  readonly senderId: number;
  readonly address: Address;
  /** Markdown. */
  readonly content: string;
  /** Name of the sending client, `Internal` for most workers; cut to 30 characters. */
  readonly clientName: string;
  /** JSON text of a widget; a text that begins with `/poll` or `/todo` makes one by itself. */
  readonly widgetContent?: string | null;
  /** `email_gateway`: lines that begin with four blanks are text, not code. Default `chat`. */
  readonly dialect?: 'chat' | 'email_gateway';
  /** People who have read it already. Default: nobody, the author neither, as in the original. */
  readonly readByUserIds?: readonly number[];
  /** When given, it is unread only for these. */
  readonly limitUnreadUserIds?: readonly number[];
  /** Nobody is mailed or pushed. Default false. */
  readonly disableExternalNotifications?: boolean;
  /** Trace of the event that causes it, carried on to what the message causes. */
  readonly traceparent?: string | null;
}

/** Why a message was refused: closed, so that callers can tell them apart. The texts are for people. */
export type RefusalCode =
  | 'BAD_REQUEST'
  | 'STREAM_DOES_NOT_EXIST'
  | 'STREAM_WILDCARD_MENTION_NOT_ALLOWED'
  | 'TOPIC_WILDCARD_MENTION_NOT_ALLOWED'
  | 'author_inactive'
  | 'realm_deactivated';

/** A message that may not be posted. Trying again would not help. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  /** For people, in the author's language where the original translates it. */
  readonly text: string;
}

/** What became of a draft. */
export type PostResult =
  | { readonly kind: 'sent'; readonly messageId: number }
  /** It was posted before, under the same idempotency key. */
  | { readonly kind: 'duplicate'; readonly messageId: number }
  | Refused;

/** Bounds and company of one posting. */
export interface PostOptions<Tx> {
  readonly signal: AbortSignal;
  /**
   * Runs in the transaction that posts, after the rows are written, or in one of its own when nothing is posted
   * (`duplicate`, `refused`) or when the message goes through the server's REST interface. What it throws rolls all
   * back and is rethrown.
   */
  readonly alongside?: (tx: Tx, results: readonly PostResult[]) => Promise<void>;
}

/**
 * Posts messages. Two adapters: rows in PostgreSQL (`createRowPoster`), and the chat server's REST interface
 * (`src/adapters/rest-poster.ts`), which cannot do everything: see there.
 */
export interface MessagePoster<Tx> {
  /**
   * Checks, renders and posts the drafts, in order and in one transaction; refused ones are left out. Answers one result
   * per draft. Rejects with what the database or the server threw: nothing was posted by the rows, and the caller may
   * try again with the same keys.
   */
  post(drafts: readonly MessageDraft[], options: PostOptions<Tx>): Promise<readonly PostResult[]>;
}
