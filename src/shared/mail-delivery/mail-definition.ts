import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import { MAIL_TEMPLATE_NAMES, MAIL_TEMPLATES, templateOf } from '../mail-message/template-catalogue.ts';
import type { MailTemplate } from '../mail-message/template-catalogue.ts';
import type { MailEvent, MailQueue } from './mail-event.ts';

const MINUTE_MS = 60_000;

/**
 * Four attempts, as many as the original makes within a second; here spread so that a mail server may be away for an
 * hour.
 */
const DELAYS_MS = [MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS];

const PATIENT: RetryPolicy = { delaysMs: DELAYS_MS };
/** Logins and confirmations: a link that comes after half an hour is of no use. */
const SHORT_LIVED: RetryPolicy = { delaysMs: DELAYS_MS, maxAgeMs: 30 * MINUTE_MS };

/** What the two queues differ in. */
export interface MailDefinitionOptions {
  readonly queue: MailQueue;
  readonly alertSeconds: { readonly warning: number; readonly critical: number };
}

/**
 * The definition of a mail queue. The key is the recipient, so one person's mails keep their order; the event type is
 * queue and template.
 *
 * @source zulip zerver/worker/email_senders_base.py EmailSendingWorker. Different: waiting times between attempts.
 */
export function createMailDefinition({
  queue,
  alertSeconds,
}: MailDefinitionOptions): QueueDefinition<MailEvent> {
  const shortLived = shortLivedTypes(queue);
  return {
    queue,
    keyOf: recipientKey,
    eventTypeOf: (event) => `${queue}.${templateOf(event.template_prefix) ?? 'unknown'}`,
    concurrency: 200,
    timeLimitMs: 30_000,
    onTimeout: 'retry',
    idempotency: 'external',
    retryPolicy: (eventType) => (shortLived.has(eventType) ? SHORT_LIVED : PATIENT),
    retryPolicies: [PATIENT, SHORT_LIVED],
    alertSeconds,
  };
}

function recipientKey(event: MailEvent): string {
  const userId = event.to_user_ids?.[0];
  if (userId !== undefined) return `user:${String(userId)}`;
  const address = event.to_emails?.[0] ?? '';
  return (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
}

function shortLivedTypes(queue: MailQueue): ReadonlySet<string> {
  return new Set(
    MAIL_TEMPLATE_NAMES.filter((name) => (MAIL_TEMPLATES[name] as MailTemplate).maxAgeMs !== undefined).map(
      (name) => `${queue}.${name}`,
    ),
  );
}
