// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.
import type { DeferredWorkEvent, DeferredWorkInput } from './deferred_work.ts';
import type { DigestEmailsEvent, DigestEmailsInput } from './digest_emails.ts';
import type { EmailMirrorEvent, EmailMirrorInput } from './email_mirror.ts';
import type { EmailSendersEvent, EmailSendersInput } from './email_senders.ts';
import type { DeferredEmailSendersEvent, DeferredEmailSendersInput } from './deferred_email_senders.ts';
import type { EmbedLinksEvent, EmbedLinksInput } from './embed_links.ts';
import type { EmbeddedBotsEvent, EmbeddedBotsInput } from './embedded_bots.ts';
import type { MissedmessageEmailsEvent, MissedmessageEmailsInput } from './missedmessage_emails.ts';
import type { MissedmessageMobileNotificationsEvent, MissedmessageMobileNotificationsInput } from './missedmessage_mobile_notifications.ts';
import type { OutgoingWebhooksEvent, OutgoingWebhooksInput } from './outgoing_webhooks.ts';
import type { NotifyTornadoEvent, NotifyTornadoInput } from './notify_tornado.ts';

/** What a handler of each stream sees. */
export interface StreamEvents {
  readonly deferred_work: DeferredWorkEvent;
  readonly digest_emails: DigestEmailsEvent;
  readonly email_mirror: EmailMirrorEvent;
  readonly email_senders: EmailSendersEvent;
  readonly deferred_email_senders: DeferredEmailSendersEvent;
  readonly embed_links: EmbedLinksEvent;
  readonly embedded_bots: EmbeddedBotsEvent;
  readonly missedmessage_emails: MissedmessageEmailsEvent;
  readonly missedmessage_mobile_notifications: MissedmessageMobileNotificationsEvent;
  readonly outgoing_webhooks: OutgoingWebhooksEvent;
  readonly notify_tornado: NotifyTornadoEvent;
}

/** What a producer may pass for each stream: fields with a default can be left out. */
export interface StreamInputs {
  readonly deferred_work: DeferredWorkInput;
  readonly digest_emails: DigestEmailsInput;
  readonly email_mirror: EmailMirrorInput;
  readonly email_senders: EmailSendersInput;
  readonly deferred_email_senders: DeferredEmailSendersInput;
  readonly embed_links: EmbedLinksInput;
  readonly embedded_bots: EmbeddedBotsInput;
  readonly missedmessage_emails: MissedmessageEmailsInput;
  readonly missedmessage_mobile_notifications: MissedmessageMobileNotificationsInput;
  readonly outgoing_webhooks: OutgoingWebhooksInput;
  readonly notify_tornado: NotifyTornadoInput;
}
