import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One worker process of the demo: the real `src/main.ts`. */
export interface WorkerProcess {
  readonly name: string;
  /** Address of its metrics and health, once it said so. */
  readonly metricsUrl: string;
  /** Lines of level warn and above, newest last. */
  readonly complaints: readonly string[];
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

interface LogLine {
  readonly level?: number | string;
  readonly msg?: string;
  readonly metrics_url?: string;
}

/** Starts a worker and resolves when it says that it is ready; rejects with its last words when it ends before. */
export const startWorker = (
  name: string,
  options: { readonly env: Readonly<Record<string, string>>; readonly log: (line: string) => void },
): Promise<WorkerProcess> => {
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  // A pipe as standard input lets a worker see that its parent is gone, whatever ended the parent.
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return new Promise((resolve, reject) => {
    const read = (line: string): void => {
      options.log(line);
      const entry = parseLine(line);
      if (isComplaint(entry)) complaints.push(line);
      if (entry.metrics_url === undefined) return;
      resolve({
        name,
        metricsUrl: entry.metrics_url,
        complaints,
        kill: (signal) => child.kill(signal),
        ended,
      });
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', read);
    }
    void ended.then((code) => {
      reject(
        new Error(
          `worker ${name} ended with ${String(code)} before it was ready:\n${complaints.slice(-5).join('\n')}`,
        ),
      );
    });
  });
};

const parseLine = (line: string): LogLine => {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    // Not a log line of ours (a warning of Node, a stack): worth showing when the worker fails.
    return { level: 'warn', msg: line };
  }
};

const isComplaint = (line: LogLine): boolean =>
  typeof line.level === 'number' ? line.level >= 40 : ['warn', 'error', 'fatal'].includes(line.level ?? '');
