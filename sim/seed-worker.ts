/** Runs ranges of seeds beside the main thread; sends a report after each range. */
import { parentPort, workerData } from 'node:worker_threads';
import { plantMutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import type { SeedRange, SeedReport } from './seed-pool.ts';

const { mutation } = workerData as { readonly mutation: Mutation | null };
if (mutation !== null) plantMutation(mutation);
// Loaded after the mutation is planted, so that it takes effect.
const { runSeed } = await import('./verdict.ts');

/** Rejections that nobody handled since the last look: in production each would end the process. */
const strays: string[] = [];
process.on('unhandledRejection', (reason) => {
  strays.push(textOf(reason));
});

parentPort?.on('message', ({ from, to, untilFound }: SeedRange) => {
  void run(from, to, untilFound);
});

async function run(from: number, to: number, untilFound: boolean): Promise<void> {
  const failures: SeedReport['failures'][number][] = [];
  let timers = 0;
  let virtualMs = 0;
  const counts = new Map<string, number>();
  let ran = 0;
  for (let seed = from; seed < to; seed += 1) {
    ran += 1;
    try {
      const { witness, timers: fired, elapsedMs } = await runSeed(seed);
      timers += fired;
      virtualMs += elapsedMs;
      for (const [what, times] of witness.counts) counts.set(what, (counts.get(what) ?? 0) + times);
      const [first] = witness.violations;
      if (first !== undefined) failures.push({ seed, ...first });
      else if (strays.length > 0) failures.push({ seed, promise: 'no_exception', text: strays.join('; ') });
    } catch (error) {
      // A world that throws is a finding as well; the next seed is a new world.
      failures.push({ seed, promise: 'no_exception', text: textOf(error) });
    }
    strays.length = 0;
    if (untilFound && failures.length > 0) break;
  }
  parentPort?.postMessage({ from, ran, failures, timers, virtualMs, counts } satisfies SeedReport);
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
