import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { groupHeadersOnce, guardIdleTimer, outliveLostCoordinator } from '../../src/broker/kafkajs-guards.ts';

interface Queue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  scheduleCheckPendingRequests(): void;
  destroy(): void;
}

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as new (
  options: object,
) => Queue;

const newQueue = (): Queue =>
  new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'test',
    logger: { debug: () => undefined },
  });

describe('guardIdleTimer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('leaves an idle connection without a timer, where kafkajs alone re-arms one every millisecond (V1)', () => {
    guardIdleTimer();
    const queue = newQueue();
    queue.scheduleCheckPendingRequests();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps the timer while a request waits or the broker throttles', () => {
    guardIdleTimer();
    const waiting = newQueue();
    waiting.pending.push({});
    waiting.scheduleCheckPendingRequests();
    expect(vi.getTimerCount()).toBe(1);
    waiting.destroy();
    const throttled = newQueue();
    throttled.throttledUntil = Date.now() + 500;
    throttled.scheduleCheckPendingRequests();
    expect(vi.getTimerCount()).toBe(1);
    throttled.destroy();
  });

  it('may be set twice', () => {
    guardIdleTimer();
    guardIdleTimer();
    newQueue().scheduleCheckPendingRequests();
    expect(vi.getTimerCount()).toBe(0);
  });
});

interface Encoder {
  readonly buffer: Buffer;
}

describe('groupHeadersOnce', () => {
  const requireFromHere = createRequire(import.meta.url);
  const encode = requireFromHere('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (
    record: object,
  ) => Encoder;
  const Decoder = requireFromHere('kafkajs/src/protocol/decoder.js') as new (buffer: Buffer) => {
    readVarInt(): number;
  };
  const decode = requireFromHere('kafkajs/src/protocol/recordBatch/record/v0/decoder.js') as (
    decoder: object,
    context: object,
  ) => { headers: object };

  it('decodes headers as kafkajs itself does', () => {
    const headers = { one: 'a', twice: ['b', 'c'], thrice: ['d', 'e', 'f'], empty: '' };
    const record = encode({ key: Buffer.from('k'), value: Buffer.from('v'), headers }).buffer;
    const read = (): object => {
      const decoder = new Decoder(record);
      decoder.readVarInt();
      return decode(decoder, { firstOffset: '0', firstTimestamp: '0' }).headers;
    };
    const alone = read();
    groupHeadersOnce();
    groupHeadersOnce();
    expect(read()).toEqual(alone);
    expect(Object.keys(alone)).toEqual(['one', 'twice', 'thrice', 'empty']);
  });
});

describe('outliveLostCoordinator', () => {
  const cluster = createRequire(import.meta.url)('kafkajs/src/cluster/index.js') as {
    readonly prototype: { findGroupCoordinatorMetadata(this: object, group: object): Promise<unknown> };
  };
  const find = (withBroker: () => Promise<unknown>): Promise<unknown> =>
    cluster.prototype.findGroupCoordinatorMetadata.call({ brokerPool: { withBroker } }, { groupId: 'g' });

  it('calls a coordinator that no broker names a failure that may pass, where kafkajs alone gives up for good', async () => {
    outliveLostCoordinator();
    outliveLostCoordinator();
    await expect(find(() => Promise.resolve(null))).rejects.toMatchObject({
      name: 'KafkaJSGroupCoordinatorNotFound',
      retriable: true,
    });
  });

  it('leaves every other failure as it is', async () => {
    outliveLostCoordinator();
    const refused = Object.assign(new Error('not authorized'), { retriable: false });
    await expect(find(() => Promise.reject(refused))).rejects.toBe(refused);
    expect(refused.retriable).toBe(false);
  });
});
