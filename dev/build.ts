// Compiles `src` into `dist`: JavaScript and declarations, the files that are read at run time, and the command.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './stack/paths.ts';

/** What `src` reads beside its own modules; everything else there is needed only to generate code. */
const ASSETS = ['schemas/avsc', 'schemas/released', 'db/migrations'];

const dist = join(repositoryRoot, 'dist');
rmSync(dist, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  { cwd: repositoryRoot, stdio: 'inherit' },
);
for (const asset of ASSETS) {
  cpSync(join(repositoryRoot, 'src', asset), join(dist, asset), { recursive: true });
}

const command = join(dist, 'cli', 'zulip-workers.js');
if (!readFileSync(command, 'utf8').startsWith('#!/usr/bin/env node\n')) {
  throw new Error('dist/cli/zulip-workers.js does not begin with #!/usr/bin/env node');
}
chmodSync(command, 0o755);
console.log(`built ${dist}`);
