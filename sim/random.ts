/** Chance that is the same for the same seed: everything random in a simulation comes from one of these. */
export class Random {
  #state: number;

  /** @param seed any whole number; its lowest 32 bits count. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
    // Neighbouring seeds begin with neighbouring states: the first numbers are thrown away.
    for (let round = 0; round < 4; round += 1) this.next();
  }

  /** A stream of its own, so that drawing more of one kind does not shift another. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 2 ** 32));
  }

  /** `[0, 1)`; the mulberry32 generator. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True in `share` of the cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of these. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}
