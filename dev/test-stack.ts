import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import type {} from '../test/support/provided.ts';
import { startStack } from './stack/stack.ts';

/** Starts the parts that all stack tests of a run share, once; tests find them by test/support/stack.ts. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startStack({ parts: ['kafka', 'registry', 'postgres'], kafkaHeapMb: 512 });
  project.provide('brokers', stack.brokers);
  project.provide('registryUrl', stack.registryUrl);
  project.provide('databaseUrl', stack.databaseUrl);
  const templateDatabase = `template_${randomBytes(5).toString('hex')}`;
  project.provide('templateDatabase', templateDatabase);
  return async () => {
    // A server that the environment names outlives this run; ours goes with its folder.
    if (stack.postgres === null) await stack.dropDatabase(templateDatabase);
    const failures = project.vitest.state.getCountOfFailedTests();
    const logs = await stack.stop({ keepLogs: failures > 0 });
    if (logs !== null) console.error(`Logs of the stack: ${logs}`);
  };
}
