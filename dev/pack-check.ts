// Packs the package, installs it into an empty folder as a user would, and runs its command there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './build.ts';
import { repositoryRoot } from './stack/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'zulip-workers-pack-'));
try {
  const run = (command: string, args: readonly string[], cwd: string): string =>
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const archive = run('npm', ['pack', '--silent', '--pack-destination', folder], repositoryRoot).trim();
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--prefer-offline'];
  run('npm', ['install', ...quiet, join(folder, archive)], folder);
  const help = run(join(folder, 'node_modules', '.bin', 'zulip-workers'), ['--help'], folder);
  if (!help.includes('Usage: zulip-workers')) throw new Error(`unexpected help: ${help}`);
  console.log('the packed package installs, and its command answers');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
