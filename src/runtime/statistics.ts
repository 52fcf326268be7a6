import type { Recorder } from '../metrics/recorder.ts';
import type { Outcome } from './outcome.ts';
import type { WorkItem } from './work-item.ts';

/** Successful calls that the mean is made of. @source zulip: zerver/worker/base.py, QueueProcessingWorker (50 calls) */
const REMEMBERED_CALLS = 50;

/** Label `outcome` of `worker_events_total`. */
export type OutcomeLabel = 'ok' | 'skip' | 'retry' | 'defer' | 'dead' | 'timeout' | 'outage';

/** The metric label of an ending. */
export function outcomeLabel(outcome: Outcome, timedOut: boolean): OutcomeLabel {
  if (timedOut) return 'timeout';
  return outcome.kind === 'done' ? 'ok' : outcome.kind;
}

/** Mean duration per event of the last 50 successful calls; failed calls do not count. */
export class MeanDuration {
  readonly #calls: { readonly events: number; readonly ms: number }[] = [];
  #next = 0;
  #events = 0;
  #ms = 0;

  /** A call has handled `events` events in `ms`. */
  add(events: number, ms: number): void {
    const oldest = this.#calls[this.#next];
    if (oldest !== undefined) {
      this.#events -= oldest.events;
      this.#ms -= oldest.ms;
    }
    this.#calls[this.#next] = { events, ms };
    this.#next = (this.#next + 1) % REMEMBERED_CALLS;
    this.#events += events;
    this.#ms += ms;
  }

  /** Seconds per event; null before the first success. */
  get seconds(): number | null {
    return this.#events === 0 ? null : this.#ms / this.#events / 1_000;
  }
}

/** Counts what happens to the events of one queue. */
export class QueueStatistics {
  readonly mean = new MeanDuration();
  readonly #recorder: Recorder;
  readonly #queue: string;

  constructor(recorder: Recorder, queue: string) {
    this.#recorder = recorder;
    this.#queue = queue;
  }

  /** A record's handler is about to be called. */
  starting<Event>(item: WorkItem<Event>, nowMs: number): void {
    if (item.started) return;
    item.started = true;
    const queue = this.#queue;
    if (item.partition.tier !== null) {
      const lateSeconds = Math.max(0, nowMs - item.dueAtMs) / 1_000;
      this.#recorder.observe(
        'worker_retry_lateness_seconds',
        { queue, tier: item.partition.tier.label },
        lateSeconds,
      );
    } else if (item.envelope !== null) {
      const ageSeconds = Math.max(0, nowMs - item.envelope.producedAtMs) / 1_000;
      this.#recorder.observe('worker_event_age_seconds', { queue }, ageSeconds);
    }
  }

  /** A batch handler is about to be called. */
  batch(events: number): void {
    this.#recorder.observe('worker_batch_size', { queue: this.#queue }, events);
  }

  /** An event has ended, `ms` after its handler was called (a batch's time is divided by its events). */
  ended(eventType: string, outcome: OutcomeLabel, ms: number): void {
    const labels = { queue: this.#queue, type: eventType, outcome };
    this.#recorder.count('worker_events_total', labels);
    this.#recorder.observe('worker_event_duration_seconds', labels, ms / 1_000);
  }
}
