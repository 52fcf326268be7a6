import type { OutgoingWebhooksEvent, WideMessage } from '../../schemas/generated/outgoing_webhooks.ts';
import type { JsonObject } from '../../schemas/json-value.ts';
import type { BotService, ServiceBot } from '../../shared/service-bots/service-bot.ts';
import { avatarUrl, unknownUserAvatarUrl } from './avatar-url.ts';
import type { AvatarSettings } from './avatar-url.ts';
import { pythonJson } from './python-text.ts';

/** What a request says. */
export interface RequestSubject {
  readonly event: OutgoingWebhooksEvent;
  readonly bot: ServiceBot;
  readonly service: BotService;
  readonly realm: { readonly url: string; readonly host: string };
  /** Whether the bot may know who wrote the message. */
  readonly isSenderVisible: boolean;
  readonly avatars: AvatarSettings;
}

/**
 * The body that a service of the generic format gets.
 * @source zulip zerver/lib/outgoing_webhook.py GenericOutgoingWebhookService.make_request
 */
export function genericBody(subject: RequestSubject): string {
  const { bot, event, service } = subject;
  return pythonJson({
    data: event.message.content,
    message: messageOf(subject),
    bot_email: bot.email,
    bot_full_name: bot.fullName,
    token: service.token,
    trigger: event.trigger,
  });
}

/** Only what is named here goes out: the event also has the sender's real address. */
function messageOf(subject: RequestSubject): JsonObject {
  const { message } = subject.event;
  return {
    id: message.id,
    sender_id: message.sender_id,
    content: message.content,
    recipient_id: recipientOf(message, subject.bot),
    timestamp: message.timestamp,
    client: message.client,
    subject: message.subject,
    topic_links: message.topic_links.map(({ text, url }) => ({ text, url })),
    is_me_message: message.is_me_message,
    reactions: message.reactions.map((reaction) => ({ ...reaction })),
    submessages: message.submessages,
    ...(message.last_edit_timestamp !== null && { last_edit_timestamp: message.last_edit_timestamp }),
    ...(message.edit_history !== null && { edit_history: message.edit_history }),
    sender_realm_str: message.sender_realm_str,
    display_recipient:
      typeof message.display_recipient === 'string'
        ? message.display_recipient
        : message.display_recipient.map((person) => ({ ...person })),
    type: message.type,
    ...(message.stream_id !== null && { stream_id: message.stream_id }),
    ...senderOf(subject),
    rendered_content: message.rendered_content,
    content_type: 'text/x-markdown',
  };
}

/** Seen from the bot, a conversation of two belongs to the other one. */
const recipientOf = (message: WideMessage, bot: ServiceBot): number =>
  message.recipient_id === bot.recipientId
    ? (message.sender_recipient_id ?? message.recipient_id)
    : message.recipient_id;

function senderOf({ avatars, event, isSenderVisible, realm }: RequestSubject): JsonObject {
  const { message } = event;
  if (!isSenderVisible) {
    return {
      sender_full_name: 'Unknown user',
      sender_email: `user${message.sender_id}@${realm.host}`,
      avatar_url: unknownUserAvatarUrl(avatars),
    };
  }
  return {
    sender_full_name: message.sender_full_name,
    sender_email: message.sender_email,
    avatar_url: avatarUrl(message, realm.url, avatars),
  };
}
