/** Why an event does not fit its stream (docs/guide-producing.md explains each). */
export const EVENT_ERROR_CODES = [
  'invalid_event',
  'unknown_field',
  'unknown_type',
  'unknown_stream',
] as const;
export type EventErrorCode = (typeof EVENT_ERROR_CODES)[number];

/** How talking to the registry can fail. */
export const REGISTRY_ERROR_CODES = [
  'unavailable',
  'unauthorized',
  'unknown_schema',
  'not_registered',
  'rejected',
] as const;
export type RegistryErrorCode = (typeof REGISTRY_ERROR_CODES)[number];

/** An event that does not fit its stream's schema; the message names the stream and the path of the field. */
export class EventSchemaError extends Error {
  override readonly name = 'EventSchemaError';
  readonly code: EventErrorCode;
  readonly stream: string;
  /** Path of the field, such as `message.display_recipient.0.id`; empty for the event as a whole. */
  readonly path: string;

  constructor(code: EventErrorCode, at: { stream: string; path: string }, problem: string) {
    super(`${at.stream}: ${at.path === '' ? 'the event' : at.path} ${problem}`);
    this.code = code;
    this.stream = at.stream;
    this.path = at.path;
  }
}

/**
 * The registry was asked and no answer helps now or later:
 * - `unavailable`: not reachable, too slow, or a 5xx: try again later, no record's fault;
 * - `unauthorized`: 401 or 403: the operator must act; treated as an outage by workers;
 * - `unknown_schema`: it answered that there is no such id, subject or version;
 * - `not_registered`: today's schema of a stream is not registered: run `zulip-workers schemas register`;
 * - `rejected`: any other answer.
 */
export class SchemaRegistryError extends Error {
  override readonly name = 'SchemaRegistryError';
  readonly code: RegistryErrorCode;

  constructor(code: RegistryErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
