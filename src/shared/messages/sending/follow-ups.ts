import { EMBEDDED_BOT, OUTGOING_WEBHOOK_BOT } from '../../service-bots/service-bot.ts';
import { causedBy } from './caused-events.ts';
import type { CausedEvent } from './caused-events.ts';
import type { Delivery } from './delivery.ts';
import type { Receiver } from './receiver.ts';
import type { WideMessage } from './wide-message.ts';

/** Types of bots that are called, by `zerver_userprofile.bot_type`, with the queue that calls them. */
const SERVICE_BOT_QUEUES: Readonly<Record<number, 'outgoing_webhooks' | 'embedded_bots'>> = {
  [OUTGOING_WEBHOOK_BOT]: 'outgoing_webhooks',
  [EMBEDDED_BOT]: 'embedded_bots',
};

/**
 * Asks for previews of the message's links and calls its bots. Messages of bots cause nothing, so that bots cannot call
 * each other for ever.
 * @source zulip zerver/actions/message_send.py do_send_messages, get_service_bot_events
 */
export function followUps(delivery: Delivery, wide: WideMessage): readonly CausedEvent[] {
  const { author } = delivery.message;
  return author.isBot ? [] : [...previewEvents(delivery), ...botEvents(delivery, wide)];
}

function previewEvents({ id, message }: Delivery): readonly CausedEvent[] {
  const urls = [...message.facts.linksForPreview];
  if (urls.length === 0) return [];
  return [
    {
      stream: 'embed_links',
      event: {
        message_id: id,
        message_content: message.content,
        message_realm_id: message.realm.id,
        urls,
      },
      options: causedBy(message.draft, 'embed_links'),
    },
  ];
}

function botEvents(delivery: Delivery, wide: WideMessage): readonly CausedEvent[] {
  return delivery.receivers.flatMap((receiver): readonly CausedEvent[] => {
    const stream = SERVICE_BOT_QUEUES[receiver.botType ?? 0];
    const trigger = triggerOf(receiver, delivery);
    if (stream === undefined || trigger === null) return [];
    return [
      {
        stream,
        event: { message: wide, trigger, user_profile_id: receiver.id },
        options: causedBy(delivery.message.draft, `bot:${receiver.id}`),
      },
    ];
  });
}

/** A direct message that mentions a bot outside the conversation does not call it. */
function triggerOf(
  { id, isAddressed }: Receiver,
  { message, mentionedIds }: Delivery,
): 'mention' | 'direct_message' | null {
  if (message.conversation.kind === 'channel') return mentionedIds.has(id) ? 'mention' : null;
  return isAddressed ? 'direct_message' : null;
}
