import type { QueueDefinition } from './definition.ts';

/** One retry tier of a queue: a topic whose records wait a constant time. */
export interface RetryTier {
  /** Constant delay of the tier, ms. */
  readonly delayMs: number;
  readonly topic: string;
  /** The delay as it is written in the topic's name, and the metric label `tier`: `30s`, `5m`. */
  readonly label: string;
}

/** Every name that belongs to one queue (design: names). */
export interface QueueNames {
  readonly main: string;
  readonly dlq: string;
  readonly group: string;
  readonly subject: string;
  /** Shortest delay first. */
  readonly tiers: readonly RetryTier[];
}

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Writes a delay as topics spell it, in the largest unit that divides it: 300,000 ms is `5m`. */
export function formatDelay(delayMs: number): string {
  for (const [unit, size] of UNITS) {
    if (delayMs >= size && delayMs % size === 0) return `${delayMs / size}${unit}`;
  }
  return `${delayMs}ms`;
}

/** Reads what `formatDelay` wrote; null for anything else. */
export function parseDelay(text: string): number | null {
  const match = /^([1-9]\d*)(ms|s|m|h)$/.exec(text);
  if (match === null) return null;
  const size = UNITS.find(([unit]) => unit === match[2])?.[1] ?? 1;
  return Number(match[1]) * size;
}

/** Names of a queue with these retry delays (ms, any order, repeats allowed). */
export function queueNames(prefix: string, queue: string, delaysMs: readonly number[]): QueueNames {
  const main = `${prefix}.${queue}`;
  const distinct = [...new Set(delaysMs)].sort((a, b) => a - b);
  return {
    main,
    dlq: `${main}.dlq`,
    group: main,
    subject: `${main}-value`,
    tiers: distinct.map((delayMs) => {
      const label = formatDelay(delayMs);
      return { delayMs, label, topic: `${main}.retry.${label}` };
    }),
  };
}

/** Names of a queue by its definition: the delays of all its policies are its tiers. */
export function namesOf(
  prefix: string,
  definition: Pick<QueueDefinition<unknown>, 'queue' | 'retryPolicies'>,
): QueueNames {
  return queueNames(
    prefix,
    definition.queue,
    definition.retryPolicies.flatMap((policy) => policy.delaysMs),
  );
}

/** What a topic is to the fleet. */
export type TopicRole =
  | { readonly kind: 'main'; readonly queue: string }
  | { readonly kind: 'retry'; readonly queue: string; readonly delayMs: number }
  | { readonly kind: 'dlq'; readonly queue: string };

/** Reads a topic name back; null when it has another prefix or another form. */
export function parseTopic(prefix: string, topic: string): TopicRole | null {
  if (!topic.startsWith(`${prefix}.`)) return null;
  const [queue, kind, label, ...rest] = topic.slice(prefix.length + 1).split('.');
  if (queue === undefined || queue === '' || rest.length > 0) return null;
  if (kind === undefined) return { kind: 'main', queue };
  if (kind === 'dlq' && label === undefined) return { kind: 'dlq', queue };
  const delayMs = kind === 'retry' && label !== undefined ? parseDelay(label) : null;
  return delayMs === null ? null : { kind: 'retry', queue, delayMs };
}
