import Table from 'cli-table3';
import type { FleetMetrics } from './metrics-reader.ts';
import type { Verdict } from './judge.ts';

/** The numbers of one demo. */
export interface DemoNumbers {
  readonly events: number;
  readonly viaOutbox: number;
  /** Length of the load. */
  readonly seconds: number;
  readonly totalSeconds: number;
  readonly verdict: Verdict;
  /** `queue: disposition: error class` → records. */
  readonly deadLetters: ReadonlyMap<string, number>;
}

const QUEUES = ['missedmessage_emails', 'email_senders', 'outgoing_webhooks', 'embedded_bots'] as const;
const SHOWN = 10;

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
const seconds = (value: number): string => {
  if (!Number.isFinite(value)) return '—';
  return value < 1 ? `≤ ${number(value * 1000)} ms` : `≤ ${number(value)} s`;
};

/** The table at the end. */
export const reportLines = (numbers: DemoNumbers, metrics: FleetMetrics): string[] => {
  const { verdict } = numbers;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ['events produced', `${number(numbers.events)} (${number(numbers.viaOutbox)} through the outbox)`],
    ['produced per second', `${number(numbers.events / numbers.seconds)} over ${number(numbers.seconds)} s`],
  );
  for (const queue of QUEUES) table.push([`${queue}: outcomes`, outcomes(metrics, queue)]);
  for (const queue of QUEUES) {
    const age = (p: number): string => seconds(metrics.quantile('worker_event_age_seconds', p, { queue }));
    table.push([`${queue}: event age p50 / p99`, `${age(0.5)} / ${age(0.99)}`]);
  }
  table.push(
    ['window lateness p99', seconds(metrics.quantile('worker_window_lateness_seconds', 0.99))],
    [
      'notices expected / received',
      `${number(verdict.noticesExpected)} / ${number(verdict.noticesReceived)}`,
    ],
    [
      'mails expected at least / received',
      `${number(verdict.mailsExpectedAtLeast)} / ${number(verdict.mailsReceived)}`,
    ],
    [
      'doubled / missing / unexpected',
      `${verdict.doubled.length} / ${verdict.missing.length} / ${verdict.unexpected.length}`,
    ],
    ['conversations refused by the server', number(verdict.refusedConversations)],
    [
      'dead letters',
      [...numbers.deadLetters].map(([reason, count]) => `${reason} ×${count}`).join('\n') || 'none',
    ],
    ['whole run', `${number(numbers.totalSeconds)} s`],
  );
  return [table.toString()];
};

/** What is wrong, by name; empty when nothing is. */
export const faultLines = (numbers: DemoNumbers): string[] =>
  (['missing', 'doubled', 'unexpected'] as const).flatMap((kind) => {
    const cases = numbers.verdict[kind];
    if (cases.length === 0) return [];
    const rest = cases.length > SHOWN ? [`  … and ${cases.length - SHOWN} more`] : [];
    return [`${kind}:`, ...cases.slice(0, SHOWN).map((name) => `  ${name}`), ...rest];
  });

const outcomes = (metrics: FleetMetrics, queue: string): string =>
  [...metrics.sumBy('worker_events_total', 'outcome', { queue })]
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcome} ${number(count)}`)
    .join(', ') || 'none';
