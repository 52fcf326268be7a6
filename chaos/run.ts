import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { waitForCalm } from './calm.ts';
import { perform } from './faults/perform.ts';
import { runJudge, startLoad } from './programs.ts';
import { planFaults, TRACKS } from './schedule.ts';
import type { PlannedFault } from './schedule.ts';
import { openScene } from './scene.ts';
import type { Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

/** What a run is. */
export interface ChaosOptions {
  readonly seed: number;
  readonly faults: number;
  /** Certain inputs at least. */
  readonly events: number;
  /** Worker processes. */
  readonly workers: number;
  /** Time in which the load would reach `events`, s. */
  readonly seconds: number;
  readonly say: (line: string) => void;
  /** Milliseconds since the run began. */
  readonly elapsedMs: () => number;
}

/** A fault that happened. */
export interface PastFault extends PlannedFault {
  readonly atMs: number;
  readonly tookMs: number;
  readonly what: string;
  /** What went wrong in breaking or mending; null when nothing did. */
  readonly failure: string | null;
}

/** How a run ended. */
export interface ChaosResult {
  readonly ok: boolean;
  readonly faults: readonly PastFault[];
  readonly verdict: Verdict;
  /** What still waited when the time for it was over; null when nothing did. */
  readonly left: string | null;
  /** How worker processes ended, with the number of times. */
  readonly endings: Readonly<Record<string, number>>;
  /** From the end of the load until nothing waited, s. */
  readonly calmSeconds: number;
}

const WARM_UP_INPUTS = 50;

/** Sets the scene, breaks it by the seed's schedule while the load goes through, waits for calm, and judges. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosResult> => {
  const { say, elapsedMs } = options;
  say('starting three brokers, a registry, PostgreSQL, a mail server and a server of bots');
  const scene = await openScene(options.workers, say);
  let isGood = false;
  const undo = closeAtSignals(scene);
  try {
    const inputs = join(scene.folder, 'inputs.jsonl');
    const load = await startLoad(scene, { ...options, inputs });
    await load.reached(Math.min(WARM_UP_INPUTS, options.events));
    say('the load goes through; now the faults');
    const past = await performAll(scene, options);
    say(`the faults are over, ${load.count()} inputs are in`);
    await load.reached(options.events);
    await load.end();
    const calmFrom = elapsedMs();
    say(`${load.count()} inputs are in; waiting until nothing waits any more`);
    const left = await waitForCalm(scene, say);
    const calmSeconds = Math.round((elapsedMs() - calmFrom) / 1_000);
    say('now the judge');
    const files = { inputs, verdict: join(scene.folder, 'verdict.json') };
    const code = await runJudge(scene, files);
    const verdict = JSON.parse(readFileSync(files.verdict, 'utf8')) as Verdict;
    isGood = code === 0 && left === null && past.every(({ failure }) => failure === null);
    await scene.fleet.close();
    const endings = Object.fromEntries(scene.fleet.endings);
    return {
      ...{ ok: isGood, faults: past, verdict, left, endings, calmSeconds },
    };
  } finally {
    undo();
    const logs = await scene.close({ keepLogs: !isGood });
    if (logs !== null) say(`logs: ${logs}`);
  }
};

/** A person who ends the run gets everything ended; whatever else ends it, the parts end with it. */
const closeAtSignals = (scene: Scene): (() => void) => {
  const onSignal = (): void => {
    void scene.close({ keepLogs: true }).finally(() => {
      process.exit(1);
    });
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  return () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  };
};

const performAll = async (scene: Scene, options: ChaosOptions): Promise<readonly PastFault[]> => {
  const schedule = planFaults(options.seed, options.faults);
  const tracks = TRACKS.map(async (track) => {
    const past: PastFault[] = [];
    for (const fault of schedule.filter((one) => one.track === track)) {
      await delay(fault.gapMs);
      past.push(await performOne(scene, fault, options));
    }
    return past;
  });
  const past = (await Promise.all(tracks)).flat();
  return past.sort((a, b) => a.atMs - b.atMs);
};

const performOne = async (
  scene: Scene,
  fault: PlannedFault,
  { say, elapsedMs }: ChaosOptions,
): Promise<PastFault> => {
  const atMs = elapsedMs();
  let what: string = fault.kind;
  let failure: string | null = null;
  const hit = (words: string): void => {
    what = words;
    say(`#${fault.number} ${fault.kind}: ${words}`);
  };
  try {
    await perform({ scene, fault, hit });
  } catch (error) {
    failure = String(error);
    say(`#${fault.number} ${fault.kind}: ${failure}`);
  }
  return { ...fault, atMs, tookMs: elapsedMs() - atMs, what, failure };
};
