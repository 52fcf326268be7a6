import { createMailDefinition } from '../../shared/mail-delivery/mail-definition.ts';

/** Urgent mail: notifications, logins, invitations. */
export const emailSendersDefinition = createMailDefinition({
  queue: 'email_senders',
  alertSeconds: { warning: 90, critical: 300 },
});
