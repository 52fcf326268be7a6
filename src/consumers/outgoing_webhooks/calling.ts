import type { Logger } from 'pino';
import type { EventMeta } from '../../runtime/definition.ts';
import { dead } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';
import type { Address } from '../../shared/messages/message-draft.ts';
import {
  ContradictoryMessageError,
  conversationOf,
  messageLink,
} from '../../shared/service-bots/called-message.ts';
import { OUTGOING_WEBHOOK_BOT } from '../../shared/service-bots/service-bot.ts';
import type { BotService, ServiceBot } from '../../shared/service-bots/service-bot.ts';
import type { WebhookDeps } from './ports.ts';
import { formatOf } from './service-format.ts';
import type { ServiceFormat } from './service-format.ts';

/** A service that we know how to speak to. */
export interface KnownService extends BotService {
  readonly format: ServiceFormat;
}

/** One event with what was read for it. */
export interface Calling {
  readonly event: OutgoingWebhooksEvent;
  readonly meta: EventMeta;
  readonly bot: ServiceBot;
  readonly services: readonly KnownService[];
  readonly realm: { readonly url: string; readonly host: string };
  readonly conversation: Address;
  /** To the message that calls. */
  readonly messageLink: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** An event that can be worked on, or what becomes of it. */
export type Opened =
  | { readonly kind: 'opened'; readonly calling: Calling }
  | { readonly kind: 'ended'; readonly outcome: Outcome };

/** What an event is opened with. */
export interface OpenOptions {
  readonly meta: EventMeta;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

const ended = (reason: string, detail: string): Opened => ({
  kind: 'ended',
  outcome: dead(reason, { detail }),
});

/**
 * Reads the bot and looks over everything that could be wrong with the event, before anybody is called or told. A bot
 * that was deactivated is called all the same, as in the original.
 */
export async function openCalling<Tx>(
  deps: WebhookDeps<Tx>,
  event: OutgoingWebhooksEvent,
  options: OpenOptions,
): Promise<Opened> {
  const bot = await deps.readBot(event.user_profile_id);
  if (bot === null) return ended('unknown_bot', `no user ${event.user_profile_id}`);
  if (bot.botType !== OUTGOING_WEBHOOK_BOT) {
    return ended('not_a_webhook_bot', `user ${bot.id} has bot_type ${String(bot.botType)}`);
  }
  const services: KnownService[] = [];
  for (const service of bot.services) {
    const format = formatOf(service.interface);
    if (format === null) {
      return ended('unknown_interface', `service ${service.id} has interface ${service.interface}`);
    }
    services.push({ ...service, format });
  }
  const host = deps.settings.hostOf(bot.realmStringId);
  const realm = { url: `${deps.settings.uriScheme}${host}`, host };
  try {
    const conversation = conversationOf(event.message);
    const link = messageLink(realm.url, event.message);
    return {
      kind: 'opened',
      calling: { ...options, event, bot, services, realm, conversation, messageLink: link },
    };
  } catch (error) {
    // The event contradicts itself: nowhere to answer. Anything else is a defect.
    if (error instanceof ContradictoryMessageError) return ended(error.code, error.message);
    throw error;
  }
}
