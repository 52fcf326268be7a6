import { describe, expect, it } from 'vitest';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import type { Recorder } from '../../../src/metrics/recorder.ts';
import type { Aggregator, AggregatorDeps } from '../../../src/runtime/window/aggregator.ts';
import type { Flush } from '../../../src/runtime/window/window.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { memoryAggregator, Outage, QUEUE } from './memory-aggregator.ts';
import { MemoryWindowStore } from './memory-window-store.ts';
import type { MemoryTx } from './memory-window-store.ts';

const MINUTE_MS = 60_000;

interface World {
  readonly clock: VirtualClock;
  readonly store: MemoryWindowStore;
  readonly aggregator: Aggregator;
  /** Committed flushes: key and when. */
  readonly flushed: { key: string; atMs: number }[];
  readonly startMs: number;
  readonly open: (key: string, periodMs: number, partition?: number) => Promise<void>;
}

function world(
  overrides: Partial<AggregatorDeps<MemoryTx>> & { flush?: Flush<MemoryTx> } = {},
  store = new MemoryWindowStore(),
): World {
  const clock = new VirtualClock();
  const flushed: { key: string; atMs: number }[] = [];
  const flush: Flush<MemoryTx> =
    overrides.flush ??
    ((tx, window) => {
      tx.afterCommit.push(() => flushed.push({ key: window.key, atMs: clock.now() }));
      return Promise.resolve({ kind: 'flushed' });
    });
  const aggregator = memoryAggregator({ clock, store, flush }, overrides);
  return {
    clock,
    store,
    aggregator,
    flushed,
    startMs: clock.now(),
    open: async (key, periodMs, partition = 0) => {
      const openedAtMs = clock.now();
      const [window] = await store.transaction((tx) =>
        store.openOrJoin(tx, QUEUE, [{ key, partition, openedAtMs, dueAtMs: openedAtMs + periodMs }]),
      );
      aggregator.opened(partition, window!.dueAtMs);
    },
  };
}

const stopSignal = (): AbortSignal => new AbortController().signal;

describe('the window aggregator', () => {
  it('closes a window at its due time, not before, although the partition is silent', async () => {
    const { aggregator, clock, flushed, open, startMs } = world();
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 120_000);
    await clock.advance(119_999);
    expect(flushed).toEqual([]);
    await clock.advance(1);
    expect(flushed).toEqual([{ key: 'a', atMs: startMs + 120_000 }]);
  });

  it('joins an open window without moving its end, and opens a new one at exactly the end', async () => {
    const { aggregator, clock, flushed, open, startMs } = world();
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    await clock.advance(999);
    await open('a', 1000);
    await clock.advance(1);
    await open('a', 1000);
    await clock.advance(1000);
    expect(flushed.map(({ atMs }) => atMs - startMs)).toEqual([1000, 2000]);
  });

  it('finds the windows of a partition that it is given, with those overdue first', async () => {
    const { aggregator, clock, flushed, open } = world();
    await open('late', 2000);
    await open('later', 3000);
    await open('elsewhere', 1000, 7);
    await clock.advance(10_000);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    expect(flushed.map(({ key }) => key)).toEqual(['late', 'later']);
  });

  it('leaves the windows of a lost partition to the next owner', async () => {
    const { aggregator, clock, flushed, open } = world();
    aggregator.start();
    aggregator.assigned([0, 1]);
    await open('mine', 1000, 0);
    await open('theirs', 1000, 1);
    aggregator.lost([1]);
    await clock.advance(60_000);
    expect(flushed.map(({ key }) => key)).toEqual(['mine']);
  });

  it('flushes at most `concurrency` keys at once and drains a thousand in one go', async () => {
    let running = 0;
    let most = 0;
    const keys: string[] = [];
    const gate = world({
      options: { concurrency: 5, pageSize: 16 },
      flush: async (_tx, window) => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        keys.push(window.key);
        return { kind: 'flushed' };
      },
    });
    for (let index = 0; index < 1000; index++) await gate.open(String(index), 1000);
    gate.aggregator.start();
    gate.aggregator.assigned([0]);
    await gate.clock.advance(1000);
    for (let turn = 0; turn < 500 && keys.length < 1000; turn++) await gate.clock.settle();
    expect(keys).toHaveLength(1000);
    expect(new Set(keys).size).toBe(1000);
    expect(most).toBe(5);
    expect(gate.clock.now() - gate.startMs).toBe(1000);
  });

  it('lets other keys pass while one flush hangs, and aborts that one at its time limit', async () => {
    const { aggregator, clock, flushed, open, store } = world({
      options: { concurrency: 2, flushTimeLimitMs: 5000 },
      flush: (tx, window, signal) => {
        if (window.key === 'stuck' && window.attempts === 0) {
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          });
        }
        tx.afterCommit.push(() => flushed.push({ key: window.key, atMs: clock.now() }));
        return Promise.resolve({ kind: 'flushed' });
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('stuck', 1000);
    for (const key of ['b', 'c', 'd']) await open(key, 1000);
    await clock.advance(1000);
    expect(flushed.map(({ key }) => key)).toEqual(['b', 'c', 'd']);
    await clock.advance(5000);
    expect(store.rows.get(`${QUEUE}/stuck`)?.attempts).toBe(1);
    await clock.advance(MINUTE_MS);
    expect(flushed.at(-1)?.key).toBe('stuck');
  });

  it('tries a failing window again after 1, 5 and 30 minutes, then gives it up and closes it', async () => {
    const attempts: number[] = [];
    const givenUp: string[] = [];
    const counted: unknown[] = [];
    const { aggregator, clock, open, startMs, store } = world({
      recorder: {
        ...silentRecorder,
        count: (metric, labels, by = 1) => counted.push([metric, labels, by]),
      },
      flush: () => {
        attempts.push(clock.now() - startMs);
        return Promise.reject(new Error('no'));
      },
      giveUp: (_tx, window, error) => {
        givenUp.push(`${window.key}: ${error.message} ${window.attempts} times`);
        return Promise.resolve(2);
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    await clock.advance(1000 + 40 * MINUTE_MS);
    expect(attempts).toEqual([0, 1, 6, 36].map((minutes) => 1000 + minutes * MINUTE_MS));
    expect(givenUp).toEqual(['a: no 4 times']);
    expect(counted).toEqual([
      ...['failed', 'failed', 'failed', 'given_up'].map((result) => [
        'worker_window_flushes_total',
        { queue: QUEUE, result },
        1,
      ]),
      ['worker_dead_letters_total', { queue: QUEUE, disposition: 'exhausted' }, 2],
    ]);
    expect(store.rows.size).toBe(0);
  });

  it('keeps the window when even giving up fails, and holds up nobody else', async () => {
    const { aggregator, clock, flushed, open, store } = world({
      options: { retryDelaysMs: [] },
      flush: (tx, window) => {
        if (window.key === 'bad') return Promise.reject(new Error('no'));
        tx.afterCommit.push(() => flushed.push({ key: window.key, atMs: clock.now() }));
        return Promise.resolve({ kind: 'flushed' });
      },
      giveUp: () => Promise.reject(new Error('nor this')),
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('bad', 1000);
    await open('good', 1001);
    await clock.advance(2000);
    expect(flushed.map(({ key }) => key)).toEqual(['good']);
    expect([...store.rows.keys()]).toEqual([`${QUEUE}/bad`]);
  });

  it('commits the part that worked and counts an attempt for the rest', async () => {
    const parts: string[] = [];
    const { aggregator, clock, open, store } = world({
      flush: (tx, window) => {
        tx.afterCommit.push(() => parts.push(window.attempts === 0 ? 'first part' : 'rest'));
        return Promise.resolve(
          window.attempts === 0 ? { kind: 'incomplete', error: new Error('half') } : { kind: 'flushed' },
        );
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    await clock.advance(1000);
    expect(parts).toEqual(['first part']);
    await clock.advance(MINUTE_MS);
    expect(parts).toEqual(['first part', 'rest']);
    expect(store.rows.size).toBe(0);
  });

  it('moves a window whose contents are not due yet, without costing an attempt', async () => {
    const attempts: number[] = [];
    const { aggregator, clock, open, startMs } = world({
      flush: (_tx, window) => {
        attempts.push(window.attempts);
        return Promise.resolve(
          attempts.length === 1 ? { kind: 'rescheduled', dueAtMs: startMs + 5000 } : { kind: 'flushed' },
        );
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    await clock.advance(4999);
    expect(attempts).toEqual([0]);
    await clock.advance(1);
    expect(attempts).toEqual([0, 0]);
  });

  it('waits out an outage of the store with growing pauses and without counting an attempt', async () => {
    let isDown = true;
    const tries: number[] = [];
    const { aggregator, clock, flushed, startMs, store } = world({
      transaction: (run) => {
        tries.push(clock.now() - startMs);
        return isDown ? Promise.reject(new Outage()) : store.transaction(run);
      },
    });
    store.rows.set(`${QUEUE}/x`, {
      queue: QUEUE,
      key: 'x',
      partition: 0,
      openedAtMs: startMs,
      dueAtMs: startMs + 1000,
      attempts: 0,
      traceparent: null,
    });
    const dueKeys = store.dueKeys.bind(store);
    store.dueKeys = (...args) =>
      isDown && tries.length > 0 ? Promise.reject(new Outage()) : dueKeys(...args);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(1000);
    await clock.advance(1000 + 2000 + 4000 + 1);
    expect(tries).toEqual([1000]);
    isDown = false;
    await clock.advance(8000);
    expect(flushed).toHaveLength(1);
    expect(store.rows.size).toBe(0);
  });

  it('names the service whose outage holds the windows up, and waits longer each time', async () => {
    const outages: unknown[] = [];
    const tries: number[] = [];
    let isDown = true;
    const { aggregator, clock, open, startMs, store } = world({
      recorder: {
        ...silentRecorder,
        count: (metric, labels) => {
          if (metric === 'worker_outages_total') outages.push(labels);
        },
      },
      flush: () => {
        tries.push(clock.now() - startMs);
        return isDown ? Promise.reject(new Outage('registry')) : Promise.resolve({ kind: 'flushed' });
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    await clock.advance(1000 + 1000 + 2000);
    expect(tries).toEqual([1000, 2000, 4000]);
    expect(outages).toEqual(tries.map(() => ({ queue: QUEUE, service: 'registry' })));
    expect(store.rows.get(`${QUEUE}/a`)?.attempts).toBe(0);
    isDown = false;
    await clock.advance(4000);
    expect(store.rows.size).toBe(0);
  });

  it('does not let the keys of one page fail together: each is prepared alone', async () => {
    const done: string[] = [];
    const { aggregator, clock, open, store } = world({
      prepare: (keys) =>
        keys.includes('bad')
          ? Promise.reject(new Error('bad data'))
          : Promise.resolve((_tx, window) => {
              done.push(window.key);
              return Promise.resolve({ kind: 'flushed' });
            }),
    });
    aggregator.start();
    aggregator.assigned([0]);
    for (const key of ['a', 'bad', 'c']) await open(key, 1000);
    await clock.advance(1000);
    expect(done).toEqual(['a', 'c']);
    expect(store.rows.get(`${QUEUE}/bad`)?.attempts).toBe(1);
  });

  it('looks again soon at a window that another transaction holds', async () => {
    const { aggregator, clock, flushed, open, store } = world();
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    let release = (): void => undefined;
    const held = store.transaction(async (tx) => {
      await store.openOrJoin(tx, QUEUE, [{ key: 'a', partition: 0, openedAtMs: 0, dueAtMs: 0 }]);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await clock.advance(1150);
    expect(flushed).toEqual([]);
    release();
    await held;
    await clock.advance(100);
    expect(flushed).toHaveLength(1);
  });

  it('sees within its refresh time what another process put into its partition', async () => {
    const { aggregator, clock, flushed, store, startMs } = world();
    aggregator.start();
    aggregator.assigned([0]);
    await clock.settle();
    await store.transaction((tx) =>
      store.openOrJoin(tx, QUEUE, [{ key: 'a', partition: 0, openedAtMs: startMs, dueAtMs: startMs + 1 }]),
    );
    await clock.advance(5000);
    expect(flushed).toHaveLength(1);
  });

  it('closes windows in time while the open ones are still being counted', async () => {
    class SlowCount extends MemoryWindowStore {
      override earliestDue(): Promise<ReadonlyMap<number, { dueAtMs: number; open: number }>> {
        return new Promise(() => undefined);
      }

      override nextDue(queue: string, partitions: readonly number[]): Promise<number | null> {
        const due = [...this.rows.values()].filter(
          (row) => row.queue === queue && partitions.includes(row.partition),
        );
        return Promise.resolve(due.length === 0 ? null : Math.min(...due.map(({ dueAtMs }) => dueAtMs)));
      }
    }
    const { aggregator, clock, flushed, open, startMs } = world({}, new SlowCount());
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 2_000);
    await clock.advance(2_000);
    expect(flushed).toEqual([{ key: 'a', atMs: startMs + 2_000 }]);
  });

  it('starts nothing after stop and waits for what runs, but not longer than its signal', async () => {
    let aborted = false;
    const started: string[] = [];
    const { aggregator, clock, open } = world({
      flush: (_tx, window, signal) => {
        started.push(window.key);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason as Error);
          });
        });
      },
    });
    aggregator.start();
    aggregator.assigned([0]);
    await open('a', 1000);
    await open('b', 2000);
    await clock.advance(1000);
    const controller = new AbortController();
    const stopped = aggregator.stop(controller.signal);
    await clock.advance(5000);
    expect(started).toEqual(['a']);
    controller.abort(new Error('drain time is over'));
    await stopped;
    expect(aborted).toBe(true);
  });

  it('reports open windows, results and lateness', async () => {
    const seen: string[] = [];
    const recorder: Recorder = {
      ...silentRecorder,
      count: (metric, labels) => seen.push(`${metric} ${JSON.stringify(labels)}`),
      set: (metric, _labels, value) => seen.push(`${metric} ${value}`),
      observe: (metric, _labels, value) => seen.push(`${metric} ${value}`),
    };
    const { aggregator, clock, open } = world({ recorder });
    await open('a', 1000);
    aggregator.start();
    aggregator.assigned([0]);
    await clock.advance(1000);
    expect(seen).toContain('worker_window_open 1');
    expect(seen).toContain('worker_window_flushes_total {"queue":"pots","result":"flushed"}');
    expect(seen).toContain('worker_window_lateness_seconds 0');
    await clock.advance(10_000);
    expect(seen.at(-1)).toBe('worker_window_open 0');
    await aggregator.stop(stopSignal());
  });
});
