import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Mutation } from './mutation.ts';

/** Seeds `[from, to)`; with `untilFound` the range ends at its first failure. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
  readonly untilFound: boolean;
}

/** A seed whose world broke a promise. */
export interface SeedFailure {
  readonly seed: number;
  readonly promise: string;
  readonly text: string;
}

/** What a range came to. */
export interface SeedReport {
  readonly from: number;
  /** Seeds that were run. */
  readonly ran: number;
  readonly failures: readonly SeedFailure[];
  readonly timers: number;
  readonly virtualMs: number;
  /** How often what happened. */
  readonly counts: ReadonlyMap<string, number>;
}

/** How to run many seeds. */
export interface SeedJob {
  readonly from: number;
  readonly count: number;
  /** Stops everything at the first failure. Default false. */
  readonly untilFound?: boolean;
  /** A bug to plant in every thread. */
  readonly mutation?: Mutation;
  /** Threads. Default: as many as the machine has cores. */
  readonly threads?: number;
  /** Called with each failure as soon as it is known. */
  readonly onFailure?: (failure: SeedFailure) => void;
}

const RANGE = 25;

/** Runs seeds on all cores and adds the reports up; the failures are sorted by seed. */
export async function runSeeds(job: SeedJob): Promise<SeedReport> {
  const { from, count, untilFound = false, mutation = null, onFailure } = job;
  const threads = Math.min(job.threads ?? availableParallelism(), Math.ceil(count / RANGE));
  const total = {
    from,
    ran: 0,
    failures: [] as SeedFailure[],
    timers: 0,
    virtualMs: 0,
    counts: new Map<string, number>(),
  };
  let next = from;

  function add({ ran, failures, timers, virtualMs, counts }: SeedReport): void {
    for (const [what, times] of counts) total.counts.set(what, (total.counts.get(what) ?? 0) + times);
    total.ran += ran;
    total.timers += timers;
    total.virtualMs += virtualMs;
    total.failures.push(...failures);
    for (const failure of failures) onFailure?.(failure);
  }

  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('./seed-worker.ts', import.meta.url), { workerData: { mutation } });
      try {
        while (next < from + count && !(untilFound && total.failures.length > 0)) {
          const range: SeedRange = { from: next, to: Math.min(next + RANGE, from + count), untilFound };
          next = range.to;
          add(await answerOf(worker, range));
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  total.failures.sort((a, b) => a.seed - b.seed);
  return total;
}

function answerOf(worker: Worker, range: SeedRange): Promise<SeedReport> {
  return new Promise((resolve, reject) => {
    const onMessage = (report: SeedReport): void => {
      worker.off('error', onError);
      resolve(report);
    };
    const onError = (error: Error): void => {
      worker.off('message', onMessage);
      reject(error);
    };
    worker.once('message', onMessage);
    worker.once('error', onError);
    worker.postMessage(range);
  });
}
