import { afterEach, beforeEach, vi } from 'vitest';
import type { BrokerConsumer, ConsumerOptions, RecordPosition } from '../../src/broker/broker.ts';
import { createServedTopic } from '../support/served-topic.ts';
import { kafkaFixture } from './kafka-fixture.ts';
import type { KafkaFixture } from './kafka-fixture.ts';
import { RecordingListener } from './recording-listener.ts';

const QUICK = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 100, maxWaitMs: 100 } as const;

/** One member with what it was told. */
export interface Member {
  readonly member: BrokerConsumer;
  readonly listener: RecordingListener;
}

/** A topic and a group of one test on the run's Kafka. */
export class TrapBench {
  readonly fixture: KafkaFixture;
  readonly topic: string;
  readonly group: string;
  readonly #running: BrokerConsumer[] = [];

  constructor(fixture: KafkaFixture) {
    this.fixture = fixture;
    this.topic = `${fixture.prefix}.main`;
    this.group = `${fixture.prefix}.group`;
  }

  createTopic(partitions: number, configs = {}): Promise<void> {
    return createServedTopic(this.fixture.broker.admin(), { topic: this.topic, partitions, configs });
  }

  /** A consumer that the end of the test stops. */
  consumer(options: Partial<ConsumerOptions> = {}): BrokerConsumer {
    const member = this.fixture.broker.consumer({
      groupId: this.group,
      topics: [this.topic],
      ...QUICK,
      ...options,
    });
    this.#running.push(member);
    return member;
  }

  async started(options: Partial<ConsumerOptions> = {}, listener = new RecordingListener()): Promise<Member> {
    const member = this.consumer(options);
    await member.start(listener);
    return { member, listener };
  }

  send(values: readonly (string | Buffer)[], partition = 0): Promise<readonly RecordPosition[]> {
    return this.fixture.broker.producer().send(
      this.topic,
      values.map((value) => ({ key: 'k', value: Buffer.from(value), headers: {}, partition })),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((consumer) => consumer.stop()));
    await this.fixture.close();
  }
}

/** Gives each test of a file a bench of its own, and takes every interceptor away afterwards. */
export function benchOfEachTest(): () => TrapBench {
  let bench: TrapBench | null = null;
  beforeEach(async () => {
    bench = new TrapBench(await kafkaFixture());
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await bench?.close();
  });
  return () => {
    if (bench === null) throw new Error('There is a bench inside a test only');
    return bench;
  };
}

/** Values of the records read so far, as text. */
export function textsOf(listener: RecordingListener): readonly string[] {
  return listener.records.map(({ value }) => String(value?.toString()));
}
