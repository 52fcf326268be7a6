import type { Clock } from '../runtime/clock.ts';
import { HEADERS, isTraceparent, newEventHeaders } from '../runtime/headers.ts';
import { queueNames } from '../runtime/names.ts';
import type { EventCodec } from '../schemas/codec.ts';
import type { StreamInputs } from '../schemas/generated/events.ts';
import type { StreamName } from '../schemas/queues.ts';
import { deriveEventId } from '../shared/event-id.ts';
import type { StreamRules } from './stream-rules.ts';

/** What a caller may say about an event beside the event itself. */
export interface EventOptions {
  /** Record key: events of one key are handled one after another. Default: the queue's own rule. */
  readonly key?: string;
  /** UUID that never changes across retries and replays. Default: a new one, or derived from `cause`. */
  readonly eventId?: string;
  /** The event that causes this one: the id is derived from it and the purpose, so doing it twice gives one event. */
  readonly cause?: { readonly eventId: string; readonly purpose: string };
  /** W3C trace context, carried on to what the event causes. */
  readonly traceparent?: string | null;
  /** First publication, ms since the epoch. Default: now. */
  readonly producedAtMs?: number;
  /** Attempts that already failed elsewhere, such as an older body's `failed_tries`. Default 0. */
  readonly failedTries?: number;
}

/** An event that was checked and encoded: nothing about it can fail any more except storing it. */
export interface PreparedEvent {
  readonly stream: StreamName;
  readonly eventId: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

/** What preparing needs. */
export interface PrepareDeps {
  readonly codec: Pick<EventCodec, 'encode'>;
  readonly rules: StreamRules;
  /** Prefix of topics. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Header `x-producer`: service name and version. */
  readonly producerName: string;
  /** Makes a random UUID. */
  readonly newEventId: () => string;
}

/**
 * Checks and encodes one event. Rejects with an `EventSchemaError` (names stream and field), a `SchemaRegistryError`
 * (the schema is not registered, or the registry is down and the id not known), or a `TypeError` for bad options.
 */
export type PrepareEvent = <S extends StreamName>(
  stream: S,
  input: StreamInputs[S],
  options?: EventOptions,
) => Promise<PreparedEvent>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const eventIdOf = (options: EventOptions, newEventId: () => string): string => {
  const { eventId, cause } = options;
  if (eventId !== undefined && cause !== undefined) {
    throw new TypeError('an event has an eventId or a cause, not both');
  }
  if (cause !== undefined) return deriveEventId(cause.eventId, cause.purpose);
  const id = eventId ?? newEventId();
  // Another id could not be claimed in the ledger of effects, whose column is a uuid.
  if (!UUID.test(id)) throw new TypeError('eventId must be a UUID');
  return id.toLowerCase();
};

const traceOf = (traceparent: string | null | undefined): string | null => {
  if (traceparent === undefined || traceparent === null) return null;
  if (!isTraceparent(traceparent)) throw new TypeError('traceparent must follow W3C Trace Context');
  return traceparent;
};

/** Creates the function that prepares events. */
export function createPrepareEvent(deps: PrepareDeps): PrepareEvent {
  return async function prepareEvent(stream, input, options = {}) {
    const eventId = eventIdOf(options, deps.newEventId);
    const traceparent = traceOf(options.traceparent);
    const { value, event } = await deps.codec.encode(stream, input);
    const { definition: rule } = deps.rules[stream];
    const key = options.key ?? rule.keyOf(event);
    if (key === '') throw new TypeError(`${stream}: the key must not be empty`);
    const failedTries = options.failedTries ?? 0;
    return {
      stream,
      eventId,
      topic: queueNames(deps.prefix, stream, []).main,
      key,
      headers: {
        ...newEventHeaders({
          eventId,
          eventType: rule.eventTypeOf(event),
          producedAtMs: options.producedAtMs ?? deps.clock.now(),
          producer: deps.producerName,
          traceparent,
        }),
        ...(failedTries > 0 && { [HEADERS.attempt]: String(failedTries + 1) }),
      },
      value,
    };
  };
}
