import type { Clock, Timer } from './clock.ts';
import type { FailureText } from './headers.ts';
import type { KeyLanes } from './key-lanes.ts';
import type { RetryTier } from './names.ts';
import type { WorkItem } from './work-item.ts';

/** How much of one key may wait in memory behind its failed record. */
export interface ParkLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** A hundred keys at the limit are ten thousand records: more would crowd out the keys that are well. */
export const PARK_LIMITS: ParkLimits = { maxRecords: 100, maxBytes: 262_144 };

/** How a failed record waits. */
export interface Parking {
  readonly dueAtMs: number;
  /** Where it goes when too much waits behind it. */
  readonly tier: RetryTier;
  /** Null for a record that only follows. */
  readonly failure: FailureText | null;
}

/** A failed record that waits in front of its key. */
interface ParkedHead<Event> {
  readonly item: WorkItem<Event>;
  readonly parking: Parking;
  readonly timer: Timer;
  bytes: number;
}

/** A key whose records are in a tier. */
interface Spill<Event> {
  readonly parking: Parking;
  readonly owner: WorkItem<Event>['partition'];
  /** Records of the key that were written to the tier and have not ended. */
  outstanding: number;
}

/**
 * Keys of ordered types whose first record failed. A key is
 * - *free*, until a record of it fails;
 * - *parked*: the failed record waits in memory in front of its key, and nothing of the key starts before its next
 *   attempt. It is not finished meanwhile, so after a crash or a rebalance the next owner finds the key in the same
 *   order; only the count of attempts begins again;
 * - *spilled*, once more than the limits waits behind it: the failed record and all that follow it are written to its
 *   tier in order, and so is every later record of the main topic, until the last of them has come back and ended.
 *   Records that come back from a tier are parked without a limit of their own. Order is kept for as long as the
 *   partition stays with its owner: the next owner does not know which keys are spilled.
 */
export class OrderedKeys<Event> {
  readonly #lanes: KeyLanes<WorkItem<Event>>;
  readonly #clock: Clock;
  readonly #limits: ParkLimits;
  readonly #onDue: () => void;
  readonly #heads = new Map<string, ParkedHead<Event>>();
  readonly #spills = new Map<string, Spill<Event>>();

  constructor(deps: {
    readonly lanes: KeyLanes<WorkItem<Event>>;
    readonly clock: Clock;
    readonly limits: ParkLimits;
    readonly onDue: () => void;
  }) {
    this.#lanes = deps.lanes;
    this.#clock = deps.clock;
    this.#limits = deps.limits;
    this.#onDue = deps.onDue;
  }

  /** Puts a taken record back in front of its key. Answers what has to be spilled: mostly nothing. */
  park(item: WorkItem<Event>, parking: Parking): readonly WorkItem<Event>[] {
    this.#lanes.park(item);
    const timer = this.#clock.after(Math.max(0, parking.dueAtMs - this.#clock.now()), () => {
      this.#end(head);
      this.#onDue();
    });
    let bytes = 0;
    for (const waiting of this.#lanes.waitingOf(item.laneKey)) bytes += waiting.bytes;
    const head: ParkedHead<Event> = { item, parking, timer, bytes };
    this.#heads.set(item.laneKey, head);
    return this.#takeOverflow(head);
  }

  /** Whether a record must follow its key into a tier. */
  isSpilled(item: WorkItem<Event>): boolean {
    return item.partition.tier === null && this.#spills.has(item.laneKey);
  }

  /** A record was added to its lane. Answers what has to be spilled: mostly nothing. */
  overflow(item: WorkItem<Event>): readonly WorkItem<Event>[] {
    const head = this.#heads.get(item.laneKey);
    if (head === undefined) return [];
    head.bytes += item.bytes;
    return this.#takeOverflow(head);
  }

  /** Notes that these records of a key go to its tier, and says how. */
  spilled(
    key: string,
    items: readonly WorkItem<Event>[],
  ): readonly { readonly item: WorkItem<Event>; readonly parking: Parking }[] {
    const spill = this.#spills.get(key);
    if (spill === undefined) return [];
    spill.outstanding += items.length;
    const following: Parking = { ...spill.parking, failure: null };
    // Only the failed record says why; its followers merely wait as long.
    return items.map((item) => ({ item, parking: item.event === undefined ? following : spill.parking }));
  }

  /** A record has ended for good. */
  ended(item: WorkItem<Event>): void {
    if (item.partition.tier === null) return;
    const spill = this.#spills.get(item.laneKey);
    if (spill === undefined) return;
    spill.outstanding -= 1;
    if (spill.outstanding <= 0) this.#spills.delete(item.laneKey);
  }

  /** Lets keys go whose failed record belongs to a lost partition. */
  dropLost(): void {
    for (const head of this.#heads.values()) if (head.item.partition.lost) this.#end(head);
    for (const [key, { owner }] of this.#spills) if (owner.lost) this.#spills.delete(key);
  }

  /** Ends every wait; the keys stay parked. */
  stop(): void {
    for (const { timer } of this.#heads.values()) timer.cancel();
    this.#heads.clear();
  }

  #takeOverflow(head: ParkedHead<Event>): readonly WorkItem<Event>[] {
    const { laneKey: key, partition } = head.item;
    if (partition.tier !== null) return [];
    const behind = this.#lanes.depth(key) - 1;
    if (behind <= this.#limits.maxRecords && head.bytes <= this.#limits.maxBytes) return [];
    this.#spills.set(key, { parking: head.parking, owner: partition, outstanding: 0 });
    const items = this.#lanes.cut(key);
    this.#end(head);
    return items;
  }

  #end({ item: { laneKey: key }, timer }: ParkedHead<Event>): void {
    timer.cancel();
    this.#heads.delete(key);
    this.#lanes.unpark(key);
  }
}
