import { sleepBy } from '../../src/runtime/clock.ts';
import type { Clock, Timer } from '../../src/runtime/clock.ts';

interface PendingTimer {
  readonly dueAt: number;
  /** Order of creation: timers of one instant fire in it, as real timers do. */
  readonly serial: number;
  readonly action: () => void;
}

/** A runaway test (a loop that re-arms itself for ever) ends here instead of hanging. */
const MAX_TIMERS_PER_CALL = 100_000;

/**
 * Time that stands still until a test moves it. Timers fire in due order, at exactly their due time; after each
 * one, everything that it woke runs until it waits again, so the next timer sees its effects.
 *
 * What waits on real I/O (sockets, child processes) is not waited for: use the real clock there.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #serial = 0;
  readonly #timers = new Set<PendingTimer>();

  /** @param startMs first instant, milliseconds since the epoch; default 2026-01-05T09:00:00Z, a Monday. */
  constructor(startMs = Date.UTC(2026, 0, 5, 9)) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): Timer {
    const timer: PendingTimer = {
      // A NaN delay would never be due and would make every comparison silently false.
      dueAt: this.#nowMs + (Number.isNaN(delayMs) ? 0 : Math.max(0, delayMs)),
      serial: this.#serial++,
      action,
    };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy((ms, action) => this.after(ms, action), delayMs, signal);
  }

  /** Timers not yet fired or cancelled. */
  pendingTimers(): number {
    return this.#timers.size;
  }

  /** When the earliest timer is due, or null when there is none. */
  nextDueAt(): number | null {
    return this.#earliest()?.dueAt ?? null;
  }

  /** Moves time on by `durationMs` and fires what falls due on the way, its end included. */
  async advance(durationMs: number): Promise<void> {
    await this.advanceTo(this.#nowMs + durationMs);
  }

  /** Moves time to `instantMs` (not before now) and fires what falls due on the way, its end included. */
  async advanceTo(instantMs: number): Promise<void> {
    await this.settle();
    for (let fired = 0; ; fired++) {
      const next = this.#earliest();
      if (next === undefined || next.dueAt > instantMs) break;
      assertBounded(fired);
      await this.#fire(next);
    }
    this.#nowMs = Math.max(this.#nowMs, instantMs);
  }

  /** Fires timers, moving time, until none is left. Throws when they never end. */
  async runUntilIdle(): Promise<void> {
    await this.settle();
    for (let fired = 0; ; fired++) {
      const next = this.#earliest();
      if (next === undefined) return;
      assertBounded(fired);
      await this.#fire(next);
    }
  }

  /** Lets everything that can run without time moving run until it waits. */
  async settle(): Promise<void> {
    // One turn of the event loop drains all promise reactions, also those queued meanwhile.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async #fire(timer: PendingTimer): Promise<void> {
    this.#timers.delete(timer);
    this.#nowMs = Math.max(this.#nowMs, timer.dueAt);
    timer.action();
    await this.settle();
  }

  #earliest(): PendingTimer | undefined {
    let earliest: PendingTimer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || isBefore(timer, earliest)) earliest = timer;
    }
    return earliest;
  }
}

function isBefore(a: PendingTimer, b: PendingTimer): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.serial < b.serial);
}

function assertBounded(fired: number): void {
  if (fired >= MAX_TIMERS_PER_CALL) {
    throw new Error(
      `the virtual clock fired ${fired} timers in one call: does a loop re-arm itself for ever?`,
    );
  }
}
