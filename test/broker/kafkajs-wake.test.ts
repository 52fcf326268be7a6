import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wakeOnResume } from '../../src/broker/kafkajs-wake.ts';

const { prototype } = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup.js') as {
  prototype: object;
};

interface Group {
  fetch(nodeId: string): Promise<readonly unknown[]>;
  pause(partitions: readonly { topic: string; partitions: readonly number[] }[]): void;
  resume(partitions: readonly { topic: string; partitions: readonly number[] }[]): void;
}

/** kafkajs's consumer group, member of a group, with three partitions on two brokers; it counts its requests. */
const newGroup = (): {
  group: Group;
  requests: number[];
  recovered: unknown[];
  refresh: () => Promise<void>;
} => {
  const { SubscriptionState } = loadState();
  const subscriptionState = new SubscriptionState();
  subscriptionState.assign([{ topic: 't', partitions: [0, 1, 2] }]);
  const requests: number[] = [];
  const recovered: unknown[] = [];
  const world = { refresh: () => Promise.resolve() };
  const group = Object.assign(Object.create(prototype) as Group, {
    maxWaitTime: 250,
    logger: { info: () => undefined },
    subscriptionState,
    cluster: {
      refreshMetadataIfNecessary: () => world.refresh(),
      findBroker: ({ nodeId }: { nodeId: string }) => ({
        fetch: () => {
          requests.push(Number(nodeId));
          return Promise.resolve({ responses: [] });
        },
      }),
    },
    offsetManager: { committedOffsets: () => ({ t: { 0: '0', 1: '0', 2: '0' } }), nextOffset: () => '0' },
    checkForStaleAssignment: () => undefined,
    seekOffsets: () => Promise.resolve(),
    filterPartitionsByNode: (nodeId: string) => [{ topic: 't', partitions: nodeId === '1' ? [0, 1] : [2] }],
    recoverFromFetch: (error: unknown) => {
      recovered.push(error);
      return Promise.resolve();
    },
  });
  return Object.assign(world, { group, requests, recovered });
};

const loadState = (): {
  SubscriptionState: new () => { assign(partitions: readonly object[]): void };
} => ({
  SubscriptionState: createRequire(import.meta.url)('kafkajs/src/consumer/subscriptionState.js') as never,
});

const ALL = [{ topic: 't', partitions: [0, 1, 2] }];

/** Whether a fetch has come back once everything that is ready has run; no time passes. */
const isBack = async (fetched: Promise<unknown>): Promise<boolean> => {
  let back = false;
  void fetched.then(() => {
    back = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return back;
};

describe('wakeOnResume', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    wakeOnResume();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends the sleep of a consumer whose partitions are all paused when one of them is resumed (V5)', async () => {
    const { group, requests } = newGroup();
    group.pause(ALL);
    const asleep = group.fetch('1');
    expect(await isBack(asleep)).toBe(false);
    group.resume([{ topic: 't', partitions: [1] }]);
    expect(await isBack(asleep)).toBe(true);
    expect(requests).toEqual([]);
    await group.fetch('1');
    expect(requests).toEqual([1]);
  });

  it('looks again after the longest wait when nothing is resumed, and leaves no timer behind', async () => {
    const { group } = newGroup();
    group.pause(ALL);
    const asleep = group.fetch('1');
    await vi.advanceTimersByTimeAsync(250);
    expect(await asleep).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wakes the fetches of all brokers', async () => {
    const { group } = newGroup();
    group.pause(ALL);
    const both = Promise.all([group.fetch('1'), group.fetch('2')]);
    expect(await isBack(both)).toBe(false);
    group.resume(ALL);
    expect(await isBack(both)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks the broker as before while one of its partitions is not paused', async () => {
    const { group, requests } = newGroup();
    group.pause([{ topic: 't', partitions: [0] }]);
    await group.fetch('1');
    expect(requests).toEqual([1]);
  });

  it('does not sleep through a resume that comes while the metadata is refreshed', async () => {
    const world = newGroup();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.refresh = () => promise.then(() => undefined);
    world.group.pause(ALL);
    const fetched = world.group.fetch('1');
    world.group.resume(ALL);
    resolve(undefined);
    expect(await isBack(fetched)).toBe(true);
  });

  it('hands a fault in the metadata to the recovery of kafkajs', async () => {
    const world = newGroup();
    const fault = new Error('stale');
    world.refresh = () => Promise.reject(fault);
    world.group.pause(ALL);
    expect(await world.group.fetch('1')).toEqual([]);
    expect(world.recovered).toEqual([fault]);
  });
});
