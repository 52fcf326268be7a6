import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/paths.ts';
import type { Fate, JudgedMutant } from './mutant.ts';
import type { Target } from './targets.ts';

type StrykerResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const FATES: Readonly<Partial<Record<StrykerResult['status'], Fate>>> = {
  Killed: 'unit',
  Timeout: 'unit_time',
  Survived: 'survived',
  NoCoverage: 'survived',
  // The tests' machinery fell over it, most often while a module was loaded.
  RuntimeError: 'unjudged',
  CompileError: 'unjudged',
  Ignored: 'skipped',
};

/**
 * Names the environment variable by which `vitest.config.ts` learns which tests to run. Not Stryker's `testFiles`: with
 * it a changed constant of a module would take effect only after the module is loaded.
 */
const UNIT_TESTS = 'MUTATION_TESTS';

/** How the mutants of a target are made and run. */
export interface UnitStage {
  /** Processes beside each other. */
  readonly processes: number;
  /** First and last line, 1-based, as `10-20`; null: the whole file. */
  readonly lines: string | null;
}

/** Makes the mutants of a target and runs over each the unit tests that reach it. */
export async function runUnitStage(
  { file, tests }: Target,
  { processes, lines }: UnitStage,
): Promise<readonly JudgedMutant[]> {
  process.env[UNIT_TESTS] = JSON.stringify(tests);
  const stryker = new Stryker({
    mutate: [lines === null ? file : `${file}:${lines}`],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', fileURLToPath(new URL('./ignorer.ts', import.meta.url))],
    ignorers: ['texts'],
    vitest: { configFile: 'dev/mutation/vitest.config.ts', related: false },
    // What no test loads need not be copied to the place where the mutants are planted.
    ignorePatterns: ['/.*', '/bench', '/deploy', '/dist', '/docs', '/coverage'],
    tempDirName: '.cache/mutation',
    coverageAnalysis: 'perTest',
    concurrency: processes,
    timeoutMS: 3_000,
    reporters: ['progress-append-only'],
    allowConsoleColors: false,
  });
  const results = await stryker.runMutationTest();
  const source = readFileSync(join(repositoryRoot, file), 'utf8');
  return results.map((result) => judged(result, file, source));
}

function judged(result: StrykerResult, file: string, source: string): JudgedMutant {
  const { location, mutatorName, replacement, status, statusReason } = result;
  const start = offsetOf(source, location.start);
  const end = offsetOf(source, location.end);
  const fate = FATES[status];
  if (fate === undefined) throw new Error(`${file}:${location.start.line}: Stryker says ${status}`);
  return {
    file,
    line: location.start.line,
    kind: mutatorName,
    start,
    end,
    original: source.slice(start, end),
    replacement,
    fate,
    by: (statusReason ?? '').split('\n', 1)[0] ?? '',
  };
}

/** Lines and columns count from 1. */
function offsetOf(
  source: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  let offset = 0;
  for (let before = 1; before < line; before += 1) offset = source.indexOf('\n', offset) + 1;
  return offset + column - 1;
}
