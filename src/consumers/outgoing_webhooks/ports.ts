import type { Logger } from 'pino';
import type { Recorder } from '../../metrics/recorder.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { MessagePoster } from '../../shared/messages/message-draft.ts';
import type { OutboundHttp } from '../../shared/outbound-http.ts';
import type { ProcessedMessage } from '../../shared/service-bots/processed-flag.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';
import type { AvatarSettings } from './avatar-url.ts';
import type { Failure, LastFailure } from './failures.ts';
import type { Posting } from './interpret-result.ts';

/** One service's part in one message: its row in the ledger. */
export interface DeliveryKey {
  readonly messageId: number;
  readonly botId: number;
  readonly serviceId: number;
}

/** What concluding a delivery takes. */
export interface OpenDelivery extends DeliveryKey {
  /** UUID, the same for every attempt. */
  readonly deliveryId: string;
  /** Failures since the service last worked. */
  readonly failuresInRow: number;
  /** Whether the owner is to be told of a failure at once; otherwise it is counted for the next summary. */
  readonly isOwnerDue: boolean;
}

/** May the service be called? */
export type Admission =
  /** Yes. `attempt` counts this call; `isTrial`: it decides whether a paused service is called again. */
  | {
      readonly kind: 'call';
      readonly delivery: OpenDelivery;
      readonly attempt: number;
      readonly isTrial: boolean;
    }
  /** No: it has answered, and what follows from that is still to be posted. */
  | { readonly kind: 'answered'; readonly delivery: OpenDelivery; readonly posting: Posting }
  /** No: it has failed too often lately. */
  | { readonly kind: 'paused'; readonly delivery: OpenDelivery }
  /** No: all is done. */
  | { readonly kind: 'finished' };

/** A delivery that is given up. */
export interface LeftDelivery {
  readonly delivery: OpenDelivery;
  /** Of the last attempt; null when there was none, or nothing is known of how it ended. */
  readonly failure: LastFailure | null;
  /** What was to be posted and could not be. */
  readonly posting: Posting | null;
}

/** How a failure changes what is known of the service. */
export interface FailureRecord {
  readonly service: Failure['service'];
  readonly code: string;
  /** The owner is told of it in the same transaction, or there is nobody to tell. */
  readonly isTold: boolean;
  /** What the conversation was told, for the summary. */
  readonly said: string;
}

/** Failures that an owner has not been told of. */
export interface UntoldFailures {
  readonly serviceId: number;
  readonly botId: number;
  readonly count: number;
  /** What the conversation of the last of them was told. */
  readonly lastSaid: string;
  /** When they were claimed for telling, ms since the epoch. */
  readonly claimedAtMs: number;
}

/** The ledger of deliveries, and what is known of the services. Each method is one statement. */
export interface DeliveryLedger<Tx> {
  /** Decides whether to call, and writes down that an attempt begins: a crash in the middle of it leaves its trace. */
  admit(key: DeliveryKey, newDeliveryId: string): Promise<Admission>;
  /** The service has answered; it is not called again for this message. */
  keepPosting(key: DeliveryKey, status: number | null, posting: Posting): Promise<void>;
  /** The attempt failed; another one follows. */
  keepFailure(key: DeliveryKey, failure: LastFailure): Promise<void>;
  /** The service has nothing to say. */
  finishSilently(key: DeliveryKey, status: number | null): Promise<void>;
  finishReplied(tx: Tx, key: DeliveryKey, messageId: number): Promise<void>;
  /** Answers whether the service is paused by it. */
  finishFailed(tx: Tx, key: DeliveryKey, record: FailureRecord): Promise<boolean>;
  /** Deliveries of a message that are not finished. */
  left(messageId: number, botId: number): Promise<readonly LeftDelivery[]>;
  /** Claims services whose owners have not heard of failures for a while; each is answered to one caller only. */
  claimUntold(): Promise<readonly UntoldFailures[]>;
  /** The owner is told of so many. */
  tell(tx: Tx, untold: UntoldFailures): Promise<void>;
}

/** What the queue is set up with. */
export interface WebhookSettings {
  /** OUTGOING_WEBHOOK_TIMEOUT_SECONDS in ms: for connecting, and for each gap of the answer. */
  readonly timeoutMs: number;
  readonly userAgent: string;
  /** EXTERNAL_URI_SCHEME. */
  readonly uriScheme: string;
  /** Host of an organization by its `string_id`. */
  hostOf(realmStringId: string): string;
  readonly avatars: AvatarSettings;
}

/** What the queue needs from outside. */
export interface WebhookDeps<Tx> {
  readonly settings: WebhookSettings;
  readonly ledger: DeliveryLedger<Tx>;
  readonly poster: MessagePoster<Tx>;
  readonly http: OutboundHttp;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readBot(botId: number): Promise<ServiceBot | null>;
  /** Whether the bot may know who this is. */
  isSenderVisible(botId: number, senderId: number): Promise<boolean>;
  markProcessed(tx: Tx, message: ProcessedMessage): Promise<unknown>;
  transaction<T>(run: (tx: Tx) => Promise<T>, signal: AbortSignal): Promise<T>;
}
