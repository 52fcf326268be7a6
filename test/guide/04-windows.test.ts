// Chapter 4: windows.
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { silentRecorder } from '../../src/metrics/recorder.ts';
import { createAggregator } from '../../src/runtime/window/aggregator.ts';
import type { Flush } from '../../src/runtime/window/window.ts';
import { windowFrom } from '../../src/runtime/window/window.ts';
import { MemoryWindowStore } from '../runtime/window/memory-window-store.ts';
import type { MemoryTx } from '../runtime/window/memory-window-store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const QUEUE = 'missed_messages';
const PERIOD_MS = 120_000;

/** Windows of people, with what was put in; a flush empties them. */
const createWindows = (over: { readonly flush?: Flush<MemoryTx> } = {}) => {
  const clock = new VirtualClock();
  const startMs = clock.now();
  const store = new MemoryWindowStore();
  const contents = new Map<string, string[]>();
  const mails: { readonly to: string; readonly messages: readonly string[]; readonly atS: number }[] = [];
  const flush: Flush<MemoryTx> = (tx, { key }) => {
    const messages = contents.get(key) ?? [];
    tx.afterCommit.push(() => {
      mails.push({ to: key, messages, atS: (clock.now() - startMs) / 1000 });
      contents.delete(key);
    });
    return Promise.resolve({ kind: 'flushed' });
  };
  const aggregator = createAggregator<MemoryTx>({
    queue: QUEUE,
    store,
    prepare: () => Promise.resolve(over.flush ?? flush),
    giveUp: () => Promise.resolve(1),
    transaction: (run) => store.transaction(run),
    outageOf: () => null,
    clock,
    recorder: silentRecorder,
    logger: pino({ level: 'silent' }),
  });
  const put = async (key: string, message: string): Promise<void> => {
    contents.set(key, [...(contents.get(key) ?? []), message]);
    const opening = { key, partition: 0, ...windowFrom(clock.now(), PERIOD_MS) };
    const [window] = await store.transaction((tx) => store.openOrJoin(tx, QUEUE, [opening]));
    aggregator.opened(0, window?.dueAtMs ?? 0);
  };
  aggregator.start();
  aggregator.assigned([0]);
  return { clock, store, mails, put };
};

// Somebody who misses five messages wants one mail. The first event of a key opens a window `[t, t + period)`; later
// ones join it and do not move its end. At the end all of it is flushed at once.
it('all that comes within the period goes out together at its end', async () => {
  const { clock, put, mails } = createWindows();
  await put('anna', 'hello');
  await clock.advance(60_000);
  await put('anna', 'are you there?');
  await put('ben', 'hi');
  await clock.advance(59_999);
  expect(mails).toEqual([]);
  await clock.advance(1);
  expect(mails).toEqual([{ to: 'anna', messages: ['hello', 'are you there?'], atS: 120 }]);
  await clock.advance(60_000);
  expect(mails[1]).toEqual({ to: 'ben', messages: ['hi'], atS: 180 });
});

// The clock on the wall closes windows, not the next event: nothing needs to arrive for a window to end. And an event at
// exactly the end belongs to the next window.
it('an event at the end opens the next window', async () => {
  const { clock, put, mails } = createWindows();
  await put('anna', 'first');
  await clock.advance(PERIOD_MS);
  await put('anna', 'second');
  await clock.advance(PERIOD_MS);
  expect(mails.map(({ messages, atS }) => [messages, atS])).toEqual([
    [['first'], 120],
    [['second'], 240],
  ]);
});

// A flush is one transaction: claim, compose, write, delete. If it fails nothing of it is left, and the window is tried
// again after 1, 5 and 30 minutes, then given up with a dead letter. Other keys notice nothing.
it('a window whose flush fails is kept and tried again', async () => {
  const triedAtS: number[] = [];
  const { clock, put, store } = createWindows({
    flush: () => {
      triedAtS.push((clock.now() - startMs) / 1000);
      return Promise.reject(new Error('the template is broken'));
    },
  });
  const startMs = clock.now();
  await put('anna', 'hello');
  await clock.advance(PERIOD_MS);
  expect(store.rows.size).toBe(1);
  await clock.advance(3_600_000);
  expect(triedAtS).toEqual([120, 180, 480, 2_280]);
  expect(store.rows.size).toBe(0);
});
