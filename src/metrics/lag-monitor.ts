import type { Logger } from 'pino';
import type { BrokerAdmin, PartitionOffsets } from '../broker/broker.ts';
import type { Clock } from '../runtime/clock.ts';
import type { QueueNames } from '../runtime/names.ts';
import type { Recorder } from './recorder.ts';

/** A queue to watch. */
export interface WatchedQueue {
  readonly queue: string;
  readonly names: QueueNames;
  /** Partitions that this process owns now; lag of others is told by their owners, so that sums are right. */
  readonly ownedPartitions: () => readonly number[];
  /** Mean seconds of a successful event; null before the first. */
  readonly meanSeconds: () => number | null;
}

/** What the monitor asks Kafka. */
export type LagReader = Pick<BrokerAdmin, 'topicOffsets' | 'committedOffsets' | 'describeGroup'>;

/** What the monitor needs. */
export interface LagMonitorDeps {
  readonly queues: readonly WatchedQueue[];
  readonly admin: LagReader;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Lag of one partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

/**
 * Records between what a group has committed and the end. What retention has deleted is not waiting for anybody, so
 * the commit counts as at least the log start; and since the two numbers are read one after the other, a commit may be
 * ahead of the high watermark that was read before it: the lag is then 0, never negative.
 */
export const lagOf = (offsets: PartitionOffsets, committed: bigint | null): number => {
  const from = committed === null || committed < offsets.logStart ? offsets.logStart : committed;
  return from >= offsets.highWatermark ? 0 : Number(offsets.highWatermark - from);
};

/** Reads the lag of every partition of these topics for one group. */
export const readLag = async (
  admin: LagReader,
  group: string,
  topics: readonly string[],
): Promise<readonly PartitionLag[]> => {
  // Commits first: they are then older than the watermarks, and a lag can only be a little too large, not negative.
  const committed = await admin.committedOffsets(group, topics);
  const byPlace = new Map(committed.map((entry) => [`${entry.topic}/${entry.partition}`, entry.offset]));
  const offsets = await Promise.all(topics.map((topic) => admin.topicOffsets(topic)));
  return offsets.flat().map((entry) => ({
    topic: entry.topic,
    partition: entry.partition,
    lag: lagOf(entry, byPlace.get(`${entry.topic}/${entry.partition}`) ?? null),
  }));
};

/** Records that a topic holds. */
export const readDepth = async (admin: LagReader, topic: string): Promise<number> => {
  const offsets = await admin.topicOffsets(topic);
  return offsets.reduce((sum, { logStart, highWatermark }) => sum + Number(highWatermark - logStart), 0);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

/**
 * Gathers lag, depth and membership beside the scrapes: `round` is called at an interval, and a scrape reads what the
 * last round left in the recorder.
 */
export interface LagMonitor {
  /** One look at every queue. Never rejects: a failure is counted and logged, and the old numbers stay. */
  round(): Promise<void>;
}

/** Creates the monitor; nothing is asked before the first `round`. */
export const createLagMonitor = (deps: LagMonitorDeps): LagMonitor => {
  const { admin, recorder, clock, logger } = deps;
  /** Series set in the last round, by queue, so that those of lost partitions can be removed. */
  const shown = new Map<string, readonly PartitionLag[]>();

  const showLag = (queue: string, lags: readonly PartitionLag[]): void => {
    const labels = ({ topic, partition }: PartitionLag) => ({ queue, topic, partition: String(partition) });
    const kept = new Set(lags.map(({ topic, partition }) => `${topic}/${partition}`));
    for (const old of shown.get(queue) ?? []) {
      if (!kept.has(`${old.topic}/${old.partition}`)) recorder.remove('worker_consumer_lag', labels(old));
    }
    for (const lag of lags) recorder.set('worker_consumer_lag', labels(lag), lag.lag);
    shown.set(queue, lags);
  };

  const look = async ({ queue, names, ownedPartitions, meanSeconds }: WatchedQueue): Promise<void> => {
    const topics = [names.main, ...names.tiers.map(({ topic }) => topic)];
    const owned = new Set(ownedPartitions());
    const lags = (await readLag(admin, names.group, topics)).filter(({ partition }) => owned.has(partition));
    const { memberCount } = await admin.describeGroup(names.group);
    const deadLetters = await readDepth(admin, names.dlq);
    const mainLag = sum(lags.filter(({ topic }) => topic === names.main).map(({ lag }) => lag));

    showLag(queue, lags);
    for (const { topic, label } of names.tiers) {
      const depth = sum(lags.filter((entry) => entry.topic === topic).map(({ lag }) => lag));
      recorder.set('worker_retry_depth', { queue, tier: label }, depth);
    }
    recorder.set('worker_group_members', { queue }, memberCount);
    recorder.set('worker_dead_letter_depth', { queue }, deadLetters);
    recorder.set('worker_backlog_eta_seconds', { queue }, mainLag * (meanSeconds() ?? 0));
    if (mainLag === 0) {
      recorder.set('worker_last_progress_timestamp_seconds', { queue }, clock.now() / 1000);
    }
  };

  return {
    round: async () => {
      for (const watched of deps.queues) {
        try {
          await look(watched);
        } catch (err) {
          // Kafka may be away for a while; the consumers say so themselves, and the next round looks again.
          recorder.count('worker_lag_failures_total', { queue: watched.queue });
          logger.warn({ err, queue: watched.queue }, 'lag could not be read');
        }
      }
    },
  };
};
