import type { BrokerClock } from './broker-clock.ts';
import type {
  Broker,
  BrokerAdmin,
  BrokerConsumer,
  BrokerProducer,
  BrokerRecord,
  CommittedOffset,
  ConsumerOptions,
  OutgoingRecord,
  RecordPosition,
  TopicPartition,
} from './broker.ts';
import { MemoryAdmin } from './memory-admin.ts';
import { MemoryConsumer } from './memory-consumer.ts';
import type { MemoryFaults } from './memory-faults.ts';
import { MemoryGroup } from './memory-group.ts';
import { MemoryTopics } from './memory-log.ts';
import { MemoryProducer, partitionOf } from './memory-producer.ts';

/** How a memory broker behaves. */
export interface MemoryBrokerOptions {
  readonly clock: BrokerClock;
  /** Delay of each answer and delivery, milliseconds; asked anew each time. Default: none. */
  readonly latencyMs?: () => number;
  /** How long a member takes to notice a rebalance, milliseconds. Default: none. */
  readonly noticeMs?: () => number;
  /** Most records of a batch. Default 500. */
  readonly batchRecords?: number;
  readonly faults?: MemoryFaults;
}

/** What tests and simulations may do to the broker and ask of it, beside the port. */
interface MemoryControl {
  /** Misbehaviour; may be changed at any time. */
  readonly faults: MemoryFaults;
  /** Creates a topic at once. */
  createTopic(topic: string, partitions: number, configs?: Readonly<Record<string, string>>): void;
  /** Stores a record at once, past every fault. */
  append(topic: string, record: OutgoingRecord): RecordPosition;
  /** What is in the topic now, by partition and offset. */
  records(topic: string): readonly BrokerRecord[];
  /** Drops every record before `offset`, as retention does. */
  deleteBefore(place: TopicPartition, offset: bigint): void;
  committed(groupId: string, place: TopicPartition): CommittedOffset;
  /** Makes the group deal its partitions anew. */
  rebalance(groupId: string): void;
  /** The running consumers of a group, in the order in which they started. */
  consumers(groupId: string): readonly MemoryConsumer[];
}

/** A broker in memory. */
export interface MemoryBroker extends Broker {
  readonly control: MemoryControl;
}

/**
 * A broker that passes the same contract as Kafka, in memory and driven by the given clock alone: with a virtual
 * clock everything that happens is decided by the test. Deliveries and group events happen in `clock.after`;
 * answers to sends, commits and administration need no time unless `latencyMs` says so.
 */
export function createMemoryBroker(options: MemoryBrokerOptions): MemoryBroker {
  const { clock, latencyMs = () => 0, noticeMs = () => 0, batchRecords = 500, faults = {} } = options;
  const topics = new MemoryTopics();
  const groups = new Map<string, MemoryGroup>();
  const running = new Set<MemoryConsumer>();
  let members = 0;

  const groupOf = (groupId: string): MemoryGroup => {
    const present = groups.get(groupId);
    if (present !== undefined) return present;
    const partitionsOf = (topic: string): number => topics.find(topic)?.partitions.length ?? 0;
    const group = new MemoryGroup({ clock, partitionsOf, noticeMs });
    groups.set(groupId, group);
    return group;
  };
  const newMemberId = (): string => {
    members += 1;
    return `member-${String(members).padStart(6, '0')}`;
  };
  const producer = new MemoryProducer({ clock, topics, faults, latencyMs });
  const admin: BrokerAdmin = new MemoryAdmin({ topics, groupOf, findGroup: (id) => groups.get(id) });

  return {
    consumer: (consumerOptions: ConsumerOptions): BrokerConsumer =>
      new MemoryConsumer(consumerOptions, {
        clock,
        topics,
        group: groupOf(consumerOptions.groupId),
        faults,
        newMemberId,
        latencyMs,
        batchRecords,
        onStarted: (consumer) => running.add(consumer),
        onEnded: (consumer) => running.delete(consumer),
      }),
    producer: (): BrokerProducer => producer,
    admin: () => admin,
    control: {
      faults,
      createTopic: (topic, partitions, configs = {}) => {
        topics.create({ topic, partitions, configs });
      },
      append: (topic, record) => {
        const place = { topic, partition: partitionOf(topics.require(topic), record) };
        return { ...place, offset: topics.append(place, record, clock.now()) };
      },
      records: (topic) => topics.require(topic).partitions.flatMap((log) => log.records),
      deleteBefore: (place, offset) => {
        topics.log(place).deleteBefore(offset);
      },
      committed: (groupId, place) => groupOf(groupId).committed(place),
      rebalance: (groupId) => {
        groupOf(groupId).rebalance();
      },
      consumers: (groupId) => [...running].filter(({ options: { groupId: id } }) => id === groupId),
    },
  };
}
