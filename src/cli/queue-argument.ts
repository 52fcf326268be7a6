import { QUEUE_NAMES } from '../schemas/queues.ts';
import type { QueueName } from '../schemas/queues.ts';
import { CommandError } from './failure.ts';
import { nearest } from './nearest.ts';

/** The queue of this name. Throws a usage error that suggests the nearest one. */
export const parseQueue = (name: string): QueueName => {
  const queue = QUEUE_NAMES.find((candidate) => candidate === name);
  if (queue !== undefined) return queue;
  const suggestion = nearest(name, QUEUE_NAMES);
  const hint = suggestion === null ? `Queues are: ${QUEUE_NAMES.join(', ')}.` : `Did you mean ${suggestion}?`;
  throw new CommandError('usage', `Unknown queue ${name}. ${hint}`);
};
