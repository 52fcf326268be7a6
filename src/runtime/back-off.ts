/** How a wait grows from failure to failure. */
export interface BackOff {
  /** Wait after the first failure, ms. */
  readonly firstMs: number;
  /** No wait is longer, ms. */
  readonly longestMs: number;
}

/** 1, 2, 4, 8, 16, 30, 30 … s: loops and shared services. */
const DEFAULT_BACK_OFF: BackOff = { firstMs: 1_000, longestMs: 30_000 };

/** Wait after `failures` (≥ 1) in a row, ms: doubled each time up to the longest. */
export const backOffMs = (failures: number, { firstMs, longestMs }: BackOff = DEFAULT_BACK_OFF): number =>
  // Beyond 30 doublings the longest is reached, and no number overflows.
  Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
