import { describe, expect, it } from 'vitest';
import { superviseLoop } from '../../src/runtime/background-loop.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FakeRecorder } from './harness.ts';

/** A loop whose rounds fail as `isFailing` says; notes when each began, in seconds from the start. */
function rounds(isFailing: (round: number) => boolean, waitMs = 10_000) {
  const clock = new VirtualClock();
  const recorder = new FakeRecorder();
  const startMs = clock.now();
  const startedAt: number[] = [];
  let wake = (): void => undefined;
  const loop = superviseLoop(
    {
      name: 'sweep',
      round: () => {
        startedAt.push((clock.now() - startMs) / 1_000);
        return isFailing(startedAt.length) ? Promise.reject(new Error('no')) : Promise.resolve(waitMs);
      },
      onWake: (given) => {
        wake = given;
      },
    },
    { clock, recorder, logger: collectLogs().logger, queue: 'q' },
  );
  return {
    clock,
    recorder,
    loop,
    startedAt,
    wake: () => {
      wake();
    },
  };
}

describe('background loops', () => {
  it('check 42: waits 1, 2, 4, 8, 16, 30, 30 s after failures, and 1 s again after a success', async () => {
    const { clock, loop, startedAt, recorder } = rounds((round) => round !== 8);
    loop.start();
    await clock.advance(103_000);
    // The eighth round succeeds and asks for 10 s; the ninth fails.
    expect(startedAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 101, 102]);
    expect(recorder.counter('worker_loop_failures_total', { queue: 'q', loop: 'sweep' })).toBe(9);
    const stopped = loop.stop();
    await clock.settle();
    await stopped;
    expect(clock.pendingTimers()).toBe(0);
  });

  it('a wake ends the wait between rounds, also one that comes during a round, but not the wait after a failure', async () => {
    const { clock, loop, startedAt, wake } = rounds((round) => round === 2);
    loop.start();
    await clock.advance(1_000);
    wake();
    await clock.settle();
    expect(startedAt).toEqual([0, 1]);
    wake();
    await clock.advance(999);
    expect(startedAt).toEqual([0, 1]);
    await clock.advance(1);
    expect(startedAt).toEqual([0, 1, 2]);
    await loop.stop();
  });

  it('a stop ends the wait at once and is safe twice and before the start', async () => {
    const { loop, startedAt } = rounds(() => false);
    await loop.stop();
    loop.start();
    await loop.stop();
    expect(startedAt).toEqual([]);
  });
});
