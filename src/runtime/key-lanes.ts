/** What can wait in a lane. The link fields belong to the lanes; nobody else writes them. */
export interface LaneItem {
  readonly laneKey: string;
  laneNext: LaneItem | null;
  /** Order of arrival. */
  laneTurn: number;
}

/**
 * One key. States:
 * - *ready*: has items, none of them runs; stands in the ready line;
 * - *running*: its first items were taken and are not released;
 * - *parked*: nothing of it may start until `unpark` (a failed record of an ordered type waits for its next attempt).
 * A lane without items that is not running or parked does not exist.
 */
interface Lane<T> {
  readonly key: string;
  state: 'ready' | 'running' | 'parked';
  head: T | null;
  tail: T | null;
  size: number;
  /** Items taken and not released. */
  taken: number;
  nextReady: Lane<T> | null;
}

/**
 * Queues by key: items of one key are taken one after another, items of different keys side by side, at most
 * `concurrency` keys at once. Keys get their turn in the order in which they became ready. Push, take and release are
 * O(1); a busy key costs nothing to skip, since it does not stand in the ready line.
 */
export class KeyLanes<T extends LaneItem> {
  readonly #concurrency: number;
  readonly #lanes = new Map<string, Lane<T>>();
  #readyHead: Lane<T> | null = null;
  #readyTail: Lane<T> | null = null;
  #readyCount = 0;
  #running = 0;
  #waiting = 0;
  #arrivals = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Items that wait, without those taken. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Keys with items taken and not released. */
  get running(): number {
    return this.#running;
  }

  /** Keys that could start now. */
  get ready(): number {
    return this.#readyCount;
  }

  /** Whether `take` would answer an item. */
  get canTake(): boolean {
    return this.#readyCount > 0 && this.#running < this.#concurrency;
  }

  /** Appends an item to its key. */
  push(item: T): void {
    item.laneNext = null;
    this.#arrivals += 1;
    item.laneTurn = this.#arrivals;
    this.#waiting += 1;
    const lane = this.#lanes.get(item.laneKey);
    if (lane === undefined) {
      this.#open(item);
      return;
    }
    if (lane.tail === null) lane.head = item;
    else lane.tail.laneNext = item;
    lane.tail = item;
    lane.size += 1;
  }

  /** Takes the first item of the key whose turn it is; null when nothing may start. Release it afterwards. */
  take(): T | null {
    if (this.#running >= this.#concurrency) return null;
    const lane = this.#shiftReady();
    if (lane === null) return null;
    lane.state = 'running';
    this.#running += 1;
    return this.#takeItem(lane);
  }

  /**
   * Takes up to `maxSize` items: one of each ready key; or, when only one key is ready and `allowOneKey`, several of
   * that key in order. Empty when nothing may start. Release each of them afterwards.
   */
  takeBatch(maxSize: number, allowOneKey: boolean): T[] {
    if (allowOneKey && this.#readyCount === 1) return this.#takeOneKey(maxSize);
    const items: T[] = [];
    while (items.length < maxSize) {
      const item = this.take();
      if (item === null) break;
      items.push(item);
    }
    return items;
  }

  /** A taken item is settled; after the last one its key gets its next turn at the end of the line. */
  release(item: T): void {
    const lane = this.#taken(item);
    lane.taken -= 1;
    if (lane.taken > 0) return;
    this.#running -= 1;
    if (lane.head === null) this.#lanes.delete(lane.key);
    else this.#makeReady(lane);
  }

  /** Gives a taken item back: it is released and stands in front of its key again, in the order of arrival. */
  giveBack(item: T): void {
    this.#insert(this.#taken(item), item);
    this.release(item);
  }

  /** Gives the only taken item of a key back without letting the key take a turn until `unpark`. */
  park(item: T): void {
    const lane = this.#taken(item);
    this.#insert(lane, item);
    lane.taken -= 1;
    this.#running -= 1;
    lane.state = 'parked';
  }

  /** Lets a parked key take its turns again. */
  unpark(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane?.state !== 'parked') return;
    if (lane.head === null) this.#lanes.delete(key);
    else this.#makeReady(lane);
  }

  /** Items that wait in a key. */
  depth(key: string): number {
    return this.#lanes.get(key)?.size ?? 0;
  }

  /** Waiting items of a key, in order. */
  *waitingOf(key: string): Generator<T> {
    for (let item = this.#lanes.get(key)?.head ?? null; item !== null; item = item.laneNext as T | null) {
      yield item;
    }
  }

  /** Removes every waiting item of a key, in order. */
  cut(key: string): T[] {
    const lane = this.#lanes.get(key);
    return lane === undefined ? [] : this.#drain(lane);
  }

  /** Removes the waiting items for which `isDropped` holds and answers them; running keys keep running. O(n). */
  drop(isDropped: (item: T) => boolean): T[] {
    const dropped: T[] = [];
    for (const lane of this.#lanes.values()) {
      const kept: T[] = [];
      for (const item of this.#drain(lane)) (isDropped(item) ? dropped : kept).push(item);
      this.#refill(lane, kept);
      if (lane.head === null && lane.state === 'parked') this.#lanes.delete(lane.key);
    }
    this.#sweepReady();
    return dropped;
  }

  #open(item: T): void {
    const lane: Lane<T> = {
      key: item.laneKey,
      state: 'ready',
      head: item,
      tail: item,
      size: 1,
      taken: 0,
      nextReady: null,
    };
    this.#lanes.set(item.laneKey, lane);
    this.#makeReady(lane);
  }

  #takeOneKey(maxSize: number): T[] {
    const first = this.take();
    if (first === null) return [];
    const items = [first];
    const lane = this.#lanes.get(first.laneKey);
    while (lane !== undefined && lane.head !== null && items.length < maxSize) {
      items.push(this.#takeItem(lane));
    }
    return items;
  }

  #taken(item: T): Lane<T> {
    const lane = this.#lanes.get(item.laneKey);
    if (lane === undefined || lane.taken === 0) throw new Error('the item is not taken');
    return lane;
  }

  #takeItem(lane: Lane<T>): T {
    lane.taken += 1;
    return this.#shiftItem(lane);
  }

  /** Puts an item behind those that came before it; only items given back together stand in front of it. */
  #insert(lane: Lane<T>, item: T): void {
    let before: T | null = null;
    let after = lane.head;
    while (after !== null && after.laneTurn < item.laneTurn) {
      before = after;
      after = after.laneNext as T | null;
    }
    item.laneNext = after;
    if (before === null) lane.head = item;
    else before.laneNext = item;
    if (after === null) lane.tail = item;
    lane.size += 1;
    this.#waiting += 1;
  }

  #shiftItem(lane: Lane<T>): T {
    const item = lane.head;
    if (item === null) throw new Error('a ready lane has an item');
    lane.head = item.laneNext as T | null;
    if (lane.head === null) lane.tail = null;
    item.laneNext = null;
    lane.size -= 1;
    this.#waiting -= 1;
    return item;
  }

  #makeReady(lane: Lane<T>): void {
    lane.state = 'ready';
    lane.nextReady = null;
    if (this.#readyTail === null) this.#readyHead = lane;
    else this.#readyTail.nextReady = lane;
    this.#readyTail = lane;
    this.#readyCount += 1;
  }

  #shiftReady(): Lane<T> | null {
    const lane = this.#readyHead;
    if (lane === null) return null;
    this.#readyHead = lane.nextReady;
    if (this.#readyHead === null) this.#readyTail = null;
    lane.nextReady = null;
    this.#readyCount -= 1;
    return lane;
  }

  #drain(lane: Lane<T>): T[] {
    const items: T[] = [];
    while (lane.head !== null) items.push(this.#shiftItem(lane));
    return items;
  }

  #refill(lane: Lane<T>, items: readonly T[]): void {
    for (const item of items) {
      item.laneNext = null;
      if (lane.tail === null) lane.head = item;
      else lane.tail.laneNext = item;
      lane.tail = item;
    }
    lane.size = items.length;
    this.#waiting += items.length;
  }

  /** Rebuilds the ready line without the lanes that lost all their items. */
  #sweepReady(): void {
    const ready: Lane<T>[] = [];
    for (let lane = this.#shiftReady(); lane !== null; lane = this.#shiftReady()) ready.push(lane);
    for (const lane of ready) {
      if (lane.head === null) this.#lanes.delete(lane.key);
      else this.#makeReady(lane);
    }
  }
}
