import type { OpenWindow } from './window-store.ts';

/**
 * How the flush of a window ended. All but a throw commit the transaction.
 * - `flushed`: the contents had their effect, the window closes;
 * - `empty`: there was nothing to do, the window closes;
 * - `rescheduled`: the contents are not due yet, the window moves to `dueAtMs` and costs no attempt;
 * - `incomplete`: a part had its effect and is gone from the contents; the rest counts as a failed attempt.
 */
export type FlushResult =
  | { readonly kind: 'flushed' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'rescheduled'; readonly dueAtMs: number }
  | { readonly kind: 'incomplete'; readonly error: Error };

/** Empties one claimed window inside `tx`. Must honour `signal`. A throw rolls back and counts a failed attempt. */
export type Flush<Tx> = (tx: Tx, window: OpenWindow, signal: AbortSignal) => Promise<FlushResult>;

/**
 * Called once for every group of due keys, outside a transaction, so that reads can be shared between them; the answer
 * flushes any one of these keys. What it read may be stale by the time of the flush. When it throws for several keys,
 * it is called again for each one alone.
 */
export type PrepareFlush<Tx> = (keys: readonly string[], signal: AbortSignal) => Promise<Flush<Tx>>;

/**
 * What happens to the contents of a window after its last failed attempt, inside the transaction that closes it.
 * `window.attempts` counts that attempt, too. Answers how many dead letters it wrote.
 */
export type GiveUp<Tx> = (tx: Tx, window: OpenWindow, error: Error) => Promise<number>;

/** Tunables of an aggregator; all durations in milliseconds. */
export interface AggregatorOptions {
  /** Windows flushed at once. Default 8. */
  readonly concurrency: number;
  /** Due keys read, and prepared together, at once. Default 64. */
  readonly pageSize: number;
  /** Waiting times after the first, second … failed attempt; after as many retries the window is given up.
   *  Default 1, 5 and 30 minutes. */
  readonly retryDelaysMs: readonly number[];
  /** A flush is aborted after this time. Default 30,000. */
  readonly flushTimeLimitMs: number;
  /** A window held by another transaction is looked at again after this time. Default 100. */
  readonly busyRetryMs: number;
  /** Due times are read again at least this often: bounds how late a window is that another process opened in, or
   *  moved within, a partition of this one. Default 5,000. */
  readonly refreshMs: number;
  /** First wait after an outage; doubles up to `longestBackOffMs`. Default 1,000. */
  readonly firstBackOffMs: number;
  /** Default 30,000. */
  readonly longestBackOffMs: number;
}

const MINUTE_MS = 60_000;

/** The defaults of {@link AggregatorOptions}. */
export const DEFAULT_AGGREGATOR_OPTIONS: AggregatorOptions = {
  concurrency: 8,
  pageSize: 64,
  retryDelaysMs: [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
  flushTimeLimitMs: 30_000,
  busyRetryMs: 100,
  refreshMs: 5_000,
  firstBackOffMs: 1_000,
  longestBackOffMs: 30_000,
};

/** The window `[openedAtMs, openedAtMs + periodMs)`; an event at exactly `dueAtMs` belongs to the next one. */
export function windowFrom(
  openedAtMs: number,
  periodMs: number,
): { readonly openedAtMs: number; readonly dueAtMs: number } {
  return { openedAtMs, dueAtMs: openedAtMs + periodMs };
}

/** The next try after `failures` failed attempts (≥ 1), or null when the window is to be given up. */
export function nextAttemptAt(
  failures: number,
  nowMs: number,
  retryDelaysMs: readonly number[],
): number | null {
  const delayMs = retryDelaysMs[failures - 1];
  return delayMs === undefined ? null : nowMs + delayMs;
}
