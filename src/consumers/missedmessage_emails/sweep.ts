import type { Tx } from '../../db/client.ts';
import type { BackgroundLoop } from '../../runtime/definition.ts';
import type { Aggregator } from '../../runtime/window/aggregator.ts';
import type { OpenWindow } from '../../runtime/window/window-store.ts';
import type { SweepDeps } from './ports.ts';
import { readOverduePersons } from './waiting-room.ts';

/** How long a due row without a window waits at most; the original looks every 5 s, too. */
const SWEEP_INTERVAL_MS = 5_000;
/** Looked at in one round; a full round is followed by the next one at once. */
const SWEEP_LIMIT = 500;

/**
 * Finds people with due rows that no due window will send: rows left by a Zulip server's own worker, or moved to an
 * earlier time when their person's batching period was changed. Their windows become due, in a partition of this
 * process, whose timer then closes them.
 */
export function createSweep(deps: SweepDeps, aggregator: Aggregator): BackgroundLoop {
  return {
    name: 'overdue_sweep',
    async round(signal) {
      const [partition] = aggregator.owned();
      if (partition === undefined) return SWEEP_INTERVAL_MS;
      const nowMs = deps.clock.now();
      const overdue = await readOverduePersons(deps.db, { queue: deps.queue, nowMs, limit: SWEEP_LIMIT });
      if (overdue.length === 0) return SWEEP_INTERVAL_MS;
      const openings = overdue.map(({ userId, dueAtMs }) => ({
        key: String(userId),
        partition,
        openedAtMs: nowMs,
        dueAtMs,
      }));
      const windows = await deps.transaction(async (tx) => {
        const opened = await deps.windows.openOrJoin(tx, deps.queue, openings);
        await makeDue(deps, tx, opened, nowMs);
        return opened;
      }, signal);
      // A window that was there already may be another process's to close; that one reads its due times soon.
      for (const window of windows) aggregator.opened(window.partition, nowMs);
      return overdue.length === SWEEP_LIMIT ? 0 : SWEEP_INTERVAL_MS;
    },
  };
}

async function makeDue(
  deps: SweepDeps,
  tx: Tx,
  windows: readonly OpenWindow[],
  nowMs: number,
): Promise<void> {
  for (const window of windows) {
    if (window.dueAtMs > nowMs && window.attempts === 0) {
      await deps.windows.reschedule(tx, window, { dueAtMs: nowMs, attempts: 0 });
    }
  }
}
