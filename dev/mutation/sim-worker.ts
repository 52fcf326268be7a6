/** Runs worlds of the simulator over one mutant; says after each that it goes on, and at last what it saw. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { repositoryRoot } from '../stack/paths.ts';
import { applyMutant } from './mutant.ts';
import type { SimJob, SimMessage } from './sim-stage.ts';

const { mutant, seeds } = workerData as SimJob;
if (mutant !== null) {
  const path = join(repositoryRoot, mutant.file);
  const target = pathToFileURL(path).href;
  const source = applyMutant(readFileSync(path, 'utf8'), mutant);
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      return url === target ? { ...loaded, source } : loaded;
    },
  });
}

/** A rejection that nobody handles would end a real process. */
let stray: string | null = null;
process.on('unhandledRejection', (reason) => {
  stray ??= textOf(reason);
});

function say(message: SimMessage): void {
  parentPort?.postMessage(message);
}

try {
  // Loaded after the mutant is planted, so that it takes effect.
  const { runSeed } = await import('../../sim/verdict.ts');
  say({ kind: 'begun' });
  const found = await firstBreak(runSeed);
  say({ kind: 'ended', found });
} catch (error) {
  // The mutant cannot even be loaded.
  say({ kind: 'ended', found: `loading: ${textOf(error)}` });
}

async function firstBreak(
  runSeed: (seed: number) => Promise<{
    readonly witness: { readonly violations: readonly { readonly promise: string }[] };
  }>,
): Promise<string | null> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    try {
      const { witness } = await runSeed(seed);
      const [first] = witness.violations;
      if (first !== undefined) return `seed ${seed}: ${first.promise}`;
    } catch (error) {
      return `seed ${seed}: threw ${textOf(error)}`;
    }
    if (stray !== null) return `seed ${seed}: unhandled ${stray}`;
    say({ kind: 'begun' });
  }
  return null;
}

function textOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 120);
}
