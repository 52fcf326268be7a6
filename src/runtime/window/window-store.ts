/** The port to the durable state of keyed windows (`workers.open_window`); implemented in `src/db/window-store.ts`. */

/** An open window `[openedAtMs, dueAtMs)` of one key. */
export interface OpenWindow {
  readonly queue: string;
  readonly key: string;
  readonly partition: number;
  readonly openedAtMs: number;
  readonly dueAtMs: number;
  /** Failed flushes so far. */
  readonly attempts: number;
  /** W3C trace context of the event that opened it, or null; carried on to what the flush causes. */
  readonly traceparent: string | null;
}

/** A window to open, unless the key has one. */
export interface WindowOpening {
  readonly key: string;
  readonly partition: number;
  readonly openedAtMs: number;
  readonly dueAtMs: number;
  /** W3C trace context of the opening event. Default null. */
  readonly traceparent?: string | null;
}

/** Durable windows. All times are ms since the epoch. */
export interface WindowStore<Tx> {
  /** Opens the windows that do not exist and answers, per opening and in order, the one that is open now. The rows
   *  stay locked until the transaction ends, so a flush and a join of one key exclude each other. Keys are locked in
   *  sorted order. */
  openOrJoin(tx: Tx, queue: string, openings: readonly WindowOpening[]): Promise<readonly OpenWindow[]>;
  /** When the earliest open window of these partitions is due; null when none is open. Costs the same however many
   *  windows are open, so it may be asked after every flush. */
  nextDue(queue: string, partitions: readonly number[]): Promise<number | null>;
  /** Earliest due time of each of these partitions that has an open window, and the number of open windows. */
  earliestDue(
    queue: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, { dueAtMs: number; open: number }>>;
  /** Keys of windows of these partitions that are due at `nowMs`, earliest first. */
  dueKeys(
    queue: string,
    partitions: readonly number[],
    nowMs: number,
    limit: number,
  ): Promise<readonly string[]>;
  /** Takes the window of a key out, if it is due at `nowMs`: it is closed once `tx` commits. A join waits for that.
   *  Null, without waiting, when there is no such window, or another transaction holds it. */
  take(tx: Tx, queue: string, key: string, nowMs: number): Promise<OpenWindow | null>;
  /** Moves the due time of a window that `tx` has locked or taken, and puts it back in the latter case: after a failed
   *  flush, or because the key's period changed. */
  reschedule(
    tx: Tx,
    window: OpenWindow,
    change: { dueAtMs: number; attempts: number; error?: string },
  ): Promise<void>;
}
