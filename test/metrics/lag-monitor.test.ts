import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { PartitionOffsets } from '../../src/broker/broker.ts';
import { createLagMonitor, lagOf } from '../../src/metrics/lag-monitor.ts';
import type { LagReader } from '../../src/metrics/lag-monitor.ts';
import { createPrometheusRecorder } from '../../src/metrics/prometheus-recorder.ts';
import { queueNames } from '../../src/runtime/names.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const names = queueNames('zulip', 'email_senders', [5000]);

/** A cluster as the monitor sees it: per topic and partition the log start, the end and the commit. */
const cluster = (topics: Readonly<Record<string, readonly (readonly [number, number, number | null])[]>>) => {
  const calls: string[] = [];
  const offsets = (topic: string): PartitionOffsets[] =>
    (topics[topic] ?? []).map(([logStart, end], partition) => ({
      topic,
      partition,
      logStart: BigInt(logStart),
      highWatermark: BigInt(end),
    }));
  const admin: LagReader = {
    topicOffsets: (topic) => {
      calls.push(`topicOffsets ${topic}`);
      return Promise.resolve(offsets(topic));
    },
    committedOffsets: (groupId, asked) => {
      calls.push(`committedOffsets ${groupId}`);
      return Promise.resolve(
        asked.flatMap((topic) =>
          (topics[topic] ?? []).map(([, , committed], partition) => ({
            topic,
            partition,
            offset: committed === null ? null : BigInt(committed),
            metadata: '',
          })),
        ),
      );
    },
    describeGroup: (groupId) => {
      calls.push(`describeGroup ${groupId}`);
      return Promise.resolve({ groupId, state: 'Stable', memberCount: 2 });
    },
  };
  return { admin, calls };
};

const monitor = (admin: LagReader, options: { owned?: readonly number[]; mean?: number | null } = {}) => {
  const prometheus = createPrometheusRecorder({ onFault: () => undefined, processMetrics: false });
  const clock = new VirtualClock(1_000_000);
  let owned = options.owned ?? [0, 1];
  const lagMonitor = createLagMonitor({
    queues: [
      {
        queue: 'email_senders',
        names,
        ownedPartitions: () => owned,
        meanSeconds: () => options.mean ?? null,
      },
    ],
    admin,
    recorder: prometheus.recorder,
    clock,
    logger: pino({ level: 'silent' }),
  });
  return {
    round: () => lagMonitor.round(),
    page: () => prometheus.text(),
    own: (partitions: readonly number[]) => {
      owned = partitions;
    },
  };
};

const lag = (topic: string, partition: number, value: number): string =>
  `worker_consumer_lag{queue="email_senders",topic="${topic}",partition="${partition}"} ${value}`;

describe('lag', () => {
  it.each([
    ['counts from the commit', 0, 100, 40, 60],
    ['counts from the log start where nothing was committed', 10, 100, null, 90],
    ['does not count what retention has deleted', 50, 100, 20, 50],
    ['is never negative when the commit was read after the end', 0, 100, 103, 0],
    ['is 0 in an empty log', 7, 7, 7, 0],
  ])('%s', (_what, logStart, end, committed, expected) => {
    const place = { topic: 't', partition: 0, logStart: BigInt(logStart), highWatermark: BigInt(end) };
    expect(lagOf(place, committed === null ? null : BigInt(committed))).toBe(expected);
  });

  it('is told for the partitions of this process only, so that processes can be summed', async () => {
    const { admin } = cluster({
      [names.main]: [
        [0, 10, 4],
        [0, 20, 5],
        [0, 30, 30],
      ],
    });
    const { round, page, own } = monitor(admin, { owned: [1, 2] });
    await round();
    expect(await page()).toContain(lag(names.main, 1, 15));
    expect(await page()).toContain(lag(names.main, 2, 0));
    expect(await page()).not.toContain(lag(names.main, 0, 6));
    own([2]);
    await round();
    expect(await page()).not.toContain('partition="1"');
  });

  it('tells depth of tiers and dead letters, members and the work that is left', async () => {
    const { admin } = cluster({
      [names.main]: [[0, 10, 4]],
      [names.tiers[0]!.topic]: [[2, 9, null]],
      [names.dlq]: [
        [1, 4, null],
        [0, 2, null],
      ],
    });
    const { round, page } = monitor(admin, { owned: [0], mean: 0.5 });
    await round();
    const text = await page();
    expect(text).toContain('worker_retry_depth{queue="email_senders",tier="5s"} 7');
    expect(text).toContain('worker_dead_letter_depth{queue="email_senders"} 5');
    expect(text).toContain('worker_group_members{queue="email_senders"} 2');
    expect(text).toContain('worker_backlog_eta_seconds{queue="email_senders"} 3');
    expect(text).not.toMatch(/^worker_last_progress_timestamp_seconds\{/m);
  });

  it('sees progress in an empty queue, whose backlog is 0 and not stale', async () => {
    const { admin } = cluster({ [names.main]: [[0, 10, 10]] });
    const { round, page } = monitor(admin, { owned: [0], mean: 9 });
    await round();
    expect(await page()).toContain('worker_last_progress_timestamp_seconds{queue="email_senders"} 1000');
    expect(await page()).toContain('worker_backlog_eta_seconds{queue="email_senders"} 0');
  });

  it('keeps the last numbers and counts the failure while Kafka is away', async () => {
    const { admin } = cluster({ [names.main]: [[0, 10, 4]] });
    const { round, page } = monitor(admin, { owned: [0] });
    await round();
    admin.topicOffsets = () => Promise.reject(new Error('away'));
    await round();
    expect(await page()).toContain(lag(names.main, 0, 6));
    expect(await page()).toContain('worker_lag_failures_total{queue="email_senders"} 1');
  });

  it('asks Kafka in its rounds and never in a scrape', async () => {
    const { admin, calls } = cluster({ [names.main]: [[0, 10, 4]] });
    const { round, page } = monitor(admin, { owned: [0] });
    await page();
    expect(calls).toEqual([]);
    await round();
    const asked = calls.length;
    expect(asked).toBeGreaterThan(0);
    await page();
    expect(calls).toHaveLength(asked);
  });
});
