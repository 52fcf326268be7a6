/**
 * The simulator's command:
 * - `npm run sim`: 1,000 fresh seeds; `--seeds N` as many as asked for; `--from N` from that seed on; `--counts` tells
 *   how often what happened;
 * - `npm run sim -- --seed N [--trace]`: one seed; with the story of what happened;
 * - `npm run sim -- --planted [--seeds N]`: plants known bugs and shows that each is found within N (1,000) seeds.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { runSeeds } from './seed-pool.ts';
import type { SeedFailure } from './seed-pool.ts';
import { runSeed } from './verdict.ts';

const DEFAULT_SEEDS = 1_000;
/** Fresh seeds are taken from here. */
const SEED_SPACE = 2 ** 31;
const TRACED_FAILURES = 1;
/** The end of its story; the whole of it comes with --seed. */
const TRACED_LINES = 60;

function lineOf({ seed, promise, text }: SeedFailure): string {
  return `seed ${seed} breaks ${promise}: ${text}\n  replay: npm run sim -- --seed ${seed} --trace`;
}

/** One seed; answers whether it keeps every promise. */
async function one(seed: number, isTraced: boolean, lines = Infinity): Promise<boolean> {
  const { witness, elapsedMs, timers, starts } = await runSeed(seed, isTraced);
  if (isTraced) console.log(witness.lines.slice(-lines).join('\n'));
  for (const { promise, text } of witness.violations) console.log(`seed ${seed} breaks ${promise}: ${text}`);
  const seconds = (elapsedMs / 1_000).toFixed(1);
  console.log(`seed ${seed}: ${seconds} s of virtual time, ${timers} steps, ${starts} workers started`);
  return witness.violations.length === 0;
}

async function many(from: number, count: number, withCounts: boolean): Promise<boolean> {
  console.log(`seeds ${from} to ${from + count - 1}`);
  const startedAtMs = performance.now();
  const { ran, failures, timers, virtualMs, counts } = await runSeeds({
    from,
    count,
    onFailure: (failure) => {
      console.log(lineOf(failure));
    },
  });
  for (const { seed } of failures.slice(0, TRACED_FAILURES)) await one(seed, true, TRACED_LINES);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const hours = (virtualMs / 3_600_000).toFixed(0);
  console.log(
    `${ran} worlds, ${hours} h of virtual time, ${timers} steps in ${seconds.toFixed(1)} s: ${failures.length} broke a promise`,
  );
  if (withCounts) {
    for (const what of [...counts.keys()].sort())
      console.log(`${String(counts.get(what)).padStart(9)}  ${what}`);
  }
  return failures.length === 0;
}

async function planted(count: number): Promise<boolean> {
  console.log('| planted bug | found at seed | as |\n|---|---|---|');
  let isComplete = true;
  for (const { name, ...mutation } of PLANTED_BUGS) {
    const { failures } = await runSeeds({ from: 1, count, mutation, untilFound: true });
    const [first] = failures;
    if (first === undefined) isComplete = false;
    console.log(`| ${name} | ${first?.seed ?? 'NOT FOUND'} | ${first === undefined ? '' : first.promise} |`);
  }
  return isComplete;
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    counts: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
  },
});
const count = Number(values.seeds ?? DEFAULT_SEEDS);
let isFine: boolean;
if (values.seed !== undefined) isFine = await one(Number(values.seed), values.trace);
else if (values.planted) isFine = await planted(count);
else isFine = await many(Number(values.from ?? randomInt(SEED_SPACE)), count, values.counts);
process.exitCode = isFine ? 0 : 1;
