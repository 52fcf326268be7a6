import type { QueueDefinition } from '../../runtime/definition.ts';
import type { EmbedLinksEvent } from '../../schemas/generated/embed_links.ts';
import { DEFAULT_RETRY } from '../retry-policies.ts';

/**
 * Previews of links in messages.
 * @source zulip, zerver/worker/embed_links.py, FetchLinksEmbedData
 */
export const embedLinksDefinition: QueueDefinition<EmbedLinksEvent> = {
  queue: 'embed_links',
  // Spread only: the message row is locked when the preview is saved.
  keyOf: (event) => String(event.message_id),
  eventTypeOf: () => 'embed_links',
  // Mostly waiting for other people's servers, up to 30 s each; one slow site must not hold up other messages.
  concurrency: 64,
  timeLimitMs: 30_000,
  onTimeout: 'drop_with_warning',
  idempotency: 'pure_state',
  retryPolicy: () => DEFAULT_RETRY,
  retryPolicies: [DEFAULT_RETRY],
  alertSeconds: { warning: 60, critical: 90 },
};
