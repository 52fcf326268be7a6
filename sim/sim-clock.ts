import type { Clock, Timer } from '../src/runtime/clock.ts';
import type { Random } from './random.ts';

interface Pending {
  readonly dueAtMs: number;
  /** Drawn by chance: timers of one instant fire in any order, as answers over different connections come. */
  readonly turn: number;
  action: (() => void) | null;
}

/** 2026-01-05T09:00:00Z. */
const START_MS = Date.UTC(2026, 0, 5, 9);

/** More timers than any world needs: a loop that arms itself again without end stops here instead of hanging. */
const MOST_TIMERS = 100_000;

/**
 * The time of a simulated world and the scheduler of everything in it. Time moves only inside `run`, from one timer to
 * the next; among timers of one instant chance decides. After each timer everything that it woke runs until it waits.
 */
export class SimClock implements Clock {
  readonly #random: Random;
  readonly #heap: Pending[] = [];
  #nowMs = START_MS;
  #fired = 0;
  #armed = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Milliseconds since the world began. */
  get elapsedMs(): number {
    return this.#nowMs - START_MS;
  }

  /** Timers fired so far. */
  get fired(): number {
    return this.#fired;
  }

  /** Timers neither fired nor cancelled. */
  get armed(): number {
    return this.#armed;
  }

  after(delayMs: number, action: () => void): Timer {
    if (Number.isNaN(delayMs)) throw new Error('a timer needs a delay');
    const timer: Pending = {
      dueAtMs: this.#nowMs + Math.max(0, delayMs),
      turn: this.#random.next(),
      action,
    };
    this.#armed += 1;
    push(this.#heap, timer);
    return {
      cancel: () => {
        if (timer.action !== null) this.#armed -= 1;
        timer.action = null;
      },
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }

  /** Runs the world until `isOver` holds (asked after every timer) or `untilMs` has come. Answers whether it is over. */
  async run(untilMs: number, isOver: () => boolean = () => false): Promise<boolean> {
    await settle();
    for (;;) {
      if (isOver()) return true;
      const next = this.#heap[0];
      if (next === undefined || next.dueAtMs > untilMs) break;
      pop(this.#heap);
      const { action } = next;
      if (action === null) continue;
      next.action = null;
      this.#armed -= 1;
      this.#fired += 1;
      if (this.#fired > MOST_TIMERS) throw new Error('the world does not come to rest');
      this.#nowMs = next.dueAtMs;
      action();
      await settle();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    return isOver();
  }
}

/** `Clock.sleep` over `Clock.after`. */
export function sleepOn(clock: Pick<Clock, 'after'>, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** One turn of the event loop runs all promise reactions, also those that come up meanwhile. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(a: Pending, b: Pending): boolean {
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.turn < b.turn);
}

function push(heap: Pending[], timer: Pending): void {
  let index = heap.length;
  heap.push(timer);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(timer, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = timer;
}

function pop(heap: Pending[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let below = 2 * index + 1;
    let child = heap[below];
    const right = heap[below + 1];
    if (child !== undefined && right !== undefined && isBefore(right, child)) {
      below += 1;
      child = right;
    }
    if (child === undefined || !isBefore(child, last)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
}
