import { describe, expect, it } from 'vitest';
import type { AggregatorDeps } from '../../../src/runtime/window/aggregator.ts';
import { DEFAULT_AGGREGATOR_OPTIONS } from '../../../src/runtime/window/window.ts';
import type { Flush } from '../../../src/runtime/window/window.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { FakeRecorder } from '../harness.ts';
import { memoryAggregator, Outage, QUEUE } from './memory-aggregator.ts';
import { MemoryWindowStore } from './memory-window-store.ts';
import type { MemoryTx } from './memory-window-store.ts';

const { busyRetryMs, refreshMs, firstBackOffMs } = DEFAULT_AGGREGATOR_OPTIONS;

/** An aggregator over windows that a test puts into its store; notes when it counts and what it flushes. */
function aggregatorOver(over: Partial<AggregatorDeps<MemoryTx>> & { readonly flush?: Flush<MemoryTx> } = {}) {
  const clock = new VirtualClock();
  const store = new MemoryWindowStore();
  const recorder = new FakeRecorder();
  const logs = collectLogs();
  const startMs = clock.now();
  const flushed: string[] = [];
  const flush: Flush<MemoryTx> =
    over.flush ??
    ((_tx, { key }) => {
      flushed.push(key);
      return Promise.resolve({ kind: 'flushed' });
    });
  const aggregator = memoryAggregator({ clock, store, flush }, { recorder, logger: logs.logger, ...over });
  /** A window of this key that is due `inMs` after the start. */
  const put = (key: string, inMs: number, partition = 0): void => {
    store.rows.set(`${QUEUE}/${key}`, {
      queue: QUEUE,
      key,
      partition,
      openedAtMs: startMs,
      dueAtMs: startMs + inMs,
      attempts: 0,
      traceparent: null,
    });
  };
  /** When the next timer fires, ms after the start; null without one. */
  const nextTimer = (): number | null => {
    const atMs = clock.nextDueAt();
    return atMs === null ? null : atMs - startMs;
  };
  const open = (): number | undefined => recorder.gauge('worker_window_open', { queue: QUEUE });
  return { aggregator, clock, flushed, logs, nextTimer, open, put, recorder, store };
}

const never = (): Promise<never> => new Promise(() => undefined);
const stopNow = (): AbortSignal => AbortSignal.abort(new Error('stop'));

/** An aggregator whose counting of windows takes a second; tells when it began, ms after the start. */
function slowlyCounting() {
  const counts: number[] = [];
  const { aggregator, clock, store } = aggregatorOver();
  const startMs = clock.now();
  store.nextDue = () => Promise.resolve(null);
  store.earliestDue = async () => {
    counts.push(clock.now() - startMs);
    await clock.sleep(1_000);
    return new Map();
  };
  return { aggregator, clock, counts };
}

describe('the window aggregator, at its edges', () => {
  it('is named after its queue', () => {
    expect(aggregatorOver().aggregator.name).toBe('pots_windows');
  });

  it('keeps an assignment that comes before its start, and starts once', async () => {
    const { aggregator, clock, flushed, nextTimer, put } = aggregatorOver();
    put('a', 0);
    aggregator.assigned([0]);
    await clock.settle();
    expect([flushed, nextTimer()]).toEqual([[], null]);
    aggregator.start();
    await clock.settle();
    expect([flushed, nextTimer(), aggregator.owned()]).toEqual([['a'], refreshMs, [0]]);
    aggregator.start();
    expect(clock.pendingTimers()).toBe(1);
  });

  it('does not start again after a stop', async () => {
    const { aggregator, clock, flushed, put } = aggregatorOver();
    aggregator.start();
    await aggregator.stop(stopNow());
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    aggregator.opened(0, clock.now());
    await clock.settle();
    expect([flushed, clock.pendingTimers()]).toEqual([[], 0]);
  });

  it('has no timer without a partition, and one for the earliest window or the next look', async () => {
    const { aggregator, clock, nextTimer } = aggregatorOver();
    aggregator.start();
    await clock.settle();
    expect(nextTimer()).toBeNull();
    aggregator.opened(0, clock.now() + 10);
    expect(nextTimer()).toBeNull();
    aggregator.assigned([0]);
    await clock.settle();
    expect(nextTimer()).toBe(refreshMs);
    const startMs = clock.now();
    aggregator.opened(1, startMs + 10);
    aggregator.opened(0, startMs + refreshMs + 1);
    expect(nextTimer()).toBe(refreshMs);
    aggregator.opened(0, startMs + 20);
    aggregator.opened(0, startMs + 30);
    expect([nextTimer(), clock.pendingTimers()]).toEqual([20, 1]);
    aggregator.lost([0]);
    await clock.settle();
    expect([nextTimer(), aggregator.owned()]).toEqual([null, []]);
  });

  it('looks when the earliest window that it finds is due', async () => {
    const { aggregator, clock, flushed, nextTimer, put } = aggregatorOver();
    put('a', 300);
    put('b', 200);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect(nextTimer()).toBe(200);
    await clock.advance(200);
    expect([flushed, nextTimer()]).toEqual([['b'], 300]);
  });

  it('looks again soon while what is due is still being flushed, without flushing it twice', async () => {
    const started: string[] = [];
    const { aggregator, clock, nextTimer, put } = aggregatorOver({
      flush: (_tx, { key }) => {
        started.push(key);
        return never();
      },
    });
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect(nextTimer()).toBe(busyRetryMs);
    await clock.advance(10 * busyRetryMs);
    expect(started).toEqual(['a']);
  });

  it('looks again at a window that another transaction holds after exactly that time', async () => {
    const { aggregator, clock, put, store } = aggregatorOver();
    let takes = 0;
    store.take = () => {
      takes += 1;
      return Promise.resolve(null);
    };
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(busyRetryMs - 1);
    expect(takes).toBe(1);
    await clock.advance(1);
    expect(takes).toBe(2);
  });

  it('closes a window in time although one of the same key has just been closed', async () => {
    const { aggregator, clock, flushed, put } = aggregatorOver();
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    put('a', busyRetryMs / 2);
    aggregator.opened(0, clock.now() + busyRetryMs / 2);
    await clock.advance(busyRetryMs / 2);
    expect(flushed).toEqual(['a', 'a']);
  });

  it('prepares a key once, although it is found again before it has started', async () => {
    const prepared: (readonly string[])[] = [];
    const { aggregator, clock, put } = aggregatorOver({
      options: { concurrency: 2 },
      prepare: (keys) => {
        prepared.push(keys);
        return Promise.resolve(never);
      },
    });
    for (const key of ['a', 'b', 'c']) put(key, 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(10 * busyRetryMs);
    expect(prepared).toEqual([['a', 'b', 'c']]);
  });

  it('reads one page at a time, and none during an outage although a window has come', async () => {
    const page = Promise.withResolvers<never>();
    let reads = 0;
    const { aggregator, clock, store } = aggregatorOver();
    store.dueKeys = () => {
      reads += 1;
      return page.promise;
    };
    aggregator.start();
    aggregator.assigned([0]);
    aggregator.assigned([1]);
    aggregator.opened(0, clock.now());
    await clock.settle();
    expect(reads).toBe(1);
    page.reject(new Outage('registry'));
    await clock.settle();
    expect(reads).toBe(1);
  });

  it('asks the store nothing without a partition', async () => {
    const asked: string[] = [];
    const { aggregator, clock, store } = aggregatorOver({
      prepare: (keys) => {
        asked.push(`prepare ${keys.length}`);
        return Promise.resolve(never);
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    for (const name of ['dueKeys', 'nextDue', 'earliestDue'] as const) {
      store[name] = () => {
        asked.push(name);
        return never();
      };
    }
    await clock.advance(refreshMs - 1);
    aggregator.lost([0]);
    // So that a count would be due.
    aggregator.assigned([]);
    await clock.advance(10 * refreshMs);
    expect(asked).toEqual([]);
  });

  it('asks for a page more than it has in hand', async () => {
    const limits: number[] = [];
    const { aggregator, clock, put, store } = aggregatorOver({
      options: { concurrency: 1, pageSize: 2 },
      flush: never,
    });
    const dueKeys = store.dueKeys.bind(store);
    store.dueKeys = (queue, partitions, nowMs, limit) => {
      limits.push(limit);
      return dueKeys(queue, partitions, nowMs, limit);
    };
    for (const key of ['a', 'b', 'c', 'd']) put(key, 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    aggregator.assigned([0]);
    await clock.settle();
    // Nothing is in hand; then one runs and one is ready, which is enough.
    expect(limits).toEqual([2]);
    aggregator.lost([]);
    await clock.settle();
    expect(limits).toEqual([2, 3]);
  });

  it('leaves keys of a lost partition that were read and not started to their next owner', async () => {
    const ended = Promise.withResolvers<undefined>();
    const started: string[] = [];
    const { aggregator, clock, put } = aggregatorOver({
      options: { concurrency: 1 },
      flush: async (_tx, { key }) => {
        started.push(key);
        await ended.promise;
        return { kind: 'flushed' };
      },
    });
    put('mine', 0, 0);
    put('theirs', 1, 1);
    put('mine as well', 2, 0);
    aggregator.start();
    aggregator.assigned([0, 1]);
    await clock.advance(10);
    aggregator.lost([1]);
    ended.resolve(undefined);
    await clock.settle();
    expect(started).toEqual(['mine', 'mine as well']);
  });

  it('leaves keys of a partition that is lost while they are prepared to their next owner', async () => {
    const prepared = Promise.withResolvers<Flush<MemoryTx>>();
    const started: string[] = [];
    const flush: Flush<MemoryTx> = (_tx, { key }) => {
      started.push(key);
      return Promise.resolve({ kind: 'flushed' });
    };
    const { aggregator, clock, put } = aggregatorOver({ prepare: () => prepared.promise });
    put('mine', 0, 0);
    put('theirs', 0, 1);
    aggregator.start();
    aggregator.assigned([0, 1]);
    await clock.settle();
    aggregator.lost([1]);
    prepared.resolve(flush);
    await clock.settle();
    expect(started).toEqual(['mine']);
  });

  it('an outage met while a page is prepared holds up all windows, and costs none an attempt', async () => {
    let isDown = true;
    const asked: number[] = [];
    const { aggregator, clock, logs, nextTimer, put, recorder, store } = aggregatorOver({
      prepare: (keys) => {
        asked.push(keys.length);
        return isDown
          ? Promise.reject(new Outage('registry'))
          : Promise.resolve(() => Promise.resolve({ kind: 'flushed' }));
      },
    });
    for (const key of ['a', 'b']) put(key, 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect([asked, nextTimer(), clock.pendingTimers()]).toEqual([[2], firstBackOffMs, 1]);
    expect(recorder.counter('worker_outages_total', { queue: QUEUE, service: 'registry' })).toBe(1);
    expect(logs.lines).toMatchObject([{ reason: 'registry', retry_in_ms: firstBackOffMs }]);
    // Nothing shortens the wait.
    aggregator.assigned([1]);
    aggregator.opened(0, clock.now());
    await clock.settle();
    expect([asked, nextTimer()]).toEqual([[2], firstBackOffMs]);
    isDown = false;
    await clock.advance(firstBackOffMs);
    expect([asked, store.rows.size]).toEqual([[2, 2], 0]);
  });

  it('an outage met by several flushes is one', async () => {
    const { aggregator, clock, nextTimer, put, recorder } = aggregatorOver({
      flush: () => Promise.reject(new Outage('registry')),
    });
    for (const key of ['a', 'b', 'c']) put(key, 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect([nextTimer(), clock.pendingTimers()]).toEqual([firstBackOffMs, 1]);
    expect(recorder.counter('worker_outages_total', { queue: QUEUE, service: 'registry' })).toBe(1);
  });

  it('an outage met while a key is prepared alone costs it no attempt', async () => {
    const { aggregator, clock, nextTimer, put, store } = aggregatorOver({
      prepare: (keys) => Promise.reject(keys.length > 1 ? new Error('odd') : new Outage('registry')),
    });
    for (const key of ['a', 'b']) put(key, 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect([...store.rows.values()].map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(nextTimer()).toBe(firstBackOffMs);
  });

  it('waits as at first after a flush that succeeded while another one was still running', async () => {
    let isDown = true;
    const { aggregator, clock, nextTimer, put, store } = aggregatorOver({
      flush: (_tx, { key }) => (key === 'slow' ? never() : Promise.resolve({ kind: 'flushed' })),
    });
    const dueKeys = store.dueKeys.bind(store);
    store.dueKeys = (...args) => (isDown ? Promise.reject(new Outage('registry')) : dueKeys(...args));
    for (const key of ['slow', 'quick']) put(key, 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(firstBackOffMs);
    isDown = false;
    await clock.advance(2 * firstBackOffMs);
    expect([...store.rows.keys()]).toEqual([`${QUEUE}/slow`]);
    isDown = true;
    aggregator.assigned([1]);
    await clock.settle();
    expect(nextTimer()).toBe(4 * firstBackOffMs);
  });

  it('waits as at first when a flush has succeeded, or nothing was left to do, since the last outage', async () => {
    for (const hasWork of [true, false]) {
      let isDown = true;
      const { aggregator, clock, nextTimer, put, store } = aggregatorOver();
      const dueKeys = store.dueKeys.bind(store);
      store.dueKeys = (...args) => (isDown ? Promise.reject(new Outage('registry')) : dueKeys(...args));
      if (hasWork) put('a', 0);
      aggregator.start();
      aggregator.assigned([0]);
      await clock.advance(firstBackOffMs);
      expect(nextTimer()).toBe(3 * firstBackOffMs);
      isDown = false;
      await clock.advance(2 * firstBackOffMs);
      isDown = true;
      expect(nextTimer()).toBe(3 * firstBackOffMs + refreshMs);
      await clock.advance(refreshMs);
      expect(nextTimer()).toBe(4 * firstBackOffMs + refreshMs);
    }
  });

  it('a stop during an outage leaves no timer and reports no second outage', async () => {
    const failing = Promise.withResolvers<never>();
    const { aggregator, clock, recorder, store } = aggregatorOver();
    store.dueKeys = () => failing.promise;
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    await aggregator.stop(stopNow());
    failing.reject(new Outage('registry'));
    await clock.settle();
    expect([clock.pendingTimers(), recorder.counters.size]).toEqual([0, 0]);
    const other = aggregatorOver();
    other.store.dueKeys = () => Promise.reject(new Outage('registry'));
    other.aggregator.start();
    other.aggregator.assigned([0]);
    await other.clock.settle();
    await other.aggregator.stop(stopNow());
    expect(other.clock.pendingTimers()).toBe(0);
  });

  it('a stop waits for the flush and the count that are under way, and starts nothing that was ready', async () => {
    const [ended, counted] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const started: string[] = [];
    const { aggregator, clock, put, store } = aggregatorOver({
      options: { concurrency: 1 },
      flush: async (_tx, { key }) => {
        started.push(key);
        await ended.promise;
        return { kind: 'flushed' };
      },
    });
    store.earliestDue = () => counted.promise.then(() => new Map());
    store.nextDue = () => Promise.resolve(null);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    for (const key of ['a', 'b']) put(key, 0);
    aggregator.assigned([0]);
    await clock.settle();
    let isStopped = false;
    const stopped = aggregator.stop(new AbortController().signal).then(() => {
      isStopped = true;
    });
    ended.resolve(undefined);
    await clock.settle();
    expect([started, isStopped]).toEqual([['a'], false]);
    counted.resolve(undefined);
    await stopped;
    expect([started, clock.pendingTimers()]).toEqual([['a'], 0]);
  });

  it('a stop while a page is read starts nothing of it', async () => {
    const page = Promise.withResolvers<readonly string[]>();
    let transactions = 0;
    const { aggregator, clock, put, store } = aggregatorOver({
      transaction: (run) => {
        transactions += 1;
        return store.transaction(run);
      },
    });
    store.dueKeys = () => page.promise;
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    await aggregator.stop(stopNow());
    page.resolve(['a']);
    await clock.settle();
    expect(transactions).toBe(0);
  });

  it('a stop does not wait for a flush that ignores its signal', async () => {
    const { aggregator, clock, put } = aggregatorOver({ flush: never });
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    const stopping = new AbortController();
    let isStopped = false;
    void aggregator.stop(stopping.signal).then(() => {
      isStopped = true;
    });
    await clock.settle();
    expect(isStopped).toBe(false);
    stopping.abort(new Error('stop'));
    await clock.settle();
    expect(isStopped).toBe(true);
  });

  it('a stop whose signal is aborted already aborts what runs and waits for nothing', async () => {
    const reasons: unknown[] = [];
    const { aggregator, clock, put } = aggregatorOver({
      flush: (_tx, _window, signal) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        return never();
      },
    });
    put('a', 0);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    const signal = stopNow();
    await aggregator.stop(signal);
    expect(reasons).toEqual([signal.reason]);
  });
});

/** Two windows of partition 0 and one of partition 1, none of them due for a minute. */
const putThree = (put: (key: string, inMs: number, partition: number) => void): void => {
  put('a', 60_000, 0);
  put('b', 60_000, 0);
  put('c', 60_000, 1);
};

describe('the count of open windows', () => {
  it('is one for all partitions, comes with each assignment, and falls with each loss', async () => {
    const { aggregator, clock, open, put } = aggregatorOver();
    putThree(put);
    aggregator.start();
    aggregator.assigned([0, 2]);
    await clock.settle();
    expect(open()).toBe(2);
    aggregator.assigned([1]);
    await clock.settle();
    expect(open()).toBe(3);
    aggregator.lost([0]);
    expect(open()).toBe(1);
  });

  it('of a partition is nothing before the first count, and stays when it is assigned again', async () => {
    const { aggregator, clock, open, put } = aggregatorOver();
    putThree(put);
    aggregator.start();
    aggregator.assigned([0, 1, 2]);
    aggregator.lost([2]);
    expect(open()).toBe(0);
    await clock.settle();
    aggregator.assigned([0]);
    aggregator.lost([1]);
    expect(open()).toBe(2);
  });

  it('of a partition that is lost meanwhile does not matter', async () => {
    const counted = Promise.withResolvers<undefined>();
    const { aggregator, clock, open, recorder, store } = aggregatorOver();
    store.nextDue = () => Promise.resolve(null);
    store.earliestDue = () => counted.promise.then(() => new Map([[0, { dueAtMs: 0, open: 5 }]]));
    aggregator.start();
    aggregator.assigned([0, 1]);
    await clock.settle();
    aggregator.lost([0]);
    counted.resolve(undefined);
    await clock.settle();
    expect([open(), recorder.counters.size]).toEqual([0, 0]);
  });

  it('is made at most once per refresh time, and one at a time', async () => {
    const counts: number[] = [];
    const { aggregator, clock, store } = aggregatorOver();
    const startMs = clock.now();
    store.nextDue = () => Promise.resolve(null);
    store.earliestDue = () => {
      counts.push(clock.now() - startMs);
      return Promise.resolve(new Map());
    };
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    aggregator.opened(0, startMs + 10);
    await clock.advance(refreshMs - 1);
    expect(counts).toEqual([0]);
    await clock.advance(2 * refreshMs);
    expect(counts).toEqual([0, refreshMs + 10, 2 * refreshMs + 10]);
  });

  it('rests twenty times as long as it took', async () => {
    const { aggregator, clock, counts } = slowlyCounting();
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(refreshMs + 20_000 - 1);
    expect(counts).toEqual([0]);
    await clock.advance(refreshMs);
    expect(counts).toEqual([0, refreshMs + 20_000]);
  });

  it('that took long while a partition came is made again at the next look', async () => {
    const { aggregator, clock, counts } = slowlyCounting();
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(500);
    aggregator.assigned([1]);
    await clock.advance(500 + refreshMs);
    expect(counts).toEqual([0, 500 + refreshMs]);
  });

  it('that fails is an outage like any other', async () => {
    const { aggregator, clock, nextTimer, recorder, store } = aggregatorOver();
    store.nextDue = () => Promise.resolve(null);
    store.earliestDue = () => Promise.reject(new Error('gone'));
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect(recorder.counter('worker_outages_total', { queue: QUEUE, service: 'database' })).toBe(1);
    expect([nextTimer(), clock.pendingTimers()]).toEqual([firstBackOffMs, 1]);
  });
});
