/** Chance that always falls the same way for the same seed. */
export interface SeedRandom {
  /** At least 0, below 1. */
  next(): number;
  /** Whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the items; throws when there is none. */
  pick<T>(items: readonly T[]): T;
  /** Up to `count` different items, in no particular order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** Lower-case hex digits. */
  hex(digits: number): string;
  /** A UUID of version 4. */
  uuid(): string;
}

/** A small generator (mulberry32): good enough for test people, and the same on every machine. */
export const seedRandom = (seed: number): SeedRandom => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => between(0, 15).toString(16)).join('');
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    sample: (items, count) => {
      const rest = [...items];
      const taken = Math.min(count, rest.length);
      for (let place = 0; place < taken; place += 1) {
        const other = between(place, rest.length - 1);
        const [a, b] = [rest[place], rest[other]];
        if (a !== undefined && b !== undefined) [rest[place], rest[other]] = [b, a];
      }
      return rest.slice(0, taken);
    },
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
};
