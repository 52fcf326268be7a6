import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { METRICS } from './catalogue.ts';
import type { MetricDefinition, MetricName } from './catalogue.ts';
import type { LabelsOf, Recorder } from './recorder.ts';

/** A recorder that a Prometheus server can scrape. */
export interface PrometheusRecorder {
  readonly recorder: Recorder;
  /** Content type of `text`. */
  readonly contentType: string;
  /** Everything recorded so far in the Prometheus text format; asks nobody outside this process. */
  readonly text: () => Promise<string>;
}

/** Options of `createPrometheusRecorder`. */
export interface PrometheusRecorderOptions {
  /** Called once per metric when an observation could not be recorded; metrics never fail an event. */
  onFault(metric: MetricName, error: unknown): void;
  /** Memory, CPU and event loop of the process as well. Default true. */
  readonly processMetrics?: boolean;
}

type Metric = Counter | Gauge | Histogram;

const createMetric = (name: string, definition: MetricDefinition, registry: Registry): Metric => {
  const shared = {
    name,
    help: definition.help,
    labelNames: [...definition.labels],
    registers: [registry],
  };
  switch (definition.type) {
    case 'counter':
      return new Counter(shared);
    case 'gauge':
      return new Gauge(shared);
    case 'histogram':
      return new Histogram({ ...shared, ...(definition.buckets && { buckets: [...definition.buckets] }) });
  }
};

/** Builds every metric of the catalogue in a registry of its own, so that two fleets in one process do not meet. */
export const createPrometheusRecorder = (options: PrometheusRecorderOptions): PrometheusRecorder => {
  const registry = new Registry();
  if (options.processMetrics !== false) collectDefaultMetrics({ register: registry });
  const metrics = new Map(
    Object.entries(METRICS).map(([name, definition]) => [name, createMetric(name, definition, registry)]),
  );
  const faulty = new Set<MetricName>();

  const guarded = (name: MetricName, act: (metric: Metric | undefined) => void): void => {
    try {
      act(metrics.get(name));
    } catch (error) {
      // A number that is not one, or a label from outside: reported once, never the event's problem.
      if (faulty.has(name)) return;
      faulty.add(name);
      options.onFault(name, error);
    }
  };

  const recorder: Recorder = {
    count: (name, labels, by = 1) => {
      guarded(name, (metric) => {
        if (metric instanceof Counter) metric.inc({ ...labels }, by);
      });
    },
    set: (name, labels, value) => {
      guarded(name, (metric) => {
        if (metric instanceof Gauge) metric.set({ ...labels }, value);
      });
    },
    remove: (name, labels) => {
      guarded(name, (metric) => {
        metric?.remove({ ...labels });
      });
    },
    observe: <N extends MetricName>(name: N, labels: LabelsOf<N>, value: number) => {
      guarded(name, (metric) => {
        if (metric instanceof Histogram) metric.observe({ ...labels }, value);
      });
    },
  };

  return { recorder, contentType: registry.contentType, text: () => registry.metrics() };
};
