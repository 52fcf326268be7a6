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

/** A coordinator may be away for a session and a rejoin; longer is a fault. */
const COMMITS_STUCK_MS = 60_000;

/** What ails a queue, from what its parts say. Liveness is progress, not heartbeats: kafkajs beats on beside a stuck
 *  handler. */
export function ailmentsOf(signs: {
  readonly state: QueueHealth['state'];
  readonly nowMs: number;
  readonly ignoringHandlers: number;
  readonly hasFault: boolean;
  /** Since when something finished has not been committed; null when all is. */
  readonly unstoredSinceMs: number | null;
  readonly lastContactMs: number;
  readonly sessionTimeoutMs: number;
}): readonly Ailment[] {
  const { state, nowMs } = signs;
  const isAtWork = state === 'running' || state === 'starting';
  const ailments: Ailment[] = [];
  if (signs.ignoringHandlers > 0) ailments.push('handler_ignores_signal');
  if (signs.hasFault) ailments.push('runtime_fault');
  if (state === 'dead') ailments.push('consumer_dead');
  if (isAtWork && nowMs - (signs.unstoredSinceMs ?? nowMs) > COMMITS_STUCK_MS)
    ailments.push('commits_stand_still');
  if (isAtWork && nowMs - signs.lastContactMs > 2 * signs.sessionTimeoutMs)
    ailments.push('no_broker_contact');
  return ailments;
}
