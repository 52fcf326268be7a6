import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import type { EmbeddedBotsEvent } from '../../schemas/generated/embedded_bots.ts';
import { DEFAULT_RETRY } from '../retry-policies.ts';

/** Network trouble is tried again; a defect of a program is not, since it would only fail again in public. */
const RETRY: RetryPolicy = { ...DEFAULT_RETRY, retryUnexpected: false };

/**
 * Messages for bots that run inside the server.
 * @source zulip, zerver/worker/embedded_bots.py, EmbeddedBotWorker
 */
export const embeddedBotsDefinition: QueueDefinition<EmbeddedBotsEvent> = {
  queue: 'embedded_bots',
  // A bot sees its messages in order, and its storage is never written by two runs at once.
  keyOf: (event) => String(event.user_profile_id),
  eventTypeOf: () => 'embedded_bots',
  concurrency: 16,
  timeLimitMs: 30_000,
  onTimeout: 'dead',
  idempotency: 'guarded',
  retryPolicy: () => RETRY,
  retryPolicies: [RETRY],
};
