// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.

/** A mail received for one gateway address. */
export interface EmailMirrorEvent {
  /** Envelope recipient, verbatim; it alone decides the destination. */
  readonly rcpt_to: string;
  /** The whole RFC 5322 message; 8-bit and invalid bytes occur. */
  readonly raw: Buffer;
  /** When the SMTP receiver accepted the mail, milliseconds since the epoch. */
  readonly received_at: null | number;
  /** Message-ID header of the mail. */
  readonly message_id: null | string;
  /** Envelope sender. */
  readonly mail_from: null | string;
  /** Address of the delivering client, host:port. */
  readonly peer: null | string;
  /** SHA-256 of raw, lower-case hexadecimal. */
  readonly content_sha256: null | string;
}

/** A mail received for one gateway address. As producers pass it. */
export interface EmailMirrorInput {
  /** Envelope recipient, verbatim; it alone decides the destination. */
  readonly rcpt_to: string;
  /** The whole RFC 5322 message; 8-bit and invalid bytes occur. */
  readonly raw: Buffer;
  /** When the SMTP receiver accepted the mail, milliseconds since the epoch. */
  readonly received_at?: null | number;
  /** Message-ID header of the mail. */
  readonly message_id?: null | string;
  /** Envelope sender. */
  readonly mail_from?: null | string;
  /** Address of the delivering client, host:port. */
  readonly peer?: null | string;
  /** SHA-256 of raw, lower-case hexadecimal. */
  readonly content_sha256?: null | string;
}

/** A mail received for one gateway address. As the bytes hold it. */
export interface EmailMirrorWire {
  /** Envelope recipient, verbatim; it alone decides the destination. */
  readonly rcpt_to: string;
  /** The whole RFC 5322 message; 8-bit and invalid bytes occur. */
  readonly raw: Buffer;
  /** When the SMTP receiver accepted the mail, milliseconds since the epoch. */
  readonly received_at: null | number;
  /** Message-ID header of the mail. */
  readonly message_id: null | string;
  /** Envelope sender. */
  readonly mail_from: null | string;
  /** Address of the delivering client, host:port. */
  readonly peer: null | string;
  /** SHA-256 of raw, lower-case hexadecimal. */
  readonly content_sha256: null | string;
  /** Older form of raw, as standard base64. */
  readonly msg_base64: null | string;
  /** Older form of received_at, seconds since the epoch. */
  readonly time: null | number;
}
