import type { QueueDefinition } from '../runtime/definition.ts';
import type { StreamEvents } from '../schemas/generated/events.ts';
import type { QueueName, StreamName } from '../schemas/queues.ts';

/** What a producer must know of a stream beside its schema. */
export interface StreamRule<Event> {
  /** Record key when the caller names none. */
  keyOf(event: Event): string;
  /** Header `x-event-type`. */
  eventTypeOf(event: Event): string;
}

/** The rules of every stream; a missing one does not compile. */
export type StreamRules = { readonly [S in StreamName]: StreamRule<StreamEvents[S]> };

/** The part of the table of queues that is used here, so that this room does not import the queues. */
export type QueueDefinitions = {
  readonly [N in QueueName]: {
    readonly definition: Pick<QueueDefinition<StreamEvents[N]>, 'keyOf' | 'eventTypeOf'>;
  };
};

/** Real-time notices are ordered per organization. */
const noticeRule: StreamRule<StreamEvents['notify_tornado']> = {
  keyOf: (event) => {
    if (event.realm_id === null)
      throw new TypeError('notify_tornado: realm_id is missing, and it is the key');
    return String(event.realm_id);
  },
  eventTypeOf: () => 'notify_tornado',
};

/** Rules of all streams from the queues' own definitions. */
export function streamRules(queues: QueueDefinitions): StreamRules {
  return {
    deferred_work: queues.deferred_work.definition,
    digest_emails: queues.digest_emails.definition,
    email_mirror: queues.email_mirror.definition,
    email_senders: queues.email_senders.definition,
    deferred_email_senders: queues.deferred_email_senders.definition,
    embed_links: queues.embed_links.definition,
    embedded_bots: queues.embedded_bots.definition,
    missedmessage_emails: queues.missedmessage_emails.definition,
    missedmessage_mobile_notifications: queues.missedmessage_mobile_notifications.definition,
    outgoing_webhooks: queues.outgoing_webhooks.definition,
    notify_tornado: noticeRule,
  };
}
