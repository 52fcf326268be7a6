/** Bots, services and messages of the checks. */
import type { OutgoingWebhooksEvent, WideMessage } from '../../../src/schemas/generated/outgoing_webhooks.ts';
import type { BotService, ServiceBot } from '../../../src/shared/service-bots/service-bot.ts';
import { channelMessage, directMessage } from '../../shared/service-bots/called-messages.ts';

export const botService = (changes: Partial<BotService> = {}): BotService => ({
  id: 7,
  name: 'weather',
  baseUrl: 'https://bot.example.com/',
  token: 'abcdef',
  interface: 1,
  ...changes,
});

export const webhookBot = (changes: Partial<ServiceBot> = {}): ServiceBot => ({
  id: 12,
  realmId: 2,
  realmStringId: '',
  email: 'weather-bot@zulip.example.com',
  fullName: 'Weather',
  botType: 3,
  ownerId: 30,
  isActive: true,
  recipientId: 55,
  services: [botService()],
  ...changes,
});

/** A mention in Denmark > bar. */
export const mention = (changes: Partial<WideMessage> = {}): OutgoingWebhooksEvent => ({
  message: channelMessage(changes),
  trigger: 'mention',
  user_profile_id: 12,
});

/** A direct message of person 10 to the bot. */
export const direct = (changes: Partial<WideMessage> = {}): OutgoingWebhooksEvent => ({
  message: directMessage([10, 12], { recipient_id: 55, ...changes }),
  trigger: 'direct_message',
  user_profile_id: 12,
});
