/** The part of the fleet's clock that this room needs; the room imports no other room, so it names the shape itself. */
export interface BrokerClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `action` once after `delayMs` (≥ 0). */
  after(delayMs: number, action: () => void): { cancel(): void };
}

/** Resolves after `delayMs` of this clock. */
export function waitFor(clock: BrokerClock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** What `settledWithin` answers. */
export type Settled<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'timeout' };

/** Waits for `promise`, at most `limitMs`; never rejects. The promise itself goes on after a timeout. */
export function settledWithin<T>(
  clock: BrokerClock,
  limitMs: number,
  promise: Promise<T>,
): Promise<Settled<T>> {
  return new Promise((resolve) => {
    const timer = clock.after(limitMs, () => {
      resolve({ kind: 'timeout' });
    });
    promise.then(
      (value) => {
        timer.cancel();
        resolve({ kind: 'value', value });
      },
      (error: unknown) => {
        timer.cancel();
        resolve({ kind: 'error', error });
      },
    );
  });
}
