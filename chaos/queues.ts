import { parseDelay, queueNames } from '../src/runtime/names.ts';
import type { QueueNames } from '../src/runtime/names.ts';

/** Waiting times that fit into a run, and are longer together than any outage in it. */
const RETRY_TIERS = {
  missedmessage_emails: ['1s', '5s', '20s'],
  email_senders: ['1s', '5s', '20s'],
  deferred_email_senders: ['1s', '5s', '20s'],
} as const;

/** A queue under chaos. */
export type FailingQueue = keyof typeof RETRY_TIERS;

/** Every queue that can run today. */
export const FAILING_QUEUES = Object.keys(RETRY_TIERS) as FailingQueue[];

/** The setting of the same. */
export const retryTiers = (): string =>
  FAILING_QUEUES.map((queue) => `${queue}=${RETRY_TIERS[queue].join(',')}`).join(';');

/** Topics and group of a queue. */
export const namesUnder = (prefix: string, queue: FailingQueue): QueueNames =>
  queueNames(
    prefix,
    queue,
    RETRY_TIERS[queue].map((delay) => parseDelay(delay) ?? 0),
  );
