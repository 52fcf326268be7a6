import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { createPrometheusRecorder } from '../../src/metrics/prometheus-recorder.ts';

const create = () => {
  const faults: string[] = [];
  const prometheus = createPrometheusRecorder({
    onFault: (metric) => faults.push(metric),
    processMetrics: false,
  });
  return { ...prometheus, faults };
};

describe('Prometheus recorder', () => {
  it('knows every metric of the catalogue by its help and type before anything is recorded', async () => {
    const text = await create().text();
    for (const [name, { help, type }] of Object.entries(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${help}`);
      expect(text).toContain(`# TYPE ${name} ${type}`);
    }
  });

  it('counts, sets, observes and removes', async () => {
    const { recorder, text } = create();
    recorder.count('worker_rebalances_total', { queue: 'email_senders' });
    recorder.count('worker_rebalances_total', { queue: 'email_senders' }, 2);
    recorder.set('worker_consumer_lag', { queue: 'q', topic: 't', partition: '3' }, 7);
    recorder.set('worker_consumer_lag', { queue: 'q', topic: 't', partition: '4' }, 8);
    recorder.remove('worker_consumer_lag', { queue: 'q', topic: 't', partition: '3' });
    recorder.observe('worker_event_age_seconds', { queue: 'q' }, 0.2);
    const page = await text();
    expect(page).toContain('worker_rebalances_total{queue="email_senders"} 3');
    expect(page).not.toContain('partition="3"');
    expect(page).toContain('worker_consumer_lag{queue="q",topic="t",partition="4"} 8');
    expect(page).toContain('worker_event_age_seconds_bucket{le="0.1",queue="q"} 0');
    expect(page).toContain('worker_event_age_seconds_bucket{le="0.25",queue="q"} 1');
  });

  it('never throws, and tells of a metric that cannot be recorded once', () => {
    const { recorder, faults } = create();
    for (let i = 0; i < 3; i += 1) {
      recorder.set('outbox_unpublished', {}, 'many' as unknown as number);
      recorder.count('worker_rebalances_total', { queue: 'q' }, -1);
    }
    expect(faults).toEqual(['outbox_unpublished', 'worker_rebalances_total']);
  });

  it('keeps two recorders of one process apart', async () => {
    const [first, second] = [create(), create()];
    first.recorder.set('outbox_unpublished', {}, 5);
    expect(await first.text()).toContain('outbox_unpublished 5');
    expect(await second.text()).not.toContain('outbox_unpublished 5');
  });

  it('tells the memory of the process', async () => {
    const { text } = createPrometheusRecorder({ onFault: () => undefined });
    expect(await text()).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(METRICS))('names %s by the conventions of Prometheus', (name, { type, labels }) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    for (const label of labels) expect(['user', 'key', 'offset', 'event_id']).not.toContain(label);
    if (type === 'histogram' && name !== 'worker_batch_size') expect(name).toMatch(/_seconds$/);
  });
});
