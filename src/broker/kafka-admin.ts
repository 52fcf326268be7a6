// Above 300 lines: one client speaks to the cluster, and its calls take turns.
import kafkajs from 'kafkajs';
import type { Admin } from 'kafkajs';

import { waitFor } from './broker-clock.ts';
import type { BrokerClock } from './broker-clock.ts';
import type {
  BrokerAdmin,
  CommittedOffset,
  GroupDescription,
  OffsetAtTime,
  PartitionOffsets,
  TopicDescription,
  TopicSpec,
} from './broker.ts';
import { BrokerError } from './broker.ts';
import { kafkaErrorType, toBrokerError } from './kafka-errors.ts';

const { ConfigResourceTypes } = kafkajs;

/** Kafka's DescribeConfigs answer: where a value comes from. */
const SOURCE_TOPIC_OVERRIDE = 1;
/** How long the controller may take to create, delete or grow a topic. */
const TOPIC_TIMEOUT_MS = 15_000;
/** Answers of a cluster that is moving a leader or a coordinator; kafkajs gives up at once on most of them. */
const PASSING = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
]);
const MAX_ATTEMPTS = 8;
/** The wait before an attempt, times its number. */
const RETRY_WAIT_MS = 50;

/** Kafka administration through kafkajs. One instance per process; `connect` is called by the first use if need be. */
export class KafkaAdmin implements BrokerAdmin {
  readonly #admin: Admin;
  readonly #clock: BrokerClock;
  #connected: Promise<void> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(admin: Admin, clock: BrokerClock) {
    this.#admin = admin;
    this.#clock = clock;
  }

  connect(): Promise<void> {
    this.#connected ??= this.#signIn().catch((error: unknown) => {
      this.#connected = null;
      throw toBrokerError(error, 'connect to Kafka');
    });
    return this.#connected;
  }

  /** kafkajs calls itself connected before the broker has asked for credentials: only an answer proves it. */
  async #signIn(): Promise<void> {
    await this.#admin.connect();
    await this.#admin.describeCluster();
  }

  async disconnect(): Promise<void> {
    if (this.#connected === null) return;
    await this.#connected.catch(() => {
      // A connection that failed needs no closing; the caller of connect was told.
    });
    this.#connected = null;
    await this.#admin.disconnect();
  }

  async listTopics(): Promise<readonly string[]> {
    return this.#call('list topics', () => this.#admin.listTopics());
  }

  async describeTopics(
    topics: readonly string[],
    configNames: readonly string[],
  ): Promise<readonly TopicDescription[]> {
    const existing = new Set(await this.listTopics());
    const wanted = topics.filter((topic) => existing.has(topic));
    if (wanted.length === 0) return [];
    return this.#call('describe topics', async () => {
      const { topics: metadata } = await this.#admin.fetchTopicMetadata({ topics: wanted });
      const configs = await this.#topicConfigs(wanted);
      return metadata.map(({ name, partitions }) => ({
        topic: name,
        partitions: partitions.length,
        replicationFactor: partitions[0]?.replicas.length ?? 0,
        configs: Object.fromEntries(
          (configs.get(name) ?? [])
            .filter((entry) => entry.overridden || configNames.includes(entry.name))
            .map((entry) => [entry.name, entry.value]),
        ),
      }));
    });
  }

  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const existing = new Set(await this.listTopics());
    const missing = topics.filter(({ topic }) => !existing.has(topic));
    if (missing.length === 0) return;
    await this.#call(`create topics ${missing.map(({ topic }) => topic).join(', ')}`, async () => {
      try {
        await this.#admin.createTopics({
          waitForLeaders: false,
          timeout: TOPIC_TIMEOUT_MS,
          topics: missing.map((spec) => ({
            topic: spec.topic,
            numPartitions: spec.partitions,
            replicationFactor: spec.replicationFactor ?? -1,
            configEntries: Object.entries(spec.configs).map(([name, value]) => ({ name, value })),
          })),
        });
      } catch (error) {
        // Two processes that start together both find a topic missing; either may create it.
        if (kafkaErrorType(error) !== 'TOPIC_ALREADY_EXISTS') throw error;
      }
    });
    await this.#untilLeadersAreKnown(missing.map(({ topic }) => topic));
  }

  /** A broker that has not learnt of a new topic yet denies it; kafkajs's own wait takes that for the last word. */
  async #untilLeadersAreKnown(topics: readonly string[]): Promise<void> {
    await this.#untilKnown(async () => {
      try {
        await this.#call(`find the leaders of topics ${topics.join(', ')}`, () =>
          this.#admin.fetchTopicMetadata({ topics: [...topics] }),
        );
        return null;
      } catch (error) {
        if (error instanceof BrokerError && error.code === 'unknown_topic') return error;
        throw error;
      }
    });
  }

  /** The controller has answered a change; the brokers learn of it one after another. `look` tells what is missing. */
  async #untilKnown(look: () => Promise<BrokerError | null>): Promise<void> {
    const deadlineMs = this.#clock.now() + TOPIC_TIMEOUT_MS;
    for (;;) {
      const missing = await look();
      if (missing === null) return;
      if (this.#clock.now() >= deadlineMs) throw missing;
      await waitFor(this.#clock, RETRY_WAIT_MS);
    }
  }

  async growPartitions(topic: string, partitions: number): Promise<void> {
    await this.#call(`grow topic ${topic} to ${String(partitions)} partitions`, () =>
      this.#admin.createPartitions({
        timeout: TOPIC_TIMEOUT_MS,
        topicPartitions: [{ topic, count: partitions }],
      }),
    );
    await this.#untilKnown(async () =>
      (await this.partitionCount(topic)) >= partitions
        ? null
        : new BrokerError('unavailable', `Topic ${topic} has grown, but the brokers do not say so`),
    );
  }

  async setTopicConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<void> {
    await this.#call(`set configs of topic ${topic}`, async () => {
      // kafkajs speaks the old AlterConfigs only, which replaces all overrides: send the others along.
      const present = (await this.#topicConfigs([topic])).get(topic) ?? [];
      const kept = present.filter((entry) => entry.overridden).map(({ name, value }) => [name, value]);
      const merged: Record<string, string> = { ...(Object.fromEntries(kept) as object), ...configs };
      await this.#admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: topic,
            configEntries: Object.entries(merged).map(([name, value]) => ({ name, value })),
          },
        ],
      });
    });
  }

  async deleteTopics(topics: readonly string[]): Promise<void> {
    await this.#call(`delete topics ${topics.join(', ')}`, () =>
      this.#admin.deleteTopics({ topics: [...topics], timeout: TOPIC_TIMEOUT_MS }),
    );
  }

  async topicOffsets(topic: string): Promise<readonly PartitionOffsets[]> {
    await this.requireTopics([topic]);
    const offsets = await this.#call(`read the offsets of topic ${topic}`, () =>
      this.#admin.fetchTopicOffsets(topic),
    );
    return offsets
      .map(({ partition, low, high }) => ({
        topic,
        partition,
        logStart: BigInt(low),
        highWatermark: BigInt(high),
      }))
      .sort((a, b) => a.partition - b.partition);
  }

  async offsetsAtTime(topic: string, timestampMs: number): Promise<readonly OffsetAtTime[]> {
    await this.requireTopics([topic]);
    const offsets = await this.#call(`find a time in topic ${topic}`, () =>
      this.#admin.fetchTopicOffsetsByTimestamp(topic, timestampMs),
    );
    return offsets
      .map(({ partition, offset }) => ({ topic, partition, offset: BigInt(offset) }))
      .sort((a, b) => a.partition - b.partition);
  }

  async committedOffsets(groupId: string, topics: readonly string[]): Promise<readonly CommittedOffset[]> {
    const answer = await this.#call(`read the commits of group ${groupId}`, () =>
      this.#admin.fetchOffsets({ groupId, topics: [...topics] }),
    );
    return answer.flatMap(({ topic, partitions }) =>
      partitions
        .map(({ partition, offset, metadata }) => {
          const committed = BigInt(offset);
          // -1: no commit; -2: kafkajs's way to say "from the log start" after an offset out of range.
          return { topic, partition, offset: committed < 0n ? null : committed, metadata: metadata ?? '' };
        })
        .sort((a, b) => a.partition - b.partition),
    );
  }

  async describeGroup(groupId: string): Promise<GroupDescription> {
    const { groups } = await this.#call(`describe group ${groupId}`, () =>
      this.#admin.describeGroups([groupId]),
    );
    const group = groups[0];
    return { groupId, state: group?.state ?? 'Dead', memberCount: group?.members.length ?? 0 };
  }

  async describeCluster(): Promise<{ readonly brokers: number; readonly clusterId: string }> {
    const { brokers, clusterId } = await this.#call('describe the cluster', () =>
      this.#admin.describeCluster(),
    );
    return { brokers: brokers.length, clusterId };
  }

  /** The topic's partition count; rejects with `unknown_topic`. */
  async partitionCount(topic: string): Promise<number> {
    const { topics } = await this.#call(`read the partitions of topic ${topic}`, () =>
      this.#admin.fetchTopicMetadata({ topics: [topic] }),
    );
    return topics[0]?.partitions.length ?? 0;
  }

  /** Rejects with `unknown_topic`, naming every topic of these that does not exist. */
  async requireTopics(topics: readonly string[]): Promise<void> {
    const missing: string[] = [];
    for (const topic of topics) {
      try {
        await this.partitionCount(topic);
      } catch (error) {
        if (!(error instanceof BrokerError) || error.code !== 'unknown_topic') throw error;
        missing.push(`“${topic}”`);
      }
    }
    if (missing.length === 0) return;
    throw new BrokerError(
      'unknown_topic',
      `No such topic: ${missing.join(', ')}. Create it first (topics apply).`,
    );
  }

  async #topicConfigs(topics: readonly string[]): Promise<ReadonlyMap<string, readonly ConfigEntry[]>> {
    const { resources } = await this.#admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
    });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        configEntries.map((entry) => ({
          name: entry.configName,
          value: entry.configValue,
          overridden: (entry.configSource as number) === SOURCE_TOPIC_OVERRIDE,
        })),
      ]),
    );
  }

  async #call<T>(doing: string, action: () => Promise<T>): Promise<T> {
    await this.connect();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#oneAtATime(action);
      } catch (error) {
        const passing = PASSING.has(kafkaErrorType(error) ?? '');
        if (!passing || attempt === MAX_ATTEMPTS) throw toBrokerError(error, doing);
        await waitFor(this.#clock, attempt * RETRY_WAIT_MS);
      }
    }
  }

  /** kafkajs keeps the metadata of the last call only: two calls at once take each other's topics away. */
  async #oneAtATime<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(action);
    this.#queue = turn.catch(() => {
      // The caller of `turn` is told; the queue only waits for its end.
    });
    return turn;
  }
}

interface ConfigEntry {
  readonly name: string;
  readonly value: string;
  readonly overridden: boolean;
}
