import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { PartitionOffsets } from '../../src/broker/broker.ts';
import { lagOf, readGroupLag } from '../../src/metrics/group-lag.ts';
import { createLagMonitor } from '../../src/metrics/lag-monitor.ts';
import { createPrometheusRecorder } from '../../src/metrics/prometheus-recorder.ts';
import { queueNames } from '../../src/runtime/names.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const names = queueNames('zulip', 'email_senders', [5000]);

/** Log start, end and commit of each partition of each topic. */
type Topics = Readonly<Record<string, readonly (readonly [number, number, number | null])[]>>;

const cluster = (topics: Topics) => {
  const calls: string[] = [];
  let away = false;
  const answer = <T>(call: string, value: T): Promise<T> => {
    calls.push(call);
    return away ? Promise.reject(new Error('away')) : Promise.resolve(value);
  };
  const placesOf = (topic: string) =>
    (topics[topic] ?? []).map(([logStart, end, committed], partition) => ({
      topic,
      partition,
      logStart: BigInt(logStart),
      highWatermark: BigInt(end),
      offset: committed === null ? null : BigInt(committed),
      metadata: '',
    }));
  return {
    calls,
    goAway: () => {
      away = true;
    },
    admin: {
      topicOffsets: (topic: string) => answer(`topicOffsets ${topic}`, placesOf(topic)),
      committedOffsets: (group: string, asked: readonly string[]) =>
        answer(`committedOffsets ${group}`, asked.flatMap(placesOf)),
      describeGroup: (groupId: string) =>
        answer(`describeGroup ${groupId}`, { groupId, state: 'Stable', memberCount: 2 }),
    },
  };
};

const monitor = (topics: Topics) => {
  const kafka = cluster(topics);
  const prometheus = createPrometheusRecorder({ onFault: () => undefined, processMetrics: false });
  const clock = new VirtualClock();
  const noted: PartitionOffsets[][] = [];
  const lagMonitor = createLagMonitor({
    queues: [
      {
        queue: 'email_senders',
        names,
        noteWatermarks: (offsets) => {
          noted.push([...offsets]);
        },
      },
    ],
    admin: kafka.admin,
    recorder: prometheus.recorder,
    clock,
    intervalMs: 15_000,
    logger: pino({ level: 'silent' }),
  });
  return { ...kafka, lagMonitor, clock, noted, page: prometheus.text };
};

describe('lag of a group', () => {
  it.each([
    ['counts from the commit', 0, 100, 40, 60],
    ['counts from the log start where nothing was committed', 10, 100, null, 90],
    ['does not count what retention has deleted', 50, 100, 20, 50],
    ['is never negative when the commit was read after the end', 0, 100, 103, 0],
    ['is 0 in an empty log', 7, 7, 7, 0],
  ])('%s', (_what, logStart, end, committed, expected) => {
    const place = { logStart: BigInt(logStart), highWatermark: BigInt(end) };
    expect(lagOf(place, committed === null ? null : BigInt(committed))).toBe(expected);
  });

  it('is read for every partition of every topic, commits before ends', async () => {
    const { admin, calls } = cluster({
      main: [
        [0, 10, 4],
        [0, 20, null],
      ],
      tier: [[5, 9, 2]],
    });
    const lags = await readGroupLag(admin, 'zulip.email_senders', ['main', 'tier']);
    expect(lags.map(({ topic, partition, lag }) => [topic, partition, lag])).toEqual([
      ['main', 0, 6],
      ['main', 1, 20],
      ['tier', 0, 4],
    ]);
    expect(calls[0]).toBe('committedOffsets zulip.email_senders');
  });
});

describe('lag monitor', () => {
  const topics: Topics = {
    [names.main]: [[0, 10, null]],
    [names.tiers[0]!.topic]: [[2, 9, null]],
    [names.dlq]: [
      [1, 4, null],
      [0, 2, null],
    ],
  };

  it('tells dead letters and members, and passes the ends of main topic and tiers on', async () => {
    const { lagMonitor, page, noted } = monitor(topics);
    await lagMonitor.round();
    expect(await page()).toContain('worker_dead_letter_depth{queue="email_senders"} 5');
    expect(await page()).toContain('worker_group_members{queue="email_senders"} 2');
    expect(noted.flat().map(({ topic, highWatermark }) => [topic, highWatermark])).toEqual([
      [names.main, 10n],
      [names.tiers[0]!.topic, 9n],
    ]);
  });

  it('keeps the last numbers and counts the failure while Kafka is away', async () => {
    const { lagMonitor, page, goAway } = monitor(topics);
    await lagMonitor.round();
    goAway();
    await lagMonitor.round();
    expect(await page()).toContain('worker_dead_letter_depth{queue="email_senders"} 5');
    expect(await page()).toContain('worker_lag_failures_total{queue="email_senders"} 1');
  });

  it('asks Kafka in its rounds and never in a scrape', async () => {
    const { lagMonitor, page, calls } = monitor(topics);
    await page();
    expect(calls).toEqual([]);
    await lagMonitor.round();
    const asked = calls.length;
    expect(asked).toBeGreaterThan(0);
    await page();
    expect(calls).toHaveLength(asked);
  });

  it('looks again at every interval until it is stopped', async () => {
    const { lagMonitor, clock, noted } = monitor(topics);
    const stopping = new AbortController();
    const running = lagMonitor.run(stopping.signal);
    await clock.advance(45_000);
    expect(noted).toHaveLength(4);
    stopping.abort(new Error('stop'));
    await running;
    expect(clock.pendingTimers()).toBe(0);
  });
});
