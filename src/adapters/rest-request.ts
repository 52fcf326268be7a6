import type { MessageDraft } from '../shared/messages/message-draft.ts';
import { RestPosterError } from './rest-poster-error.ts';

/** Accounts that write into every realm; by the interface they can only write into their own. */
const CROSS_REALM_BOTS: ReadonlySet<string> = new Set([
  'notification-bot@zulip.com',
  'welcome-bot@zulip.com',
  'emailgateway@zulip.com',
]);

/** What a draft asks for and the interface has no field for; null when there is nothing. */
const unsupportedPart = (draft: MessageDraft, authorEmail: string): string | null => {
  if (CROSS_REALM_BOTS.has(authorEmail.toLowerCase()))
    return 'an author who is no account of the organization';
  if (draft.dialect === 'email_gateway') return 'dialect email_gateway';
  if (draft.limitUnreadUserIds !== undefined) return 'limitUnreadUserIds';
  if (draft.disableExternalNotifications === true) return 'disableExternalNotifications';
  if (draft.readByUserIds?.some((id) => id !== draft.senderId) === true) {
    return 'readByUserIds of others than the author';
  }
  return null;
};

/** Throws a `RestPosterError` that names what the interface cannot do. */
export const assertSupported = (draft: MessageDraft, authorEmail: string): void => {
  const part = unsupportedPart(draft, authorEmail);
  if (part !== null) throw new RestPosterError('unsupported', `${part} is not supported; post with rows`);
};

/**
 * The fields of `POST /api/v1/messages`; `peopleIds` are those of a direct message.
 * @source zulip: zerver/views/message_send.py, send_message_backend
 */
export const messageFields = (draft: MessageDraft, peopleIds: readonly number[]): Record<string, string> => {
  const { address, widgetContent } = draft;
  const shared = {
    content: draft.content,
    client: draft.clientName,
    read_by_sender: String(draft.readByUserIds?.includes(draft.senderId) === true),
    ...(widgetContent !== undefined && widgetContent !== null && { widget_content: widgetContent }),
  };
  if (address.kind === 'direct') return { type: 'direct', to: JSON.stringify(peopleIds), ...shared };
  const { channel, topic } = address;
  const to = JSON.stringify(channel.by === 'id' ? channel.id : channel.name);
  return { type: 'channel', to, ...(topic !== null && { topic }), ...shared };
};
