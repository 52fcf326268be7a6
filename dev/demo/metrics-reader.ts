/** One line of a metrics page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus's text format; comments are left out. */
export const parseMetrics = (text: string): MetricSample[] =>
  text.split('\n').flatMap((line) => {
    const match = LINE.exec(line);
    if (match === null || line.startsWith('#')) return [];
    const [, name = '', labels = '', value = ''] = match;
    return [
      {
        name,
        labels: Object.fromEntries(
          [...labels.matchAll(LABEL)].map(([, label = '', text = '']) => [label, text]),
        ),
        value: Number(value),
      },
    ];
  });

/**
 * The newest metrics of every worker that ever ran: a killed one keeps what it said last, so that its work is counted.
 */
export class FleetMetrics {
  readonly #latest = new Map<string, readonly MetricSample[]>();

  /** Asks a worker; one that does not answer keeps what it said last. */
  async scrape(name: string, metricsUrl: string): Promise<void> {
    try {
      const response = await fetch(`${metricsUrl}/metrics`, { signal: AbortSignal.timeout(2_000) });
      this.#latest.set(name, parseMetrics(await response.text()));
    } catch {
      // The worker was killed or is starting: its last word stands.
    }
  }

  /** Sum over all workers of the samples that fit, by one label. */
  sumBy(metric: string, label: string, fits: Readonly<Record<string, string>> = {}): Map<string, number> {
    const sums = new Map<string, number>();
    for (const sample of this.#samples(metric)) {
      if (!Object.entries(fits).every(([name, value]) => sample.labels[name] === value)) continue;
      const of = sample.labels[label] ?? '';
      sums.set(of, (sums.get(of) ?? 0) + sample.value);
    }
    return sums;
  }

  /** Upper bound of the bucket that holds the p-quantile of a histogram, in its unit; NaN without observations. */
  quantile(histogram: string, p: number, fits: Readonly<Record<string, string>> = {}): number {
    const counts = [...this.sumBy(`${histogram}_bucket`, 'le', fits)]
      .map(([bound, count]) => ({ bound: Number(bound.replace('+Inf', 'Infinity')), count }))
      .toSorted((a, b) => a.bound - b.bound);
    const total = counts.at(-1)?.count ?? 0;
    return counts.find(({ count }) => count > 0 && count >= p * total)?.bound ?? Number.NaN;
  }

  #samples(metric: string): MetricSample[] {
    return [...this.#latest.values()].flatMap((samples) => samples.filter(({ name }) => name === metric));
  }
}
