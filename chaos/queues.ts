import { shortTiers } from '../dev/short-tiers.ts';

/** Waiting times that fit into a run, and are longer together than any outage in it. */
const TIERS = shortTiers({
  missedmessage_emails: ['1s', '5s', '20s'],
  email_senders: ['1s', '5s', '20s'],
  deferred_email_senders: ['1s', '5s', '20s'],
  outgoing_webhooks: ['1s', '5s', '20s'],
  embedded_bots: ['1s', '5s', '20s'],
});

/** A queue under chaos. */
export type FailingQueue = (typeof TIERS.queues)[number];

/** Every queue that can run today, the setting of their tiers, and the topics and group of one. */
export const { queues: FAILING_QUEUES, setting: RETRY_TIERS, namesUnder } = TIERS;
