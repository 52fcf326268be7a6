// The judge as a process of its own. It knows the inputs (a file), the database, the inbox, the calls of the
// bots' server and the dead letters, and
// of the workers and the faults only how many processes were killed. It writes its verdict to `--verdict` and ends with 0 when all is well.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gatherFacts } from './evidence.ts';
import { judge } from './verdict.ts';

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string' },
    inbox: { type: 'string' },
    calls: { type: 'string' },
    killed: { type: 'string' },
    verdict: { type: 'string' },
  },
});

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

const verdict = judge(
  await gatherFacts({
    inputs: options.inputs ?? '',
    inboxUrl: options.inbox ?? '',
    calls: options.calls ?? '',
    databaseUrl: setting('DATABASE_URL'),
    brokers: setting('KAFKA_BROKERS').split(','),
    prefix: setting('TOPIC_PREFIX'),
    killedWorkers: Number(options.killed ?? 0),
  }),
);
writeFileSync(options.verdict ?? '', JSON.stringify(verdict));
process.exit(verdict.ok ? 0 : 1);
