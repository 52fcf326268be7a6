import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGuarded } from '../dev/stack/guarded-child.ts';
import type { GuardedChild } from '../dev/stack/guarded-child.ts';
import { Reaper } from '../dev/stack/reaper.ts';
import type { Scene } from './scene.ts';

/** The load, running. */
export interface RunningLoad {
  /** Certain inputs so far. */
  count(): number;
  /** Resolves when so many inputs are certain; rejects when the load ends before. */
  reached(count: number): Promise<void>;
  /** Lets it finish the beat under way; resolves when it has ended. */
  end(): Promise<void>;
}

const END_GRACE_MS = 150_000;

/** Starts the load as a process of its own. */
export const startLoad = async (
  scene: Scene,
  options: {
    readonly inputs: string;
    readonly events: number;
    readonly seconds: number;
    readonly seed: number;
  },
): Promise<RunningLoad> => {
  const { inputs, events, seconds, seed } = options;
  const { child, dismiss } = await start(scene, 'load-program.ts', [
    ...[
      '--inputs',
      inputs,
      '--bots',
      scene.bots.url,
      '--events',
      String(events),
      '--seconds',
      String(seconds),
      '--seed',
      String(seed),
    ],
  ]);
  let certain = 0;
  const waiting = new Set<() => void>();
  if (child.process.stdout !== null) {
    createInterface({ input: child.process.stdout }).on('line', (line) => {
      certain = Number(line);
      for (const look of waiting) look();
    });
  }
  return {
    count: () => certain,
    reached: (count) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (certain < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void child.exited.then(() => {
          reject(new Error(`the load ended after ${certain} inputs`));
        });
      }),
    end: async () => {
      child.process.stdin?.end();
      const last = setTimeout(() => {
        child.signal('SIGKILL');
      }, END_GRACE_MS);
      const { code } = await child.exited;
      clearTimeout(last);
      await dismiss();
      if (code !== 0) throw new Error(`the load failed (${String(code)})`);
    },
  };
};

/** Runs the judge; resolves with its exit code. */
export const runJudge = async (
  scene: Scene,
  files: { readonly inputs: string; readonly verdict: string },
): Promise<number | null> => {
  const { child, dismiss } = await start(scene, 'judge.ts', [
    ...['--inputs', files.inputs, '--inbox', scene.inbox.controlUrl, '--calls', scene.bots.callsFile],
    ...['--verdict', files.verdict],
    ...['--killed', String(scene.fleet.endings.get('SIGKILL') ?? 0)],
  ]);
  const { code } = await child.exited;
  await dismiss();
  return code;
};

const start = async (
  scene: Scene,
  script: string,
  args: readonly string[],
): Promise<{ child: GuardedChild; dismiss: () => Promise<void> }> => {
  const reaper = new Reaper(null);
  const child = await spawnGuarded({
    command: process.execPath,
    args: [join(import.meta.dirname, script), ...args],
    reaper,
    deathSignal: 'KILL',
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...scene.directEnv },
  });
  return { child, dismiss: () => reaper.dismiss() };
};
