import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Environment variable that every process of one test run inherits. */
export const RUN_MARKER = 'ZULIP_WORKERS_TEST_RUN';

/**
 * Processes of the run that still live after `graceMs`, as `pid command`, and ends them. Linux only; elsewhere
 * always empty.
 */
export async function leftovers(
  run: string,
  options: { readonly graceMs: number; readonly except?: number | undefined },
): Promise<string[]> {
  const deadline = performance.now() + options.graceMs;
  for (;;) {
    const found = await processesOf(run, options.except);
    if (found.length === 0) return [];
    if (performance.now() > deadline) {
      for (const { pid } of found) process.kill(pid, 'SIGKILL');
      return found.map(({ pid, command }) => `${pid} ${command}`);
    }
    await delay(50);
  }
}

async function processesOf(
  run: string,
  except: number | undefined,
): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  const names = await readdir('/proc').catch(() => []);
  for (const pid of names.map(Number)) {
    if (Number.isNaN(pid) || pid === process.pid || pid === except) continue;
    try {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
      if (!environment.split('\0').includes(`${RUN_MARKER}=${run}`)) continue;
      const command = (await readFile(`/proc/${pid}/cmdline`, 'latin1')).replaceAll('\0', ' ').trim();
      // A process without a command line has ended and waits to be collected.
      if (command !== '') found.push({ pid, command: command.slice(0, 200) });
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
  return found;
}
