import type { QueueDefinition } from './definition.ts';
import { readEnvelope } from './headers.ts';
import type { FailureText } from './headers.ts';
import type { Decoded, EventDecoder } from './ports.ts';
import { toError } from './classify-error.ts';
import type { ReadyItem, WorkItem } from './work-item.ts';

/** What decoding a record came to. */
export type DecodedItem<Event> =
  | { readonly kind: 'ready'; readonly item: ReadyItem<Event> }
  | { readonly kind: 'malformed'; readonly failure: FailureText }
  | { readonly kind: 'registry_down'; readonly error: Error };

function malformed<Event>(errorClass: string, message: string): DecodedItem<Event> {
  return { kind: 'malformed', failure: { errorClass, message } };
}

function understand<Event>(
  item: WorkItem<Event>,
  decoded: Decoded<Event>,
  definition: QueueDefinition<Event>,
): DecodedItem<Event> {
  if (decoded.kind === 'malformed') return malformed(decoded.errorClass, decoded.message);
  if (decoded.kind === 'registry_down') return decoded;
  const envelope = readEnvelope(item.record);
  if (typeof envelope === 'string') return malformed('EnvelopeError', envelope);
  item.envelope = envelope;
  item.event = decoded.event;
  item.eventType = definition.eventTypeOf(decoded.event);
  item.attempt = envelope.attempt ?? decoded.failedTries + 1;
  return { kind: 'ready', item: item as ReadyItem<Event> };
}

/**
 * Reads the envelope and the value of a record, once: an item that comes back keeps its event and its attempt.
 * Answers at once when the decoder does. Never throws: whatever a decoder throws makes the record malformed.
 */
export function decodeItem<Event>(
  item: WorkItem<Event>,
  decoder: EventDecoder<Event>,
  definition: QueueDefinition<Event>,
): DecodedItem<Event> | Promise<DecodedItem<Event>> {
  if (item.event !== undefined) return { kind: 'ready', item: item as ReadyItem<Event> };
  const failed = (thrown: unknown): DecodedItem<Event> => {
    const error = toError(thrown);
    return malformed(error.name, error.message);
  };
  try {
    const decoded = decoder.decode(item.record.value);
    if (!(decoded instanceof Promise)) return understand(item, decoded, definition);
    return decoded.then((value) => understand(item, value, definition)).catch(failed);
  } catch (thrown) {
    // One record that a decoder chokes on must not stop its queue.
    return failed(thrown);
  }
}
