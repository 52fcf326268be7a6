// Starts a stack, writes one line of JSON about it and waits to be killed. Used by stack.stack.test.ts.
import { dirname } from 'node:path';
import { startStack } from '../../dev/stack/stack.ts';
import type { StackPartName } from '../../dev/stack/stack.ts';

const parts = process.argv.slice(2) as StackPartName[];
const stack = await startStack({ parts, useEnvironment: false });
process.stdout.write(
  `${JSON.stringify({
    pids: [stack.postgres?.pid, stack.kafka?.brokers[0]?.pid].filter((pid) => typeof pid === 'number'),
    brokers: stack.brokers,
    databaseUrl: stack.databaseUrl,
    folder: dirname(stack.logFolder),
  })}\n`,
);
process.stdin.resume();
