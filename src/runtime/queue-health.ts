/** Why a queue is not well; each one alone makes the process not alive. */
export type Ailment =
  /** A handler did not end within the grace period after its signal was aborted. */
  | 'handler_ignores_signal'
  /** Records are finished, and no commit has been stored for long. */
  | 'commits_stand_still'
  /** No answer of the broker for two sessions. */
  | 'no_broker_contact'
  /** The consumer gave up. */
  | 'consumer_dead'
  /** A fault in the runtime itself. */
  | 'runtime_fault';

/** How one queue is doing. Times in ms since the epoch, ages in ms. */
export interface QueueHealth {
  readonly queue: string;
  readonly state: 'idle' | 'starting' | 'running' | 'draining' | 'stopped' | 'dead';
  /** Assigned at least once, and its consumer lives. */
  readonly isReady: boolean;
  /** No ailment. */
  readonly isAlive: boolean;
  readonly ailments: readonly Ailment[];
  readonly lastFinishedAtMs: number | null;
  readonly oldestUnfinishedAgeMs: number;
  readonly inFlight: number;
  readonly buffered: number;
  /** Services that the queue waits for. */
  readonly outages: readonly string[];
  readonly partitions: readonly number[];
}
