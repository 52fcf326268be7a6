// Writes the reference pages of docs/ that are made from the code.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { referencePages } from './generators.ts';
import { repositoryRoot } from './stack/paths.ts';

for (const [path, text] of await referencePages()) {
  await mkdir(dirname(join(repositoryRoot, path)), { recursive: true });
  await writeFile(join(repositoryRoot, path), text);
}
