/** The port to the outbox table, so that the relay runs on PostgreSQL and in the simulator alike. */

/** A row that waits to be published. */
export interface WaitingRow {
  /** Grows with the order of insertion. */
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

/** A row that the broker refuses for a reason of its own. */
export interface ParkedRow {
  readonly id: string;
  readonly topic: string;
  readonly error: string;
}

/** How much waits, and since when. */
export interface OutboxState {
  readonly waiting: number;
  readonly parked: number;
  /** Creation of the oldest waiting row. */
  readonly oldest: Date | null;
}

/** What the relay asks of the outbox. A lane holds all rows of a topic and key. */
export interface OutboxStore<Tx> {
  /** Commits what `run` did, or rolls back and rethrows. */
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lanes with rows to publish; parked rows do not count. */
  waitingLanes(): Promise<readonly number[]>;
  /** Locks a lane until the transaction ends; false, without waiting, when another transaction has it. */
  lockLane(tx: Tx, lane: number): Promise<boolean>;
  /** The oldest waiting rows of a lane in id order: at most `rows`, and no more after `bytes` of payload. */
  readLane(
    tx: Tx,
    lane: number,
    limits: { readonly rows: number; readonly bytes: number },
  ): Promise<readonly WaitingRow[]>;
  /** Notes rows as published. */
  markPublished(tx: Tx, ids: readonly string[], now: Date): Promise<void>;
  /** Sets rows aside with the reason. */
  park(tx: Tx, rows: readonly ParkedRow[], now: Date): Promise<void>;
  state(): Promise<OutboxState>;
  /** Lets parked rows try again, after 30 s for each attempt they have had, at most an hour. */
  releaseParked(now: Date): Promise<void>;
  /** Deletes rows published before `outboxMs`, and ledgers of effects from before `ledgersMs`. */
  prune(before: { readonly outboxMs: number; readonly ledgersMs: number }): Promise<void>;
  /**
   * Calls `onNotify` once notifications arrive, and for each of them. Resolves when `signal` aborts, rejects when the
   * connection is lost: then notifications may have been missed.
   */
  listen(signal: AbortSignal, onNotify: () => void): Promise<void>;
}
