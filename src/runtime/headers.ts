import { createHash } from 'node:crypto';
import type { BrokerRecord } from '../broker/broker.ts';
import type { Disposition } from './outcome.ts';

/** Every header of a record, and where its name is written once. */
export const HEADERS = {
  eventId: 'x-event-id',
  eventType: 'x-event-type',
  producedAt: 'x-produced-at',
  producer: 'x-producer',
  attempt: 'x-attempt',
  firstFailedAt: 'x-first-failed-at',
  lastFailedAt: 'x-last-failed-at',
  notBefore: 'x-not-before',
  errorClass: 'x-error-class',
  errorMessage: 'x-error-message',
  errorStack: 'x-error-stack',
  originTopic: 'x-origin-topic',
  originPartition: 'x-origin-partition',
  originOffset: 'x-origin-offset',
  consumerGroup: 'x-consumer-group',
  workerHost: 'x-worker-host',
  replayedFrom: 'x-replayed-from',
  disposition: 'x-disposition',
  traceparent: 'traceparent',
} as const;

/** Headers as the broker port carries them. */
export type HeaderMap = Readonly<Record<string, string>>;

/** Longest text of an error header, bytes of UTF-8. */
const LONGEST_TEXT_BYTES = 4_096;

/** What the headers say about a record; null where a header is absent or unreadable. */
export interface Envelope {
  readonly eventId: string;
  readonly eventType: string | null;
  readonly producedAtMs: number;
  readonly attempt: number | null;
  readonly notBeforeMs: number | null;
  readonly traceparent: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Whether a text is a `traceparent` of W3C Trace Context. */
export function isTraceparent(text: string): boolean {
  return TRACEPARENT.test(text);
}

/** Cuts a text to at most `maxBytes` of UTF-8 without cutting a character. */
export function cutText(text: string, maxBytes = LONGEST_TEXT_BYTES): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // A cut character becomes U+FFFD at the end, or nothing when it ended exactly there.
  return new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes)).replace(/\uFFFD$/, '');
}

/** A whole number ≥ `least`, else null. */
function wholeNumber(text: string | undefined, least: number): number | null {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  return value >= least ? value : null;
}

/** The id of an event whose producer gave none: always the same for the same place in the log. */
function placeId(record: BrokerRecord): string {
  const origin = originOf(record);
  const hex = createHash('sha256')
    .update(`${origin.topic}/${origin.partition}/${origin.offset}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Reads the envelope. A missing `x-event-id` is replaced by an id made from the record's place, a missing
 * `x-produced-at` by the record's timestamp. Answers a text when the id is there but is no UUID: such a record could
 * not be claimed in the ledger of effects.
 */
export function readEnvelope(record: BrokerRecord): Envelope | string {
  const { headers } = record;
  const givenId = headers[HEADERS.eventId];
  if (givenId !== undefined && !UUID.test(givenId)) return `${HEADERS.eventId} is not a UUID`;
  return {
    eventId: givenId?.toLowerCase() ?? placeId(record),
    eventType: headers[HEADERS.eventType] ?? null,
    producedAtMs: wholeNumber(headers[HEADERS.producedAt], 0) ?? record.timestampMs,
    attempt: wholeNumber(headers[HEADERS.attempt], 1),
    notBeforeMs: readNotBefore(headers),
    traceparent: readTraceparent(headers),
  };
}

/** A trace context of another form is left out: no caused event could be made with it. */
function readTraceparent(headers: HeaderMap): string | null {
  const text = headers[HEADERS.traceparent];
  return text !== undefined && isTraceparent(text) ? text : null;
}

/** Due time of a record in a retry tier, ms since the epoch; null when the header is absent or unreadable. */
export function readNotBefore(headers: HeaderMap): number | null {
  return wholeNumber(headers[HEADERS.notBefore], 0);
}

/** Where a record was first read: its own place, unless a retry tier remembers an earlier one. */
export function originOf(record: BrokerRecord): { topic: string; partition: string; offset: string } {
  const { headers } = record;
  return {
    topic: headers[HEADERS.originTopic] ?? record.topic,
    partition: headers[HEADERS.originPartition] ?? String(record.partition),
    offset: headers[HEADERS.originOffset] ?? record.offset.toString(),
  };
}

/** Headers of a new event. `producedAtMs` in ms since the epoch; `producer` is service name and version. */
export function newEventHeaders(event: {
  readonly eventId: string;
  readonly eventType: string;
  readonly producedAtMs: number;
  readonly producer: string;
  readonly traceparent?: string | null;
}): HeaderMap {
  return {
    [HEADERS.eventId]: event.eventId,
    [HEADERS.eventType]: event.eventType,
    [HEADERS.producedAt]: String(event.producedAtMs),
    [HEADERS.producer]: event.producer,
    ...(typeof event.traceparent === 'string' ? { [HEADERS.traceparent]: event.traceparent } : {}),
  };
}

/** Why an attempt failed, as it is written beside the record. */
export interface FailureText {
  readonly errorClass: string;
  readonly message: string;
  readonly stack?: string;
}

/** Who moves a record. */
export interface Mover {
  readonly group: string;
  readonly workerHost: string;
  /** Written as `x-producer` when the record came without one. */
  readonly producerName: string;
}

/** What every moved record carries: its own headers, the envelope made complete, its origin and who moved it. */
function movedHeaders(
  record: BrokerRecord,
  envelope: Pick<Envelope, 'eventId' | 'producedAtMs'> | null,
  mover: Mover,
): Record<string, string> {
  const origin = originOf(record);
  return {
    [HEADERS.producer]: mover.producerName,
    ...(envelope === null
      ? {}
      : {
          [HEADERS.eventId]: envelope.eventId,
          [HEADERS.producedAt]: String(envelope.producedAtMs),
        }),
    ...record.headers,
    [HEADERS.originTopic]: origin.topic,
    [HEADERS.originPartition]: origin.partition,
    [HEADERS.originOffset]: origin.offset,
    [HEADERS.consumerGroup]: mover.group,
    [HEADERS.workerHost]: mover.workerHost,
  };
}

function failureHeaders(headers: HeaderMap, failure: FailureText, nowMs: number): Record<string, string> {
  return {
    [HEADERS.firstFailedAt]: headers[HEADERS.firstFailedAt] ?? String(nowMs),
    ...lastFailureHeaders(failure, nowMs),
  };
}

function lastFailureHeaders(failure: FailureText, nowMs: number): Record<string, string> {
  return {
    [HEADERS.lastFailedAt]: String(nowMs),
    [HEADERS.errorClass]: cutText(failure.errorClass),
    [HEADERS.errorMessage]: cutText(failure.message),
    [HEADERS.errorStack]: cutText(failure.stack ?? ''),
  };
}

/** Headers of a record in a retry tier. `failure` null: it waits without having failed, `attempt` stays. */
export function tierHeaders(
  record: BrokerRecord,
  envelope: Envelope,
  move: Mover & {
    readonly eventType: string;
    readonly attempt: number;
    readonly dueAtMs: number;
    readonly failure: FailureText | null;
    readonly nowMs: number;
  },
): HeaderMap {
  return {
    ...movedHeaders(record, envelope, move),
    [HEADERS.eventType]: move.eventType,
    [HEADERS.attempt]: String(move.attempt),
    [HEADERS.notBefore]: String(move.dueAtMs),
    ...(move.failure === null ? {} : failureHeaders(record.headers, move.failure, move.nowMs)),
  };
}

/** Headers of a record that goes to a tier as it is, only to wait. */
export function waitingHeaders(record: BrokerRecord, mover: Mover, dueAtMs: number): HeaderMap {
  return { ...movedHeaders(record, null, mover), [HEADERS.notBefore]: String(Math.ceil(dueAtMs)) };
}

/** Headers of a dead letter. `envelope` null when it could not be read. */
export function deadLetterHeaders(
  record: BrokerRecord,
  envelope: Envelope | null,
  move: Mover & {
    readonly attempt: number | null;
    readonly disposition: Disposition;
    readonly failure: FailureText;
    readonly nowMs: number;
  },
): HeaderMap {
  return {
    ...movedHeaders(record, envelope, move),
    ...(move.attempt === null ? {} : { [HEADERS.attempt]: String(move.attempt) }),
    ...failureHeaders(record.headers, move.failure, move.nowMs),
    [HEADERS.disposition]: move.disposition,
  };
}

/**
 * Headers of a dead letter of an event whose record is finished: its origin is the topic alone, and when it failed
 * first is not known. `headers` are those of a new event.
 */
export function givenUpHeaders(
  headers: HeaderMap,
  move: Omit<Mover, 'producerName'> & {
    readonly originTopic: string;
    readonly attempt: number;
    readonly failure: FailureText;
    readonly nowMs: number;
  },
): HeaderMap {
  return {
    ...headers,
    [HEADERS.attempt]: String(move.attempt),
    [HEADERS.originTopic]: move.originTopic,
    [HEADERS.consumerGroup]: move.group,
    [HEADERS.workerHost]: move.workerHost,
    ...lastFailureHeaders(move.failure, move.nowMs),
    [HEADERS.disposition]: 'exhausted' satisfies Disposition,
  };
}

/** The same dead letter without the long texts, for a broker that finds it too large. */
export function withoutLongTexts(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== HEADERS.errorStack && name !== HEADERS.errorMessage),
  );
}
