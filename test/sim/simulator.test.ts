import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutate } from '../../sim/mutation.ts';
import { PLANTED_BUGS } from '../../sim/planted-bugs.ts';
import { runSeeds } from '../../sim/seed-pool.ts';
import { runSeed } from '../../sim/verdict.ts';

const WORLDS = 150;
const FRESH_WORLDS = 50;
/** Chosen anew each time, by the rule of `npm run sim`; it stands in the test's name. */
const FRESH_FROM = randomInt(2 ** 31 - FRESH_WORLDS);
const LIMIT = { timeout: 120_000 };

/** Breaks of promises in words that say how to see them again. */
async function breaksOf(from: number, count: number): Promise<readonly string[]> {
  const { failures } = await runSeeds({ from, count });
  return failures.map(
    ({ seed, promise, text }) => `${promise}: ${text} (npm run sim -- --seed ${seed} --trace)`,
  );
}

describe('the simulator', () => {
  it(`worlds 1 to ${WORLDS} keep every promise`, LIMIT, async () => {
    expect(await breaksOf(1, WORLDS)).toEqual([]);
  });

  it(`fresh worlds ${FRESH_FROM} to ${FRESH_FROM + FRESH_WORLDS - 1} keep every promise`, LIMIT, async () => {
    expect(await breaksOf(FRESH_FROM, FRESH_WORLDS)).toEqual([]);
  });

  it('the same seed is the same world, down to every line of its trace', LIMIT, async () => {
    for (const seed of [3, 88, 268]) {
      const [first, second] = [await runSeed(seed, true), await runSeed(seed, true)];
      expect(first.witness.lines.length).toBeGreaterThan(20);
      expect(second.witness.lines).toEqual(first.witness.lines);
    }
  });

  it.each(PLANTED_BUGS.map((bug) => [bug.name, bug] as const))('can still plant: %s', (_, bug) => {
    const source = readFileSync(new URL(`../../${bug.file}`, import.meta.url), 'utf8');
    expect(mutate(source, bug)).not.toBe(source);
  });

  it('finds a planted bug', LIMIT, async () => {
    const mutation = PLANTED_BUGS.find(({ name }) => name.includes('effects are not claimed'))!;
    const { failures } = await runSeeds({ from: 1, count: 100, mutation, untilFound: true });
    expect(failures.map(({ promise }) => promise)).toContain('effect_once');
  });
});
