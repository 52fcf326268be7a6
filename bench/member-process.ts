// A member of a group in a process of its own; `members.ts` starts it with a plan.
import { openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../src/db/client.ts';
import { runHot } from '../src/db/statement.ts';
import { dead, done, retry } from '../src/runtime/outcome.ts';
import type { Outcome } from '../src/runtime/outcome.ts';
import { ADD_MANY, ADD_ONE } from './member-database.ts';
import type { MemberPlan } from './members.ts';
import { writeNote } from './notes.ts';
import { openBenchBroker, openQueue } from './queue-under-test.ts';
import type { BenchHandler } from './queue-under-test.ts';

const plan = JSON.parse(process.env['BENCH_MEMBER'] ?? '{}') as MemberPlan;
const file = openSync(plan.notes, 'a');

/** What the plan says of an event that is not simply done; null when nothing. */
const specialOutcome = (id: number, attempt: number): Outcome | null => {
  if (plan.deadEvery !== undefined && id % plan.deadEvery === 0) return dead('bench');
  const failsAgain = plan.failAgainEvery !== undefined && id % plan.failAgainEvery === 0;
  return attempt <= (plan.failures ?? 0) + (failsAgain ? 1 : 0) ? retry('bench') : null;
};

const single: BenchHandler = {
  kind: 'single',
  handle: async ({ message_id: id, user_profile_id: user }, context) => {
    const of = { id, partition: context.partition, attempt: context.attempt };
    writeNote(file, { ...of, kind: 'start' });
    const outcome = specialOutcome(id, context.attempt);
    if (outcome !== null) return outcome;
    const isSlow = plan.slowUsers !== undefined && user < plan.slowUsers;
    const workMs = isSlow ? (plan.slowMs ?? 0) : (plan.workMs ?? 0);
    if (workMs > 0) await delay(workMs, undefined, { signal: context.signal });
    if (plan.effect !== 'none') await context.apply((tx) => runHot(tx, ADD_ONE, [id]));
    writeNote(file, { ...of, kind: 'end' });
    return done;
  },
};

const batch: BenchHandler = {
  kind: 'batch',
  maxSize: 250,
  lingerMs: 0,
  handle: async (events, context) => {
    const ofs = events.map(({ event, partition, attempt }) => ({ id: event.message_id, partition, attempt }));
    for (const of of ofs) writeNote(file, { ...of, kind: 'start' });
    const outcomes = ofs.map(({ id, attempt }) => specialOutcome(id, attempt));
    const healthy = ofs.filter((_, index) => outcomes[index] === null);
    if (healthy.length > 0) await runHot(context.tx, ADD_MANY, [healthy.map(({ id }) => id)]);
    context.afterCommit(() => {
      for (const of of healthy) writeNote(file, { ...of, kind: 'end' });
    });
    return outcomes.map((outcome) => outcome ?? done);
  },
};

const database =
  plan.databaseUrl === null ? null : createDatabase({ url: plan.databaseUrl, poolSize: plan.poolSize ?? 10 });
const producer = openBenchBroker(plan.brokers).producer();
await producer.connect();
const { queue, failed } = openQueue({
  ...plan,
  database,
  producer,
  handler: plan.effect === 'batch' ? batch : single,
});
failed.catch((error: unknown) => {
  if (plan.deadEvery === undefined) throw error;
});
process.once('SIGTERM', () => {
  void queue.stop().then(() => process.exit(0));
});
await queue.start();
console.log(JSON.stringify({ level: 'info', msg: 'member is ready' }));
