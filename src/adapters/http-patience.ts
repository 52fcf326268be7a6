import type { Clock, Timer } from '../runtime/clock.ts';

/** How long one request may take. */
export interface PatienceOptions {
  readonly clock: Clock;
  /** Longest time for everything, ms. */
  readonly totalMs: number;
  /** Longest time without a sign of life, ms. */
  readonly gapMs: number;
  /** Ends the patience with its own reason. */
  readonly signal: AbortSignal;
}

/** A time limit of a request has passed. */
class TimeLimitPassed extends Error {
  override readonly name = 'TimeLimitPassed';
}

/**
 * The time limits of one request. It lasts until a limit passes, the caller's signal aborts, or `end`; when it is over
 * before its end, `signal` aborts. Limits are counted by the clock that is passed in, to the millisecond: undici's own
 * are counted in steps of half a second and are switched off.
 */
export class Patience {
  readonly #options: PatienceOptions;
  readonly #controller = new AbortController();
  readonly #total: Timer;
  #gap: Timer;

  constructor(options: PatienceOptions) {
    const { clock, totalMs, gapMs, signal } = options;
    this.#options = options;
    this.#total = clock.after(totalMs, this.#passed);
    this.#gap = clock.after(gapMs, this.#passed);
    if (signal.aborted) this.#cancelled();
    else signal.addEventListener('abort', this.#cancelled, { once: true });
  }

  /** Aborts when there is no more patience. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether a limit has passed. */
  get isTimedOut(): boolean {
    return this.signal.reason instanceof TimeLimitPassed;
  }

  /** A sign of life: the gap is counted anew. */
  renew(): void {
    this.#gap.cancel();
    if (!this.signal.aborted) this.#gap = this.#options.clock.after(this.#options.gapMs, this.#passed);
  }

  /** Nothing more is waited for; `reason` ends what still runs. */
  end(reason?: Error): void {
    this.#total.cancel();
    this.#gap.cancel();
    this.#options.signal.removeEventListener('abort', this.#cancelled);
    if (reason !== undefined) this.#controller.abort(reason);
  }

  readonly #passed = (): void => {
    this.end(new TimeLimitPassed('a time limit has passed'));
  };

  readonly #cancelled = (): void => {
    this.end(this.#options.signal.reason as Error);
  };
}
