import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beatFasterUnderLoad } from '../../src/broker/kafkajs-heartbeat.ts';

interface Group {
  fetch(nodeId: string): Promise<readonly unknown[]>;
  heartbeat(options: { interval: number }): Promise<void>;
  readonly subscriptionState: { assign(partitions: readonly object[]): void };
}

const ConsumerGroup = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup.js') as new (
  options: object,
) => Group;

const INTERVAL = { interval: 1_000 };

/** A member of a group that fetches what the test says; it tells the times of its heartbeats. */
const newMember = (): { group: Group; beats: number[]; answer: { records: number } } => {
  const beats: number[] = [];
  const answer = { records: 0 };
  const group = Object.assign(
    new ConsumerGroup({ logger: { namespace: () => ({}) }, topics: ['t'], cluster: {}, retry: {} }),
    {
      memberId: 'member',
      coordinator: {
        heartbeat: () => {
          beats.push(Date.now());
          return Promise.resolve();
        },
      },
      instrumentationEmitter: { emit: () => undefined },
      cluster: {
        refreshMetadataIfNecessary: () => Promise.resolve(),
        findBroker: () => ({
          fetch: () => {
            const messages = Array.from({ length: answer.records }, (_, index) => ({
              offset: String(index),
              isControlRecord: false,
            }));
            const partitions = [{ partition: 0, highWatermark: '9', abortedTransactions: [], messages }];
            return Promise.resolve({ responses: [{ topicName: 't', partitions }] });
          },
        }),
      },
      offsetManager: { committedOffsets: () => ({ t: { 0: '0' } }), nextOffset: () => '0' },
      getActiveTopicPartitions: () => ({ t: new Set([0]) }),
      checkForStaleAssignment: () => undefined,
      seekOffsets: () => Promise.resolve(),
      filterPartitionsByNode: () => [{ topic: 't', partitions: [0] }],
    },
  );
  group.subscriptionState.assign([{ topic: 't', partitions: [0] }]);
  return { group, beats, answer };
};

/** Fetches and beats every 50 ms, as kafkajs does after each fetch. */
const live = async (group: Group, forMs: number): Promise<void> => {
  for (let passed = 0; passed < forMs; passed += 50) {
    await group.fetch('1');
    await group.heartbeat(INTERVAL);
    vi.advanceTimersByTime(50);
  }
};

beforeEach(() => {
  vi.useFakeTimers();
  beatFasterUnderLoad();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a member without records beats once per interval', async () => {
  const { group, beats } = newMember();
  await live(group, 10_000);
  expect(beats).toHaveLength(9);
});

it('a member that records come to beats every 200 ms', async () => {
  const { group, beats, answer } = newMember();
  answer.records = 1;
  await live(group, 10_000);
  expect(beats).toHaveLength(49);
});

it('a second after its last records a member beats at its interval again', async () => {
  const { group, beats, answer } = newMember();
  answer.records = 1;
  await live(group, 1_000);
  answer.records = 0;
  await live(group, 1_000);
  const underLoad = beats.length;
  await live(group, 10_000);
  expect(beats.length - underLoad).toBeLessThanOrEqual(10);
});

it('an interval that is shorter than that of a loaded member is kept', async () => {
  const { group, beats, answer } = newMember();
  answer.records = 1;
  for (let passed = 0; passed < 1_000; passed += 50) {
    await group.fetch('1');
    await group.heartbeat({ interval: 100 });
    vi.advanceTimersByTime(50);
  }
  expect(beats).toHaveLength(9);
});
