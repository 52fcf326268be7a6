import { defineConfig } from 'vitest/config';

// Two kinds of test files: `x.test.ts` needs nothing, `x.stack.test.ts` talks to the real parts that
// dev/test-stack.ts starts once for the whole run (or to those that the environment names).
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.stack.test.ts'],
          // Threads start faster than processes; nothing in a unit test is global to a process.
          pool: 'threads',
        },
      },
      {
        test: {
          name: 'stack',
          include: ['test/**/*.stack.test.ts'],
          globalSetup: ['dev/test-stack.ts'],
          pool: 'forks',
          // Real brokers, sessions and restarts take seconds; a test that hangs is ended by this limit.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
