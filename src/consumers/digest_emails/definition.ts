import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import type { DigestEmailsEvent } from '../../schemas/generated/digest_emails.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A digest is never urgent, and worthless after a day. */
const RETRY: RetryPolicy = {
  delaysMs: [5 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS],
  maxAgeMs: 24 * HOUR_MS,
};

/**
 * Digest mails for up to 30 people of one organization.
 * @source zulip, zerver/worker/digest_emails.py, DigestWorker. Difference: transient failures are tried again.
 */
export const digestEmailsDefinition: QueueDefinition<DigestEmailsEvent> = {
  queue: 'digest_emails',
  // Any spread will do: events are independent. The first person of a chunk is in no other chunk of the run.
  keyOf: (event) => String(event.user_ids[0] ?? ''),
  eventTypeOf: () => 'digest_emails',
  concurrency: 4,
  timeLimitMs: 30_000,
  onTimeout: 'retry',
  idempotency: 'guarded',
  retryPolicy: () => RETRY,
  retryPolicies: [RETRY],
  alertSeconds: { warning: 1200, critical: 1800 },
};
