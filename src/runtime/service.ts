import type { Logger } from 'pino';
import type { QueueHealth } from './queue-health.ts';
import type { QueueRunner, StopOptions } from './queue-runner.ts';

/** What a fleet needs beside its queues. */
export interface FleetOptions {
  readonly logger: Logger;
}

/** How a process is doing. */
export interface FleetHealth {
  /** Every queue has been assigned once and its consumer lives. */
  readonly isReady: boolean;
  /** No queue has an ailment; false means that a restart is the cure. */
  readonly isAlive: boolean;
  readonly queues: readonly QueueHealth[];
}

/** Several queues in one process, each as independent as in a process of its own. */
export interface Fleet {
  /**
   * Starts all queues side by side; resolves when each has its first assignment. When one cannot start, the others are
   * stopped and the first failure is thrown.
   */
  start(signal?: AbortSignal): Promise<void>;
  /** Stops all queues side by side within the same grace. Safe twice and before `start`; never rejects. */
  stop(options?: StopOptions): Promise<void>;
  health(): FleetHealth;
}

/** A fleet of these queues. Nothing happens before `start`. */
export function createFleet(runners: readonly QueueRunner[], { logger }: FleetOptions): Fleet {
  let stopped: Promise<void> | null = null;

  async function stopAll(options?: StopOptions): Promise<void> {
    const answers = await Promise.allSettled(runners.map((runner) => runner.stop(options)));
    answers.forEach((answer, index) => {
      if (answer.status === 'rejected') {
        logger.error(
          { queue: runners[index]?.queue, err: answer.reason as Error },
          'a queue did not stop in order',
        );
      }
    });
  }

  const stop = (options?: StopOptions): Promise<void> => {
    stopped ??= stopAll(options);
    return stopped;
  };

  return {
    stop,
    async start(signal) {
      try {
        await Promise.all(runners.map((runner) => runner.start(signal)));
      } catch (error) {
        // A process with half of its queues would look well and starve the others.
        await stop({ graceMs: 0 });
        throw error;
      }
    },
    health() {
      const queues = runners.map((runner) => runner.health());
      return {
        isReady: queues.every((queue) => queue.isReady),
        isAlive: queues.every((queue) => queue.isAlive),
        queues,
      };
    },
  };
}
