import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardIdleTimer } from '../../src/broker/kafkajs-guards.ts';

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
