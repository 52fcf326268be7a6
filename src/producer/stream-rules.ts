import type { StreamEvents } from '../schemas/generated/events.ts';
import type { QueueName, StreamName } from '../schemas/queues.ts';

/** What a producer must know of a stream beside its schema. */
export interface StreamRule<Event> {
  /** Record key when the caller names none. */
  keyOf(event: Event): string;
  /** Header `x-event-type`. */
  eventTypeOf(event: Event): string;
}

/** The rules of some streams; a missing one does not compile. */
type RulesOf<S extends StreamName> = {
  readonly [N in S]: { readonly definition: StreamRule<StreamEvents[N]> };
};

/** The rules of every stream. */
export type StreamRules = RulesOf<StreamName>;

/** The part of the table of queues that is used here, so that this room does not import the queues. */
export type QueueDefinitions = RulesOf<QueueName>;

/** Real-time notices are ordered per organization. */
const noticeRule: StreamRule<StreamEvents['notify_tornado']> = {
  keyOf: (event) => {
    if (event.realm_id === null)
      throw new TypeError('notify_tornado: realm_id is missing, and it is the key');
    return String(event.realm_id);
  },
  eventTypeOf: () => 'notify_tornado',
};

/** Rules of all streams: the queues' own definitions, and those of the topics that are only produced to. */
export const streamRules = (queues: QueueDefinitions): StreamRules => ({
  ...queues,
  notify_tornado: { definition: noticeRule },
});
