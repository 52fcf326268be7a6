/**
 * The queues of the fleet. One string is folder, topic, consumer group, metric label and log field at once.
 */
export const QUEUE_NAMES = [
  'deferred_work',
  'digest_emails',
  'email_mirror',
  'email_senders',
  'deferred_email_senders',
  'embed_links',
  'embedded_bots',
  'missedmessage_emails',
  'missedmessage_mobile_notifications',
  'outgoing_webhooks',
] as const;

/** A queue that a worker of this fleet consumes. */
export type QueueName = (typeof QUEUE_NAMES)[number];

/** Topics that the fleet only produces to: `notify_tornado` feeds the chat's real-time server. */
export const NOTICE_TOPIC_NAMES = ['notify_tornado'] as const;

/** Everything with a schema and a topic of its own. */
export type StreamName = QueueName | (typeof NOTICE_TOPIC_NAMES)[number];

/** Every stream: queues first, then the topics that are only produced to. */
export const STREAM_NAMES: readonly StreamName[] = [...QUEUE_NAMES, ...NOTICE_TOPIC_NAMES];
