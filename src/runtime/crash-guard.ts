import type { Logger } from 'pino';
import { toError } from './classify-error.ts';
import type { OwnedPartition } from './owned-partition.ts';
import { partitionKey } from './ports.ts';
import type { CrashLedger } from './ports.ts';
import type { WorkItem } from './work-item.ts';

/** Starts without an end after which a record is dead (R-16, last row). */
const MOST_STARTS = 3;
/** From this start on a record runs with nothing beside it, so that its neighbours are not blamed for its crash. */
const ALONE_FROM = 3;
/** The owner that died may have started each of its records once without counting. */
const STARTS_BEFORE_FIRST_COUNT = 1;

/** What may become of counted records. */
export interface Admission<Event> {
  readonly run: readonly WorkItem<Event>[];
  /** To be run one by one, each after `admitAlone`. */
  readonly alone: readonly WorkItem<Event>[];
  /** Started three times without an end: not to be started again. */
  readonly crashed: readonly WorkItem<Event>[];
}

/** What the guard needs. */
export interface CrashGuardDeps {
  readonly ledger: CrashLedger;
  readonly group: string;
  readonly logger: Logger;
  /** Most records of one partition that an owner may have started: twice the buffer limit, for the last fetch. */
  readonly reach: number;
}

/**
 * Finds the record that kills its process, without counting in the steady state (R-16, last row).
 *
 * The owner of a partition leaves a mark in the crash ledger and takes it away when it leaves in order. Whoever finds
 * a mark puts the partition under probation: its first `reach` open records, and more until a commit is stored, as far
 * as they were in the log when the partition was taken over, are counted just before they start. The first count of a record is 2, since the owner that
 * died may have started it. A record that comes to its third start runs alone: only then is its crash its own and
 * not a neighbour's. A fourth start does not happen.
 *
 * Probation outlives rebalances. A partition that is handed over before the last of its counted records has ended
 * keeps its mark, so that its next owner goes on counting: otherwise the rebalance that follows each crash would hide
 * the record that causes them.
 */
export class CrashGuard<Event> {
  readonly #deps: CrashGuardDeps;
  #forgotten: WorkItem<Event>[] = [];
  /** Records in `#forgotten`, and those of a flush under way. */
  #owed = 0;
  #flushFailure: Error | null = null;
  #flushing: Promise<void> = Promise.resolve();
  /** Partitions that were found with a mark, as long as their probation may not be over. */
  readonly #suspects = new Set<string>();
  /** The last hand-over: a take-over must not overtake it in the database. */
  #handingOver: Promise<void> = Promise.resolve();

  constructor(deps: CrashGuardDeps) {
    this.#deps = deps;
  }

  /** Marks the partitions as ours and puts those of a dead owner under probation. Rejects when the ledger is down. */
  async takeOver(partitions: readonly OwnedPartition<Event>[]): Promise<void> {
    await this.#handingOver;
    const orphaned = await this.#deps.ledger.takeOver(this.#deps.group, partitions);
    const owned = new Set(partitions.map(partitionKey));
    for (const key of this.#suspects) if (!owned.has(key)) this.#suspects.delete(key);
    for (const partition of partitions) {
      const key = partitionKey(partition);
      // Lost and given back before its probation was over, it bears our own mark.
      const isResumed = this.#suspects.has(key) && !partition.isTakenOver;
      if (!orphaned.has(key) && !isResumed) continue;
      this.#suspects.add(key);
      partition.probationLeft = this.#deps.reach;
      this.#deps.logger.warn(
        { topic: partition.topic, partition: partition.partition },
        'the last owner of the partition died; its records are counted before they start',
      );
    }
  }

  /** Leaves the partitions in order, except those whose counted records have not all ended: they keep their mark. A
   *  failure only means that the next owner counts for nothing. */
  handOver(partitions: readonly OwnedPartition<Event>[]): Promise<void> {
    const left = partitions.filter((partition) => !this.#isSuspect(partition));
    if (left.length > 0) this.#handingOver = this.#handOver(left, this.#handingOver);
    return this.#handingOver;
  }

  /** Whether a record that is counted has not ended. */
  #isSuspect(partition: OwnedPartition<Event>): boolean {
    const { probationEnd, ledger } = partition;
    if (probationEnd === null || !this.#suspects.has(partitionKey(partition))) return false;
    if ((ledger.position ?? 0) < probationEnd) return true;
    this.#suspects.delete(partitionKey(partition));
    return false;
  }

  async #handOver(partitions: readonly OwnedPartition<Event>[], earlier: Promise<void>): Promise<void> {
    await earlier;
    await this.flush();
    try {
      await this.#deps.ledger.handOver(this.#deps.group, partitions);
    } catch (thrown) {
      this.#deps.logger.warn({ err: toError(thrown) }, 'partitions could not be handed over in order');
    }
  }

  /** Decides at intake whether a record's starts are counted. */
  note(item: WorkItem<Event>): void {
    const { partition } = item;
    if (partition.probationLeft === 0) return;
    partition.probationEnd ??= partition.highWatermark;
    if (partition.probationEnd !== null && item.offset >= partition.probationEnd) {
      partition.probationLeft = 0;
      return;
    }
    // The last one stands for all that the owner may have finished, and not committed, before it died: until a commit
    // is stored a crash makes no progress, and whoever caused it has to be counted however far it lies behind.
    if (partition.probationLeft > 1 || partition.hasStored) partition.probationLeft -= 1;
    item.probation = true;
  }

  /**
   * Counts the start of each record under probation that may run now. Those whose next start would be the last are only
   * looked at: they are counted when they have their turn alone. Rejects when the ledger is down; then nothing may start.
   */
  async admit(items: readonly WorkItem<Event>[]): Promise<Admission<Event>> {
    await this.#flushOrThrow();
    const asked = items.filter((item) => item.probation && !item.isCounted && !item.runsAlone);
    const before =
      asked.length === 0 ? [] : await this.#deps.ledger.startsOf(this.#deps.group, placesOf(asked));
    const crashed = new Set(asked.filter((_, index) => (before[index] ?? 0) >= MOST_STARTS));
    asked.forEach((item, index) => {
      if (before[index] === ALONE_FROM - 1) item.runsAlone = true;
    });
    keepBehind(items, crashed);
    const counted = asked.filter((item) => !item.runsAlone && !crashed.has(item));
    await this.#count(counted, STARTS_BEFORE_FIRST_COUNT + 1);
    for (const item of [...counted, ...crashed]) item.isCounted = true;
    return {
      run: items.filter((item) => !item.runsAlone && !crashed.has(item)),
      alone: items.filter((item) => item.runsAlone && !crashed.has(item)),
      crashed: [...crashed],
    };
  }

  /** Counts the start of a record that runs alone. False: it has had its starts. */
  async admitAlone(item: WorkItem<Event>): Promise<boolean> {
    // Before this one may kill the process: what has ended must not be counted as if it had not.
    await this.#flushOrThrow();
    if (item.isCounted || !item.probation) return true;
    // One that is alone only because it stands behind another of its key may come to its first count here.
    const [total] = await this.#count([item], STARTS_BEFORE_FIRST_COUNT + 1);
    item.isCounted = true;
    return (total ?? 0) <= MOST_STARTS;
  }

  /**
   * A record is finished, or waits for its next attempt, for the end of an outage or for its next owner: it has survived
   * this start, and whatever kills a process meanwhile is not its doing. Its next start is counted anew. Forgotten at
   * once: a next owner that still finds its third count would take it for the killer.
   */
  survived(item: WorkItem<Event>): void {
    if (!item.isCounted && !item.runsAlone) return;
    this.#forgotten.push(item);
    this.#owed += 1;
    item.isCounted = false;
    item.runsAlone = false;
    void this.flush();
  }

  /** Whether counts of records that have ended may still stand in the ledger: nothing starts before they are gone, lest
   *  another record's crash be held against them. */
  get owes(): boolean {
    return this.#owed > 0;
  }

  async #flushOrThrow(): Promise<void> {
    await this.flush();
    if (this.#flushFailure !== null && this.owes) throw this.#flushFailure;
  }

  /** Removes the counts of finished records. A failure keeps them for the next call; they do no harm. */
  flush(): Promise<void> {
    if (this.#forgotten.length > 0) this.#flushing = this.#flush(this.#flushing);
    return this.#flushing;
  }

  async #flush(earlier: Promise<void>): Promise<void> {
    await earlier;
    const items = this.#forgotten;
    this.#forgotten = [];
    if (items.length === 0) return;
    try {
      await this.#deps.ledger.forget(this.#deps.group, placesOf(items));
      this.#owed -= items.length;
      this.#flushFailure = null;
    } catch (thrown) {
      this.#forgotten.push(...items);
      this.#flushFailure = toError(thrown);
      this.#deps.logger.debug({ err: toError(thrown) }, 'finished records could not be forgotten yet');
    }
  }

  async #count(items: readonly WorkItem<Event>[], firstStarts: number): Promise<readonly number[]> {
    if (items.length === 0) return [];
    try {
      return await this.#deps.ledger.recordStarts(this.#deps.group, placesOf(items), firstStarts);
    } catch (thrown) {
      // They may be counted although the answer was lost, and will not start: that must not be held against them.
      this.#forgotten.push(...items);
      this.#owed += items.length;
      throw thrown;
    }
  }
}

/** What follows a record of its key that has to run alone must not overtake it: it runs alone, too, after it. */
function keepBehind<Event>(items: readonly WorkItem<Event>[], crashed: ReadonlySet<WorkItem<Event>>): void {
  const held = new Set<string>();
  for (const item of items) {
    if (crashed.has(item)) continue;
    if (item.runsAlone) held.add(item.laneKey);
    else if (held.has(item.laneKey)) item.runsAlone = true;
  }
}

function placesOf<Event>(
  items: readonly WorkItem<Event>[],
): { topic: string; partition: number; offset: bigint }[] {
  return items.map(({ record: { topic, partition, offset } }) => ({ topic, partition, offset }));
}
