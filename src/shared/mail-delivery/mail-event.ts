import type { EmailSendersEvent } from '../../schemas/generated/email_senders.ts';

/** One mail to be sent; the events of both queues have this one shape. */
export type MailEvent = EmailSendersEvent;

/** The two queues: urgent mail, and mail that may wait. */
export type MailQueue = 'email_senders' | 'deferred_email_senders';
