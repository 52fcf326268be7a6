// Fails when a generated file is not what its generator would write now, and names the file and the command.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GENERATORS } from './generators.ts';
import type { Generator } from './generators.ts';
import { repositoryRoot } from './stack/paths.ts';

async function stale(generator: Generator): Promise<string[]> {
  const files: string[] = [];
  for (const [path, text] of await generator.generate()) {
    const committed = await readFile(join(repositoryRoot, path), 'utf8').catch(() => null);
    if (committed === text) continue;
    files.push(`${path} ${committed === null ? 'is missing' : 'differs'}: run ${generator.command}`);
  }
  return files;
}

const faults = (await Promise.all(GENERATORS.map(stale))).flat();
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`generated files are up to date (${GENERATORS.length} generators)`);
process.exitCode = faults.length === 0 ? 0 : 1;
