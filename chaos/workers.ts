import { setTimeout as delay } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../dev/stack/paths.ts';
import { TcpProxy } from '../dev/tcp-proxy.ts';
import { spawnWorker } from '../dev/worker-process.ts';
import type { WorkerProcess } from '../dev/worker-process.ts';

/** What a fleet needs to start its workers. */
export interface FleetOptions {
  readonly size: number;
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  /** Logs of ended processes and clock files go here. */
  readonly folder: string;
}

/** One worker: a process that is started again whenever it ends, and its own way to the database. */
export interface Worker {
  readonly name: string;
  readonly database: TcpProxy;
  readonly clockFile: string;
  process: WorkerProcess;
}

const RESTART_PAUSE_MS = 300;
const READY_MS = 45_000;

/**
 * The supervised worker processes, as a service manager would run them: whatever ends a process, a new one takes its
 * place, until the fleet is closed.
 */
export class WorkerFleet {
  readonly workers: Worker[] = [];
  /** How processes ended, with the number of times. */
  readonly endings = new Map<string, number>();
  readonly #options: FleetOptions;
  readonly #supervisions: Promise<void>[] = [];
  #isClosing = false;

  private constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Starts all workers and waits until they are ready. */
  static async open(options: FleetOptions): Promise<WorkerFleet> {
    const fleet = new WorkerFleet(options);
    const target = new URL(options.databaseUrl);
    for (let number = 1; number <= options.size; number += 1) {
      const name = `worker-${number}`;
      const database = await TcpProxy.open({ host: target.hostname, port: Number(target.port) });
      const clockFile = join(options.folder, `${name}.clock`);
      const start = { name, database, clockFile };
      const worker: Worker = { ...start, process: await fleet.#spawn(start) };
      fleet.workers.push(worker);
      fleet.#supervisions.push(fleet.#supervise(worker));
    }
    await Promise.all(fleet.workers.map((worker) => worker.process.ready(READY_MS)));
    return fleet;
  }

  /** The worker that a number from 0 to below 1 picks. */
  pick(draw: number): Worker {
    const worker = this.workers[Math.floor(draw * this.workers.length)];
    if (worker === undefined) throw new RangeError('no worker to pick');
    return worker;
  }

  /** Resolves when a process other than `earlier` is ready, or after a bounded time. */
  async replaced(worker: Worker, earlier: WorkerProcess): Promise<void> {
    const deadline = performance.now() + READY_MS;
    while (worker.process === earlier && performance.now() < deadline) await delay(50);
    // One that cannot start ends, and is started again; that is not this fault's matter.
    await worker.process.ready(READY_MS).catch(() => undefined);
  }

  /** Has the worker's clock jump to so many milliseconds beside the true time. */
  stepClock(worker: Worker, offsetMs: number): void {
    writeFileSync(worker.clockFile, String(offsetMs));
    signal(worker.process, 'SIGWINCH');
  }

  /** Ends all workers in order; those that do not end are killed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { process } of this.workers) {
      signal(process, 'SIGCONT');
      signal(process, 'SIGTERM');
    }
    const deadline = new AbortController();
    const all = Promise.all(this.#supervisions).finally(() => {
      deadline.abort();
    });
    await Promise.race([all, delay(READY_MS, undefined, { signal: deadline.signal }).catch(() => undefined)]);
    for (const { process } of this.workers) signal(process, 'SIGKILL');
    await all;
    await Promise.all(this.workers.map(({ database }) => database.close()));
  }

  async #supervise(worker: Worker): Promise<void> {
    for (;;) {
      const { code, signal } = await worker.process.exited;
      const ending = signal ?? `exit code ${String(code)}`;
      this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1);
      this.#keepLog(worker);
      if (this.#isClosing) return;
      await delay(RESTART_PAUSE_MS);
      worker.process = await this.#spawn(worker);
      if (this.#hasToEnd()) signalAtOnce(worker.process);
    }
  }

  #hasToEnd(): boolean {
    return this.#isClosing;
  }

  #keepLog(worker: Worker): void {
    const { pid, logs } = worker.process;
    const text = logs.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFileSync(join(this.#options.folder, `${worker.name}-${pid}.log`), text);
  }

  #spawn({ name, database, clockFile }: Omit<Worker, 'process'>): Promise<WorkerProcess> {
    const url = new URL(this.#options.databaseUrl);
    url.port = String(database.port);
    return spawnWorker({
      env: {
        ...this.#options.env,
        DATABASE_URL: url.href,
        KAFKA_CLIENT_ID: name,
        CHAOS_CLOCK_FILE: clockFile,
        NODE_OPTIONS: `--import ${pathToFileURL(join(repositoryRoot, 'chaos/stepped-clock.ts')).href}`,
      },
    });
  }
}

const signalAtOnce = (process: WorkerProcess): void => {
  signal(process, 'SIGTERM');
};

/** Sends a signal to a process that may have ended by itself meanwhile. */
export const signal = (process: WorkerProcess, name: NodeJS.Signals): void => {
  if (process.isRunning()) globalThis.process.kill(process.pid, name);
};
