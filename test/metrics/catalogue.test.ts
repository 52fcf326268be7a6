import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/catalogue.ts';

const SOURCES = join(import.meta.dirname, '../../src');

const sourceText = (): string =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith(join('metrics', 'catalogue.ts')))
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
    .join('\n');

describe('the catalogue of metrics', () => {
  it('has everything that operators of the original had, and ages (R-28)', () => {
    expect(Object.keys(METRICS)).toEqual(
      expect.arrayContaining([
        'worker_events_total',
        'worker_event_duration_seconds',
        'worker_batch_size',
        'worker_event_age_seconds',
        'worker_consumer_lag',
        'worker_oldest_unprocessed_age_seconds',
        'worker_backlog_eta_seconds',
        'worker_last_progress_timestamp_seconds',
        'worker_group_members',
        'worker_retry_depth',
        'worker_dead_letter_depth',
        'worker_rebalances_total',
        'worker_handler_inflight',
        'outbox_unpublished',
        'outbox_oldest_age_seconds',
      ]),
    );
  });

  it('holds no metric that nothing records', () => {
    const text = sourceText();
    const idle = Object.keys(METRICS).filter((name) => !text.includes(`'${name}'`));
    expect(idle).toEqual([]);
  });

  it('has no label that could name a person, a key or an offset', () => {
    const labels = new Set(Object.values(METRICS).flatMap(({ labels: names }) => [...names]));
    for (const label of labels) expect(label).not.toMatch(/user|key|offset|address|event_id/);
  });
});
