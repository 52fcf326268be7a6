import type { Recorder } from '../metrics/recorder.ts';
import type { QueueNames } from './names.ts';
import type { OwnedPartition } from './owned-partition.ts';
import type { MeanDuration } from './statistics.ts';

/** What the gauges of a queue are made from. */
export interface MeterSource {
  readonly partitions: () => Iterable<OwnedPartition<unknown>>;
  readonly inFlight: () => number;
  readonly buffered: () => number;
  readonly mean: MeanDuration;
}

/** The age of the oldest record that is not finished and not waiting for its time, ms; 0 when there is none. */
export function oldestUnfinishedAgeMs(partitions: Iterable<OwnedPartition<unknown>>, nowMs: number): number {
  let oldestMs = 0;
  for (const { oldest, tier } of partitions) {
    if (oldest === null) continue;
    const sinceMs = tier === null ? oldest.record.timestampMs : oldest.dueAtMs;
    oldestMs = Math.max(oldestMs, nowMs - sinceMs);
  }
  return oldestMs;
}

type LagSeries = Map<string, { readonly topic: string; readonly partition: string }>;

/** Sets the gauges of one queue from what the process knows; asks no broker. */
export class QueueMeter {
  readonly #recorder: Recorder;
  readonly #queue: string;
  readonly #names: QueueNames;
  readonly #source: MeterSource;
  /** Lag series that were set, as topic and partition; those of lost partitions are removed. */
  #lagSeries: LagSeries = new Map();

  constructor(options: {
    readonly recorder: Recorder;
    readonly queue: string;
    readonly names: QueueNames;
    readonly source: MeterSource;
  }) {
    this.#recorder = options.recorder;
    this.#queue = options.queue;
    this.#names = options.names;
    this.#source = options.source;
  }

  /** Sets every gauge. `lastProgressAtMs`: when a record was last finished or the queue was seen empty. */
  update(nowMs: number, lastProgressAtMs: number): void {
    const queue = this.#queue;
    const recorder = this.#recorder;
    const mainLag = this.#updateLag();
    recorder.set('worker_handler_inflight', { queue }, this.#source.inFlight());
    recorder.set('worker_buffered_records', { queue }, this.#source.buffered());
    recorder.set('worker_last_progress_timestamp_seconds', { queue }, lastProgressAtMs / 1_000);
    recorder.set('worker_backlog_eta_seconds', { queue }, mainLag * (this.#source.mean.seconds ?? 0));
    const ageMs = oldestUnfinishedAgeMs(this.#source.partitions(), nowMs);
    recorder.set('worker_oldest_unprocessed_age_seconds', { queue }, Math.max(0, ageMs) / 1_000);
  }

  /** Removes the series of partitions; used at the end. */
  clear(): void {
    for (const series of this.#lagSeries.values()) {
      this.#recorder.remove('worker_consumer_lag', { queue: this.#queue, ...series });
    }
    this.#lagSeries = new Map();
    this.#recorder.set('worker_assigned_partitions', { queue: this.#queue }, 0);
    this.#recorder.set('worker_handler_inflight', { queue: this.#queue }, 0);
    this.#recorder.set('worker_buffered_records', { queue: this.#queue }, 0);
  }

  #updateLag(): number {
    const queue = this.#queue;
    const series: LagSeries = new Map();
    const lagByTopic = new Map<string, number>();
    let mainPartitions = 0;
    for (const partition of this.#source.partitions()) {
      const { topic } = partition;
      if (partition.tier === null) mainPartitions += 1;
      const lag = partition.lag();
      if (lag === null) continue;
      const labels = { topic, partition: String(partition.partition) };
      series.set(`${topic}/${labels.partition}`, labels);
      this.#recorder.set('worker_consumer_lag', { queue, ...labels }, lag);
      lagByTopic.set(topic, (lagByTopic.get(topic) ?? 0) + lag);
    }
    for (const [id, labels] of this.#lagSeries) {
      if (!series.has(id)) this.#recorder.remove('worker_consumer_lag', { queue, ...labels });
    }
    this.#lagSeries = series;
    this.#recorder.set('worker_assigned_partitions', { queue }, mainPartitions);
    for (const { topic, label } of this.#names.tiers) {
      this.#recorder.set('worker_retry_depth', { queue, tier: label }, lagByTopic.get(topic) ?? 0);
    }
    return lagByTopic.get(this.#names.main) ?? 0;
  }
}
