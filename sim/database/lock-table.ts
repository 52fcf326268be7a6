import { SqlError } from './sim-tx.ts';
import type { SimTx } from './sim-tx.ts';

interface Waiter {
  readonly tx: SimTx;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Lock {
  holder: SimTx;
  readonly waiters: Waiter[];
}

/** Exclusive locks by name, held until the end of a transaction; first come, first served, with deadlocks found. */
export class LockTable {
  readonly #locks = new Map<string, Lock>();
  readonly #heldBy = new Map<SimTx, Set<string>>();
  readonly #waitsFor = new Map<SimTx, string>();
  readonly #onEvent: (what: string) => void;

  constructor(onEvent: (what: string) => void) {
    this.#onEvent = onEvent;
  }

  lock(tx: SimTx, name: string): Promise<void> {
    if (this.tryLock(tx, name)) return Promise.resolve();
    this.#onEvent('wait for a lock');
    if (this.#closesCircle(tx, name)) this.#onEvent('deadlock');
    if (this.#closesCircle(tx, name)) return Promise.reject(new SqlError('40P01', 'deadlock detected'));
    return new Promise((resolve, reject) => {
      this.#waitsFor.set(tx, name);
      this.#locks.get(name)?.waiters.push({ tx, resolve, reject });
    });
  }

  tryLock(tx: SimTx, name: string): boolean {
    const lock = this.#locks.get(name);
    if (lock !== undefined) return lock.holder === tx;
    this.#locks.set(name, { holder: tx, waiters: [] });
    this.#held(tx).add(name);
    return true;
  }

  release(tx: SimTx, name: string): void {
    const lock = this.#locks.get(name);
    if (lock?.holder !== tx) return;
    this.#heldBy.get(tx)?.delete(name);
    const next = lock.waiters.shift();
    if (next === undefined) {
      this.#locks.delete(name);
      return;
    }
    this.#waitsFor.delete(next.tx);
    lock.holder = next.tx;
    this.#held(next.tx).add(name);
    next.resolve();
  }

  /** Ends everything of a transaction: what it holds, and what it waits for. */
  releaseAll(tx: SimTx): void {
    const waiting = this.#waitsFor.get(tx);
    if (waiting !== undefined) {
      this.#waitsFor.delete(tx);
      const waiters = this.#locks.get(waiting)?.waiters ?? [];
      const index = waiters.findIndex((waiter) => waiter.tx === tx);
      const waiter = waiters[index];
      if (waiter !== undefined) waiters.splice(index, 1);
      waiter?.reject(new SqlError('57014', 'canceling statement due to user request'));
    }
    for (const name of [...(this.#heldBy.get(tx) ?? [])]) this.release(tx, name);
    this.#heldBy.delete(tx);
  }

  #held(tx: SimTx): Set<string> {
    const known = this.#heldBy.get(tx);
    if (known !== undefined) return known;
    const held = new Set<string>();
    this.#heldBy.set(tx, held);
    return held;
  }

  #closesCircle(tx: SimTx, name: string): boolean {
    let next: string | undefined = name;
    while (next !== undefined) {
      const holder: SimTx | undefined = this.#locks.get(next)?.holder;
      if (holder === tx) return true;
      next = holder === undefined ? undefined : this.#waitsFor.get(holder);
    }
    return false;
  }
}
