import type { OutgoingRecord } from '../src/broker/broker.ts';
import { HEADERS } from '../src/runtime/headers.ts';
import type { EventDecoder } from '../src/runtime/ports.ts';
import type { EventKind, PlannedEvent } from './plan.ts';

/** An event as the queue of a world carries it. */
export interface SimEvent {
  readonly number: number;
  readonly kind: EventKind;
  readonly key: string;
  readonly workMs: number;
  readonly failures: number;
  readonly waitMs: number;
}

/** Numbers from here on are events that other events cause. */
export const CAUSED = 100_000;

/** An id that is easy to recognize: the number at its end. */
export function eventIdOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The number in an id that `eventIdOf` made. */
export function numberOf(eventId: string): number {
  return Number(eventId.slice(-12));
}

/** The event that `number` causes. */
export function causedBy({ number, key, workMs }: SimEvent): SimEvent {
  return { number: number + CAUSED, kind: 'plain', key, workMs, failures: 0, waitMs: 0 };
}

/** Bytes that no decoder reads: none at all, too few, or nonsense. */
const UNREADABLE = [null, '', '{', 'nonsense'];

/** The record of an event. */
export function recordOf(event: SimEvent, nowMs: number): OutgoingRecord {
  const unreadable = UNREADABLE[event.number % UNREADABLE.length] ?? null;
  const text = event.kind === 'malformed' ? unreadable : JSON.stringify(event);
  return {
    key: event.key,
    value: text === null ? null : Buffer.from(text),
    headers: { [HEADERS.eventId]: eventIdOf(event.number), [HEADERS.producedAt]: String(nowMs) },
  };
}

/** What of a plan travels in the record. */
export function eventOf({ number, kind, key, workMs, failures, waitMs }: PlannedEvent): SimEvent {
  return { number, kind, key, workMs, failures, waitMs };
}

/** Reads what `recordOf` wrote. */
export const simDecoder: EventDecoder<SimEvent> = {
  decode(value) {
    const text = value?.toString() ?? '';
    if (!text.endsWith('}')) {
      return { kind: 'malformed', errorClass: 'SchemaError', message: 'the value is not an event' };
    }
    return { kind: 'decoded', event: JSON.parse(text) as SimEvent, failedTries: 0 };
  },
};
