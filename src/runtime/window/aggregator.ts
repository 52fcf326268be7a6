// Above 300 lines: what a window may do next depends on what it does now; the states are only right together.
import type { Logger } from 'pino';
import type { Recorder } from '../../metrics/recorder.ts';
import { backOffMs } from '../back-off.ts';
import type { Clock, Timer } from '../clock.ts';
import { toError } from '../classify-error.ts';
import type { PartitionPart } from '../definition.ts';
import type { OutageService } from '../outcome.ts';
import { flushWindow, outageBy } from './flush-window.ts';
import type { FlushDeps, Outage } from './flush-window.ts';
import { DEFAULT_AGGREGATOR_OPTIONS } from './window.ts';
import type { AggregatorOptions, Flush, GiveUp, PrepareFlush } from './window.ts';
import type { WindowStore } from './window-store.ts';

/** Rest after a count of all open windows, in times of its duration: bounds what counting takes of the database. */
const COUNT_RESTS = 20;

/** What an aggregator is made of. */
export interface AggregatorDeps<Tx> {
  /** Queue whose windows these are: first part of their key, metric label and log field. */
  readonly queue: string;
  readonly store: WindowStore<Tx>;
  readonly prepare: PrepareFlush<Tx>;
  readonly giveUp: GiveUp<Tx>;
  /** Commits what `run` did, or rolls back and rethrows; statements are cut when `signal` aborts. */
  transaction<T>(run: (tx: Tx) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The shared service that an error says is down, which is no window's fault; null: the error has another reason. */
  outageOf(error: unknown): OutageService | null;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly options?: Partial<AggregatorOptions>;
}

/** The owner's side of keyed windows: closes each when it is due. */
export interface Aggregator extends PartitionPart {
  /** A window was opened, joined or moved, and that is committed; closes it in time when this process owns the
   *  partition. Unknown partitions are ignored: their owner reads the store. */
  opened(partition: number, dueAtMs: number): void;
  /** Partitions owned now. */
  owned(): readonly number[];
}

interface ReadyKey<Tx> {
  readonly key: string;
  /** Null when the page could not be prepared together: then the key is prepared alone. */
  readonly flush: Flush<Tx> | null;
}

/**
 * Closes keyed windows `[openedAt, dueAt)` by the wall clock; the windows themselves live in the store.
 *
 * States (*new* until `start`):
 * - *waiting*: nothing is known to be due. Exactly one timer is armed, for the earliest due time of the owned
 *   partitions, or `refreshMs` ahead when that is sooner. `#ready` is empty. A timer, a new assignment, `opened` or the
 *   end of a flush leads to *draining*.
 * - *draining*: pages of due keys are read, earliest first, and flushed by at most `concurrency` at once. When a page
 *   brings nothing new, the due times are read again and it is *waiting*; flushes may still be running.
 * - *outage*: a shared service is down. Only the back-off timer is armed, nothing starts; a read that works leads back.
 * - *stopped*: after `stop`; for good. Nothing starts; what runs is aborted when the stop signal is.
 *
 * Losing a partition stops nothing that runs: the claim inside the flush's transaction makes two owners safe.
 */
class WindowAggregator<Tx> implements Aggregator {
  readonly name: string;
  readonly #deps: AggregatorDeps<Tx>;
  readonly #options: AggregatorOptions;
  readonly #flushDeps: FlushDeps<Tx>;
  readonly #owned = new Map<number, { open: number }>();
  /** Due keys of the last pages, prepared and not started. */
  #ready: ReadyKey<Tx>[] = [];
  readonly #running = new Map<string, Promise<void>>();
  /** Keys held by another transaction, and when to look again. */
  readonly #busyUntil = new Map<string, number>();
  readonly #abort = new AbortController();
  #state: 'new' | 'waiting' | 'draining' | 'outage' | 'stopped' = 'new';
  #reading: Promise<void> | null = null;
  /** Something may have become due while a page was being read. */
  #lookAgain = false;
  #timer: { readonly atMs: number; readonly timer: Timer } | null = null;
  #failures = 0;
  /** The gauge's count under way. */
  #counting: Promise<void> | null = null;
  /** -Infinity: at the next look. */
  #countAgainAtMs = -Infinity;

  constructor(deps: AggregatorDeps<Tx>) {
    this.name = `${deps.queue}_windows`;
    this.#deps = deps;
    this.#options = { ...DEFAULT_AGGREGATOR_OPTIONS, ...deps.options };
    this.#flushDeps = { ...deps, options: this.#options };
  }

  /** An assignment before the start is kept until now. */
  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'waiting';
    this.#drain();
  }

  assigned(partitions: readonly number[]): void {
    for (const partition of partitions) {
      if (!this.#owned.has(partition)) this.#owned.set(partition, { open: 0 });
    }
    this.#countAgainAtMs = -Infinity;
    this.#drain();
  }

  lost(partitions: readonly number[]): void {
    for (const partition of partitions) this.#owned.delete(partition);
    // A key does not tell its partition before it is claimed; those still owned are found again.
    this.#ready = [];
    this.#reportOpen();
    this.#drain();
  }

  opened(partition: number, dueAtMs: number): void {
    if (!this.#owned.has(partition)) return;
    if (this.#state === 'waiting') this.#arm(dueAtMs);
    else this.#lookAgain = true;
  }

  owned(): readonly number[] {
    return [...this.#owned.keys()];
  }

  async stop(signal: AbortSignal): Promise<void> {
    this.#state = 'stopped';
    this.#timer?.timer.cancel();
    this.#ready = [];
    const ended = Promise.all([...this.#running.values(), this.#reading, this.#counting]);
    const abort = (): void => {
      this.#abort.abort(signal.reason);
    };
    if (signal.aborted) abort();
    else {
      const aborted = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          abort();
          resolve();
        });
      });
      await Promise.race([ended, aborted]);
    }
  }

  #drain(): void {
    if (this.#state !== 'waiting' && this.#state !== 'draining') return;
    this.#state = 'draining';
    this.#lookAgain = true;
    this.#startReady();
    this.#refill();
  }

  #startReady(): void {
    while (this.#running.size < this.#options.concurrency) {
      const next = this.#ready.shift();
      if (next === undefined) return;
      const run = this.#flush(next);
      this.#running.set(next.key, run);
    }
  }

  async #flush({ key, flush }: ReadyKey<Tx>): Promise<void> {
    const prepared = flush ?? (await this.#prepareAlone(key));
    const end = await flushWindow(this.#flushDeps, key, prepared, this.#abort.signal);
    this.#running.delete(key);
    if (end.kind === 'busy') this.#busyUntil.set(key, this.#deps.clock.now() + this.#options.busyRetryMs);
    // Reading alone proves little: the flush may need a service that the read does not.
    if (end.kind === 'settled') this.#failures = 0;
    if (end.kind === 'outage') this.#backOff(end);
    this.#drain();
  }

  /** Reads the next page while too few keys are ready; at most one read at a time. */
  #refill(): void {
    if (this.#reading !== null || this.#state !== 'draining') return;
    if (this.#ready.length >= this.#options.concurrency || !this.#lookAgain) return;
    this.#lookAgain = false;
    this.#reading = this.#readPage()
      .catch((error: unknown) => {
        // Whatever kept the store from answering: no window is touched, the read is repeated later.
        this.#backOff(outageBy(this.#deps, error));
      })
      .then(() => {
        this.#reading = null;
        this.#startReady();
        this.#refill();
      });
  }

  async #readPage(): Promise<void> {
    const { clock, queue, store } = this.#deps;
    const partitions = this.owned();
    for (const [key, untilMs] of this.#busyUntil) if (untilMs <= clock.now()) this.#busyUntil.delete(key);
    const held = new Set([
      ...this.#running.keys(),
      ...this.#busyUntil.keys(),
      ...this.#ready.map(({ key }) => key),
    ]);
    const keys =
      partitions.length === 0
        ? []
        : await store.dueKeys(queue, partitions, clock.now(), this.#options.pageSize + held.size);
    const fresh = keys.filter((key) => !held.has(key) && !this.#running.has(key));
    if (fresh.length === 0) {
      await this.#wait(partitions);
      return;
    }
    const prepared = await this.#prepare(fresh);
    // Partitions may have been lost meanwhile; then the keys are found again by the next read.
    if (this.#isDraining() && partitions.every((partition) => this.#owned.has(partition))) {
      this.#ready.push(...prepared);
    }
    this.#lookAgain = true;
  }

  async #prepare(keys: readonly string[]): Promise<ReadyKey<Tx>[]> {
    try {
      const flush = await this.#deps.prepare(keys, this.#abort.signal);
      return keys.map((key) => ({ key, flush }));
    } catch (error) {
      if (this.#deps.outageOf(error) !== null) throw error;
      // One key's data must not hold up the others: each is prepared in its own attempt, and fails alone.
      return keys.map((key) => ({ key, flush: null }));
    }
  }

  /** Outside of the flush's transaction, which would hold one connection while it waits for another. */
  async #prepareAlone(key: string): Promise<Flush<Tx>> {
    try {
      return await this.#deps.prepare([key], this.#abort.signal);
    } catch (error) {
      // The attempt itself fails with it, which counts it, or finds the store down.
      return () => Promise.reject(toError(error));
    }
  }

  /** Nothing new is due: learn when the next window is, and arm the timer for it. */
  async #wait(partitions: readonly number[]): Promise<void> {
    const { clock, queue, store } = this.#deps;
    this.#countOpen(partitions);
    const dueAtMs = partitions.length === 0 ? null : await store.nextDue(queue, partitions);
    if (this.#isDraining() && this.#running.size === 0) this.#failures = 0;
    const nowMs = clock.now();
    let nextAtMs = nowMs + this.#options.refreshMs;
    if (dueAtMs !== null) {
      // Already due but not new: it is being flushed or held elsewhere.
      nextAtMs = Math.min(nextAtMs, dueAtMs > nowMs ? dueAtMs : nowMs + this.#options.busyRetryMs);
    }
    if (!this.#isDraining() || this.#lookAgain) return;
    this.#state = 'waiting';
    this.#timer?.timer.cancel();
    this.#timer = null;
    if (this.#owned.size > 0) this.#arm(nextAtMs);
  }

  /**
   * For the gauge only. The count reads all open windows, so no flush waits for it, and the next one comes `refreshMs`
   * later, or later still when it took long.
   */
  #countOpen(partitions: readonly number[]): void {
    const { clock, queue, store } = this.#deps;
    const beganAtMs = clock.now();
    if (this.#counting !== null || partitions.length === 0 || beganAtMs < this.#countAgainAtMs) return;
    this.#countAgainAtMs = beganAtMs + this.#options.refreshMs;
    this.#counting = store
      .earliestDue(queue, partitions)
      .then((counts) => {
        for (const partition of partitions) {
          const state = this.#owned.get(partition);
          if (state !== undefined) state.open = counts.get(partition)?.open ?? 0;
        }
        this.#reportOpen();
        const tookMs = clock.now() - beganAtMs;
        // Leaves -Infinity as it is: a partition that came meanwhile is to be counted at once.
        this.#countAgainAtMs += COUNT_RESTS * tookMs;
      })
      .catch((error: unknown) => {
        this.#backOff(outageBy(this.#deps, error));
      })
      .then(() => {
        this.#counting = null;
      });
  }

  #isDraining(): boolean {
    return this.#state === 'draining';
  }

  #arm(atMs: number): void {
    if (this.#timer !== null && this.#timer.atMs <= atMs) return;
    this.#timer?.timer.cancel();
    const timer = this.#deps.clock.after(Math.max(0, atMs - this.#deps.clock.now()), () => {
      this.#timer = null;
      this.#drain();
    });
    this.#timer = { atMs, timer };
  }

  #backOff({ error, service }: Outage): void {
    if (this.#state === 'stopped' || this.#state === 'outage') return;
    this.#failures += 1;
    this.#state = 'outage';
    this.#ready = [];
    this.#timer?.timer.cancel();
    const { firstBackOffMs: firstMs, longestBackOffMs: longestMs } = this.#options;
    const delayMs = backOffMs(this.#failures, { firstMs, longestMs });
    this.#deps.logger.warn(
      { queue: this.#deps.queue, reason: service, err: error, retry_in_ms: delayMs },
      'windows wait: a shared service is down',
    );
    this.#deps.recorder.count('worker_outages_total', { queue: this.#deps.queue, service });
    const timer = this.#deps.clock.after(delayMs, () => {
      this.#timer = null;
      this.#state = 'draining';
      this.#drain();
    });
    this.#timer = { atMs: this.#deps.clock.now() + delayMs, timer };
  }

  #reportOpen(): void {
    let open = 0;
    for (const state of this.#owned.values()) open += state.open;
    this.#deps.recorder.set('worker_window_open', { queue: this.#deps.queue }, open);
  }
}

/** An aggregator of keyed windows; see {@link WindowAggregator} for its states. */
export function createAggregator<Tx>(deps: AggregatorDeps<Tx>): Aggregator {
  return new WindowAggregator(deps);
}
