import type { Clock, Timer } from './clock.ts';
import type { KeyLanes } from './key-lanes.ts';
import type { WorkItem } from './work-item.ts';

/** A failed record that waits in front of its key. */
interface ParkedHead<Event> {
  readonly item: WorkItem<Event>;
  readonly timer: Timer;
}

/**
 * Keys of ordered types whose first record failed: the record waits in memory, in front of its key, and nothing
 * of the key starts before its next attempt. It is not finished meanwhile, so after a crash or a rebalance the next
 * owner finds the key in the same order; only the count of attempts begins again.
 */
export class OrderedKeys<Event> {
  readonly #lanes: KeyLanes<WorkItem<Event>>;
  readonly #clock: Clock;
  readonly #onDue: () => void;
  readonly #heads = new Map<string, ParkedHead<Event>>();

  constructor(deps: {
    readonly lanes: KeyLanes<WorkItem<Event>>;
    readonly clock: Clock;
    readonly onDue: () => void;
  }) {
    this.#lanes = deps.lanes;
    this.#clock = deps.clock;
    this.#onDue = deps.onDue;
  }

  /** Puts a taken record back in front of its key until `dueAtMs`. */
  park(item: WorkItem<Event>, dueAtMs: number): void {
    this.#lanes.park(item);
    const timer = this.#clock.after(Math.max(0, dueAtMs - this.#clock.now()), () => {
      this.#end(item.laneKey);
      this.#onDue();
    });
    this.#heads.set(item.laneKey, { item, timer });
  }

  /** Lets keys go whose failed record belongs to a lost partition. */
  dropLost(): void {
    for (const [key, { item }] of this.#heads) if (item.partition.lost) this.#end(key);
  }

  /** The parked record of a key. */
  headOf(key: string): WorkItem<Event> | null {
    return this.#heads.get(key)?.item ?? null;
  }

  /** Ends every wait; the keys stay parked. */
  stop(): void {
    for (const { timer } of this.#heads.values()) timer.cancel();
    this.#heads.clear();
  }

  #end(key: string): void {
    this.#heads.get(key)?.timer.cancel();
    this.#heads.delete(key);
    this.#lanes.unpark(key);
  }
}
