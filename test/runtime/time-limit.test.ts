import { describe, expect, it } from 'vitest';
import { orAbort, startTimeLimit, within } from '../../src/runtime/time-limit.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const LATE = new Error('too late');
const late = (): Error => LATE;

describe('a time limit', () => {
  it('aborts with its error when the time is up, and not before', async () => {
    const clock = new VirtualClock();
    const { signal } = startTimeLimit(clock, 1_000, late);
    await clock.advance(999);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    expect(signal.reason).toBe(LATE);
  });

  it('that was cancelled aborts nothing', async () => {
    const clock = new VirtualClock();
    const limit = startTimeLimit(clock, 1_000, late);
    limit.cancel();
    limit.cancel();
    await clock.advance(2_000);
    expect(limit.signal.aborted).toBe(false);
  });
});

describe('orAbort', () => {
  it('settles as the work does', async () => {
    const { signal } = new AbortController();
    await expect(orAbort(Promise.resolve('done'), signal)).resolves.toBe('done');
    await expect(orAbort(Promise.reject(LATE), signal)).rejects.toBe(LATE);
  });

  it('rejects with the reason at once, and leaves a later failure of the work unheard', async () => {
    const controller = new AbortController();
    const work = Promise.withResolvers<never>();
    const waiting = orAbort(work.promise, controller.signal);
    controller.abort(LATE);
    await expect(waiting).rejects.toBe(LATE);
    // An unheard rejection would fail the run.
    work.reject(new Error('nobody listens'));
  });

  it('also hears the work of a signal that was aborted before', async () => {
    const work = Promise.withResolvers<never>();
    await expect(orAbort(work.promise, AbortSignal.abort(LATE))).rejects.toBe(LATE);
    work.reject(new Error('nobody listens'));
  });
});

describe('within', () => {
  it('gives the action up after the limit, and tells it', async () => {
    const clock = new VirtualClock();
    const told: unknown[] = [];
    const waiting = within(
      clock,
      1_000,
      (signal) => {
        signal.addEventListener('abort', () => told.push(signal.reason));
        return new Promise<never>(() => undefined);
      },
      late,
    );
    const rejected = expect(waiting).rejects.toBe(LATE);
    await clock.advance(1_000);
    await rejected;
    expect(told).toEqual([LATE]);
  });

  it('starts no abort after an action that has ended in time', async () => {
    const clock = new VirtualClock();
    let seen: AbortSignal | null = null;
    await within(
      clock,
      1_000,
      (signal) => {
        seen = signal;
        return Promise.resolve();
      },
      late,
    );
    await clock.advance(2_000);
    expect(seen).toMatchObject({ aborted: false });
  });
});
