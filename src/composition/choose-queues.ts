import { QUEUES, RUNNABLE_QUEUES, isRunnable } from '../consumers/registry.ts';
import type { RunnableQueue } from '../consumers/registry.ts';
import type { QueueName } from '../schemas/queues.ts';

/** A queue was named that has no handler yet. */
export class NotRunnableError extends Error {
  override readonly name = 'NotRunnableError';
  readonly code = 'queue_not_runnable';

  constructor(queues: readonly QueueName[]) {
    const are = queues.length === 1 ? 'cannot run yet: it has' : 'cannot run yet: they have';
    super(
      `${queues.join(', ')} ${are} topics and a schema, but no handler. Queues that can run: ${RUNNABLE_QUEUES.join(', ')}.`,
    );
  }
}

/** The queues of this process: those named, or every one that can run. Throws a `NotRunnableError`. */
export const chooseQueues = (named: readonly QueueName[] | null): readonly RunnableQueue[] => {
  if (named === null || named.length === 0) return RUNNABLE_QUEUES;
  const refused = named.filter((queue) => !QUEUES[queue].runnable);
  if (refused.length > 0) throw new NotRunnableError(refused);
  return [...new Set(named.filter(isRunnable))];
};
