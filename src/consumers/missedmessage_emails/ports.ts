import type { Database, Tx } from '../../db/client.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { GivenUpEvent } from '../../runtime/given-up-event.ts';
import type { OutageService } from '../../runtime/outcome.ts';
import type { WindowStore } from '../../runtime/window/window-store.ts';
import type { StreamInputs } from '../../schemas/generated/events.ts';
import type { MissedmessageEmailsInput } from '../../schemas/generated/missedmessage_emails.ts';
import type { RandomBytes } from '../../shared/mail-tokens.ts';
import type { ComposeDeps } from './compose-mail.ts';

/** Streams that the flush of a window produces to. */
type CausedStream = 'email_senders' | 'deferred_work';

/** An event that a flush causes; it is published when the transaction has committed. */
export type CausedEvent = {
  readonly [Stream in CausedStream]: {
    readonly stream: Stream;
    readonly event: StreamInputs[Stream];
    /** `eventId` is derived from what causes the event, so that a second run makes no second event. The key is the
     *  stream's own rule, so that these events stay in order with those of other sources. */
    readonly options: {
      readonly eventId: string;
      readonly traceparent: string | null;
    };
  };
}[CausedStream];

/** Writes caused events in the transaction (the outbox), in order and with one statement. */
type EnqueueEvents = (tx: Tx, events: readonly CausedEvent[]) => Promise<unknown>;

/** Writes dead letters in the transaction (the outbox), in order and with one statement. */
type BuryEvents = (tx: Tx, events: readonly GivenUpEvent<MissedmessageEmailsInput>[]) => Promise<void>;

/** What the flush of a window needs. */
export interface FlushDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly enqueue: EnqueueEvents;
  readonly bury: BuryEvents;
  /** The shared service that an error says is down, which is nobody's fault; null: the error has another reason. */
  outageOf(error: unknown): OutageService | null;
  readonly compose: Omit<ComposeDeps, 'onBadTime'>;
}

/** What the sweep of overdue rows needs. */
export interface SweepDeps {
  readonly queue: string;
  readonly db: Database;
  readonly clock: Clock;
  readonly windows: WindowStore<Tx>;
  transaction<T>(run: (tx: Tx) => Promise<T>, signal: AbortSignal): Promise<T>;
}
