import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { generateTypes } from '../src/schemas/generate-types.ts';
import { generateTemplates } from '../src/shared/mail-message/generate-templates.ts';
import { newestPerformancePage } from '../bench/newest-report.ts';
import { cliPage, configurationPage, metricsPage } from './docs-pages.ts';
import { renderingPage } from './rendering-page.ts';
import { cacheFolder, repositoryRoot } from './stack/paths.ts';

/** Something that writes files of this repository. */
export interface Generator {
  readonly name: string;
  /** How to bring its files up to date. */
  readonly command: string;
  /** Path in the repository → what the file should hold. */
  readonly generate: () => Promise<ReadonlyMap<string, string>>;
}

/** Pages of `docs/` that are made from the code and from the newest report of the benchmark. */
export const DOCS_PAGES: Readonly<Record<string, () => string>> = {
  'docs/cli.md': cliPage,
  'docs/configuration.md': configurationPage,
  'docs/metrics.md': metricsPage,
  'docs/performance.md': newestPerformancePage,
  'docs/rendering.md': renderingPage,
};

/** Every generator; a new one is one line here. */
export const GENERATORS: readonly Generator[] = [
  fromMap('src/schemas/generate-types.ts', 'src/schemas/generated', generateTypes),
  fromMap(
    'src/shared/mail-message/generate-templates.ts',
    'src/shared/mail-message/generated',
    generateTemplates,
  ),
  { name: 'reference pages', command: 'node dev/generate-docs.ts', generate: referencePages },
  migrations('drizzle.config.ts'),
  migrations('drizzle-zulip.config.ts'),
];

/** A script of `src` that answers file names below `folder` → text. */
function fromMap(script: string, folder: string, files: () => ReadonlyMap<string, string>): Generator {
  return {
    name: script,
    command: `node ${script}`,
    generate: () => Promise.resolve(new Map([...files()].map(([path, text]) => [`${folder}/${path}`, text]))),
  };
}

/** The pages as they are committed: formatted like every other file. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  for (const [path, page] of Object.entries(DOCS_PAGES)) {
    const options = await resolveConfig(join(repositoryRoot, path));
    pages.set(path, await format(page(), { ...options, parser: 'markdown' }));
  }
  return pages;
}

function migrations(config: string): Generator {
  const command = `npx drizzle-kit generate --config ${config}`;
  return { name: `migrations of ${config}`, command, generate: () => generatedMigrations(config) };
}

/** Lets drizzle-kit generate into a copy of the migrations: a new file there means that the schema has changed. */
async function generatedMigrations(config: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(repositoryRoot, config), 'utf8');
  const out = /out: '\.\/([^']+)'/.exec(text)?.[1];
  if (out === undefined) throw new Error(`${config} names no folder for its migrations`);
  const copy = await mkdtemp(join(cacheFolder(), 'migrations-'));
  try {
    await cp(join(repositoryRoot, out), copy, { recursive: true });
    const copyConfig = join(copy, 'drizzle.config.ts');
    // drizzle-kit wants the folder as a path relative to where it runs.
    await writeFile(copyConfig, text.replace(`./${out}`, `./${relative(repositoryRoot, copy)}`));
    const kit = join(repositoryRoot, 'node_modules', 'drizzle-kit', 'bin.cjs');
    await promisify(execFile)(
      process.execPath,
      [kit, 'generate', '--config', relative(repositoryRoot, copyConfig)],
      {
        cwd: repositoryRoot,
      },
    );
    await rm(copyConfig);
    return await filesIn(copy, out);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function filesIn(folder: string, as: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(join(as, relative(folder, path)), await readFile(path, 'utf8'));
  }
  return files;
}
