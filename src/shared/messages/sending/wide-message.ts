import type { WideMessageInput } from '../../../schemas/generated/outgoing_webhooks.ts';
import type { CheckedMessage, Conversation, Participant } from '../checked-message.ts';
import { clientNameOf } from './message-rows.ts';
import type { StoredSubmessage } from './message-rows.ts';
import type { AddressedMessage } from './read-receivers.ts';

/** `zerver_recipient.type`. */
const RECIPIENT_TYPES = { personal: 1, channel: 2, group: 3 } as const satisfies Record<
  Conversation['kind'],
  number
>;

/** What the wide record needs beside the message. */
export interface WideParts extends AddressedMessage {
  /** Row of the channel, person or group behind the recipient. */
  readonly recipientTypeId: number;
  readonly submessage: StoredSubmessage | null;
}

/**
 * Everything about a message that does not depend on who reads it: what bots are called with, and what the chat's
 * real-time server makes each client's message from.
 * @source zulip zerver/lib/message_cache.py MessageDict.wide_dict
 */
export function wideMessage({ id, message, recipientId, recipientTypeId, submessage }: WideParts) {
  const { author, conversation } = message;
  const isChannel = conversation.kind === 'channel';
  return {
    id,
    sender_id: author.id,
    content: message.content,
    rendered_content: message.html,
    recipient_id: recipientId,
    recipient_type: RECIPIENT_TYPES[conversation.kind],
    recipient_type_id: recipientTypeId,
    timestamp: Math.floor(message.dateSentMs / 1000),
    client: clientNameOf(message.draft.clientName),
    subject: isChannel ? conversation.topic : '',
    topic_links: message.topicLinks.map(({ text, url }) => ({ text, url })),
    is_me_message: message.content.startsWith('/me '),
    reactions: [],
    submessages: submessage === null ? [] : [{ ...submessage }],
    ...senderFields(message),
    display_recipient: isChannel ? conversation.channel.name : displayRecipients(conversation),
    type: isChannel ? ('stream' as const) : ('private' as const),
    ...(isChannel && { stream_id: conversation.channel.id }),
  } satisfies WideMessageInput;
}

/** As `wideMessage` makes it. */
export type WideMessage = ReturnType<typeof wideMessage>;

const senderFields = ({ author }: CheckedMessage) => ({
  sender_full_name: author.fullName,
  sender_email: author.email,
  sender_delivery_email: author.deliveryEmail,
  sender_realm_str: author.realmStringId,
  sender_realm_id: author.realmId,
  sender_recipient_id: author.recipientId,
  sender_avatar_source: author.avatarSource,
  sender_avatar_version: author.avatarVersion,
  sender_is_mirror_dummy: author.isMirrorDummy,
  sender_email_address_visibility: author.emailAddressVisibility,
});

/** Both people of a one-to-one conversation by address, members of a group by id. */
function displayRecipients({
  kind,
  people,
}: {
  readonly kind: string;
  readonly people: readonly Participant[];
}) {
  const order =
    kind === 'personal'
      ? (a: Participant, b: Participant) => (a.email < b.email ? -1 : 1)
      : (a: Participant, b: Participant) => a.id - b.id;
  return people.toSorted(order).map(({ email, fullName, id, isMirrorDummy }) => ({
    email,
    full_name: fullName,
    id,
    is_mirror_dummy: isMirrorDummy,
  }));
}
