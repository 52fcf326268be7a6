import { toError } from '../classify-error.ts';
import type { OutageService } from '../outcome.ts';
import type { AggregatorDeps } from './aggregator.ts';
import { startTimeLimit } from '../time-limit.ts';
import { nextAttemptAt } from './window.ts';
import type { AggregatorOptions, Flush, FlushResult } from './window.ts';
import type { OpenWindow } from './window-store.ts';

/** What one flush needs. */
export type FlushDeps<Tx> = Omit<AggregatorDeps<Tx>, 'options' | 'prepare'> & {
  readonly options: AggregatorOptions;
};

/** Why all windows wait. */
export interface Outage {
  readonly service: OutageService;
  readonly error: Error;
}

/** The outage that `thrown` tells of; whatever else keeps the store from its work counts as one of the database. */
export function outageBy<Tx>(deps: Pick<FlushDeps<Tx>, 'outageOf'>, thrown: unknown): Outage {
  return { service: deps.outageOf(thrown) ?? 'database', error: toError(thrown) };
}

/**
 * How an attempt at a due key ended.
 * - `settled`: closed or moved;
 * - `busy`: another transaction holds the window, or has closed or moved it;
 * - `aborted`: the process stops; the window stays as it was;
 * - `outage`: a shared service is down; the window stays as it was.
 */
export type FlushEnd =
  | { readonly kind: 'settled' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'aborted' }
  | ({ readonly kind: 'outage' } & Outage);

/** A window that was taken, and what became of it. */
interface Attempt {
  readonly window: OpenWindow;
  readonly ended: Ended;
}

/** What became of a window, to be reported once that is committed. */
interface Ended {
  readonly result: Exclude<FlushResult['kind'], 'incomplete'> | 'failed' | 'given_up';
  readonly deadLetters: number;
}

/**
 * One attempt at one key, start to end: take and flush in one transaction; on failure a second transaction counts the
 * attempt, or gives the window up after the last one. Never rejects.
 */
export async function flushWindow<Tx>(
  deps: FlushDeps<Tx>,
  key: string,
  flush: Flush<Tx>,
  stopping: AbortSignal,
): Promise<FlushEnd> {
  const limit = startTimeLimit(
    deps.clock,
    deps.options.flushTimeLimitMs,
    () => new Error('the flush of a window took longer than its time limit'),
  );
  try {
    const attempt = await takeAndFlush(deps, key, flush, AbortSignal.any([limit.signal, stopping]));
    if (attempt === null) return { kind: 'busy' };
    report(deps, attempt.ended);
    // A retry's lateness is counted from its own, later due time.
    const lateMs = Math.max(0, deps.clock.now() - attempt.window.dueAtMs);
    deps.recorder.observe('worker_window_lateness_seconds', { queue: deps.queue }, lateMs / 1000);
    return { kind: 'settled' };
  } catch (error) {
    // A failed flush has rolled back; what follows depends on whose fault it was.
    if (stopping.aborted) return { kind: 'aborted' };
    if (deps.outageOf(error) !== null) return { kind: 'outage', ...outageBy(deps, error) };
    return await countFailure(deps, key, toError(error), stopping);
  } finally {
    limit.cancel();
  }
}

/** Null: the window is not to be had. */
function takeAndFlush<Tx>(
  deps: FlushDeps<Tx>,
  key: string,
  flush: Flush<Tx>,
  signal: AbortSignal,
): Promise<Attempt | null> {
  return deps.transaction(async (tx) => {
    const window = await deps.store.take(tx, deps.queue, key, deps.clock.now());
    if (window === null) return null;
    const result = await flush(tx, window, signal);
    return { window, ended: await settle(deps, tx, window, result) };
  }, signal);
}

async function settle<Tx>(
  deps: FlushDeps<Tx>,
  tx: Tx,
  window: OpenWindow,
  result: FlushResult,
): Promise<Ended> {
  switch (result.kind) {
    case 'flushed':
    case 'empty':
      return { result: result.kind, deadLetters: 0 };
    case 'rescheduled':
      await deps.store.reschedule(tx, window, { dueAtMs: result.dueAtMs, attempts: window.attempts });
      return { result: result.kind, deadLetters: 0 };
    case 'incomplete':
      return failAttempt(deps, tx, window, result.error);
  }
}

/** Second transaction of a failed flush: moves the window, or gives it up. */
async function countFailure<Tx>(
  deps: FlushDeps<Tx>,
  key: string,
  error: Error,
  stopping: AbortSignal,
): Promise<FlushEnd> {
  const { logger, queue } = deps;
  try {
    const ended = await deps.transaction(async (tx) => {
      const window = await deps.store.take(tx, queue, key, deps.clock.now());
      return window === null ? null : failAttempt(deps, tx, window, error);
    }, stopping);
    if (ended === null) return { kind: 'busy' };
    report(deps, ended);
    return { kind: 'settled' };
  } catch (second) {
    if (stopping.aborted) return { kind: 'aborted' };
    if (deps.outageOf(second) !== null) return { kind: 'outage', ...outageBy(deps, second) };
    const cause = toError(second);
    logger.error({ queue, err: cause, flush_err: error.message }, 'the give-up action of a window failed');
    deps.recorder.count('worker_give_up_failures_total', { queue });
    return await putOff(deps, key, cause, stopping);
  }
}

/** The give-up action threw: the window stays, and is tried again after the longest delay. */
async function putOff<Tx>(
  deps: FlushDeps<Tx>,
  key: string,
  error: Error,
  stopping: AbortSignal,
): Promise<FlushEnd> {
  try {
    await deps.transaction(async (tx) => {
      const window = await deps.store.take(tx, deps.queue, key, deps.clock.now());
      if (window === null) return;
      const dueAtMs =
        deps.clock.now() + Math.max(...deps.options.retryDelaysMs, deps.options.longestBackOffMs);
      await deps.store.reschedule(tx, window, { dueAtMs, attempts: window.attempts, error: error.message });
    }, stopping);
    return { kind: 'settled' };
  } catch (third) {
    // Not even the due time can be moved: hold all windows a little, rather than try this one in a tight loop.
    return { kind: 'outage', ...outageBy(deps, third) };
  }
}

/** Moves the window to its next attempt, or gives it up after the last one. */
async function failAttempt<Tx>(
  deps: FlushDeps<Tx>,
  tx: Tx,
  window: OpenWindow,
  error: Error,
): Promise<Ended> {
  const { clock, logger, options, queue, store } = deps;
  const attempts = window.attempts + 1;
  const dueAtMs = nextAttemptAt(attempts, clock.now(), options.retryDelaysMs);
  if (dueAtMs !== null) {
    logger.warn(
      { queue, attempt: attempts, err: error, due_at_ms: dueAtMs },
      'window flush failed; tried again later',
    );
    await store.reschedule(tx, window, { dueAtMs, attempts, error: error.message });
    return { result: 'failed', deadLetters: 0 };
  }
  logger.error({ queue, attempt: attempts, err: error }, 'window flush failed; given up');
  const deadLetters = await deps.giveUp(tx, { ...window, attempts }, error);
  return { result: 'given_up', deadLetters };
}

function report<Tx>({ queue, recorder }: FlushDeps<Tx>, { result, deadLetters }: Ended): void {
  recorder.count('worker_window_flushes_total', { queue, result });
  if (deadLetters > 0) {
    recorder.count('worker_dead_letters_total', { queue, disposition: 'exhausted' }, deadLetters);
  }
}
