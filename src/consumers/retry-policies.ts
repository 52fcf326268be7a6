import type { RetryPolicy } from '../runtime/definition.ts';

/** three retries after 5 s, 30 s and 5 min, four attempts in all, as many as the original made. */
export const DEFAULT_RETRY: RetryPolicy = { delaysMs: [5_000, 30_000, 300_000] };

/** One attempt: the work is too heavy, or too harmful, to be repeated without a person looking at it. */
export const NO_RETRY: RetryPolicy = { delaysMs: [], retryUnexpected: false };

/**
 * The same definition with other waiting times (configuration: RETRY_TIERS). Policies that never retry stay so, and
 * age limits, order and the rule for unexpected errors are kept.
 */
export const withRetryDelays = (policy: RetryPolicy, delaysMs: readonly number[]): RetryPolicy =>
  policy.delaysMs.length === 0 ? policy : { ...policy, delaysMs };
