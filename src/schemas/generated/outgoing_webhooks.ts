// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.
import type { JsonValue } from '../json-value.ts';

/** A link made from the topic by a linkifier. */
export interface TopicLink {
  /** Link text. */
  readonly text: string;
  /** Link target. */
  readonly url: string;
}

/** An emoji reaction. */
export interface Reaction {
  /** Name of the emoji. */
  readonly emoji_name: string;
  /** Code point or id of the emoji. */
  readonly emoji_code: string;
  /** unicode_emoji, realm_emoji or zulip_extra_emoji. */
  readonly reaction_type: string;
  /** Who reacted (zerver_userprofile.id). */
  readonly user_id: number;
}

/** A participant of a direct message. */
export interface DisplayRecipient {
  /** Address as other people see it. */
  readonly email: string;
  /** Full name. */
  readonly full_name: string;
  /** User (zerver_userprofile.id). */
  readonly id: number;
  /** Whether the user is a placeholder for somebody outside. */
  readonly is_mirror_dummy: boolean;
}

/** The message with everything a bot may need to know. */
export interface WideMessage {
  /** Message (zerver_message.id). */
  readonly id: number;
  /** Sender (zerver_userprofile.id). */
  readonly sender_id: number;
  /** Markdown source, with the mention. */
  readonly content: string;
  /** Rendered HTML. */
  readonly rendered_content: string;
  /** Recipient row (zerver_recipient.id). */
  readonly recipient_id: number;
  /** 1 personal, 2 channel, 3 group of people. */
  readonly recipient_type: number;
  /** Row of the recipient's own table: user, channel or group. */
  readonly recipient_type_id: number;
  /** When the message was sent, seconds since the epoch. */
  readonly timestamp: number;
  /** Name of the sending client. */
  readonly client: string;
  /** Topic; empty for direct messages and for the empty topic. */
  readonly subject: string;
  /** Links in the topic. */
  readonly topic_links: readonly TopicLink[];
  /** Whether the content starts with /me. */
  readonly is_me_message: boolean;
  /** Reactions; normally empty. */
  readonly reactions: readonly Reaction[];
  /** Submessages of widgets, as JSON text of one array; normally empty. */
  readonly submessages: readonly JsonValue[];
  /** Time of the last edit, seconds since the epoch; null means never edited. */
  readonly last_edit_timestamp: null | number;
  /** Edit history as JSON text; null means none. */
  readonly edit_history: JsonValue;
  /** Full name of the sender. */
  readonly sender_full_name: string;
  /** Address of the sender as other people see it. */
  readonly sender_email: string;
  /** Real address of the sender. */
  readonly sender_delivery_email: string;
  /** Subdomain of the sender's organization. */
  readonly sender_realm_str: string;
  /** Organization of the sender (zerver_realm.id). */
  readonly sender_realm_id: number;
  /** Personal recipient row of the sender (zerver_recipient.id). */
  readonly sender_recipient_id: null | number;
  /** G for Gravatar, U for uploaded. */
  readonly sender_avatar_source: string;
  /** Version of the avatar, counted from 1. */
  readonly sender_avatar_version: number;
  /** Whether the sender is a placeholder for somebody outside. */
  readonly sender_is_mirror_dummy: boolean;
  /** Who may see the real address; 1 means everyone. */
  readonly sender_email_address_visibility: number;
  /** Name of the channel, or the participants of a direct message ordered by address. */
  readonly display_recipient: string | readonly DisplayRecipient[];
  /** stream for a channel message, private for a direct message. */
  readonly type: 'stream' | 'private';
  /** Channel (zerver_stream.id); null for direct messages. */
  readonly stream_id: null | number;
}

/** The message with everything a bot may need to know. As producers pass it. */
export interface WideMessageInput {
  /** Message (zerver_message.id). */
  readonly id: number;
  /** Sender (zerver_userprofile.id). */
  readonly sender_id: number;
  /** Markdown source, with the mention. */
  readonly content: string;
  /** Rendered HTML. */
  readonly rendered_content: string;
  /** Recipient row (zerver_recipient.id). */
  readonly recipient_id: number;
  /** 1 personal, 2 channel, 3 group of people. */
  readonly recipient_type: number;
  /** Row of the recipient's own table: user, channel or group. */
  readonly recipient_type_id: number;
  /** When the message was sent, seconds since the epoch. */
  readonly timestamp: number;
  /** Name of the sending client. */
  readonly client: string;
  /** Topic; empty for direct messages and for the empty topic. */
  readonly subject: string;
  /** Links in the topic. */
  readonly topic_links?: readonly TopicLink[];
  /** Whether the content starts with /me. */
  readonly is_me_message: boolean;
  /** Reactions; normally empty. */
  readonly reactions?: readonly Reaction[];
  /** Submessages of widgets, as JSON text of one array; normally empty. */
  readonly submessages?: readonly JsonValue[];
  /** Time of the last edit, seconds since the epoch; null means never edited. */
  readonly last_edit_timestamp?: null | number;
  /** Edit history as JSON text; null means none. */
  readonly edit_history?: JsonValue;
  /** Full name of the sender. */
  readonly sender_full_name: string;
  /** Address of the sender as other people see it. */
  readonly sender_email: string;
  /** Real address of the sender. */
  readonly sender_delivery_email: string;
  /** Subdomain of the sender's organization. */
  readonly sender_realm_str: string;
  /** Organization of the sender (zerver_realm.id). */
  readonly sender_realm_id: number;
  /** Personal recipient row of the sender (zerver_recipient.id). */
  readonly sender_recipient_id?: null | number;
  /** G for Gravatar, U for uploaded. */
  readonly sender_avatar_source: string;
  /** Version of the avatar, counted from 1. */
  readonly sender_avatar_version: number;
  /** Whether the sender is a placeholder for somebody outside. */
  readonly sender_is_mirror_dummy: boolean;
  /** Who may see the real address; 1 means everyone. */
  readonly sender_email_address_visibility: number;
  /** Name of the channel, or the participants of a direct message ordered by address. */
  readonly display_recipient: string | readonly DisplayRecipient[];
  /** stream for a channel message, private for a direct message. */
  readonly type: 'stream' | 'private';
  /** Channel (zerver_stream.id); null for direct messages. */
  readonly stream_id?: null | number;
}

/** A message that calls an outgoing webhook bot. */
export interface OutgoingWebhooksEvent {
  /** The message. */
  readonly message: WideMessage;
  /** Why the bot is called: mention in a channel, direct_message otherwise; private_message is the older name of direct_message and is passed on unchanged. */
  readonly trigger: 'mention' | 'direct_message' | 'private_message';
  /** The bot (zerver_userprofile.id). */
  readonly user_profile_id: number;
}

/** A message that calls an outgoing webhook bot. As producers pass it. */
export interface OutgoingWebhooksInput {
  /** The message. */
  readonly message: WideMessageInput;
  /** Why the bot is called: mention in a channel, direct_message otherwise; private_message is the older name of direct_message and is passed on unchanged. */
  readonly trigger: 'mention' | 'direct_message' | 'private_message';
  /** The bot (zerver_userprofile.id). */
  readonly user_profile_id: number;
}

/** A message that calls an outgoing webhook bot. As the bytes hold it. */
export interface OutgoingWebhooksWire {
  /** The message. */
  readonly message: WideMessage;
  /** Why the bot is called: mention in a channel, direct_message otherwise; private_message is the older name of direct_message and is passed on unchanged. */
  readonly trigger: string;
  /** The bot (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Copy of the message content in events that were tried before; overwritten by the worker. */
  readonly command: null | string;
  /** Name of the service in events that were tried before; overwritten by the worker. */
  readonly service_name: null | string;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}
