/**
 * The mutation tester's command: shows that the tests notice when the heart of the runtime is changed.
 * - `npm run mutate`: all targets, some 20 minutes; rewrites the report under docs/reports;
 * - `npm run mutate -- --file offset-ledger`: targets of that name only; their part of the report is rewritten;
 *   with `--lines 10-80`, the mutants of these lines are run and added to the others of the same text;
 * - `--seeds N`: worlds that a mutant has to get through (400); `--processes N`: unit tests side by side (1);
 * - `--page`: runs nothing, writes the page anew from the results, for example after a new explanation.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../stack/paths.ts';
import { isFine, joined, killedShare, mismatchOf, pageOf } from './report.ts';
import type { FileResult, MutationReport } from './report.ts';
import { runSimStage, runWorlds } from './sim-stage.ts';
import { TARGETS, targetsNamed } from './targets.ts';
import type { Target } from './targets.ts';
import { runUnitStage } from './unit-stage.ts';
import type { UnitStage } from './unit-stage.ts';

const REPORT = join(repositoryRoot, 'docs', 'reports', 'mutation-results');

function readReport(): MutationReport {
  if (!existsSync(`${REPORT}.json`)) return { files: [] };
  return JSON.parse(readFileSync(`${REPORT}.json`, 'utf8')) as MutationReport;
}

/** Puts new results in the place of older ones of the same file, or, of some lines only, adds them. */
function writeReport(results: readonly FileResult[], isPart: boolean): MutationReport {
  const known = new Map(readReport().files.map((result) => [result.file, result]));
  for (const result of results) {
    known.set(result.file, isPart ? joined(known.get(result.file), result) : result);
  }
  const report = { files: TARGETS.flatMap(({ file }) => known.get(file) ?? []) };
  writeFileSync(`${REPORT}.json`, `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(`${REPORT}.md`, pageOf(report));
  return report;
}

async function runFile(target: Target, stage: UnitStage, seeds: number): Promise<FileResult> {
  const startedAtMs = performance.now();
  const source = readFileSync(join(repositoryRoot, target.file));
  const mutants = await runSimStage(await runUnitStage(target, stage), { seeds });
  return {
    file: target.file,
    digest: createHash('sha256').update(source).digest('hex').slice(0, 16),
    ranOn: new Date().toISOString().slice(0, 10),
    seeds,
    seconds: Math.round((performance.now() - startedAtMs) / 1_000),
    mutants,
  };
}

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    lines: { type: 'string' },
    seeds: { type: 'string', default: '400' },
    processes: { type: 'string', default: '1' },
    page: { type: 'boolean', default: false },
  },
});

if (!values.page) {
  const seeds = Number(values.seeds);
  // Worlds that fail without a mutant would kill every one of them.
  const answer = await runWorlds({ mutant: null, seeds });
  if (answer !== null) throw new Error(`the simulator fails without any mutant: ${answer.found}`);
  const stage: UnitStage = { processes: Number(values.processes), lines: values.lines ?? null };
  for (const target of targetsNamed(values.file)) {
    const result = await runFile(target, stage, seeds);
    writeReport([result], stage.lines !== null);
    const share = (100 * killedShare(result.mutants)).toFixed(1);
    console.log(
      `${target.file}: ${share} % of ${result.mutants.length} mutants killed in ${result.seconds} s`,
    );
    for (const { line, original, replacement } of mismatchOf([result]).unexplained) {
      console.log(`  ${line}: ${original} → ${replacement}`);
    }
  }
}
const report = writeReport([], false);
process.exitCode = isFine(report.files) ? 0 : 1;
