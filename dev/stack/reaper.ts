import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/**
 * The watcher that ends a run's processes when this process dies without stopping them, SIGKILL included. It is a
 * small shell process in a session of its own (a Ctrl-C does not reach it) that reads a pipe from us.
 * States: watching → dismissed (everything was stopped in order) or, at our death, ending the rest.
 */
export class Reaper {
  readonly #process: ChildProcess;
  #dismissed = false;

  /** @param folder the run's folder, removed by the watcher if we die; null when there is none */
  constructor(folder: string | null) {
    this.#process = spawn('/bin/sh', [join(import.meta.dirname, 'reaper.sh'), folder ?? ''], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
    });
    // Losing the watcher is no reason to fail: the parts are stopped in order anyway.
    this.#process.on('error', () => undefined);
    this.#process.stdin?.on('error', () => undefined);
    this.#process.unref();
    // The pipe must not keep this process alive either.
    (this.#process.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }

  /** Its process id; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  watch(pid: number): void {
    this.#say(`+ ${pid}`);
  }

  forget(pid: number): void {
    this.#say(`- ${pid}`);
  }

  /** Everything was stopped: the watcher goes. Safe twice. */
  async dismiss(): Promise<void> {
    if (this.#dismissed) return;
    this.#dismissed = true;
    const gone = new Promise<void>((resolve) => {
      if (this.#process.exitCode !== null || this.#process.pid === undefined) resolve();
      else
        this.#process.once('exit', () => {
          resolve();
        });
    });
    this.#process.ref();
    this.#process.stdin?.end('done\n');
    await gone;
  }

  #say(line: string): void {
    if (!this.#dismissed) this.#process.stdin?.write(`${line}\n`);
  }
}
