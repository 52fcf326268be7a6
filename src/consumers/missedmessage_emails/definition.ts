import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import type { MissedmessageEmailsEvent } from '../../schemas/generated/missedmessage_emails.ts';

const QUEUE = 'missedmessage_emails';

const RETRIES: RetryPolicy = { delaysMs: [5_000, 30_000, 300_000] };

/** One event is one message that one person has not seen; the person's events run in order. */
export const missedmessageEmailsDefinition: QueueDefinition<MissedmessageEmailsEvent> = {
  queue: QUEUE,
  keyOf: (event) => String(event.user_profile_id),
  eventTypeOf: () => QUEUE,
  concurrency: 512,
  timeLimitMs: 30_000,
  onTimeout: 'retry',
  idempotency: 'guarded',
  retryPolicy: () => RETRIES,
  retryPolicies: [RETRIES],
};
