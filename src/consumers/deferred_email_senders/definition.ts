import { createMailDefinition } from '../../shared/mail-delivery/mail-definition.ts';

/** Mail that may wait: the welcome series, digests, reminders. A queue of its own, so that it delays no urgent mail. */
export const deferredEmailSendersDefinition = createMailDefinition({
  queue: 'deferred_email_senders',
  alertSeconds: { warning: 3_600, critical: 4_500 },
});
