/** What the runtime needs from other rooms, beside the broker: decoding, the effect ledger, and crash counts. */

/** How the bytes of a record were read. */
export type Decoded<Event> =
  | {
      readonly kind: 'decoded';
      readonly event: Event;
      /** From a legacy body's `failed_tries`. */ readonly failedTries: number;
    }
  /** Never readable: envelope, Avro or unknown schema. `errorClass` becomes `x-error-class`. */
  | { readonly kind: 'malformed'; readonly errorClass: string; readonly message: string }
  /** The registry cannot be asked for an unknown id just now: pause and probe, nothing goes to a tier. */
  | { readonly kind: 'registry_down'; readonly error: Error };

/** Decodes the values of one queue. Synchronous when the writer's schema is known. */
export interface EventDecoder<Event> {
  decode(value: Buffer | null): Decoded<Event> | Promise<Decoded<Event>>;
}

/** The ledger of effects in the database (`workers.processed_event`) and its transactions. */
export interface EffectStore<Tx> {
  /** Commits what `run` did, or rolls back and rethrows. Statements are cut when `signal` aborts. */
  transaction<T>(run: (tx: Tx) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Claims ids for a group in one statement; answers those that were not claimed before. */
  claim(tx: Tx, group: string, eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Gives claims of this transaction back. */
  release(tx: Tx, group: string, eventIds: readonly string[]): Promise<void>;
}

/** Asks whether a shared service works again; rejects while it does not. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/** One record by its place. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** How a partition is spelt in the answer of `CrashLedger.takeOver`. */
export function partitionKey(place: { readonly topic: string; readonly partition: number }): string {
  return `${place.topic}:${place.partition}`;
}

/**
 * Counts starts without an end, so that a record that kills its process is found (R-16, last row).
 * Only partitions that were just taken over are counted, so the steady state costs nothing.
 */
export interface CrashLedger {
  /** A process takes these partitions over. Answers, as `partitionKey` spells them, those whose last owner did not
   *  leave in order. */
  takeOver(
    group: string,
    partitions: readonly { topic: string; partition: number }[],
  ): Promise<ReadonlySet<string>>;
  /** The starts of each record so far, in order; 0 when it has no row. Changes nothing. */
  startsOf(group: string, places: readonly RecordPlace[]): Promise<readonly number[]>;
  /** Adds one start to each record (or sets `firstStarts` when it has no row) and answers the totals, in order. */
  recordStarts(
    group: string,
    places: readonly RecordPlace[],
    firstStarts: number,
  ): Promise<readonly number[]>;
  /** The records are finished. */
  forget(group: string, places: readonly RecordPlace[]): Promise<void>;
  /** The process leaves these partitions in order. */
  handOver(group: string, partitions: readonly { topic: string; partition: number }[]): Promise<void>;
}
