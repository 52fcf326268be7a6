import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';

/** Long enough for a bot's server to restart. An unexpected error may come after the POST, which must not be repeated. */
const RETRY: RetryPolicy = { delaysMs: [10_000, 60_000, 600_000], retryUnexpected: false };

/**
 * Messages for bots that live on other people's servers.
 * @source zulip, zerver/worker/outgoing_webhooks.py, OutgoingWebhookWorker. Difference: the original's retries are at once.
 */
export const outgoingWebhooksDefinition: QueueDefinition<OutgoingWebhooksEvent> = {
  queue: 'outgoing_webhooks',
  // A bot sees its messages in order.
  keyOf: (event) => String(event.user_profile_id),
  eventTypeOf: () => 'outgoing_webhooks',
  // Mostly waiting, up to 10 s for each call; one dead bot must not hold up the others.
  concurrency: 64,
  timeLimitMs: 30_000,
  onTimeout: 'dead',
  idempotency: 'external',
  retryPolicy: () => RETRY,
  retryPolicies: [RETRY],
};
