/** How much a queue may hold in memory. */
export interface BufferLimits {
  /** Records that wait, run or settle. */
  readonly maxRecords: number;
  /** Their values and headers, bytes. */
  readonly maxBytes: number;
}

/** Work is fetched again once both are below this share of their limit: without the gap every record would flap. */
const RESUME_SHARE = 0.5;

/**
 * Counts what is held and says whether fetching should stand still. States: *open* until a limit is reached, *full*
 * until both counts have fallen to half of their limits. `isFull` is right after every `add` and `remove`, so the owner
 * only has to look after each of them (research pitfalls P1 and P3).
 */
export class Backpressure {
  readonly #limits: BufferLimits;
  #records = 0;
  #bytes = 0;
  #full = false;

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#full;
  }

  /** A record came in. */
  add(bytes: number): void {
    this.#records += 1;
    this.#bytes += bytes;
    if (this.#records >= this.#limits.maxRecords || this.#bytes >= this.#limits.maxBytes) this.#full = true;
  }

  /** A record is finished, dropped or handed to a place with its own limit. */
  remove(bytes: number): void {
    this.#records -= 1;
    this.#bytes -= bytes;
    if (
      this.#full &&
      this.#records <= this.#limits.maxRecords * RESUME_SHARE &&
      this.#bytes <= this.#limits.maxBytes * RESUME_SHARE
    ) {
      this.#full = false;
    }
  }
}
