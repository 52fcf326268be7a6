import type { QueueDefinition } from '../runtime/definition.ts';
import type { StreamEvents } from '../schemas/generated/events.ts';
import { QUEUE_NAMES } from '../schemas/queues.ts';
import type { QueueName } from '../schemas/queues.ts';
import { deferredEmailSendersDefinition } from './deferred_email_senders/definition.ts';
import { deferredWorkDefinition } from './deferred_work/definition.ts';
import { digestEmailsDefinition } from './digest_emails/definition.ts';
import { emailMirrorDefinition } from './email_mirror/definition.ts';
import { emailSendersDefinition } from './email_senders/definition.ts';
import { embedLinksDefinition } from './embed_links/definition.ts';
import { embeddedBotsDefinition } from './embedded_bots/definition.ts';
import { missedmessageEmailsDefinition } from './missedmessage_emails/definition.ts';
import { missedmessageMobileNotificationsDefinition } from './missedmessage_mobile_notifications/definition.ts';
import { outgoingWebhooksDefinition } from './outgoing_webhooks/definition.ts';
import { withRetryDelays } from './retry-policies.ts';

/** One queue of the fleet. */
interface QueueEntry<N extends QueueName> {
  readonly definition: QueueDefinition<StreamEvents[N]>;
  /** False while the queue has a schema, topics and a definition, but no handler yet. */
  readonly runnable: boolean;
}

/** Every queue: one that is missing here, or has another queue's definition, does not compile. */
export const QUEUES = {
  deferred_work: { definition: deferredWorkDefinition, runnable: false },
  digest_emails: { definition: digestEmailsDefinition, runnable: false },
  email_mirror: { definition: emailMirrorDefinition, runnable: false },
  email_senders: { definition: emailSendersDefinition, runnable: true },
  deferred_email_senders: { definition: deferredEmailSendersDefinition, runnable: true },
  embed_links: { definition: embedLinksDefinition, runnable: false },
  embedded_bots: { definition: embeddedBotsDefinition, runnable: true },
  missedmessage_emails: { definition: missedmessageEmailsDefinition, runnable: true },
  missedmessage_mobile_notifications: {
    definition: missedmessageMobileNotificationsDefinition,
    runnable: false,
  },
  outgoing_webhooks: { definition: outgoingWebhooksDefinition, runnable: true },
} as const satisfies { readonly [N in QueueName]: QueueEntry<N> };

/** A queue that has a handler; its loader stands in src/composition/load-consumer.ts. */
export type RunnableQueue = {
  [N in QueueName]: (typeof QUEUES)[N]['runnable'] extends true ? N : never;
}[QueueName];

/** Whether `run` accepts the queue. */
export const isRunnable = (queue: QueueName): queue is RunnableQueue => QUEUES[queue].runnable;

/** Queues that `run` accepts. */
export const RUNNABLE_QUEUES: readonly RunnableQueue[] = QUEUE_NAMES.filter(isRunnable);

/** A definition with the operator's waiting times in place of its own. */
export const withRetryTiers = <Event>(
  definition: QueueDefinition<Event>,
  delaysMs: readonly number[] | undefined,
): QueueDefinition<Event> =>
  delaysMs === undefined
    ? definition
    : {
        ...definition,
        retryPolicy: (eventType) => withRetryDelays(definition.retryPolicy(eventType), delaysMs),
        retryPolicies: definition.retryPolicies.map((policy) => withRetryDelays(policy, delaysMs)),
      };

/** Every definition, with the operator's waiting times where the settings name some. */
export const definitionsWith = (
  retryTiers: ReadonlyMap<QueueName, readonly number[]>,
): readonly QueueDefinition<unknown>[] =>
  QUEUE_NAMES.map((queue) => withRetryTiers<unknown>(QUEUES[queue].definition, retryTiers.get(queue)));
