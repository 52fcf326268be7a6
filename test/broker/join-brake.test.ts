import { describe, expect, it } from 'vitest';
import { JoinBrake } from '../../src/broker/join-brake.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Joins `times` times, each as soon as the one before is over; answers how long each had to wait, in ms. */
const joinInARow = async (brake: JoinBrake, clock: VirtualClock, times: number): Promise<number[]> => {
  const waits: number[] = [];
  for (let join = 0; join < times; join += 1) {
    const before = clock.now();
    const paused = brake.pause();
    await clock.runUntilIdle();
    await paused;
    waits.push(clock.now() - before);
  }
  return waits;
};

describe('the brake of a group that joins again and again', () => {
  it('waits longer with every join that follows at once, and at most a second', async () => {
    const clock = new VirtualClock();
    const waits = await joinInARow(new JoinBrake(clock), clock, 8);
    expect(waits).toEqual([0, 50, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it('lets a join through at once after a calm second', async () => {
    const clock = new VirtualClock();
    const brake = new JoinBrake(clock);
    await joinInARow(brake, clock, 4);
    await clock.advance(1_000);
    expect(await joinInARow(brake, clock, 2)).toEqual([0, 50]);
  });
});
