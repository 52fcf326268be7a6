/** One SMTP transaction: one recipient, one message. */
export interface OutgoingMail {
  /** Bare address of MAIL FROM. */
  readonly envelopeFrom: string;
  /** Bare address of RCPT TO. */
  readonly recipient: string;
  /** The whole message with CRLF line ends; dots are doubled by the mailer. */
  readonly content: string;
}

/**
 * How an attempt to hand over a mail ended. `response` is what the server or the system said, on one line.
 * - `accepted`: the server has taken the mail;
 * - `transient`: refused for now (4xx), or the connection was lost before the mail was on its way;
 * - `permanent`: refused for good (5xx); `isAddressUnknown` when the mailbox does not exist;
 * - `unknown`: the connection was lost after DATA: the server may have taken it;
 * - `outage`: no session could be opened: no mail can be sent now;
 * - `configuration`: login refused, certificate not trusted, and the like: a person must act.
 */
export type DeliveryResult =
  | { readonly kind: 'accepted'; readonly response: string }
  | {
      readonly kind: 'transient';
      readonly code: number | null;
      readonly response: string;
      /** The server's wish, from the text of its reply. */
      readonly retryAfterMs: number | null;
    }
  | {
      readonly kind: 'permanent';
      readonly code: number | null;
      readonly response: string;
      readonly isAddressUnknown: boolean;
    }
  | { readonly kind: 'unknown'; readonly response: string }
  | { readonly kind: 'outage'; readonly response: string; readonly error: Error }
  | { readonly kind: 'configuration'; readonly response: string; readonly error: Error };

/** The port to the mail server. */
export interface Mailer {
  /**
   * Hands one mail over and says how that ended; never rejects for a reason of the server. When `signal` aborts, the
   * conversation is broken off: the answer is `unknown` if the mail was on its way, else the promise rejects with the
   * signal's reason.
   */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<DeliveryResult>;
  /** Opens a session as for a mail, with login, and closes it; rejects with what is wrong. */
  verify(signal: AbortSignal): Promise<void>;
  /** Lets conversations under way end, says goodbye on every connection. Safe twice. */
  close(): Promise<void>;
}
