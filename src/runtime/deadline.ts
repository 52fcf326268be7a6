import type { Clock, Timer } from './clock.ts';
import type { TimeoutPolicy } from './definition.ts';
import { dead, retry, skip } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** Why a running handler was told to stop; the reason of its `AbortSignal`. */
export class HandlerAborted extends Error {
  override readonly name = 'HandlerAborted';
  readonly code: 'timed_out' | 'shutdown' | 'partition_lost';

  constructor(code: HandlerAborted['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The text of a time-out; `limitMs` is the limit of one event.
 * @source zulip: zerver/worker/base.py, WorkerTimeoutError
 */
export function timeoutText(queue: string, limitMs: number, events: number): string {
  return `Timed out in ${queue} after ${(limitMs * events) / 1_000} seconds processing ${events} events`;
}

/** What holds for every call of one queue. */
export interface ScopeRules {
  readonly clock: Clock;
  readonly queue: string;
  /** Per event, ms; null = none. */
  readonly limitMs: number | null;
  /** How long a handler may take to end after its signal was aborted, ms. */
  readonly graceMs: number;
  readonly onIgnored: (scope: RunScope) => void;
}

/**
 * The time box of one handler call. States:
 * - *running*: the signal is not aborted;
 * - *aborted*: by the limit, the shutdown or the loss of the partition; the handler is still awaited, because a record
 *   must not be finished while its handler may be acting;
 * - *ignored*: the handler has not ended within the grace period after an abort; reported once, still awaited;
 * - *ended*.
 * The controller is made when the signal is first asked for.
 */
export class RunScope {
  readonly events: number;
  readonly startedAtMs: number;
  readonly #rules: ScopeRules;
  #timer: Timer | null = null;
  #controller: AbortController | null = null;
  #reason: HandlerAborted | null = null;

  constructor(rules: ScopeRules, events: number) {
    const { clock, limitMs } = rules;
    this.#rules = rules;
    this.events = events;
    this.startedAtMs = clock.now();
    if (limitMs !== null) {
      this.#timer = clock.after(limitMs * events, () => {
        this.abort(new HandlerAborted('timed_out', timeoutText(rules.queue, limitMs, events)));
      });
    }
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** What aborted the call first; null while it runs freely. */
  get abortedBy(): HandlerAborted | null {
    return this.#reason;
  }

  /** Tells the handler to stop. Only the first reason counts. */
  abort(reason: HandlerAborted): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#timer?.cancel();
    this.#timer = this.#rules.clock.after(this.#rules.graceMs, () => {
      this.#rules.onIgnored(this);
    });
    this.#controller?.abort(reason);
  }

  /** The handler has ended; no timer of the call remains. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

/** What becomes of an event whose time limit has passed. */
export function timeoutOutcome(policy: TimeoutPolicy, error: HandlerAborted): Outcome {
  switch (policy) {
    case 'dead':
      return dead('timed_out', { disposition: 'timed_out', error });
    case 'retry':
      return retry('timed_out', { error });
    case 'drop_with_warning':
    case 'drop_with_error':
      return skip('timed_out');
  }
}
