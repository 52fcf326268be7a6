import type { RetryPolicy } from './definition.ts';
import type { QueueNames, RetryTier } from './names.ts';

/** `Retry-After` is honoured up to the longest tier, or an hour when that is more. */
const RETRY_AFTER_CAP_MS = 3_600_000;

/** Where a failed event goes next. */
export type NextAttempt =
  | { readonly kind: 'wait'; readonly tier: RetryTier; readonly dueAtMs: number; readonly attempt: number }
  | { readonly kind: 'give_up'; readonly because: 'attempts' | 'age' | 'no_tier' };

/**
 * Decides the next attempt of an event that failed. `attempt` is the one that failed, 1-based; the waiting time
 * is the policy's delay for it, or `afterMs` when that is longer. The tier is the shortest that waits long enough, else
 * the longest: the gate sends a record on that comes out of it too early.
 */
export function nextAttempt(failed: {
  readonly attempt: number;
  readonly afterMs?: number | undefined;
  readonly producedAtMs: number;
  readonly nowMs: number;
  readonly policy: RetryPolicy;
  readonly names: QueueNames;
  /** Replaces a policy's delay, for tests on real brokers. */
  readonly delayOverride?: ((delayMs: number) => number) | undefined;
}): NextAttempt {
  const { policy, names } = failed;
  const listedDelayMs = policy.delaysMs[failed.attempt - 1];
  if (listedDelayMs === undefined) return { kind: 'give_up', because: 'attempts' };
  const delayMs = failed.delayOverride?.(listedDelayMs) ?? listedDelayMs;
  const longestMs = Math.max(RETRY_AFTER_CAP_MS, names.tiers.at(-1)?.delayMs ?? 0);
  const afterMs = Math.min(failed.afterMs ?? 0, longestMs);
  const tier = tierFor(names, Math.max(afterMs, listedDelayMs));
  if (tier === null) return { kind: 'give_up', because: 'no_tier' };
  const dueAtMs = Math.ceil(failed.nowMs + Math.max(delayMs, afterMs));
  if (dueAtMs - failed.producedAtMs > (policy.maxAgeMs ?? Infinity)) {
    return { kind: 'give_up', because: 'age' };
  }
  return { kind: 'wait', tier, dueAtMs, attempt: failed.attempt + 1 };
}

/** The shortest tier that waits at least `waitMs`, else the longest; null when the queue has no tier. */
export function tierFor(names: QueueNames, waitMs: number): RetryTier | null {
  return names.tiers.find((tier) => tier.delayMs >= waitMs) ?? names.tiers.at(-1) ?? null;
}
