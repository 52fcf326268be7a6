import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Environment variable that every process of one test run inherits. */
export const RUN_MARKER = 'ZULIP_WORKERS_TEST_RUN';

/** Which processes belong to a run, and how long they may take to end. */
export interface LeftoverOptions {
  /** Value of the marker in their environment. */
  readonly run: string;
  /** Session of the test runner: some processes overwrite their environment (vitest's own watchdog). */
  readonly session: number;
  readonly except?: number | undefined;
  readonly graceMs: number;
}

/** Processes of the run that still live after the grace, as `pid command`, and ends them. Linux only; elsewhere
 *  always empty. */
export async function leftovers(options: LeftoverOptions): Promise<string[]> {
  const deadline = performance.now() + options.graceMs;
  for (;;) {
    const found = await processesOf(options);
    if (found.length === 0) return [];
    if (performance.now() > deadline) {
      for (const { pid } of found) process.kill(pid, 'SIGKILL');
      return found.map(({ pid, command }) => `${pid} ${command}`);
    }
    await delay(20);
  }
}

async function processesOf(options: LeftoverOptions): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  const names = await readdir('/proc').catch(() => []);
  for (const pid of names.map(Number)) {
    if (Number.isNaN(pid) || pid === process.pid || pid === options.except) continue;
    try {
      if (!(await belongs(pid, options))) continue;
      const command = (await readFile(`/proc/${pid}/cmdline`, 'latin1')).replaceAll('\0', ' ').trim();
      // A process without a command line has ended and waits to be collected.
      if (command !== '') found.push({ pid, command: command.slice(0, 200) });
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
  return found;
}

async function belongs(pid: number, { run, session }: LeftoverOptions): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  // After the name in parentheses: state, parent, process group, session.
  if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === session) return true;
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
  return environment.split('\0').includes(`${RUN_MARKER}=${run}`);
}
