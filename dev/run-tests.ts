import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { spawnGuarded } from './stack/guarded-child.ts';
import type { ExitInfo, GuardedChild } from './stack/guarded-child.ts';
import { RUN_MARKER, leftovers } from './stack/leftovers.ts';
import { repositoryRoot } from './stack/paths.ts';
import { openRunFolder } from './stack/run-folder.ts';
import { TALLY_FILE, readTally } from './test-tally.ts';
import type { Tally } from './test-tally.ts';

/**
 * The test command: runs vitest (arguments are passed on, such as file names), checks that nothing of the run is
 * left behind, and ends with one line of its own, `N passed, N failed[, N skipped]`. The exit code is 0 only when
 * at least one test ran and nothing failed, vitest itself included.
 */
async function main(): Promise<number> {
  const run = randomUUID();
  process.env[RUN_MARKER] = run;
  const folder = await openRunFolder();
  const results = join(folder.path, 'tally.json');
  process.env[TALLY_FILE] = results;
  const vitest = await spawnGuarded({
    command: process.execPath,
    args: [
      join(repositoryRoot, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--root', repositoryRoot],
      ...['--reporter=default', `--reporter=${join(import.meta.dirname, 'tally-reporter.ts')}`],
      ...process.argv.slice(2),
    ],
    reaper: folder.reaper,
    deathSignal: 'TERM',
    stdio: 'inherit',
    cwd: repositoryRoot,
    // So that everything it starts can be found by its session, and gets each signal once, from us.
    ownSession: true,
  });
  const interrupted = passSignals(vitest);
  const exit = await vitest.exited;
  const tally = await readTally(results);
  const strays = await leftovers({ run, session: vitest.pid, except: folder.reaper.pid, graceMs: 10_000 });
  await folder.close({ keepLogs: false });
  return report({ exit, tally, strays, interrupted: interrupted() });
}

function passSignals(vitest: GuardedChild): () => boolean {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupted = true;
      // vitest stops its parts itself at SIGINT; what it leaves is ended by the watchers.
      void vitest.stop(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM', 10_000);
    });
  }
  return () => interrupted;
}

interface Ending {
  readonly exit: ExitInfo;
  /** Null when vitest left no results: it was ended, or crashed. */
  readonly tally: Tally | null;
  readonly strays: readonly string[];
  readonly interrupted: boolean;
}

/** Prints what went wrong beside the tests, and the closing line; returns the exit code. */
function report({ exit, tally, strays, interrupted }: Ending): number {
  const counts = tally ?? { passed: 0, failed: 0, skipped: 0, errors: 0 };
  const faults = strays.map((stray) => `left running after the tests: ${stray}`);
  if (interrupted) faults.push('interrupted');
  else if (tally === null)
    faults.push(`the test runner ended without results (${exit.signal ?? exit.code ?? '?'})`);
  else if (tally.errors > 0) faults.push(`${tally.errors} errors outside of any test: see above`);
  else if (exit.code !== 0 && tally.failed === 0) {
    faults.push('the test runner failed outside of the tests: see its messages above');
  }
  const failed = counts.failed + faults.length;
  for (const fault of faults) console.log(fault);
  if (failed + counts.passed === 0) console.log('no test ran');
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${counts.passed} passed, ${failed} failed${skipped}`);
  return failed > 0 || counts.passed === 0 ? 1 : 0;
}

process.exitCode = await main();
