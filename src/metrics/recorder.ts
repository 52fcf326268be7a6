import type { METRICS, MetricName } from './catalogue.ts';

type OfType<T extends 'counter' | 'gauge' | 'histogram'> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never;
}[MetricName];

/** Exactly the labels that the catalogue lists for this metric. */
export type LabelsOf<N extends MetricName> = Readonly<Record<(typeof METRICS)[N]['labels'][number], string>>;

/** Where every room reports; a metric or label that is not in the catalogue does not compile. Never throws. */
export interface Recorder {
  /** Adds `by` (default 1) to a counter. */
  count<N extends OfType<'counter'>>(metric: N, labels: LabelsOf<N>, by?: number): void;
  /** Sets a gauge. */
  set<N extends OfType<'gauge'>>(metric: N, labels: LabelsOf<N>, value: number): void;
  /** Removes a gauge's series, for instance of a partition that was lost. */
  remove<N extends OfType<'gauge'>>(metric: N, labels: LabelsOf<N>): void;
  /** Adds an observation to a histogram. */
  observe<N extends OfType<'histogram'>>(metric: N, labels: LabelsOf<N>, value: number): void;
}

/** Records nothing; for tools and tests that do not look at metrics. */
export const silentRecorder: Recorder = {
  count: () => undefined,
  set: () => undefined,
  remove: () => undefined,
  observe: () => undefined,
};
