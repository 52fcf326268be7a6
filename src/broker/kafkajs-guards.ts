import { createRequire } from 'node:module';

/** The fields of kafkajs's request queue that its timer looks at. */
interface RequestQueueState {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}

interface RequestQueueClass {
  readonly prototype: { scheduleCheckPendingRequests: (this: RequestQueueState) => void };
}

const GUARDED = Symbol.for('zulip-workers.kafkajs.idle-timer-guard');

/**
 * Keeps kafkajs 2.2.4 from re-arming a timer for ever on every idle connection. Its request queue asks for
 * `setTimeout(-1 - now)` after each answer, which Node turns into 1 ms; on Node 24 each also prints
 * `TimeoutNegativeWarning`. The timer is needed only when a request waits or the broker throttles us.
 * Patches the class once per process; harmless when repeated.
 */
export function guardIdleTimer(): void {
  const requireFromHere = createRequire(import.meta.url);
  const queue = requireFromHere('kafkajs/src/network/requestQueue/index.js') as RequestQueueClass;
  const prototype = queue.prototype as RequestQueueClass['prototype'] & { [GUARDED]?: true };
  if (prototype[GUARDED] === true) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype[GUARDED] = true;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueueState): void {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
}
