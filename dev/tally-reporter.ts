import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';
import { TALLY_FILE } from './test-tally.ts';
import type { Tally } from './test-tally.ts';

/** Counts a run's tests into the file that dev/run-tests.ts names, beside the readable report. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) counts[test.result().state]++;
      // A file that cannot be loaded, or whose hooks fail, has no failed test of its own.
      if (!module.ok() && counts.failed === before) counts.failed++;
    }
    const tally: Tally = {
      passed: counts.passed,
      // A test that never ended did not pass.
      failed: counts.failed + (reason === 'interrupted' ? 0 : counts.pending),
      skipped: counts.skipped,
      errors: unhandledErrors.length,
    };
    const file = process.env[TALLY_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  }
}
