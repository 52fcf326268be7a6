import type { QueueDefinition, RetryPolicy } from '../../runtime/definition.ts';
import type { DeferredWorkEvent } from '../../schemas/generated/deferred_work.ts';
import { DEFAULT_RETRY, NO_RETRY } from '../retry-policies.ts';

/**
 * Clearing tokens late is harmful: the person may have registered the phone anew since, so the tiers are short and an
 * event older than a minute goes to a person (deferred-work 4.3).
 */
const CLEAR_TOKENS_RETRY: RetryPolicy = { delaysMs: [1_000, 5_000, 15_000], maxAgeMs: 60_000 };

/** A job that ran out of memory once does so again, and an import is not repeatable: fail, do not loop. */
const POLICIES: Readonly<Partial<Record<DeferredWorkEvent['type'], RetryPolicy>>> = {
  clear_push_device_tokens: CLEAR_TOKENS_RETRY,
  realm_export: NO_RETRY,
  import_slack_data: NO_RETRY,
};

/** Order matters per user, channel or organization at most. */
const keyOf = (event: DeferredWorkEvent): string => {
  switch (event.type) {
    case 'mark_stream_messages_as_read':
    case 'clear_push_device_tokens':
    case 'soft_reactivate':
      return `user:${event.user_profile_id}`;
    case 'mark_stream_messages_as_read_for_everyone':
      return `recipient:${event.stream_recipient_id}`;
    case 'realm_export':
      // Older events do not name the organization; any key serves them.
      return event.realm_id === null ? `user:${event.user_profile_id}` : `realm:${event.realm_id}`;
    case 'reupload_realm_emoji':
    case 'scrub_deactivated_realm':
      return `realm:${event.realm_id}`;
    case 'push_bouncer_update_for_realm':
      // Many identical updates are one piece of work for the whole server.
      return 'server';
    case 'import_slack_data':
      return `import:${event.preregistration_realm_id}`;
  }
};

/**
 * Slow work of every kind, from marking messages read to exports.
 * @source zulip, zerver/worker/deferred_work.py, DeferredWorker; keys and policies are those of.
 */
export const deferredWorkDefinition: QueueDefinition<DeferredWorkEvent> = {
  queue: 'deferred_work',
  keyOf,
  eventTypeOf: (event) => `deferred_work.${event.type}`,
  concurrency: 8,
  timeLimitMs: null,
  onTimeout: 'dead',
  idempotency: 'guarded',
  retryPolicy: (eventType) =>
    new Map(Object.entries(POLICIES)).get(eventType.replace(/^deferred_work\./, '')) ?? DEFAULT_RETRY,
  retryPolicies: [DEFAULT_RETRY, CLEAR_TOKENS_RETRY, NO_RETRY],
  alertSeconds: { warning: 600, critical: 900 },
};
