import type { OpenWindow, WindowOpening, WindowStore } from '../../src/runtime/window/window-store.ts';
import type { SimSession } from './sim-database.ts';
import type { SimTx, Table } from './sim-tx.ts';
import type { Tables } from './tables.ts';

/** Windows, as `createWindowStore` keeps them in PostgreSQL. */
export class SimWindowStore implements WindowStore<SimTx> {
  readonly #session: SimSession;
  readonly #windows: Table<OpenWindow>;

  constructor(session: SimSession, { windows }: Tables) {
    this.#session = session;
    this.#windows = windows;
  }

  openOrJoin(tx: SimTx, queue: string, openings: readonly WindowOpening[]): Promise<readonly OpenWindow[]> {
    return this.#session.statement(tx, async () => {
      const firstOf = new Map(openings.toReversed().map((opening) => [opening.key, opening]));
      for (const opening of [...firstOf.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) {
        const id = idOf(queue, opening.key);
        await tx.lock(this.#windows, id);
        if (tx.get(this.#windows, id) === undefined) {
          tx.put(this.#windows, id, { traceparent: null, ...opening, queue, attempts: 0 });
        }
      }
      return openings.map(({ key }) => {
        const window = tx.get(this.#windows, idOf(queue, key));
        if (window === undefined) throw new Error('a locked window is gone');
        return window;
      });
    });
  }

  nextDue(queue: string, partitions: readonly number[]): Promise<number | null> {
    return this.#session.run((tx) => {
      let earliest: number | null = null;
      for (const { dueAtMs } of this.#of(tx, queue, partitions)) {
        if (earliest === null || dueAtMs < earliest) earliest = dueAtMs;
      }
      return earliest;
    });
  }

  earliestDue(
    queue: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, { dueAtMs: number; open: number }>> {
    return this.#session.run((tx) => {
      const found = new Map<number, { dueAtMs: number; open: number }>();
      for (const { partition, dueAtMs } of this.#of(tx, queue, partitions)) {
        const known = found.get(partition);
        found.set(partition, {
          dueAtMs: Math.min(known?.dueAtMs ?? Infinity, dueAtMs),
          open: (known?.open ?? 0) + 1,
        });
      }
      return found;
    });
  }

  dueKeys(
    queue: string,
    partitions: readonly number[],
    nowMs: number,
    limit: number,
  ): Promise<readonly string[]> {
    return this.#session.run((tx) =>
      [...this.#of(tx, queue, partitions)]
        .filter(({ dueAtMs }) => dueAtMs <= nowMs)
        .sort((a, b) => a.dueAtMs - b.dueAtMs || (a.key < b.key ? -1 : 1))
        .slice(0, limit)
        .map(({ key }) => key),
    );
  }

  claim(tx: SimTx, queue: string, key: string): Promise<OpenWindow | null> {
    return this.#session.statement(tx, () => this.#claim(tx, queue, key));
  }

  take(tx: SimTx, queue: string, key: string, nowMs: number): Promise<OpenWindow | null> {
    return this.#session.statement(tx, () => {
      const window = tx.get(this.#windows, idOf(queue, key));
      if (window === undefined || window.dueAtMs > nowMs) return null;
      const claimed = this.#claim(tx, queue, key);
      if (claimed !== null) tx.delete(this.#windows, idOf(queue, key));
      return claimed;
    });
  }

  close(tx: SimTx, queue: string, key: string): Promise<void> {
    return this.#session.statement(tx, async () => {
      await tx.lock(this.#windows, idOf(queue, key));
      tx.delete(this.#windows, idOf(queue, key));
    });
  }

  reschedule(
    tx: SimTx,
    window: OpenWindow,
    change: { dueAtMs: number; attempts: number; error?: string },
  ): Promise<void> {
    return this.#session.statement(tx, () => {
      const { dueAtMs, attempts } = change;
      tx.put(this.#windows, idOf(window.queue, window.key), { ...window, dueAtMs, attempts });
    });
  }

  #claim(tx: SimTx, queue: string, key: string): OpenWindow | null {
    const id = idOf(queue, key);
    if (tx.get(this.#windows, id) === undefined || !tx.tryLock(this.#windows, id)) return null;
    return tx.get(this.#windows, id) ?? null;
  }

  *#of(tx: SimTx, queue: string, partitions: readonly number[]): Generator<OpenWindow> {
    for (const window of tx.scan(this.#windows)) {
      if (window.queue === queue && partitions.includes(window.partition)) yield window;
    }
  }
}

function idOf(queue: string, key: string): string {
  return `${queue} ${key}`;
}
