import type { MailEvent, MailQueue } from './mail-event.ts';

/** An organization, as far as mail is concerned. */
export interface MailRealm {
  readonly id: number;
  readonly name: string;
  /** Subdomain; '' for the root organization. */
  readonly stringId: string;
  readonly deactivated: boolean;
}

/** A user, as far as mail is concerned. */
export interface MailUser {
  readonly id: number;
  readonly fullName: string;
  /** The real address; '' for the owner of a demo organization who has not set one. */
  readonly deliveryEmail: string;
  readonly language: string;
  readonly isActive: boolean;
  readonly isBot: boolean;
  readonly realm: MailRealm;
  /** The address is on the list of those that mail is no longer sent to. */
  readonly isSuppressed: boolean;
}

/** An attempt to send the mail of an event is about to begin. */
export interface DeliveryClaim {
  readonly eventId: string;
  readonly queue: MailQueue;
  readonly messageId: string;
}

/** May the mail of this event be sent? */
export type ClaimAnswer =
  /** Yes. `attempts` counts this one; `isOutcomeUnknown` when an earlier attempt may have been taken by the server. */
  | { readonly kind: 'claimed'; readonly attempts: number; readonly isOutcomeUnknown: boolean }
  /** No: the server has it. */
  | { readonly kind: 'already_sent' }
  /** Not now: another process may be in the middle of it, until this instant at the latest. */
  | { readonly kind: 'in_flight'; readonly untilMs: number };

/** How an attempt ended, for the ledger. */
export interface DeliveryRecord {
  readonly eventId: string;
  readonly status: 'sent' | 'failed' | 'unknown' | 'suppressed';
  /** Last words of the server; no address. */
  readonly response: string;
}

/** What sending mail needs of the database. Lists in, maps out: callers' single questions are gathered before. */
export interface MailStore {
  /** Those of these users that exist. */
  users(ids: readonly number[]): Promise<ReadonlyMap<number, MailUser>>;
  /** Those of these organizations that exist. */
  realms(ids: readonly number[]): Promise<ReadonlyMap<number, MailRealm>>;
  /** Those of these addresses (in lower case) that mail is no longer sent to. */
  suppressed(addresses: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Claims deliveries; ids are distinct. A claim of unknown outcome leaves its doubt in the row:
   * `attempt N after an unknown outcome; `.
   */
  claim(claims: readonly DeliveryClaim[]): Promise<ReadonlyMap<string, ClaimAnswer>>;
  /**
   * Writes down how attempts ended; ids are distinct. A doubt that a row has stays before its last words, and a row that
   * says `sent` stays so.
   */
  record(records: readonly DeliveryRecord[]): Promise<void>;
  /** Puts an address (in lower case) on the list. */
  suppress(address: string, reason: string): Promise<void>;
  /** Takes an address (in lower case) off the list. */
  unsuppress(address: string): Promise<void>;
}

/** The part of the outbox that mail needs: events are published once `tx` is committed. */
export interface MailOutbox<Tx> {
  enqueueAll(
    tx: Tx,
    requests: readonly {
      readonly stream: MailQueue;
      readonly event: MailEvent;
      readonly options?: {
        /** The event's id is derived from this, so that doing it twice gives one event. */
        readonly cause?: { readonly eventId: string; readonly purpose: string };
        readonly traceparent?: string | null;
        readonly producedAtMs?: number;
      };
    }[],
  ): Promise<readonly string[]>;
}
