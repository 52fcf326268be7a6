import type { Logger } from 'pino';
import { createSmtpMailer } from '../adapters/smtp-mailer.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Mailer } from '../shared/mail-delivery/mailer.ts';
import type { MailSettings } from '../shared/mail-message/mail-settings.ts';

/** Accepts every mail and sends none: EMAIL_HOST=none, for installations without a mail server. */
const createPretendingMailer = (logger: Logger): Mailer => ({
  send: () => {
    logger.info('mail is not configured: pretending to send');
    return Promise.resolve({ kind: 'accepted', response: 'pretended: EMAIL_HOST is none' });
  },
  verify: () => Promise.resolve(),
  close: () => Promise.resolve(),
});

/** The mail server by the settings; connects with the first mail. */
export const createMailer = (
  settings: Omit<MailSettings, 'logMailAddresses'>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Mailer => {
  const { emailHost, emailHostUser: user, emailHostPassword: password } = settings;
  if (emailHost === null) return createPretendingMailer(logger);
  const lifetime = settings.emailMaxConnectionLifetimeInMinutes;
  return createSmtpMailer({
    server: {
      host: emailHost,
      port: settings.emailPort,
      tls: settings.emailUseSsl ? 'implicit' : settings.emailUseTls ? 'starttls' : 'none',
      // A user name without a password is reported by the queue; an empty one means no login on purpose.
      credentials: user !== '' && password !== null && password !== '' ? { user, password } : null,
      timeoutMs: settings.emailTimeoutMs,
    },
    pool: {
      maxConnections: settings.emailMaxConnections,
      maxMessagesPerConnection: settings.emailMaxMessagesPerConnection,
      maxLifetimeMs: lifetime === null ? null : lifetime * 60_000,
      idleMs: settings.emailIdleConnectionMs,
    },
    clock,
    random: Math.random,
  });
};
