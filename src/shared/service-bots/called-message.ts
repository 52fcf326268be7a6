import type { EmbeddedBotsEvent } from '../../schemas/generated/embedded_bots.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';
import type { Address } from '../messages/message-draft.ts';
import { groupLink, topicLink } from '../narrow-links.ts';

/** The message that calls a bot, as the events of both bot queues carry it. */
export type CalledMessage = EmbeddedBotsEvent['message'] | OutgoingWebhooksEvent['message'];

/** Where a message was written, as far as an event tells. */
export type Place =
  | { readonly kind: 'channel'; readonly id: number | null; readonly name: string; readonly topic: string }
  | { readonly kind: 'direct'; readonly people: readonly { readonly id: number; readonly email: string }[] };

/** The event's type and its recipients contradict each other: the event is bad, and trying again would not help. */
export class ContradictoryMessageError extends Error {
  override readonly name = 'ContradictoryMessageError';
  readonly code = 'contradictory_message';
}

/** Where it was written. Throws a `ContradictoryMessageError`. */
export function placeOf(message: CalledMessage): Place {
  const { display_recipient: recipient, stream_id: id, subject: topic, type } = message;
  if (type === 'stream' && typeof recipient === 'string')
    return { kind: 'channel', id, name: recipient, topic };
  if (type === 'private' && typeof recipient !== 'string') return { kind: 'direct', people: recipient };
  throw new ContradictoryMessageError(
    `message ${message.id}: display_recipient does not fit the type ${type}`,
  );
}

/**
 * The conversation of a message, for an answer: channel and topic, or everybody. Throws a `ContradictoryMessageError`.
 * @source zulip zerver/lib/outgoing_webhook.py send_response_message. Different: channel and people are named by their
 * ids, so an answer also arrives when the channel was renamed meanwhile, and when addresses are hidden.
 */
export const conversationOf = (message: CalledMessage): Address => addressOfPlace(placeOf(message));

/** The same of a place. A channel that is gone is not made again for an answer. */
export function addressOfPlace(place: Place): Address {
  if (place.kind === 'direct') {
    return { kind: 'direct', people: { by: 'ids', ids: place.people.map(({ id }) => id) } };
  }
  const { id, name, topic } = place;
  return { kind: 'channel', channel: id === null ? { by: 'name', name } : { by: 'id', id }, topic };
}

/**
 * Link to a message in the web app; a direct conversation is named by everybody in it, the bot included. `realmUrl` has
 * no slash at its end. Throws a `ContradictoryMessageError`.
 * @source zulip zerver/lib/url_encoding.py message_link_url
 */
export function messageLink(realmUrl: string, message: CalledMessage): string {
  const place = placeOf(message);
  if (place.kind === 'direct') {
    return `${groupLink(
      realmUrl,
      place.people.map(({ id }) => id),
    )}/near/${message.id}`;
  }
  if (place.id === null) {
    throw new ContradictoryMessageError(`message ${message.id}: a channel message without stream_id`);
  }
  const at = { mode: 'near', messageId: message.id } as const;
  return topicLink(realmUrl, { id: place.id, name: place.name }, place.topic, at);
}
