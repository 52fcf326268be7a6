/** Between the messages of bot authors and those of the message path. */
import type { Address } from '../../shared/messages/message-draft.ts';
import { placeOf } from '../../shared/service-bots/called-message.ts';
import type { CalledMessage } from '../../shared/service-bots/called-message.ts';
import { BotError } from './bot.ts';
import type { Attachment, BotMessage, OutgoingMessage, Recipients } from './bot.ts';

/** The message of an event as a program sees it, with this content. Throws a `ContradictoryMessageError`. */
export function botMessageOf(message: CalledMessage, content: string): BotMessage {
  const { id, sender_id: senderId, sender_email: email, sender_full_name: fullName } = message;
  const place = placeOf(message);
  return {
    id,
    content,
    sender: { id: senderId, email, fullName },
    conversation:
      place.kind === 'direct'
        ? { kind: 'direct', people: place.people.map((person) => ({ id: person.id, email: person.email })) }
        : place,
  };
}

const bad = (text: string): BotError => new BotError('bad_message', text);

const listOf = (to: Recipients): readonly (string | number)[] =>
  typeof to === 'string' || typeof to === 'number' ? [to] : to;

function peopleOf(to: Recipients): Address {
  const people = listOf(to);
  if (people.length === 0) throw bad('Message must have recipients!');
  const ids = people.filter((person) => typeof person === 'number');
  const emails = people.filter((person) => typeof person === 'string');
  if (ids.length > 0 && emails.length > 0) throw bad('Name all recipients by ids, or all by addresses.');
  return { kind: 'direct', people: ids.length > 0 ? { by: 'ids', ids } : { by: 'emails', emails } };
}

function channelOf(to: Recipients, topic: string | null): Address {
  const [channel, ...others] = listOf(to);
  if (channel === undefined || others.length > 0) throw bad('A message goes to exactly one channel.');
  return typeof channel === 'number'
    ? { kind: 'channel', channel: { by: 'id', id: channel }, topic }
    : { kind: 'channel', channel: { by: 'name', name: channel }, topic, createMissing: true };
}

/**
 * Where a bot's message goes. Throws a `BotError` `bad_message`.
 * @source zulip zerver/lib/bot_lib.py EmbeddedBotHandler.send_message. Different: ids, and one recipient without a list.
 */
export function addressOf(message: OutgoingMessage): Address {
  switch (message.type) {
    case 'channel':
    case 'stream':
      return channelOf(message.to, message.topic ?? message.subject ?? null);
    case 'direct':
    case 'private':
      return peopleOf(message.to);
    default:
      // Reached from JavaScript only.
      throw bad('Invalid message type');
  }
}

/** The text with a line of Markdown for each attachment. */
export const withAttachments = (content: string, attachments: readonly Attachment[] = []): string =>
  [content, ...attachments.map(({ name, url }) => `[${name.replaceAll(/[[\]]/g, '')}](${url})`)].join('\n');
