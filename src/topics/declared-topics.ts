import type { TopicSpec } from '../broker/broker.ts';
import type { QueueDefinition } from '../runtime/definition.ts';
import { namesOf } from '../runtime/names.ts';
import { NOTICE_TOPIC_NAMES } from '../schemas/queues.ts';

/** Names, sizes and times that every topic of the fleet shares. */
export interface TopicSettings {
  readonly prefix: string;
  readonly partitions: number;
  /** Null: the broker's own default. */
  readonly replicationFactor: number | null;
  readonly retentionMs: number;
  readonly deadLetterRetentionMs: number;
}

/** A topic as the fleet needs it. */
export interface DeclaredTopic extends TopicSpec {
  /** Queue or notice that the topic belongs to; all topics of one stream have the same number of partitions. */
  readonly stream: string;
  readonly role: 'main' | 'retry' | 'dlq' | 'notice';
}

const MIB = 1024 * 1024;

/** Largest record of a queue that says nothing else. */
const DEFAULT_MAX_MESSAGE_BYTES = MIB;

/**
 * A record in a retry tier or the dead-letter topic carries three texts of up to 4 KiB and some names more than it had
 * in the main topic. Without this room the largest records could not be settled at all.
 */
const SETTLE_HEADROOM_BYTES = 64 * 1024;

const sharedOf = ({
  partitions,
  replicationFactor,
}: TopicSettings): Pick<TopicSpec, 'partitions' | 'replicationFactor'> => ({
  partitions,
  ...(replicationFactor !== null && { replicationFactor }),
});

const configsOf = (retentionMs: number, maxMessageBytes: number): TopicSpec['configs'] => ({
  'cleanup.policy': 'delete',
  'retention.ms': String(retentionMs),
  'max.message.bytes': String(maxMessageBytes),
});

const topicsOfQueue = (
  definition: QueueDefinition<unknown>,
  settings: TopicSettings,
): readonly DeclaredTopic[] => {
  const names = namesOf(settings.prefix, definition);
  const maxBytes = definition.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
  const shared = { stream: definition.queue, ...sharedOf(settings) };
  return [
    { ...shared, topic: names.main, role: 'main', configs: configsOf(settings.retentionMs, maxBytes) },
    ...names.tiers.map(({ topic, delayMs }): DeclaredTopic => ({
      ...shared,
      topic,
      role: 'retry',
      // The time that a record waits on purpose must not eat into the time that operators have.
      configs: configsOf(settings.retentionMs + delayMs, maxBytes + SETTLE_HEADROOM_BYTES),
    })),
    {
      ...shared,
      topic: names.dlq,
      role: 'dlq',
      configs: configsOf(settings.deadLetterRetentionMs, maxBytes + SETTLE_HEADROOM_BYTES),
    },
  ];
};

/** Every topic of the fleet: main, tiers and dead letters of each queue, and the topics that are only produced to. */
export const declareTopics = (
  definitions: readonly QueueDefinition<unknown>[],
  settings: TopicSettings,
): readonly DeclaredTopic[] => [
  ...definitions.flatMap((definition) => topicsOfQueue(definition, settings)),
  ...NOTICE_TOPIC_NAMES.map((stream): DeclaredTopic => ({
    stream,
    topic: `${settings.prefix}.${stream}`,
    role: 'notice',
    ...sharedOf(settings),
    configs: configsOf(settings.retentionMs, DEFAULT_MAX_MESSAGE_BYTES),
  })),
];
