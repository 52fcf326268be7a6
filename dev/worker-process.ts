import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawnGuarded } from './stack/guarded-child.ts';
import type { ExitInfo } from './stack/guarded-child.ts';
import { repositoryRoot } from './stack/paths.ts';
import { claimPort } from './stack/ports.ts';
import { Reaper } from './stack/reaper.ts';
import { poll } from './stack/poll.ts';

/** One line of a worker's log: level as pino's number or word. */
export interface LogLine {
  readonly level: number | string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Flags of Node that `npm start` and the Dockerfile give a worker: a small young generation halves its memory. */
const WORKER_FLAGS = ['--max-semi-space-size=4'];

/** How a worker process is started. */
export interface SpawnWorkerOptions {
  /** Environment of the process, such as `stack.env` and the topic prefix; METRICS_PORT is chosen if missing. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of the script, such as queue names. */
  readonly args?: readonly string[];
  /** Default `src/main.ts`. */
  readonly script?: string;
}

/** A running worker process; it ends with the test's process, whatever ends that. */
export interface WorkerProcess {
  readonly pid: number;
  readonly metricsUrl: string;
  /** Its log lines so far; lines that are no JSON (a crash) have level 0 and the text as `msg`. */
  readonly logs: readonly LogLine[];
  readonly exited: Promise<ExitInfo>;
  isRunning(): boolean;
  /** Resolves when `/readyz` answers 200; rejects when the process ends first or after `timeoutMs` (30,000). */
  ready(timeoutMs?: number): Promise<void>;
  /** The first log line that fits, of those written or to come; rejects at the end of the process or the time. */
  waitForLog(
    fits: (line: LogLine) => boolean,
    options: { what: string; timeoutMs?: number },
  ): Promise<LogLine>;
  /** Sends a signal and resolves when the process has ended. */
  kill(signal?: NodeJS.Signals): Promise<ExitInfo>;
}

/** Starts `src/main.ts` as a process of its own. */
export async function spawnWorker(options: SpawnWorkerOptions): Promise<WorkerProcess> {
  const claim = options.env['METRICS_PORT'] === undefined ? await claimPort() : null;
  const port = options.env['METRICS_PORT'] ?? String(claim?.port);
  const reaper = new Reaper(null);
  const child = await spawnGuarded({
    command: process.execPath,
    args: [...WORKER_FLAGS, join(repositoryRoot, options.script ?? 'src/main.ts'), ...(options.args ?? [])],
    reaper,
    deathSignal: 'KILL',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], METRICS_PORT: port, ...options.env },
  });
  void child.exited.then(() => Promise.all([reaper.dismiss(), claim?.release()]));
  const logs: LogLine[] = [];
  for (const stream of [child.process.stdout, child.process.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (text) => logs.push(parse(text)));
  }
  const metricsUrl = `http://127.0.0.1:${port}`;
  const assertRunning = (what: string): void => {
    if (!child.isRunning()) throw new Error(`the worker ended before ${what}: ${lastWords(logs)}`);
  };
  return {
    pid: child.pid,
    metricsUrl,
    logs,
    exited: child.exited,
    isRunning: () => child.isRunning(),
    async ready(timeoutMs = 30_000) {
      await poll({ timeoutMs, what: `worker ${child.pid} is ready` }, () => {
        assertRunning('it was ready');
        return answersOk(`${metricsUrl}/readyz`);
      });
    },
    async waitForLog(fits, { what, timeoutMs = 30_000 }) {
      let found: LogLine | undefined;
      await poll({ timeoutMs, what, intervalMs: 5 }, () => {
        found = logs.find(fits);
        if (found === undefined) assertRunning(what);
        return found !== undefined;
      });
      if (found === undefined) throw new Error(`no line: ${what}`);
      return found;
    },
    async kill(signal = 'SIGTERM') {
      child.signal(signal);
      return child.exited;
    },
  };
}

function parse(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    // Not pino's: a crash report of the runtime, or a warning.
    return { level: 0, msg: text };
  }
}

function lastWords(logs: readonly LogLine[]): string {
  return logs
    .slice(-12)
    .map((line) => JSON.stringify(line))
    .join('\n');
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Not listening yet.
    return false;
  }
}
