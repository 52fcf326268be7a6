import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';

/** Long enough for a bot's server to restart. An unexpected error may come between the POST and its record in the ledger. */
const RETRY: RetryPolicy = { delaysMs: [10_000, 60_000, 600_000], retryUnexpected: false };

/**
 * Messages for bots that live on other people's servers.
 * @source zulip, zerver/worker/outgoing_webhooks.py, OutgoingWebhookWorker. Differences: the original's
 * retries are at once, and an event over its time limit is dropped without a word.
 */
export const outgoingWebhooksDefinition: QueueDefinition<OutgoingWebhooksEvent> = {
  queue: 'outgoing_webhooks',
  // A bot sees its messages in order.
  keyOf: (event) => String(event.user_profile_id),
  eventTypeOf: () => 'outgoing_webhooks',
  // Mostly waiting, up to 20 s for a call; how many of them dead bots may hold is the matter of slow-lanes.ts.
  concurrency: 64,
  // The calls have limits of their own below it, so it is the database that was slow: the ledger knows what is done.
  timeLimitMs: 30_000,
  onTimeout: 'retry',
  idempotency: 'external',
  retryPolicy: () => RETRY,
  retryPolicies: [RETRY],
};
