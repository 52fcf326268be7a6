import { perSecond } from './plain-kafkajs.ts';

/** What one side of a comparison came to, as its own process saw it. */
export interface SideResult {
  readonly perSecond: number;
  /** Processor time of the side's process, all threads, from the first to the last event, µs per event. */
  readonly cpuMicros: number;
  /** Largest resident memory of the side's process, MiB. */
  readonly peakMiB: number;
}

/** One side of a comparison. Runs in a fresh process, so that no side meets the heap or the compiled code of another. */
export type Side<Options> = (options: Options) => Promise<SideResult>;

const KIB_PER_MIB = 1_024;

/** Measures from the first to the last of `count` events that are numbered from 0, each counted once. */
export class Tally {
  readonly done: Promise<SideResult>;
  readonly #finish: (result: SideResult) => void;
  readonly #seen: Uint8Array;
  #left: number;
  #firstAt = 0;
  #cpuAtFirst = process.cpuUsage();

  constructor(count: number) {
    const { promise, resolve } = Promise.withResolvers<SideResult>();
    this.done = promise;
    this.#finish = resolve;
    this.#seen = new Uint8Array(count);
    this.#left = count;
  }

  /** Notes that an event was handled; repeats do not count. */
  note(id: number): void {
    if (this.#seen[id] !== 0) return;
    if (this.#firstAt === 0) {
      this.#firstAt = performance.now();
      this.#cpuAtFirst = process.cpuUsage();
    }
    this.#seen[id] = 1;
    this.#left -= 1;
    if (this.#left === 0) this.#finish(this.#result());
  }

  #result(): SideResult {
    const count = this.#seen.length;
    const { user, system } = process.cpuUsage(this.#cpuAtFirst);
    return {
      perSecond: perSecond(count, performance.now() - this.#firstAt),
      cpuMicros: (user + system) / count,
      peakMiB: process.resourceUsage().maxRSS / KIB_PER_MIB,
    };
  }
}
