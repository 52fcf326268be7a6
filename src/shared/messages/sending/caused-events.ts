import type { StreamInputs } from '../../../schemas/generated/events.ts';
import type { JsonObject } from '../../../schemas/json-value.ts';
import { deriveEventId } from '../../event-id.ts';
import type { MessageDraft } from '../message-draft.ts';

type CausedStream = 'notify_tornado' | 'embed_links' | 'outgoing_webhooks' | 'embedded_bots';

/** An event that a message causes; it is published when the transaction has committed. */
export type CausedEvent = {
  readonly [Stream in CausedStream]: {
    readonly stream: Stream;
    readonly event: StreamInputs[Stream];
    readonly options: { readonly eventId: string; readonly traceparent: string | null };
  };
}[CausedStream];

/** The part of the outbox that posting needs: writes events in the transaction, in order and with one statement. */
export interface MessageOutbox<Tx> {
  enqueueAll(tx: Tx, events: readonly CausedEvent[]): Promise<unknown>;
}

/**
 * Options of an event that a message causes. The id comes from the message's idempotency key and the purpose, which is
 * distinct among all events of one message: a second run cannot make a second event.
 */
export const causedBy = (draft: MessageDraft, purpose: string): CausedEvent['options'] => ({
  eventId: deriveEventId(draft.idempotencyKey, `message:${purpose}`),
  traceparent: draft.traceparent ?? null,
});

/** An event for the clients of these users, each with further properties. */
export function clientEvent(
  realmId: number,
  event: { readonly type: string } & JsonObject,
  users: readonly { readonly id: number; readonly extra?: JsonObject }[],
  options: CausedEvent['options'],
): CausedEvent {
  return { stream: 'notify_tornado', event: { realm_id: realmId, event, users }, options };
}
