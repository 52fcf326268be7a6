import { poll } from '../../dev/stack/poll.ts';

/**
 * Resolves when the condition holds, looking at it every few milliseconds; fails with `what` in words when it does
 * not within `timeoutMs`. For what other processes do; where there is an event, wait for the event instead.
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  options: { readonly timeoutMs: number; readonly what: string; readonly intervalMs?: number },
): Promise<void> {
  await poll(options, condition);
}
