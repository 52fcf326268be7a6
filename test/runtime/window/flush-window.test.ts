import { describe, expect, it } from 'vitest';
import type { OutageService } from '../../../src/runtime/outcome.ts';
import { flushWindow, outageBy } from '../../../src/runtime/window/flush-window.ts';
import type { FlushDeps } from '../../../src/runtime/window/flush-window.ts';
import { DEFAULT_AGGREGATOR_OPTIONS } from '../../../src/runtime/window/window.ts';
import type { Flush } from '../../../src/runtime/window/window.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { FakeRecorder } from '../harness.ts';
import { MemoryWindowStore } from './memory-window-store.ts';
import type { MemoryTx } from './memory-window-store.ts';

const QUEUE = 'pots';
const ID = `${QUEUE}/a`;
const MINUTE_MS = 60_000;

class Outage extends Error {
  readonly service: OutageService = 'smtp';
}

const flushed: Flush<MemoryTx> = () => Promise.resolve({ kind: 'flushed' });
const failing =
  (error: unknown): Flush<MemoryTx> =>
  () =>
    // A handler may throw anything.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    Promise.reject(error);

/** One window of key `a`, due now, and what flushes it. */
function windowDue(over: Partial<FlushDeps<MemoryTx>> = {}, attempts = 0) {
  const clock = new VirtualClock();
  const store = new MemoryWindowStore();
  const recorder = new FakeRecorder();
  const dueAtMs = clock.now();
  store.rows.set(ID, {
    queue: QUEUE,
    key: 'a',
    partition: 0,
    openedAtMs: dueAtMs - 1_000,
    dueAtMs,
    attempts,
    traceparent: null,
  });
  const deps: FlushDeps<MemoryTx> = {
    queue: QUEUE,
    store,
    giveUp: () => Promise.resolve(0),
    transaction: (run) => store.transaction(run),
    outageOf: (error) => (error instanceof Outage ? error.service : null),
    clock,
    recorder,
    logger: collectLogs().logger,
    options: DEFAULT_AGGREGATOR_OPTIONS,
    ...over,
  };
  const stopping = new AbortController();
  return {
    clock,
    store,
    recorder,
    stopping,
    dueAtMs,
    row: () => store.rows.get(ID),
    flush: (flush: Flush<MemoryTx>) => flushWindow(deps, 'a', flush, stopping.signal),
  };
}

const results = (recorder: FakeRecorder): readonly string[] => [...recorder.counters.keys()];

describe('one attempt at a window', () => {
  it.each(['flushed', 'empty'] as const)('%s closes it and says how late that was', async (kind) => {
    const { clock, flush, recorder, row } = windowDue();
    await clock.advance(1_500);
    expect(await flush(() => Promise.resolve({ kind }))).toEqual({ kind: 'settled' });
    expect(row()).toBeUndefined();
    expect(results(recorder)).toEqual([`worker_window_flushes_total {"queue":"pots","result":"${kind}"}`]);
    expect([...recorder.observations.values()]).toEqual([[1.5]]);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('a window that is not there, or not due, is somebody else’s', async () => {
    let transactions = 0;
    const { flush, recorder, store } = windowDue({
      transaction: (run) => {
        transactions += 1;
        return store.transaction(run);
      },
    });
    store.rows.clear();
    expect(await flush(flushed)).toEqual({ kind: 'busy' });
    expect(transactions).toBe(1);
    expect(recorder.counters.size + recorder.observations.size).toBe(0);
  });

  it('rescheduled moves it and costs no attempt', async () => {
    const { dueAtMs, flush, recorder, row } = windowDue({}, 2);
    const end = await flush(() => Promise.resolve({ kind: 'rescheduled', dueAtMs: dueAtMs + 7_000 }));
    expect(end).toEqual({ kind: 'settled' });
    expect(row()).toMatchObject({ dueAtMs: dueAtMs + 7_000, attempts: 2 });
    expect(results(recorder)).toEqual([
      'worker_window_flushes_total {"queue":"pots","result":"rescheduled"}',
    ]);
  });

  it('a flush that fails costs an attempt and moves it by the delay of that attempt', async () => {
    for (const [attempts, minutes] of [
      [0, 1],
      [1, 5],
      [2, 30],
    ] as const) {
      const { dueAtMs, flush, row } = windowDue({}, attempts);
      expect(await flush(failing(new Error('no')))).toEqual({ kind: 'settled' });
      expect(row()).toMatchObject({ dueAtMs: dueAtMs + minutes * MINUTE_MS, attempts: attempts + 1 });
    }
  });

  it('the store is told why it failed', async () => {
    const told: unknown[] = [];
    for (const flush of [
      failing(new Error('no ink')),
      failing('just a text'),
      () => Promise.resolve({ kind: 'incomplete', error: new Error('half') } as const),
    ]) {
      const window = windowDue();
      window.store.reschedule = (_tx, _window, change) => {
        told.push(change.error);
        return Promise.resolve();
      };
      await window.flush(flush);
    }
    expect(told).toEqual(['no ink', 'not an Error was thrown: string', 'half']);
  });

  it('the last failure gives it up with its attempts and error, closes it, and counts the dead letters', async () => {
    const seen: unknown[] = [];
    const { flush, recorder, row } = windowDue(
      {
        giveUp: (_tx, window, error) => {
          seen.push([window.key, window.attempts, error.message]);
          return Promise.resolve(3);
        },
      },
      3,
    );
    expect(await flush(failing(new Error('no')))).toEqual({ kind: 'settled' });
    expect(row()).toBeUndefined();
    expect(seen).toEqual([['a', 4, 'no']]);
    expect([...recorder.counters]).toEqual([
      ['worker_window_flushes_total {"queue":"pots","result":"given_up"}', 1],
      ['worker_dead_letters_total {"queue":"pots","disposition":"exhausted"}', 3],
    ]);
  });

  it('a window given up without a dead letter counts none', async () => {
    const { flush, recorder } = windowDue({}, 3);
    await flush(failing(new Error('no')));
    expect(results(recorder)).toEqual(['worker_window_flushes_total {"queue":"pots","result":"given_up"}']);
  });

  it('an outage leaves it as it was, whichever transaction meets it', async () => {
    const error = new Outage('down');
    const first = windowDue();
    expect(await first.flush(failing(error))).toEqual({ kind: 'outage', service: 'smtp', error });
    expect(first.row()).toMatchObject({ attempts: 0, dueAtMs: first.dueAtMs });
    const second = windowDue({ giveUp: () => Promise.reject(error) }, 3);
    expect(await second.flush(failing(new Error('no')))).toEqual({ kind: 'outage', service: 'smtp', error });
    expect(second.row()).toMatchObject({ attempts: 3, dueAtMs: second.dueAtMs });
    expect(second.recorder.counters.size).toBe(0);
  });

  it('a stop leaves it as it was, whichever transaction meets it', async () => {
    const first = windowDue();
    const end = await first.flush(() => {
      first.stopping.abort(new Error('stop'));
      return Promise.reject(new Outage('cut'));
    });
    expect(end).toEqual({ kind: 'aborted' });
    expect(first.row()).toMatchObject({ attempts: 0 });
    const second = windowDue(
      {
        giveUp: () => {
          second.stopping.abort(new Error('stop'));
          return Promise.reject(new Error('cut'));
        },
      },
      3,
    );
    expect(await second.flush(failing(new Error('no')))).toEqual({ kind: 'aborted' });
    expect(second.row()).toMatchObject({ attempts: 3, dueAtMs: second.dueAtMs });
    expect(second.recorder.counters.size).toBe(0);
  });

  it('a flush is told to end by a stop, and by its time limit', async () => {
    const hanging: Flush<MemoryTx> = (_tx, _window, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const limited = windowDue();
    const late = limited.flush(hanging);
    await limited.clock.advance(DEFAULT_AGGREGATOR_OPTIONS.flushTimeLimitMs);
    expect(await late).toEqual({ kind: 'settled' });
    expect(limited.row()).toMatchObject({ attempts: 1 });
    const stopped = windowDue();
    const cut = stopped.flush(hanging);
    await stopped.clock.settle();
    stopped.stopping.abort(new Error('stop'));
    expect(await cut).toEqual({ kind: 'aborted' });
    expect(stopped.clock.pendingTimers()).toBe(0);
  });

  it('when even giving up fails it waits for the longest delay, keeps its attempts, and that is counted', async () => {
    const giveUp = (): Promise<number> => Promise.reject(new Error('nor this'));
    for (const [retryDelaysMs, longestBackOffMs, waitMs] of [
      [[1_000, 9_000], 4_000, 9_000],
      [[1_000], 4_000, 4_000],
      [[], 4_000, 4_000],
    ] as const) {
      const { dueAtMs, flush, recorder, row } = windowDue(
        { giveUp, options: { ...DEFAULT_AGGREGATOR_OPTIONS, retryDelaysMs, longestBackOffMs } },
        3,
      );
      expect(await flush(failing(new Error('no')))).toEqual({ kind: 'settled' });
      expect(row()).toMatchObject({ attempts: 3, dueAtMs: dueAtMs + waitMs });
      expect([...recorder.counters]).toEqual([['worker_give_up_failures_total {"queue":"pots"}', 1]]);
    }
  });

  it('a window that another owner has taken after the flush failed is that owner’s', async () => {
    const { flush, recorder, store } = windowDue();
    const end = await flush(() => {
      // Gone before the second transaction looks.
      queueMicrotask(() => {
        store.rows.clear();
      });
      return Promise.reject(new Error('no'));
    });
    expect(end).toEqual({ kind: 'busy' });
    expect(recorder.counters.size).toBe(0);
  });

  it('a window that another owner has taken after giving up failed is that owner’s', async () => {
    const { flush, recorder, store } = windowDue(
      {
        giveUp: () => {
          // Gone before the third transaction looks.
          setImmediate(() => {
            store.rows.clear();
          });
          return new Promise((_, reject) => {
            setImmediate(() => {
              reject(new Error('nor this'));
            });
          });
        },
      },
      3,
    );
    expect(await flush(failing(new Error('no')))).toEqual({ kind: 'settled' });
    expect(store.rows.size).toBe(0);
    expect(results(recorder)).toEqual(['worker_give_up_failures_total {"queue":"pots"}']);
  });

  it('a flush that fails is a warning, a window given up an error, and so is a give-up action that fails', async () => {
    for (const [attempts, giveUp, levels] of [
      [0, () => Promise.resolve(0), ['warn']],
      [3, () => Promise.resolve(0), ['error']],
      [3, () => Promise.reject(new Error('nor this')), ['error', 'error']],
    ] as const) {
      const logs = collectLogs();
      await windowDue({ giveUp, logger: logs.logger }, attempts).flush(failing(new Error('no')));
      expect(logs.lines.map(({ level }) => logs.logger.levels.labels[level])).toEqual(levels);
    }
  });

  it('when not even its due time can be moved, all windows wait', async () => {
    const { flush, store } = windowDue({ giveUp: () => Promise.reject(new Error('nor this')) }, 3);
    const error = new Error('read only');
    store.reschedule = () => Promise.reject(error);
    expect(await flush(failing(new Error('no')))).toEqual({ kind: 'outage', service: 'database', error });
  });

  it('what keeps the store from its work counts as an outage of the database, unless it names another', () => {
    const outageOf = (error: unknown): OutageService | null =>
      error instanceof Outage ? error.service : null;
    const error = new Error('odd');
    expect(outageBy({ outageOf }, error)).toEqual({ service: 'database', error });
    expect(outageBy({ outageOf }, new Outage('down')).service).toBe('smtp');
  });
});
