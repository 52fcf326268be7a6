import { Worker } from 'node:worker_threads';
import type { JudgedMutant, Mutant } from './mutant.ts';

/** What a worker is given; a null mutant: the source as it stands. */
export interface SimJob {
  readonly mutant: Mutant | null;
  readonly seeds: number;
  /** After this time a world counts as one without end. Default 15,000. */
  readonly worldLimitMs?: number;
}

/** What a worker says. */
export type SimMessage =
  /** The next world begins. */
  | { readonly kind: 'begun' }
  /** All worlds kept their promises (null), or one did not. */
  | { readonly kind: 'ended'; readonly found: string | null };

/** Loading takes about a second. */
const LOAD_LIMIT_MS = 30_000;
/** A world takes some 15 ms; one that takes this long does not end. */
const WORLD_LIMIT_MS = 15_000;
/** A mutant that gathers without end is ended at this heap, in MB; a world takes some 50. */
const HEAP_LIMIT_MB = 512;

/** The worlds' answer: null when all kept their promises. `isTime`: one did not end. */
export type SimAnswer = { readonly found: string; readonly isTime: boolean } | null;

/** Runs worlds 1 to `seeds` over a mutant, until one breaks a promise. */
export async function runWorlds(job: SimJob): Promise<SimAnswer> {
  const { worldLimitMs = WORLD_LIMIT_MS } = job;
  const worker = new Worker(new URL('./sim-worker.ts', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  try {
    return await new Promise<SimAnswer>((resolve) => {
      let worlds = 0;
      let limit = setTimeout(giveUp, LOAD_LIMIT_MS);
      function giveUp(): void {
        resolve({ found: `world ${worlds} did not end`, isTime: true });
      }
      worker.on('message', (message: SimMessage) => {
        clearTimeout(limit);
        if (message.kind === 'ended') {
          resolve(message.found === null ? null : { found: message.found, isTime: false });
          return;
        }
        worlds += 1;
        limit = setTimeout(giveUp, worldLimitMs);
      });
      worker.on('error', (error: Error & { readonly code?: string }) => {
        clearTimeout(limit);
        const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        resolve({ found: isMemory ? `world ${worlds} took all memory` : error.message, isTime: isMemory });
      });
    });
  } finally {
    await worker.terminate();
  }
}

/** Lets the simulator judge the mutants that the unit tests let through or could not judge; the others pass as they are. */
export async function runSimStage(
  mutants: readonly JudgedMutant[],
  how: Omit<SimJob, 'mutant'>,
): Promise<readonly JudgedMutant[]> {
  const judged: JudgedMutant[] = [];
  for (const mutant of mutants) {
    const isOpen = mutant.fate === 'survived' || mutant.fate === 'unjudged';
    const answer = isOpen ? await runWorlds({ ...how, mutant }) : null;
    if (answer === null) judged.push(mutant);
    else judged.push({ ...mutant, fate: answer.isTime ? 'simulator_time' : 'simulator', by: answer.found });
  }
  return judged;
}
