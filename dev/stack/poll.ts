import { setTimeout as delay } from 'node:timers/promises';

/** How long and how often a condition is looked at. */
export interface PollOptions {
  /** The condition in words, for the error. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Default 25. */
  readonly intervalMs?: number;
}

/**
 * Looks at a condition until it holds; throws when it does not within the time. For conditions of other processes
 * that send no event. An error thrown by `isMet` ends the wait with that error.
 */
export async function poll(options: PollOptions, isMet: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (await isMet()) return;
    if (performance.now() > deadline) {
      throw new Error(`waited ${options.timeoutMs} ms in vain until ${options.what}`);
    }
    await delay(options.intervalMs ?? 25);
  }
}
