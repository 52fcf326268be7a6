/** Raw numbers of one measurement, one per run. */
export interface Samples {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

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
export const describe = ({ values, unit }: Samples): string =>
  values.length === 1
    ? `${show(median(values))} ${unit}`
    : `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))}) ${unit}`;
