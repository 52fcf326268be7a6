/** A timer that can be cancelled; cancelling twice is harmless. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as it is passed in everywhere: the real clock in production, a virtual one in tests and the simulator.
 * Nothing in `src` calls `Date.now` or `setTimeout` except the system clock.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `action` once, not before `delayMs` (≥ 0) have passed. Does not keep the process alive by itself. */
  after(delayMs: number, action: () => void): Timer;
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as it is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** `sleep` made of `after`: resolves with the timer, rejects with the signal's reason and cancels it. */
export const sleepBy = (after: Clock['after'], delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    const timer = after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });

/** The longest delay `setTimeout` takes before it overflows to 1 ms. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, action) {
    const dueAt = Date.now() + delayMs;
    let handle: NodeJS.Timeout;
    const arm = (remainingMs: number): void => {
      handle = setTimeout(
        () => {
          const restMs = dueAt - Date.now();
          // setTimeout may fire a millisecond early, and long delays are cut: never act before the due time.
          if (restMs > 0) arm(restMs);
          else action();
        },
        Math.min(Math.max(remainingMs, 0), LONGEST_TIMEOUT_MS),
      );
    };
    arm(delayMs);
    return {
      cancel: () => {
        clearTimeout(handle);
      },
    };
  },
  sleep: (delayMs, signal) => sleepBy((ms, action) => systemClock.after(ms, action), delayMs, signal),
};
