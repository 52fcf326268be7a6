import type { Logger } from 'pino';
import { backOffMs } from '../runtime/back-off.ts';
import type { Clock } from '../runtime/clock.ts';

/** Ends a wait early. A wake-up while nobody waits is kept for the next wait. */
export interface Waker {
  readonly wake: () => void;
  /** Resolves at the next wake-up, or at once when one is kept. */
  wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void>;
}

/** A waker without a kept wake-up. */
export const createWaker = (): Waker => {
  let kept = false;
  let interrupt: (() => void) | undefined;
  return {
    wake: () => {
      kept = true;
      interrupt?.();
    },
    wait: async (clock, ms, signal) => {
      if (!kept) {
        const early = new AbortController();
        interrupt = () => {
          early.abort();
        };
        await clock.sleep(ms, AbortSignal.any([signal, early.signal])).catch(() => {
          // Woken or stopped: the caller looks at the signal.
        });
        interrupt = undefined;
      }
      kept = false;
    },
  };
};

/** One supervised loop. */
export interface RoundsDeps {
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly waker?: Waker;
}

/**
 * Repeats `round` until the signal aborts. A round answers how long to wait; the waker ends that wait early. A failed
 * round is logged and followed by a back-off that nothing but the signal shortens.
 */
export const runRounds = async (deps: RoundsDeps, round: () => Promise<number>): Promise<void> => {
  const waker = deps.waker ?? createWaker();
  const deaf = createWaker();
  let failures = 0;
  while (!deps.signal.aborted) {
    try {
      const waitMs = await round();
      failures = 0;
      if (waitMs > 0) await waker.wait(deps.clock, waitMs, deps.signal);
    } catch (err) {
      failures += 1;
      deps.logger.warn(
        { err, loop: deps.name, failures },
        'background loop failed; it waits and tries again',
      );
      await deaf.wait(deps.clock, backOffMs(failures), deps.signal);
    }
  }
};
