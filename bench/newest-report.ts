import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performancePage } from './performance-page.ts';
import type { BenchReport } from './performance-page.ts';

/** Where reports are committed; their names begin with `bench-` and the date, so that the newest is the last. */
const FOLDER = 'docs/reports';

/** `docs/performance.md`, made from the newest report in `docs/reports`. Throws when there is none. */
export const newestPerformancePage = (): string => {
  const folder = join(import.meta.dirname, '..', FOLDER);
  const name = readdirSync(folder)
    .filter((file) => /^bench-.*\.json$/.test(file))
    .sort()
    .at(-1);
  if (name === undefined) throw new Error(`${FOLDER} holds no report of the benchmark`);
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8')) as BenchReport;
  return performancePage(report, `${FOLDER}/${name}`);
};
