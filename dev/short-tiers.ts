import { parseDelay, queueNames } from '../src/runtime/names.ts';
import type { QueueNames } from '../src/runtime/names.ts';
import type { QueueName } from '../src/schemas/queues.ts';

/** Queues with the waiting times of their tiers, as `RETRY_TIERS` sets them. */
export interface ShortTiers<Q extends QueueName> {
  readonly queues: readonly Q[];
  /** Value of `RETRY_TIERS`. */
  readonly setting: string;
  /** Topics and group of a queue. */
  readonly namesUnder: (prefix: string, queue: Q) => QueueNames;
}

/** Waiting times such as `5s` that fit into a short run. */
export const shortTiers = <Q extends QueueName>(
  delays: Readonly<Record<Q, readonly string[]>>,
): ShortTiers<Q> => {
  const queues = Object.keys(delays) as Q[];
  return {
    queues,
    setting: queues.map((queue) => `${queue}=${delays[queue].join(',')}`).join(';'),
    namesUnder: (prefix, queue) =>
      queueNames(
        prefix,
        queue,
        delays[queue].map((delay) => parseDelay(delay) ?? 0),
      ),
  };
};
