import { createTranslator } from '../../../src/shared/i18n/translator.ts';
import type { MailEvent } from '../../../src/shared/mail-delivery/mail-event.ts';
import { createMailRenderer } from '../../../src/shared/mail-message/render-mail.ts';
import type { MailSettings } from '../../../src/shared/mail-message/mail-settings.ts';

/** Settings of the server that the spec's checks speak of. */
export const mailSettings = (over: Partial<MailSettings> = {}): MailSettings => ({
  emailHost: '127.0.0.1',
  emailPort: 25,
  emailUseTls: false,
  emailUseSsl: false,
  emailHostUser: '',
  emailHostPassword: null,
  emailTimeoutMs: 15_000,
  emailMaxConnections: 10,
  emailMaxMessagesPerConnection: 100,
  emailMaxConnectionLifetimeInMinutes: 10,
  emailIdleConnectionMs: 10_000,
  noreplyEmailAddress: 'noreply@testserver',
  tokenizedNoreplyEmailAddress: 'noreply-{token}@testserver',
  addTokensToNoreplyAddress: true,
  zulipAdministrator: 'Desdemona <desdemona+admin@zulip.com>',
  externalHost: 'testserver',
  externalUriScheme: 'http://',
  realmHosts: {},
  installationName: 'testserver',
  physicalAddress: '185 Berry St',
  staticUrl: 'http://testserver/static/',
  corporateEnabled: false,
  welcomeEmailSender: null,
  logMailAddresses: false,
  ...over,
});

/** What a producer of `notify_new_login` sends along. */
export const LOGIN_CONTEXT = {
  user_email: 'hamlet@zulip.com',
  login_time: 'Thu, Dec 18, 2025, 2:06 PM CET',
  device_ip: '127.0.0.1',
  device_os: 'Linux',
  device_browser: 'Firefox',
  realm_name: 'Zulip Dev',
  realm_url: 'http://zulip.testserver',
  user_name: 'King Hamlet',
};

/** A mail event; by default a login notice to user 10. */
export const mailEvent = (over: Partial<MailEvent> = {}): MailEvent => ({
  template_prefix: 'zerver/emails/notify_new_login',
  to_user_ids: [10],
  to_emails: null,
  from_name: null,
  from_address: null,
  reply_to_email: null,
  language: null,
  date: null,
  context: LOGIN_CONTEXT,
  realm_id: null,
  in_reply_to: null,
  references: null,
  remove_suppressed_destination: false,
  ...over,
});

export const renderer = createMailRenderer(createTranslator());
