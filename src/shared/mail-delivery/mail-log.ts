import type { Logger } from 'pino';
import type { MailAddress } from '../mail-message/mail-address.ts';
import type { MailSettings } from '../mail-message/mail-settings.ts';
import type { MailTemplateName } from '../mail-message/template-catalogue.ts';
import { withoutAddresses } from './delivery-ending.ts';
import { addressForLog } from './hash-address.ts';
import type { DeliveryResult } from './mailer.ts';

/** The log lines about one mail. */
export interface MailLog {
  /** A hand-over begins. `realm`: subdomain of the organization that the event names, or null. */
  sending(realm: string | null): void;
  /** The language of the reader is not known. */
  missingLanguage(templatePrefix: string): void;
  /** The hand-over has ended. */
  ended(result: DeliveryResult): void;
}

/**
 * Log lines with the original's texts, so that what operators search for stays true. They contain variable parts for
 * that reason alone.
 *
 * @source zulip zerver/lib/send_email.py send_email. Different: recipients appear as hashes unless set otherwise.
 */
export function createMailLog(
  logger: Logger,
  template: MailTemplateName,
  recipient: MailAddress,
  settings: Pick<MailSettings, 'logMailAddresses' | 'emailHostUser' | 'emailHostPassword'>,
): MailLog {
  const to = (): string => `['${addressForLog(recipient, settings.logMailAddresses)}']`;
  return {
    sending(realm) {
      if (settings.emailHostUser !== '' && settings.emailHostPassword === null) {
        logger.error(
          'An SMTP username was set (EMAIL_HOST_USER), but password is unset (EMAIL_HOST_PASSWORD).',
        );
      }
      if (!logger.isLevelEnabled('info')) return;
      logger.info(`Sending ${template} email to ${to()}${realm === null ? '' : ` in ${realm}`}`);
    },
    missingLanguage(templatePrefix) {
      logger.warn(`Missing language for email template '${templatePrefix}'`);
    },
    ended(result) {
      const text = 'response' in result ? withoutAddresses(result.response) : '';
      switch (result.kind) {
        case 'accepted':
          return;
        case 'transient':
        case 'permanent':
          if (result.code === null) logger.error(`Error sending ${template} email to ${to()}: ${text}`);
          else {
            const said = text.replace(/^\d{3}[ -]/, '');
            logger.error(
              `Error sending ${template} email to ${to()} with error code ${String(result.code)}: ${said}`,
            );
          }
          return;
        case 'unknown':
          logger.error(`Unknown error sending ${template} email to ${to()}: ${text}`);
          return;
        case 'outage':
          logger.warn({ err: result.error }, `Error sending ${template} email to ${to()}: ${text}`);
          return;
        case 'configuration':
          logger.error(
            { err: result.error },
            `Error sending ${template} email to ${to()}: ${text}. The mail settings must be corrected; sending is paused.`,
          );
      }
    },
  };
}
