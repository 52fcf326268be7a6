/** What a number should be; `sense` says on which side of `value`. */
export interface Aim {
  readonly sense: 'at least' | 'more than' | 'at most' | 'below';
  readonly value: number;
}

/** Raw numbers of one measurement, one per run. */
export interface Samples {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** For the median. */
  readonly aim?: Aim;
  /** What this side of a comparison promises for its number. */
  readonly guarantees?: string;
}

/** The medians of two samples of the same case, divided run by run. */
export interface Ratio {
  readonly text: string;
  readonly values: readonly number[];
  readonly aim: Aim;
}

/** Divides pairs that ran one after the other; both lists are in the order of the runs. */
export const pairwise = (ours: readonly number[], theirs: readonly number[]): readonly number[] =>
  ours.map((value, run) => value / (theirs[run] ?? Number.NaN));

/** The p-quantile (0–1) of unsorted numbers, by the nearest rank; NaN when there are none. */
export const quantile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
};

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Three significant digits and a thousands separator. */
export const show = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 3 });

/** `median (lowest–highest) unit`. */
export const describe = ({
  values,
  unit,
}: {
  readonly values: readonly number[];
  readonly unit: string;
}): string =>
  values.length === 1
    ? `${show(median(values))} ${unit}`
    : `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))}) ${unit}`;

/** Whether the median is where it should be. */
export const isReached = (values: readonly number[], { sense, value }: Aim): boolean => {
  const middle = median(values);
  switch (sense) {
    case 'at least':
      return middle >= value;
    case 'more than':
      return middle > value;
    case 'at most':
      return middle <= value;
    case 'below':
      return middle < value;
  }
};

/** `at least 200: reached`. */
export const judge = (values: readonly number[], aim: Aim): string =>
  `${aim.sense} ${show(aim.value)}: ${isReached(values, aim) ? 'reached' : 'not reached'}`;
