import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './paths.ts';
import { Reaper } from './reaper.ts';

/** The folder of one run: data and logs of everything it starts, and the watcher that cleans up if we die. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  readonly logs: string;
  readonly reaper: Reaper;
  /** Removes the folder; with `keepLogs` the logs are kept and their new path is returned. Call when all has stopped. */
  close(options: { readonly keepLogs: boolean }): Promise<string | null>;
}

const KEPT_LOG_FOLDERS = 10;

/** Makes a new run folder under `.cache/run/`, after clearing those whose owner is dead. */
export async function openRunFolder(): Promise<RunFolder> {
  const runs = join(cacheFolder(), 'run');
  await mkdir(runs, { recursive: true });
  await removeAbandoned(runs);
  const id = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const path = join(runs, id);
  const logs = join(path, 'logs');
  await mkdir(logs, { recursive: true });
  await writeFile(join(path, 'owner'), `${process.pid} ${await startTicks(process.pid)}\n`);
  const reaper = new Reaper(path);
  return {
    id,
    path,
    logs,
    reaper,
    async close({ keepLogs }) {
      let kept: string | null = null;
      if (keepLogs) kept = await keep(logs, id);
      await reaper.dismiss();
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      return kept;
    },
  };
}

async function keep(logs: string, id: string): Promise<string> {
  const all = join(cacheFolder(), 'logs');
  await mkdir(all, { recursive: true });
  const kept = join(all, id);
  await rename(logs, kept);
  const folders = await Promise.all(
    (await readdir(all)).map(async (name) => ({ name, at: (await stat(join(all, name))).mtimeMs })),
  );
  folders.sort((a, b) => b.at - a.at);
  for (const { name } of folders.slice(KEPT_LOG_FOLDERS)) {
    await rm(join(all, name), { recursive: true, force: true });
  }
  return kept;
}

async function removeAbandoned(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    const folder = join(runs, name);
    if (await hasLivingOwner(folder)) continue;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function hasLivingOwner(folder: string): Promise<boolean> {
  try {
    const [pid, ticks] = (await readFile(join(folder, 'owner'), 'utf8')).trim().split(' ');
    if (!isAlive(Number(pid))) return false;
    return ticks === '0' || ticks === (await startTicks(Number(pid)));
  } catch {
    // No owner file yet: another run may be writing it at this moment. It is old only if it was left half made.
    const info = await stat(folder).catch(() => null);
    return info !== null && Date.now() - info.mtimeMs < 60_000;
  }
}

/** Whether a process of this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process was started, in the kernel's ticks, to tell a reused id from the same process; '0' if unknown. */
async function startTicks(pid: number): Promise<string> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}
