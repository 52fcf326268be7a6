import type { OpenWindow, WindowOpening, WindowStore } from '../../../src/runtime/window/window-store.ts';

/** A transaction of the in-memory store: what it locked and what it would change. */
export interface MemoryTx {
  readonly changes: Map<string, OpenWindow | null>;
  readonly afterCommit: (() => void)[];
  /** A process that died: nothing of it commits any more. */
  readonly isDead: () => boolean;
}

/** Windows in memory with row locks and rollback, for tests of what is built on the port. */
export class MemoryWindowStore implements WindowStore<MemoryTx> {
  readonly rows = new Map<string, OpenWindow>();
  readonly #locks = new Map<string, MemoryTx>();
  #released: (() => void)[] = [];

  async transaction<T>(run: (tx: MemoryTx) => Promise<T>, isDead: () => boolean = () => false): Promise<T> {
    const tx: MemoryTx = { changes: new Map(), afterCommit: [], isDead };
    try {
      const value = await run(tx);
      if (isDead()) throw new Error('the process died before its commit');
      for (const [id, row] of tx.changes) {
        if (row === null) this.rows.delete(id);
        else this.rows.set(id, row);
      }
      for (const action of tx.afterCommit) action();
      return value;
    } finally {
      for (const [id, holder] of this.#locks) if (holder === tx) this.#locks.delete(id);
      for (const wake of this.#released.splice(0)) wake();
    }
  }

  async openOrJoin(
    tx: MemoryTx,
    queue: string,
    openings: readonly WindowOpening[],
  ): Promise<readonly OpenWindow[]> {
    for (const key of [...new Set(openings.map((opening) => opening.key))].sort()) {
      const id = `${queue}/${key}`;
      while ((this.#locks.get(id) ?? tx) !== tx) {
        await new Promise<void>((resolve) => this.#released.push(resolve));
      }
      this.#locks.set(id, tx);
    }
    return openings.map((opening) => {
      const id = `${queue}/${opening.key}`;
      const open = this.#read(tx, id) ?? { queue, traceparent: null, ...opening, attempts: 0 };
      tx.changes.set(id, open);
      return open;
    });
  }

  async nextDue(queue: string, partitions: readonly number[]): Promise<number | null> {
    const due = [...(await this.earliestDue(queue, partitions)).values()].map(({ dueAtMs }) => dueAtMs);
    return due.length === 0 ? null : Math.min(...due);
  }

  earliestDue(
    queue: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, { dueAtMs: number; open: number }>> {
    const found = new Map<number, { dueAtMs: number; open: number }>();
    for (const row of this.rows.values()) {
      if (row.queue !== queue || !partitions.includes(row.partition)) continue;
      const known = found.get(row.partition);
      found.set(row.partition, {
        dueAtMs: Math.min(known?.dueAtMs ?? Infinity, row.dueAtMs),
        open: (known?.open ?? 0) + 1,
      });
    }
    return Promise.resolve(found);
  }

  dueKeys(
    queue: string,
    partitions: readonly number[],
    nowMs: number,
    limit: number,
  ): Promise<readonly string[]> {
    const due = [...this.rows.values()]
      .filter((row) => row.queue === queue && partitions.includes(row.partition) && row.dueAtMs <= nowMs)
      .sort((a, b) => a.dueAtMs - b.dueAtMs);
    return Promise.resolve(due.slice(0, limit).map((row) => row.key));
  }

  take(tx: MemoryTx, queue: string, key: string, nowMs: number): Promise<OpenWindow | null> {
    const id = `${queue}/${key}`;
    if ((this.#locks.get(id) ?? tx) !== tx) return Promise.resolve(null);
    const row = this.#read(tx, id);
    if (row === null || row.dueAtMs > nowMs) return Promise.resolve(null);
    this.#locks.set(id, tx);
    tx.changes.set(id, null);
    return Promise.resolve(row);
  }

  reschedule(
    tx: MemoryTx,
    window: OpenWindow,
    change: { dueAtMs: number; attempts: number; error?: string },
  ): Promise<void> {
    const { dueAtMs, attempts } = change;
    tx.changes.set(`${window.queue}/${window.key}`, { ...window, dueAtMs, attempts });
    return Promise.resolve();
  }

  #read(tx: MemoryTx, id: string): OpenWindow | null {
    const staged = tx.changes.get(id);
    return staged === undefined ? (this.rows.get(id) ?? null) : staged;
  }
}
