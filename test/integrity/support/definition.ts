import type { QueueDefinition } from '../../../src/runtime/definition.ts';
import { QUEUE, RETRY_DELAY_MS } from './plan.ts';
import type { TestEvent } from './plan.ts';

const RETRY = { delaysMs: [RETRY_DELAY_MS] };

/** The queue of the integrity tests. */
export const DEFINITION: QueueDefinition<TestEvent> = {
  queue: QUEUE,
  keyOf: ({ number }) => String(number),
  eventTypeOf: () => QUEUE,
  concurrency: 16,
  timeLimitMs: 30_000,
  onTimeout: 'dead',
  idempotency: 'guarded',
  retryPolicy: () => RETRY,
  retryPolicies: [RETRY],
};
