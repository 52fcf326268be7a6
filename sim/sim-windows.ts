import type { Logger } from 'pino';
import { silentRecorder } from '../src/metrics/recorder.ts';
import { outageServiceOf } from '../src/runtime/classify-error.ts';
import type { Clock } from '../src/runtime/clock.ts';
import { createAggregator } from '../src/runtime/window/aggregator.ts';
import type { Aggregator } from '../src/runtime/window/aggregator.ts';
import type { SimSession } from './database/sim-database.ts';
import { Table } from './database/sim-tx.ts';
import type { SimTx } from './database/sim-tx.ts';
import { SimWindowStore } from './database/sim-window-store.ts';
import type { Tables } from './database/tables.ts';
import type { SimEvent } from './events.ts';
import type { Random } from './random.ts';
import { QUEUE } from './sim-queue.ts';
import type { Witness } from './witness.ts';

/** How much later than due a window may close when nothing is wrong, ms. */
const LATENESS_MS = 2_500;
const REFRESH_MS = 1_000;

interface Content {
  readonly number: number;
  readonly key: string;
}

/** What the windows of a world are made of, shared by its processes; holds what must be true of them. */
export class SimWindows {
  readonly #contents = new Table<Content>('window_content');
  readonly #tables: Tables;
  readonly #witness: Witness;
  readonly #random: Random;
  /** Event numbers that were flushed, or given up. */
  readonly ended = new Map<number, number>();
  /** From when on nothing disturbs the fleet; null while something may. */
  calmSinceMs: number | null = null;
  /** By how much two wall clocks may differ, ms. */
  spreadMs = 0;
  /** Share of flushes that fail. */
  failures = 0;

  constructor(deps: { readonly tables: Tables; readonly witness: Witness; readonly random: Random }) {
    this.#tables = deps.tables;
    this.#witness = deps.witness;
    this.#random = deps.random;
  }

  /** Windows that are open, and contents that wait. */
  get open(): number {
    return this.#tables.windows.rows.size + this.#contents.rows.size;
  }

  /** Puts an event into the window of its key, inside its transaction. */
  async join(
    session: SimSession,
    tx: SimTx,
    event: SimEvent,
    place: { readonly partition: number; readonly clock: Clock },
  ): Promise<void> {
    const nowMs = place.clock.now();
    const store = new SimWindowStore(session, this.#tables);
    await store.openOrJoin(tx, QUEUE, [
      {
        key: event.key,
        partition: place.partition,
        openedAtMs: nowMs,
        dueAtMs: nowMs + event.waitMs,
      },
    ]);
    // The rest of a handler's work holds the window open, and its flush off.
    await place.clock.sleep(event.workMs);
    await session.statement(tx, () => {
      tx.put(this.#contents, String(event.number), { number: event.number, key: event.key });
    });
  }

  /** When the window of a key is due; null when none is open. */
  dueAt(key: string): number | null {
    return this.#tables.windows.rows.get(`${QUEUE} ${key}`)?.dueAtMs ?? null;
  }

  /** The aggregator of one process. */
  aggregator(process: {
    readonly name: string;
    readonly session: SimSession;
    readonly clock: Clock;
    readonly logger: Logger;
  }): Aggregator {
    const { name, session, clock, logger } = process;
    const empty = async (tx: SimTx, key: string): Promise<void> => {
      const numbers = await session.statement(tx, () => {
        const found = [...tx.scan(this.#contents)].filter((content) => content.key === key);
        for (const { number } of found) tx.delete(this.#contents, String(number));
        return found.map(({ number }) => number);
      });
      tx.onCommit(() => {
        for (const number of numbers) this.#end(number);
      });
    };
    return createAggregator<SimTx>({
      queue: QUEUE,
      store: new SimWindowStore(session, this.#tables),
      prepare: async () => {
        await clock.sleep(this.#random.between(0, 5));
        if (this.#random.chance(this.failures / 2)) throw new Error('the page cannot be prepared');
        return async (tx, window, signal) => {
          const atMs = clock.now();
          await clock.sleep(this.#random.between(0, 20), signal);
          if (this.#random.chance(this.failures)) throw new Error('the window cannot be flushed');
          await empty(tx, window.key);
          tx.onCommit(() => {
            this.#flushed(name, window, atMs);
          });
          return { kind: 'flushed' };
        };
      },
      giveUp: async (tx, window) => {
        await empty(tx, window.key);
        return 1;
      },
      transaction: (run, signal) => session.transaction(run, signal),
      outageOf: outageServiceOf,
      clock,
      recorder: silentRecorder,
      logger,
      options: {
        concurrency: 2,
        pageSize: 3,
        retryDelaysMs: [300, 1_000],
        flushTimeLimitMs: 5_000,
        refreshMs: REFRESH_MS,
        longestBackOffMs: 4_000,
      },
    });
  }

  #end(number: number): void {
    const times = (this.ended.get(number) ?? 0) + 1;
    this.ended.set(number, times);
    if (times > 1) this.#witness.broken('flush_once', `event ${number} was flushed ${times} times`);
  }

  #flushed(
    process: string,
    window: { readonly key: string; readonly dueAtMs: number; readonly attempts: number },
    startedAtMs: number,
  ): void {
    this.#witness.note(process, () => `flushed the window of ${window.key}`);
    // A clock may be set back between the taking of the window and this look at it.
    if (startedAtMs + this.spreadMs < window.dueAtMs) {
      this.#witness.broken(
        'window_in_time',
        `the window of ${window.key} closed ${window.dueAtMs - startedAtMs} ms early`,
      );
    }
    if (this.calmSinceMs === null) return;
    const lateMs = startedAtMs - Math.max(window.dueAtMs, this.calmSinceMs);
    if (lateMs > LATENESS_MS + this.spreadMs) {
      this.#witness.broken('window_in_time', `the window of ${window.key} closed ${lateMs} ms late`);
    }
  }
}
