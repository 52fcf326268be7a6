import { defineConfig } from 'vitest/config';

/** Set by `unit-stage.ts`. */
const tests = process.env['MUTATION_TESTS'];

/** How Stryker runs unit tests over mutants; which ones, `targets.ts` says. */
export default defineConfig({
  test: {
    include: tests === undefined ? ['test/**/*.test.ts'] : (JSON.parse(tests) as string[]),
    exclude: ['test/**/*.stack.test.ts'],
    setupFiles: ['dev/mutation/no-shrinking.ts'],
    pool: 'threads',
    // Loading the runtime anew for each file would take longer than the tests; no test leaves anything behind.
    isolate: false,
  },
});
