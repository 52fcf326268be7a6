import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUEUES } from '../../src/consumers/registry.ts';
import {
  ALERT_THRESHOLDS,
  alertRules,
  backlogSeverity,
  backlogThresholds,
  isStuck,
  missingConsumers,
  renderAlertFile,
} from '../../src/metrics/alerts.ts';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { QUEUE_NAMES } from '../../src/schemas/queues.ts';
import type { QueueName } from '../../src/schemas/queues.ts';

const definitions = QUEUE_NAMES.map((queue) => QUEUES[queue].definition);

/** spec: runtime 4.12, written out once more on purpose. */
const SPEC_TABLE: Readonly<Record<QueueName, readonly [number, number]>> = {
  deferred_work: [600, 900],
  digest_emails: [1200, 1800],
  email_mirror: [30, 60],
  email_senders: [90, 300],
  deferred_email_senders: [3600, 4500],
  embed_links: [60, 90],
  embedded_bots: [30, 60],
  missedmessage_emails: [30, 60],
  missedmessage_mobile_notifications: [120, 180],
  outgoing_webhooks: [30, 60],
};

describe('backlog', () => {
  it.each(Object.entries(SPEC_TABLE))('bounds of %s are %j seconds', (queue, [warning, critical]) => {
    expect(backlogThresholds(QUEUES[queue as QueueName].definition)).toEqual({ warning, critical });
  });

  it.each([
    ['check 23', 'deferred_work', 100, 6.5, 'warning'],
    ['check 23', 'deferred_work', 100, 9.5, 'critical'],
    ['check 23', 'deferred_work', 100, 5, 'ok'],
    ['check 24', 'email_senders', 1000, 0.1, 'warning'],
    ['check 24', 'embedded_bots', 10, 7, 'critical'],
    ['check 20', 'email_senders', 1_000_000, null, 'ok'],
  ] as const)('%s: %s with lag %d and mean %d is %s', (_check, queue, lag, meanSeconds, severity) => {
    expect(backlogSeverity({ lag, meanSeconds }, backlogThresholds(QUEUES[queue].definition))).toBe(severity);
  });
});

describe('stuck and missing consumers', () => {
  it.each([
    [181, 11, true],
    [181, 10, false],
    [180, 11, false],
  ])('check 25: progress %d s ago with lag %d is stuck: %s', (progressAgeSeconds, lag, stuck) => {
    expect(isStuck({ progressAgeSeconds, lag })).toBe(stuck);
  });

  it('check 26: names the queue, the consumers it has and those it needs', () => {
    expect(missingConsumers('thumbnail', 0, 1)).toBe('queue thumbnail has 0 consumers, needs 1');
    expect(missingConsumers('thumbnail', 1, 1)).toBeNull();
  });
});

describe('the rule file', () => {
  const rules = alertRules(definitions);

  it('check 27: deploy/prometheus/alerts.yaml is what the code says', () => {
    expect(readFileSync('deploy/prometheus/alerts.yaml', 'utf8')).toBe(renderAlertFile(definitions));
  });

  it('has both backlog bounds of every queue', () => {
    for (const [queue, [warning, critical]] of Object.entries(SPEC_TABLE)) {
      const bounds = rules
        .filter(({ alert, expr }) => alert === 'WorkerBacklog' && expr.includes(`queue="${queue}"`))
        .map(({ severity, expr, forSeconds }) => [severity, Number(expr.split('>')[1]), forSeconds]);
      expect(bounds).toEqual([
        ['warning', warning, ALERT_THRESHOLDS.holdSeconds],
        ['critical', critical, ALERT_THRESHOLDS.holdSeconds],
      ]);
    }
  });

  it('uses only metrics and labels that the catalogue has', () => {
    const known = new Set([...Object.keys(METRICS), 'process_resident_memory_bytes', 'up']);
    const used = rules.flatMap(({ expr }) => expr.match(/[a-z]+(?:_[a-z]+)+|\bup\b/g) ?? []);
    const metrics = used.filter((word) => !QUEUE_NAMES.some((queue) => queue === word));
    expect(metrics.filter((metric) => !known.has(metric))).toEqual([]);
    expect(metrics).toContain('worker_backlog_eta_seconds');
  });

  it('counts the memory bounds in bytes, as the process reports them', () => {
    const memory = rules
      .filter(({ alert }) => alert === 'WorkerMemory')
      .map(({ expr }) => expr.split('> ')[1]);
    expect(memory).toEqual(['600000000', '800000000']);
  });
});
