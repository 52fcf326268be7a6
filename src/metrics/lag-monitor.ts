import type { Logger } from 'pino';
import type { BrokerAdmin, PartitionOffsets } from '../broker/broker.ts';
import type { Clock } from '../runtime/clock.ts';
import type { QueueNames } from '../runtime/names.ts';
import { depthOf } from './group-lag.ts';
import type { Recorder } from './recorder.ts';

/** A queue at work in this process, as far as the monitor is concerned. */
export interface WatchedQueue {
  readonly queue: string;
  readonly names: QueueNames;
  /** Takes the ends of the partitions; lag, retry depth and backlog are made from them where the commits are known. */
  noteWatermarks(offsets: readonly PartitionOffsets[]): void;
}

/** What the monitor needs. */
export interface LagMonitorDeps {
  readonly queues: readonly WatchedQueue[];
  readonly admin: Pick<BrokerAdmin, 'topicOffsets' | 'describeGroup'>;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** Between two rounds, ms. */
  readonly intervalMs: number;
  readonly logger: Logger;
}

/**
 * Asks Kafka at an interval for what a process cannot know by itself: the ends of its partitions while nothing is
 * fetched, dead letters, members. Scrapes read what the last round left in the recorder and ask nobody.
 */
export interface LagMonitor {
  /** One look at every queue. Never rejects: a failure is counted and logged, and the old numbers stay. */
  round(): Promise<void>;
  /** Rounds at the interval until the signal aborts; resolves then. */
  run(signal: AbortSignal): Promise<void>;
}

/** Creates the monitor; nothing is asked before the first round. */
export const createLagMonitor = (deps: LagMonitorDeps): LagMonitor => {
  const { queues, admin, recorder, clock, logger } = deps;

  const look = async (watched: WatchedQueue): Promise<void> => {
    const { queue, names } = watched;
    const topics = [names.main, ...names.tiers.map(({ topic }) => topic)];
    const [ends, deadLetters, group] = await Promise.all([
      Promise.all(topics.map((topic) => admin.topicOffsets(topic))),
      admin.topicOffsets(names.dlq),
      admin.describeGroup(names.group),
    ]);
    watched.noteWatermarks(ends.flat());
    recorder.set('worker_dead_letter_depth', { queue }, depthOf(deadLetters));
    recorder.set('worker_group_members', { queue }, group.memberCount);
  };

  const round = async (): Promise<void> => {
    for (const watched of queues) {
      try {
        await look(watched);
      } catch (err) {
        // Kafka may be away for a while; the consumers say so themselves, and the next round looks again.
        recorder.count('worker_lag_failures_total', { queue: watched.queue });
        logger.warn({ err, queue: watched.queue }, 'lag could not be read');
      }
    }
  };

  return {
    round,
    run: async (signal) => {
      while (!signal.aborted) {
        await round();
        await clock.sleep(deps.intervalMs, signal).catch(() => {
          // Aborted: the loop's own condition ends it.
        });
      }
    },
  };
};
