/**
 * The port to Kafka. The rest of the fleet sees these types only, so that the client library can be replaced;
 * `kafka-broker.ts` (kafkajs) and `memory-broker.ts` implement it and pass one contract suite (test/contract).
 */

/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A record as it was read. `value` is a copy of its own: it pins no response buffer (research trap V11). */
export interface BrokerRecord extends TopicPartition {
  readonly offset: bigint;
  /** Broker or producer timestamp, milliseconds since the epoch. */
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  /** UTF-8 text of the last header of each name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Records of one partition in offset order, covering `[fetchedOffset, nextOffset)` without a gap: offsets in it
 *  without a record (control records, compaction) count as finished. */
export interface RecordBatch extends TopicPartition {
  readonly fetchedOffset: bigint;
  readonly nextOffset: bigint;
  readonly highWatermark: bigint;
  readonly records: readonly BrokerRecord[];
}

/** Where a group last committed in a partition. `offset` is null when nothing was ever committed. */
export interface CommittedOffset extends TopicPartition {
  readonly offset: bigint | null;
  readonly metadata: string;
}

/** A new assignment. `epoch` grows by one with every assignment of this consumer and fences commits. */
export interface Assignment {
  readonly epoch: number;
  /** Partitions held before and after by the same member: their position is kept, nothing is fetched twice. */
  readonly kept: readonly TopicPartition[];
  /** Partitions that start anew from the committed offset; `loaded` follows before their first batch. They are not
   *  paused, whatever was paused before. */
  readonly fresh: readonly TopicPartition[];
}

/** What a consumer tells its owner. All methods are called synchronously, must return quickly and must not throw. */
export interface ConsumerListener {
  /** The group has settled; called before the first fetch of the new generation. */
  assigned(assignment: Assignment): void;
  /** The committed offset and metadata of a fresh partition; always before its first batch. */
  loaded(committed: CommittedOffset): void;
  /** A rebalance has begun: the last moment at which a `commit` of this epoch is accepted. Nothing new should be
   *  started until `assigned`. */
  rebalancing(): void;
  batch(batch: RecordBatch): void;
  /** Retention removed records before they were read: `[from, to)` is lost. The next batch begins at `from`. */
  truncated?(gap: TopicPartition & { readonly from: bigint; readonly to: bigint }): void;
  /** The client gave up. With `restarting` it will join again by itself as a new member; otherwise it is dead. */
  crashed(crash: { readonly error: Error; readonly restarting: boolean }): void;
}

/** An offset to commit: `offset` is the next one to read; `metadata` has at most 4,096 UTF-16 units. */
export interface OffsetCommit extends TopicPartition {
  readonly offset: bigint;
  readonly metadata: string;
}

/** How a commit ended. `stale`: the epoch is over, nothing of it may be repeated. `unavailable`: try again later.
 *  `stored.refused` lists partitions that the broker refused although the others of the request are stored. */
export type CommitResult =
  | { readonly kind: 'stored'; readonly refused: readonly TopicPartition[] }
  | { readonly kind: 'stale' }
  | { readonly kind: 'unavailable'; readonly error: Error };

/** One member of one consumer group. */
export interface BrokerConsumer {
  /** Connects, subscribes and joins; resolves with the first assignment, not before. Rejects when `signal` aborts. */
  start(listener: ConsumerListener, signal?: AbortSignal): Promise<void>;
  /** Commits for the assignment `epoch`; never rejects. One call at a time is the caller's rule. */
  commit(epoch: number, commits: readonly OffsetCommit[]): Promise<CommitResult>;
  /** Stops delivery of these partitions, at the latest after the fetch under way. Ignored once stopped. */
  pause(partitions: readonly TopicPartition[]): void;
  /** Ignored once stopped. */
  resume(partitions: readonly TopicPartition[]): void;
  /** Milliseconds since the epoch of the last heartbeat or fetch answered by the broker; 0 before the first. */
  lastContactMs(): number;
  /** Leaves the group and closes; no listener call follows. Commit before. Safe twice and before `start`. */
  stop(): Promise<void>;
}

/** Options of a consumer; durations in milliseconds, sizes in bytes. */
export interface ConsumerOptions {
  readonly groupId: string;
  /** Main topic and its retry tiers; all have the same number of partitions and are co-partitioned: partition n of
   *  each is always on the same member. */
  readonly topics: readonly string[];
  /** Default 15,000. After a kill -9 the partitions stand still this long. */
  readonly sessionTimeoutMs?: number;
  /** Default 1,000. */
  readonly heartbeatIntervalMs?: number;
  /** Default 60,000. */
  readonly rebalanceTimeoutMs?: number;
  /** Longest wait of an empty fetch; bounds resume, stop and rebalance. Default 250. */
  readonly maxWaitMs?: number;
  /** Largest fetch answer. Default 2 MiB. */
  readonly maxBytes?: number;
}

/** A record to be written. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Default: by the key, as Kafka's Java client does (murmur2). */
  readonly partition?: number;
}

/** Where a record was stored. */
export interface RecordPosition extends TopicPartition {
  readonly offset: bigint;
}

/** The one producer of a process: idempotent, acks=all, every answer compared with what was sent. */
export interface BrokerProducer {
  connect(): Promise<void>;
  /**
   * Resolves when the broker has acknowledged every record; records of one partition keep their order, also across
   * calls. Rejects with a `BrokerError`; then records may or may not be stored.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]>;
  /** Waits for sends under way, then closes. Safe twice. */
  disconnect(): Promise<void>;
}

/** First and next offset of a partition. */
export interface PartitionOffsets extends TopicPartition {
  readonly logStart: bigint;
  readonly highWatermark: bigint;
}

/** Where a moment lies in a partition. */
export interface OffsetAtTime extends TopicPartition {
  readonly offset: bigint;
}

/** A topic as it should be. */
export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** Default: the broker's own. */
  readonly replicationFactor?: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** A topic as it is. */
export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Configs that differ from the broker's default, plus every name asked for. */
  readonly configs: Readonly<Record<string, string>>;
}

/** Members and state of a group; `memberCount` 0 and state `Dead` when it does not exist. */
export interface GroupDescription {
  readonly groupId: string;
  readonly state: string;
  readonly memberCount: number;
}

/** Administration. Every method rejects with a `BrokerError`. */
export interface BrokerAdmin {
  connect(): Promise<void>;
  /** Topics that exist, of those asked for. */
  describeTopics(
    topics: readonly string[],
    configNames: readonly string[],
  ): Promise<readonly TopicDescription[]>;
  listTopics(): Promise<readonly string[]>;
  /** Creates what is missing; existing topics are left alone. Waits until leaders are known. */
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  growPartitions(topic: string, partitions: number): Promise<void>;
  /** Sets these configs and keeps the topic's other overrides. */
  setTopicConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<void>;
  deleteTopics(topics: readonly string[]): Promise<void>;
  /** Every partition of the topic. */
  topicOffsets(topic: string): Promise<readonly PartitionOffsets[]>;
  /**
   * For every partition of the topic the offset of the first record with this timestamp or a later one (ms since the
   * epoch, not negative); the end of the log where there is none.
   */
  offsetsAtTime(topic: string, timestampMs: number): Promise<readonly OffsetAtTime[]>;
  /** Committed offsets of a group for these topics; partitions without a commit are listed with null. */
  committedOffsets(groupId: string, topics: readonly string[]): Promise<readonly CommittedOffset[]>;
  describeGroup(groupId: string): Promise<GroupDescription>;
  /** Number of brokers that answer, and the cluster id. */
  describeCluster(): Promise<{ readonly brokers: number; readonly clusterId: string }>;
  disconnect(): Promise<void>;
}

/** What a process asks of a Kafka cluster: consumers, one producer and one admin. */
export interface Broker {
  consumer(options: ConsumerOptions): BrokerConsumer;
  producer(): BrokerProducer;
  admin(): BrokerAdmin;
}

/**
 * A failure of the broker or of talking to it.
 * - `unavailable`: not reachable, timed out, no leader: try again later;
 * - `too_large`: the record exceeds the topic's `max.message.bytes`;
 * - `unknown_topic`: no such topic;
 * - `unauthorized`: credentials or ACLs;
 * - `rejected`: any other answer that repeating will not change.
 */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly code: 'unavailable' | 'too_large' | 'unknown_topic' | 'unauthorized' | 'rejected';

  constructor(code: BrokerError['code'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
