import type { RequestSubject } from './generic-request.ts';
import { pythonForm } from './python-text.ts';

/**
 * The body that a service of the Slack format gets; null for a direct message, which that format has no place for.
 * The topic is not sent.
 * @source zulip zerver/lib/outgoing_webhook.py SlackOutgoingWebhookService.make_request
 */
export function slackBody({ bot, event, isSenderVisible, realm, service }: RequestSubject): string | null {
  const { message } = event;
  if (typeof message.display_recipient !== 'string') return null;
  const timestamp = String(message.timestamp);
  return pythonForm([
    ['token', service.token],
    ['team_id', `T${bot.realmId}`],
    ['team_domain', realm.host],
    ['channel_id', `C${message.stream_id ?? ''}`],
    ['channel_name', message.display_recipient],
    ['thread_ts', timestamp],
    ['timestamp', timestamp],
    ['user_id', `U${message.sender_id}`],
    ['user_name', isSenderVisible ? message.sender_full_name : 'Unknown user'],
    ['text', message.content],
    ['trigger_word', event.trigger],
    ['service_id', String(bot.id)],
  ]);
}
