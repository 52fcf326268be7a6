import type { Clock } from './clock.ts';

/** A running time limit. */
export interface TimeLimit {
  /** Aborted with the limit's error once the time is up. */
  readonly signal: AbortSignal;
  /** What was limited has ended. Safe twice. */
  cancel(): void;
}

/** Starts a limit of `limitMs`; `late` makes the error of its end. */
export function startTimeLimit(clock: Pick<Clock, 'after'>, limitMs: number, late: () => Error): TimeLimit {
  const controller = new AbortController();
  const timer = clock.after(limitMs, () => {
    controller.abort(late());
  });
  return {
    signal: controller.signal,
    cancel: () => {
      timer.cancel();
    },
  };
}

/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it is aborted. The work is left to itself then:
 * what it resolves with or rejects with later is nobody's.
 */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal.reason as Error);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Settles as `action` does, or rejects with the error of `late` after `limitMs`; the action's signal is aborted then. */
export async function within<T>(
  clock: Pick<Clock, 'after'>,
  limitMs: number,
  action: (signal: AbortSignal) => Promise<T>,
  late: () => Error,
): Promise<T> {
  const limit = startTimeLimit(clock, limitMs, late);
  try {
    return await orAbort(action(limit.signal), limit.signal);
  } finally {
    limit.cancel();
  }
}
