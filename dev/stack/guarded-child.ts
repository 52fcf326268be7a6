import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { RUN_MARKER } from './leftovers.ts';
import { findExecutable } from './paths.ts';
import type { Reaper } from './reaper.ts';

/** What to run, and who ends it if we die. */
export interface GuardedChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly reaper: Reaper;
  /** Sent by the kernel at our death (Linux with util-linux's setpriv); elsewhere the reaper does it a moment later. */
  readonly deathSignal: 'KILL' | 'INT' | 'TERM';
  readonly stdio: StdioOptions;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** A session of its own: a terminal's Ctrl-C reaches only us. Default false. */
  readonly ownSession?: boolean;
  /** Further arguments of setpriv, such as another user. */
  readonly setprivArgs?: readonly string[];
  /** Used instead of `setprivArgs` where there is no setpriv. */
  readonly uid?: number;
}

/** How a process ended. */
export interface ExitInfo {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process that does not outlive us. */
export interface GuardedChild {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves when it has ended; never rejects. */
  readonly exited: Promise<ExitInfo>;
  isRunning(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Sends `signal`, and SIGKILL if it still runs after `graceMs`; resolves when it has ended. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<ExitInfo>;
}

/** Starts a child that ends with us, whatever ends us. Rejects when it cannot be started. */
export async function spawnGuarded(options: GuardedChildOptions): Promise<GuardedChild> {
  const setpriv = process.platform === 'linux' ? findExecutable('setpriv') : null;
  const [command, args] =
    setpriv === null
      ? [options.command, options.args]
      : [
          setpriv,
          [
            '--pdeathsig',
            options.deathSignal,
            ...(options.setprivArgs ?? []),
            '--',
            options.command,
            ...options.args,
          ],
        ];
  const child = spawn(command, args, {
    stdio: options.stdio,
    env: { ...(options.env ?? process.env), ...runMarker() },
    detached: options.ownSession === true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(setpriv === null && options.uid !== undefined ? { uid: options.uid, gid: options.uid } : {}),
  });
  const exited = new Promise<ExitInfo>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.command} did not start`);
  options.reaper.watch(pid);
  void exited.then(() => {
    options.reaper.forget(pid);
  });
  return new RunningChild(pid, child, exited);
}

/** A child with an environment of its own still belongs to the test run. */
function runMarker(): Record<string, string> {
  const run = process.env[RUN_MARKER];
  return run === undefined ? {} : { [RUN_MARKER]: run };
}

class RunningChild implements GuardedChild {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly exited: Promise<ExitInfo>;

  constructor(pid: number, child: ChildProcess, exited: Promise<ExitInfo>) {
    this.pid = pid;
    this.process = child;
    this.exited = exited;
  }

  isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async stop(signal: NodeJS.Signals, graceMs: number): Promise<ExitInfo> {
    if (this.isRunning()) {
      this.process.kill(signal);
      const last = setTimeout(() => this.process.kill('SIGKILL'), graceMs);
      await this.exited;
      clearTimeout(last);
    }
    return this.exited;
  }
}
