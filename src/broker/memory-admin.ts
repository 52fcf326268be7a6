import type {
  BrokerAdmin,
  CommittedOffset,
  GroupDescription,
  OffsetAtTime,
  PartitionOffsets,
  TopicDescription,
  TopicSpec,
} from './broker.ts';
import type { MemoryGroup } from './memory-group.ts';
import type { MemoryTopics } from './memory-log.ts';

/** What Kafka answers for configs that nobody set. */
const BROKER_DEFAULTS: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'max.message.bytes': '1048588',
  'min.insync.replicas': '1',
  'retention.bytes': '-1',
  'retention.ms': '604800000',
};

/** What a memory admin needs. */
export interface MemoryAdminDeps {
  readonly topics: MemoryTopics;
  readonly groupOf: (groupId: string) => MemoryGroup;
  readonly findGroup: (groupId: string) => MemoryGroup | undefined;
}

/** Runs a step so that what it throws becomes a rejection, as every answer over a network is. */
async function answer<T>(step: () => T): Promise<T> {
  await Promise.resolve();
  return step();
}

/** Administration of a memory broker. */
export class MemoryAdmin implements BrokerAdmin {
  readonly #deps: MemoryAdminDeps;

  constructor(deps: MemoryAdminDeps) {
    this.#deps = deps;
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    return Promise.resolve();
  }

  listTopics(): Promise<readonly string[]> {
    return answer(() => this.#deps.topics.names);
  }

  describeTopics(
    topics: readonly string[],
    configNames: readonly string[],
  ): Promise<readonly TopicDescription[]> {
    return answer(() =>
      topics.flatMap((name) => {
        const topic = this.#deps.topics.find(name);
        if (topic === undefined) return [];
        const asked = configNames.flatMap((config) => {
          const value = BROKER_DEFAULTS[config];
          return value === undefined ? [] : [[config, value] as const];
        });
        const configs = { ...Object.fromEntries(asked), ...topic.configs };
        return [{ topic: name, partitions: topic.partitions.length, replicationFactor: 1, configs }];
      }),
    );
  }

  createTopics(topics: readonly TopicSpec[]): Promise<void> {
    return answer(() => {
      for (const spec of topics) this.#deps.topics.create(spec);
    });
  }

  growPartitions(topic: string, partitions: number): Promise<void> {
    return answer(() => {
      this.#deps.topics.grow(topic, partitions);
    });
  }

  setTopicConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<void> {
    return answer(() => {
      Object.assign(this.#deps.topics.require(topic).configs, configs);
    });
  }

  deleteTopics(topics: readonly string[]): Promise<void> {
    return answer(() => {
      for (const topic of topics) this.#deps.topics.delete(topic);
    });
  }

  topicOffsets(topic: string): Promise<readonly PartitionOffsets[]> {
    return answer(() => this.#deps.topics.offsets(topic));
  }

  offsetsAtTime(topic: string, timestampMs: number): Promise<readonly OffsetAtTime[]> {
    return answer(() =>
      this.#deps.topics.require(topic).partitions.map((log, partition) => {
        const first = log.records.find((record) => record.timestampMs >= timestampMs);
        return { topic, partition, offset: first?.offset ?? log.end };
      }),
    );
  }

  committedOffsets(groupId: string, topics: readonly string[]): Promise<readonly CommittedOffset[]> {
    return answer(() => {
      const group = this.#deps.groupOf(groupId);
      return topics.flatMap((topic) =>
        this.#deps.topics
          .require(topic)
          .partitions.map((_log, partition) => group.committed({ topic, partition })),
      );
    });
  }

  describeGroup(groupId: string): Promise<GroupDescription> {
    return answer(() => {
      const group = this.#deps.findGroup(groupId);
      return { groupId, state: group?.state ?? 'Dead', memberCount: group?.memberCount ?? 0 };
    });
  }

  describeCluster(): Promise<{ readonly brokers: number; readonly clusterId: string }> {
    return Promise.resolve({ brokers: 1, clusterId: 'memory' });
  }
}
