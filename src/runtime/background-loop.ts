import type { Logger } from 'pino';
import type { Recorder } from '../metrics/recorder.ts';
import { backOffMs } from './back-off.ts';
import type { Clock } from './clock.ts';
import { toError } from './classify-error.ts';
import type { BackgroundLoop } from './definition.ts';

/** What a supervised loop needs. */
export interface LoopSupervisorDeps {
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly queue: string;
}

/** A loop that runs until it is stopped. */
export interface SupervisedLoop {
  /** Safe twice. */
  start(): void;
  /** Ends the wait under way, tells the round under way and waits for its end. Safe twice and before `start`. */
  stop(): Promise<void>;
}

/**
 * Supervises a background loop: after a failed round it waits 1, 2, 4, 8, 16, 30, 30 … s, a success resets that.
 * @source zulip: zerver/worker/missedmessage_emails.py, MissedMessageWorker.work
 */
export function superviseLoop(loop: BackgroundLoop, deps: LoopSupervisorDeps): SupervisedLoop {
  const { clock, recorder, logger, queue } = deps;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let wake: AbortController | null = null;
  let wakeRequested = false;
  let running: Promise<void> | null = null;

  /** Waits, unless a wake came since the last wait; a wake or the stop ends the wait early. */
  async function waitBetweenRounds(delayMs: number): Promise<void> {
    if (!wakeRequested) {
      const woken = new AbortController();
      wake = woken;
      await sleepUntil(delayMs, AbortSignal.any([woken.signal, stopping.signal]));
      wake = null;
    }
  }

  async function sleepUntil(delayMs: number, signal: AbortSignal): Promise<void> {
    try {
      await clock.sleep(delayMs, signal);
    } catch {
      // A wait that was ended early is a wait that has ended.
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!isStopping()) {
      try {
        // A wake before this point is answered by this round, one during it by the next.
        wakeRequested = false;
        const waitMs = await loop.round(stopping.signal);
        failures = 0;
        await waitBetweenRounds(waitMs);
      } catch (thrown) {
        if (isStopping()) return;
        failures += 1;
        const waitMs = backOffMs(failures);
        recorder.count('worker_loop_failures_total', { queue, loop: loop.name });
        logger.error(
          { queue, loop: loop.name, wait_ms: waitMs, err: toError(thrown) },
          'a round of a background loop failed',
        );
        // A wake does not cut this wait short: it would turn a broken round into a hot loop.
        await sleepUntil(waitMs, stopping.signal);
      }
    }
  }

  return {
    start() {
      if (running !== null || isStopping()) return;
      loop.onWake?.(() => {
        wakeRequested = true;
        wake?.abort();
      });
      running = run();
    },
    async stop() {
      stopping.abort(new Error('the queue stops'));
      await running;
    },
  };
}
