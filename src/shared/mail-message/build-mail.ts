import type { EmailSendersEvent } from '../../schemas/generated/email_senders.ts';
import type { MailParts } from './compose-message.ts';
import { noReplyAddress, resolveFromAddress } from './from-address.ts';
import type { RandomBytes } from './from-address.ts';
import { parseAddress } from './mail-address.ts';
import type { MailAddress } from './mail-address.ts';
import { mailDate } from './mail-date.ts';
import { realmHost } from './mail-settings.ts';
import type { MailSettings } from './mail-settings.ts';
import type { MailRenderer } from './render-mail.ts';
import type { MailTemplateName } from './template-catalogue.ts';

/** What is known at the time of sending. */
export interface MailFacts {
  readonly eventId: string;
  readonly template: MailTemplateName;
  readonly recipient: MailAddress;
  /** Organization of the mail; null for mail to plain addresses without one. */
  readonly realm: { readonly name: string; readonly stringId: string } | null;
  /** Event's language, else the recipient's; null when neither is known. */
  readonly language: string | null;
  readonly nowMs: number;
  readonly traceparent: string | null;
}

/** What building needs. */
export interface BuildMailDeps {
  readonly settings: MailSettings;
  readonly renderer: MailRenderer;
  readonly randomBytes: RandomBytes;
}

/**
 * Decides every part of a mail. Throws a `TemplateVariableError` or a `BadAddressError`.
 *
 * @source zulip zerver/lib/send_email.py build_email. Different: Message-ID comes from the event, see composeMessage.
 */
export function buildMail(event: EmailSendersEvent, facts: MailFacts, deps: BuildMailDeps): MailParts {
  const { settings } = deps;
  const { context } = event;
  const noReply = noReplyAddress(settings);
  const fromAddress = resolveFromAddress(event.from_address, settings, deps.randomBytes);
  const unsubscribeLink = context['unsubscribe_link'];
  const rendered = deps.renderer.render(
    facts.template,
    {
      ...context,
      support_email: parseAddress(settings.zulipAdministrator).address,
      email_images_base_url: `${settings.staticUrl}images/emails`,
      physical_address: settings.physicalAddress,
    },
    facts.language,
  );
  return {
    ...rendered,
    messageId: messageIdOf(facts.eventId, settings),
    from: { name: event.from_name ?? 'Zulip', address: fromAddress },
    to: facts.recipient,
    // A tokenized address is not the no-reply address: answers to it are not invited, but bounce as the admin wishes.
    replyTo: event.reply_to_email ?? (fromAddress === noReply ? noReply : null),
    date: event.date ?? mailDate(facts.nowMs),
    list:
      facts.realm === null
        ? null
        : { name: facts.realm.name, host: realmHost(settings, facts.realm.stringId) },
    unsubscribeLink: typeof unsubscribeLink === 'string' ? unsubscribeLink : null,
    oneClickUnsubscribe: context['remote_server_email'] !== true,
    inReplyTo: event.in_reply_to,
    references: event.references,
    traceparent: facts.traceparent,
  };
}

/** Message-ID of the mail that an event causes, without angle brackets; the same at every attempt. */
export function messageIdOf(eventId: string, settings: MailSettings): string {
  return `${eventId}@${settings.externalHost}`;
}
