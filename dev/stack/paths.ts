import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** The clone's own folder. */
export const repositoryRoot: string = realpathSync(join(import.meta.dirname, '..', '..'));

/**
 * Where downloads and prepared files are kept between runs: `.cache/` in the clone, or, when another user owns the
 * clone, a folder of this user's own among the temporary files.
 */
export function cacheFolder(): string {
  const own = join(repositoryRoot, '.cache');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    // Not writable for this user: the clone belongs to somebody else.
    const other = join(tmpdir(), `zulip-workers-${userInfo().uid}`);
    mkdirSync(other, { recursive: true });
    return other;
  }
}

/** Full path of an executable on the PATH, or null. */
export function findExecutable(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
