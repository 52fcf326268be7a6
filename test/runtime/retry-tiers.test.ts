import { describe, expect, it } from 'vitest';
import type { RetryPolicy } from '../../src/runtime/definition.ts';
import { queueNames } from '../../src/runtime/names.ts';
import { nextAttempt, tierFor } from '../../src/runtime/retry-tiers.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const NOW = 1_700_000_000_000;
const POLICY: RetryPolicy = { delaysMs: [5 * SECOND, 30 * SECOND, 300 * SECOND] };
const NAMES = queueNames('t', 'q', POLICY.delaysMs);

/** The next attempt after the first one failed now, unless told otherwise. */
function after(over: Partial<Parameters<typeof nextAttempt>[0]> = {}) {
  return nextAttempt({ attempt: 1, producedAtMs: NOW, nowMs: NOW, policy: POLICY, names: NAMES, ...over });
}

/** Wait and tier of an attempt that is not given up. */
function waitOf(next: ReturnType<typeof nextAttempt>): readonly [number, string] | string {
  if (next.kind === 'wait') return [next.dueAtMs - NOW, next.tier.label];
  expect(next.kind).toBe('give_up');
  return next.because;
}

describe('the next attempt (R-19)', () => {
  it.each([
    [1, [5 * SECOND, '5s']],
    [2, [30 * SECOND, '30s']],
    [3, [300 * SECOND, '5m']],
    [4, 'attempts'],
    [9, 'attempts'],
  ] as const)(
    'after attempt %i it waits the delay of that attempt, and after the last there is none',
    (attempt, expected) => {
      const next = after({ attempt });
      expect(waitOf(next)).toEqual(expected);
      if (next.kind === 'wait') expect(next.attempt).toBe(attempt + 1);
    },
  );

  it.each([
    ['shorter than the delay: the delay', 1 * SECOND, [5 * SECOND, '5s']],
    ['as long as the delay', 5 * SECOND, [5 * SECOND, '5s']],
    [
      'a little longer: the next tier, whose gate lets it go in time',
      5 * SECOND + 1,
      [5 * SECOND + 1, '30s'],
    ],
    ['as long as a tier', 30 * SECOND, [30 * SECOND, '30s']],
    ['longer than any tier', HOUR, [HOUR, '5m']],
    ['longer than an hour, which is the most', HOUR + 1, [HOUR, '5m']],
    ['not a whole millisecond: the next one', 40 * SECOND + 0.25, [40 * SECOND + 1, '5m']],
  ] as const)('a wait that was asked for, %s', (_, afterMs, expected) => {
    expect(waitOf(after({ afterMs }))).toEqual(expected);
  });

  it('a wait that was asked for may be as long as the longest tier, when that is more than an hour', () => {
    const policy: RetryPolicy = { delaysMs: [5 * SECOND, 30 * SECOND, 3 * HOUR] };
    const names = queueNames('t', 'q', policy.delaysMs);
    expect(waitOf(after({ policy, names, afterMs: 2 * HOUR }))).toEqual([2 * HOUR, '3h']);
    expect(waitOf(after({ policy, names, afterMs: 4 * HOUR }))).toEqual([3 * HOUR, '3h']);
  });

  it('is given up when it would be older than its age limit, and not when it is exactly as old', () => {
    const policy: RetryPolicy = { ...POLICY, maxAgeMs: 60 * SECOND };
    expect(waitOf(after({ policy, producedAtMs: NOW - 55 * SECOND }))).toEqual([5 * SECOND, '5s']);
    expect(waitOf(after({ policy, producedAtMs: NOW - 55 * SECOND - 1 }))).toBe('age');
    expect(waitOf(after({ policy, producedAtMs: NOW - 40 * SECOND, afterMs: 30 * SECOND }))).toBe('age');
  });

  it('a queue without tiers has nowhere to wait', () => {
    const names = queueNames('t', 'q', []);
    expect(waitOf(after({ names }))).toBe('no_tier');
    expect(waitOf(after({ names, afterMs: HOUR }))).toBe('no_tier');
    expect(tierFor(names, 0)).toBeNull();
  });

  it('a delay that is replaced changes the time, not the tier; a longer wait that was asked for still counts', () => {
    const delayOverride = (delayMs: number): number => delayMs / 100;
    expect(waitOf(after({ delayOverride }))).toEqual([50, '5s']);
    expect(waitOf(after({ delayOverride, afterMs: 2 * SECOND }))).toEqual([2 * SECOND, '5s']);
    expect(waitOf(after({ delayOverride, afterMs: 20 * SECOND }))).toEqual([20 * SECOND, '30s']);
    expect(waitOf(after({ delayOverride, afterMs: 10 }))).toEqual([50, '5s']);
  });
});

describe('the tier for a wait', () => {
  it.each([
    [0, '5s'],
    [-1, '5s'],
    [5 * SECOND, '5s'],
    [5 * SECOND + 1, '30s'],
    [300 * SECOND, '5m'],
    [300 * SECOND + 1, '5m'],
  ] as const)('of %i ms is the shortest that waits as long, else the longest', (waitMs, label) => {
    expect(tierFor(NAMES, waitMs)?.label).toBe(label);
  });
});
