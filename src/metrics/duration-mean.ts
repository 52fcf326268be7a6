import type { Recorder } from './recorder.ts';

/** How many successful events the mean looks back on. */
export const MEAN_WINDOW = 50;

/** Mean duration of the last successful events of each queue: what one waiting event is expected to cost. */
export interface DurationMeans {
  /** Seconds per event; null while no event of the queue has succeeded. */
  meanSeconds(queue: string): number | null;
}

interface Window {
  readonly seconds: number[];
  next: number;
}

/**
 * Listens to a recorder: every observed duration with the outcome `ok` enters its queue's window of `MEAN_WINDOW`
 * events and pushes out the oldest. Failed events say nothing about the work that is left, so they do not enter.
 * @source zulip, zerver/worker/base.py, QueueProcessingWorker.recent_consume_times. Difference: the window counts
 * events, not calls, so that a large batch weighs as much as its events.
 */
export const withDurationMeans = (recorder: Recorder): { recorder: Recorder; means: DurationMeans } => {
  const windows = new Map<string, Window>();

  const remember = (queue: string, seconds: number): void => {
    const window = windows.get(queue) ?? { seconds: [], next: 0 };
    windows.set(queue, window);
    window.seconds[window.next] = seconds;
    window.next = (window.next + 1) % MEAN_WINDOW;
  };

  return {
    recorder: {
      ...recorder,
      observe: (metric, labels, value) => {
        recorder.observe(metric, labels, value);
        if (metric !== 'worker_event_duration_seconds') return;
        const { queue, outcome } = labels as { readonly queue: string; readonly outcome: string };
        if (outcome === 'ok' && Number.isFinite(value)) remember(queue, value);
      },
    },
    means: {
      meanSeconds: (queue) => {
        const seconds = windows.get(queue)?.seconds ?? [];
        return seconds.length === 0 ? null : seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
      },
    },
  };
};
