import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../support/virtual-clock.ts';

describe('VirtualClock', () => {
  it('fires timers in due order and at exactly their due time', async () => {
    const clock = new VirtualClock(1_000);
    const fired: [string, number][] = [];
    clock.after(30, () => fired.push(['late', clock.now()]));
    clock.after(10, () => fired.push(['early', clock.now()]));
    clock.after(10, () => fired.push(['early too', clock.now()]));
    clock.after(31, () => fired.push(['not yet', clock.now()]));

    await clock.advance(30);

    expect(fired).toEqual([
      ['early', 1_010],
      ['early too', 1_010],
      ['late', 1_030],
    ]);
    expect(clock.now()).toBe(1_030);
    expect(clock.nextDueAt()).toBe(1_031);
  });

  it('sees timers that are armed by what an earlier timer woke', async () => {
    const clock = new VirtualClock(0);
    const wokenAt: number[] = [];
    const loop = (async () => {
      for (let round = 0; round < 3; round++) {
        await clock.sleep(100);
        wokenAt.push(clock.now());
      }
    })();

    await clock.advance(250);
    expect(wokenAt).toEqual([100, 200]);
    await clock.advance(50);
    await loop;
    expect(wokenAt).toEqual([100, 200, 300]);
  });

  it('never fires a cancelled timer, and cancelling twice is harmless', async () => {
    const clock = new VirtualClock();
    let fired = false;
    const timer = clock.after(5, () => {
      fired = true;
    });
    timer.cancel();
    timer.cancel();
    await clock.advance(10);
    expect(fired).toBe(false);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('rejects a sleep with the reason of its signal and drops its timer', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const slept = clock.sleep(1_000, controller.signal);
    controller.abort(new Error('stopping'));
    await expect(slept).rejects.toThrow('stopping');
    expect(clock.pendingTimers()).toBe(0);
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('stopping');
  });

  it('runs until no timer is left, and refuses to run for ever', async () => {
    const clock = new VirtualClock(0);
    let rounds = 0;
    const again = (): void => {
      if (++rounds < 5) clock.after(10, again);
    };
    clock.after(10, again);
    await clock.runUntilIdle();
    expect(clock.now()).toBe(50);

    const forever = (): void => {
      clock.after(0, forever);
    };
    forever();
    await expect(clock.advance(1)).rejects.toThrow('for ever');
  });
});
