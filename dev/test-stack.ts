import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import type {} from '../test/support/provided.ts';
import { startStack } from './stack/stack.ts';
import type { Stack } from './stack/stack.ts';

/**
 * Starts the parts that all stack tests of a run share, once; tests find them by test/support/stack.ts. When a part
 * cannot be started, every test that asks for it fails with the reason, and the other tests still run.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const templateDatabase = `template_${randomBytes(5).toString('hex')}`;
  project.provide('templateDatabase', templateDatabase);
  let stack: Stack | null = null;
  try {
    stack = await startStack({ parts: ['kafka', 'registry', 'postgres'], kafkaHeapMb: 512 });
    project.provide('stackFault', '');
  } catch (error) {
    const reason = (error as Error).message;
    console.error(`The parts for the stack tests cannot be started: ${reason}`);
    project.provide('stackFault', reason);
  }
  project.provide('brokers', stack?.brokers ?? '');
  project.provide('registryUrl', stack?.registryUrl ?? '');
  project.provide('databaseUrl', stack?.databaseUrl ?? '');
  return async () => {
    if (stack === null) return;
    // A server that the environment names outlives this run; ours goes with its folder.
    if (stack.postgres === null) await stack.dropDatabase(templateDatabase);
    const failures = project.vitest.state.getCountOfFailedTests();
    const logs = await stack.stop({ keepLogs: failures > 0 });
    if (logs !== null) console.error(`Logs of the stack: ${logs}`);
  };
}
