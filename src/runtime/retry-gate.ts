import type { Clock, Timer } from './clock.ts';
import { readNotBefore } from './headers.ts';
import type { OwnedPartition } from './owned-partition.ts';
import type { WorkItem } from './work-item.ts';

/** How much of one tier partition is held in memory before it is paused. */
export interface GateLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** At 500 records or 1 MB per partition the heads of all tiers fit in memory and start within milliseconds. */
export const GATE_LIMITS: GateLimits = { maxRecords: 500, maxBytes: 1_048_576 };

const RESUME_SHARE = 0.5;
/** Share of a tier's delay for which a record that is not due is held at least: clocks that disagree (broker and workers)
 *  would otherwise send it round and round without a wait. */
const LEAST_HOLD_SHARE = 0.1;

/** What the gate needs. */
export interface RetryGateDeps<Event> {
  readonly clock: Clock;
  readonly limits: GateLimits;
  /** The record's time has come: it may enter its lane. */
  readonly release: (item: WorkItem<Event>) => void;
  /** The record has waited its tier's delay and its time has not come: it goes to a tier once more. */
  readonly forward: (item: WorkItem<Event>) => void;
  /** `partition.gateFull` has changed. */
  readonly onFull: (partition: OwnedPartition<Event>) => void;
}

/** A held record. */
interface Held<Event> {
  readonly item: WorkItem<Event>;
  /** When the gate lets go of it, ms. */
  readonly untilMs: number;
}

/** Held records of one partition as a binary heap: earliest first, equal times in log order. */
interface Line<Event> {
  readonly heap: Held<Event>[];
  bytes: number;
  timer: Timer | null;
  timerAtMs: number;
}

function isBefore<Event>(a: Held<Event>, b: Held<Event>): boolean {
  return a.untilMs < b.untilMs || (a.untilMs === b.untilMs && a.item.offset < b.item.offset);
}

/**
 * Holds the records of retry tiers until they are due, never longer or shorter. Promises:
 * - a record is released when the local clock has reached its `x-not-before`, never before;
 * - of records that are due, none overtakes one that was held before it came;
 * - no record is held longer than its tier's constant delay after it was written, or a tenth of it after it came: one that must wait longer
 *   (`Retry-After`, `defer`) is forwarded to a tier again. So whatever is behind a full gate waits at most one delay,
 *   and the records of a partition need not be in the order of their due times;
 * - memory is bounded: at the limit the partition is paused until half is gone.
 * One timer per partition, for its earliest record.
 */
export class RetryGate<Event> {
  readonly #deps: RetryGateDeps<Event>;
  readonly #lines = new Map<OwnedPartition<Event>, Line<Event>>();
  #stopped = false;

  constructor(deps: RetryGateDeps<Event>) {
    this.#deps = deps;
  }

  /** Takes a record of a tier partition; releases it at once when it is due. */
  add(item: WorkItem<Event>): void {
    const { partition, record } = item;
    const delayMs = partition.tier?.delayMs ?? 0;
    item.dueAtMs = readNotBefore(record.headers) ?? record.timestampMs + delayMs;
    const nowMs = this.#deps.clock.now();
    const forwardAtMs = Math.max(record.timestampMs + delayMs, nowMs + delayMs * LEAST_HOLD_SHARE);
    const held = { item, untilMs: Math.min(item.dueAtMs, forwardAtMs) };
    if (held.untilMs <= nowMs) {
      // The timer may be late, after a busy moment of the process: what is held and due goes first.
      const before = this.#lines.get(partition);
      if (before !== undefined) this.#releaseDue(partition, before);
      this.#letGo(item);
      return;
    }
    const line = this.#lineOf(partition);
    siftUp(line.heap, held);
    line.bytes += item.bytes;
    this.#arm(partition, line);
    this.#checkFull(partition, line);
  }

  /** Forgets the records of a partition that was lost. */
  drop(partition: OwnedPartition<Event>): void {
    this.#lines.get(partition)?.timer?.cancel();
    this.#lines.delete(partition);
  }

  /** Releases nothing any more. */
  stop(): void {
    this.#stopped = true;
    for (const partition of [...this.#lines.keys()]) this.drop(partition);
  }

  /** Records held in a partition. */
  held(partition: OwnedPartition<Event>): number {
    return this.#lines.get(partition)?.heap.length ?? 0;
  }

  #lineOf(partition: OwnedPartition<Event>): Line<Event> {
    const known = this.#lines.get(partition);
    if (known !== undefined) return known;
    const line: Line<Event> = { heap: [], bytes: 0, timer: null, timerAtMs: 0 };
    this.#lines.set(partition, line);
    return line;
  }

  #letGo(item: WorkItem<Event>): void {
    if (item.dueAtMs <= this.#deps.clock.now()) this.#deps.release(item);
    else this.#deps.forward(item);
  }

  #arm(partition: OwnedPartition<Event>, line: Line<Event>): void {
    const next = line.heap[0];
    if (line.timer !== null && next?.untilMs === line.timerAtMs) return;
    line.timer?.cancel();
    line.timer = null;
    if (next === undefined || this.#stopped) return;
    line.timerAtMs = next.untilMs;
    line.timer = this.#deps.clock.after(next.untilMs - this.#deps.clock.now(), () => {
      line.timer = null;
      this.#releaseDue(partition, line);
    });
  }

  #releaseDue(partition: OwnedPartition<Event>, line: Line<Event>): void {
    for (let next = line.heap[0]; next !== undefined; next = line.heap[0]) {
      if (next.untilMs > this.#deps.clock.now()) break;
      shiftHeap(line.heap);
      line.bytes -= next.item.bytes;
      this.#letGo(next.item);
    }
    this.#arm(partition, line);
    this.#checkFull(partition, line);
  }

  #checkFull(partition: OwnedPartition<Event>, line: Line<Event>): void {
    const { maxRecords, maxBytes } = this.#deps.limits;
    const share = partition.gateFull ? RESUME_SHARE : 1;
    const isOver = partition.gateFull
      ? line.heap.length > maxRecords * share || line.bytes > maxBytes * share
      : line.heap.length >= maxRecords || line.bytes >= maxBytes;
    if (isOver === partition.gateFull) return;
    partition.gateFull = isOver;
    this.#deps.onFull(partition);
  }
}

function siftUp<Event>(heap: Held<Event>[], held: Held<Event>): void {
  let index = heap.length;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(held, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = held;
}

function shiftHeap<Event>(heap: Held<Event>[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    let child = heap[childIndex];
    const right = heap[childIndex + 1];
    if (child !== undefined && right !== undefined && isBefore(right, child)) {
      childIndex += 1;
      child = right;
    }
    if (child === undefined || !isBefore(child, last)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
}
