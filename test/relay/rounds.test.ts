import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createWaker, runRounds } from '../../src/relay/rounds.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const logger = pino({ level: 'silent' });

describe('runRounds', () => {
  it('check 42: waits 1, 2, 4, 8, 16, 30, 30 s after failures, and 1 s again after a success', async () => {
    const clock = new VirtualClock();
    const startMs = clock.now();
    const stop = new AbortController();
    const startedAt: number[] = [];
    const running = runRounds({ name: 'test', clock, logger, signal: stop.signal }, () => {
      startedAt.push((clock.now() - startMs) / 1_000);
      // The eighth round succeeds and asks for a wait of 5 s.
      if (startedAt.length === 8) return Promise.resolve(5_000);
      return Promise.reject(new Error('away'));
    });
    await clock.advance(120_000);
    stop.abort(new Error('over'));
    await running;
    expect(startedAt.slice(0, 10)).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 96, 97]);
  });

  it('ends its wait when it is woken, also when the wake-up came before the wait', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const waker = createWaker();
    let rounds = 0;
    const running = runRounds({ name: 'test', clock, logger, signal: stop.signal, waker }, () => {
      rounds += 1;
      if (rounds === 1) waker.wake();
      return Promise.resolve(1_000_000);
    });
    await clock.advance(1);
    expect(rounds).toBe(2);
    waker.wake();
    await clock.advance(1);
    expect(rounds).toBe(3);
    stop.abort(new Error('over'));
    await running;
  });

  it('does not let a wake-up shorten the wait after a failure', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const waker = createWaker();
    let rounds = 0;
    const running = runRounds({ name: 'test', clock, logger, signal: stop.signal, waker }, () => {
      rounds += 1;
      return Promise.reject(new Error('away'));
    });
    await clock.advance(1);
    waker.wake();
    await clock.advance(900);
    expect(rounds).toBe(1);
    await clock.advance(100);
    expect(rounds).toBe(2);
    stop.abort(new Error('over'));
    await running;
  });
});
