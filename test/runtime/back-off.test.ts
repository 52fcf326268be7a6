import { expect, it } from 'vitest';
import { backOffMs } from '../../src/runtime/back-off.ts';

it('doubles from one second to thirty, and stays there', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 5_000].map((failures) => backOffMs(failures) / 1_000)).toEqual([
    1, 2, 4, 8, 16, 30, 30, 30,
  ]);
});

it('takes other bounds', () => {
  const bounds = { firstMs: 100, longestMs: 350 };
  expect([1, 2, 3].map((failures) => backOffMs(failures, bounds))).toEqual([100, 200, 350]);
});
