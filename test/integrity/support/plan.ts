/** What the test's process and its worker processes agree on. */

/** Queue of the tests; its topics are `<prefix>.integrity`, with one tier of a second. */
export const QUEUE = 'integrity';

/** Waiting time of the only tier, ms. */
export const RETRY_DELAY_MS = 1_000;

/** Advisory lock that holds up events with `waits` for as long as a test has it. */
export const HOLD_LOCK = 4_711;

/** Exit code of a worker that cannot join its group, or whose consumer has given up. */
export const CONSUMER_DEAD = 6;

/** An event: every one writes its row in `integrity.effect`, then ends as it says. */
export interface TestEvent {
  readonly number: number;
  /** `retry`: once, then done. */
  readonly ends: 'done' | 'retry' | 'dead';
  /** Waits before its effect while somebody has `HOLD_LOCK`. */
  readonly waits?: boolean;
}

/** Where in a record's life a worker kills itself, in the order of that life. */
export type Phase =
  /** The handler has begun. */
  | 'before_effect'
  /** The effect's row and the claim are written, their transaction is open. */
  | 'in_effect'
  /** The transaction is committed, the handler has not answered. */
  | 'after_effect'
  /** The retry or dead letter is about to be sent. */
  | 'before_settle'
  /** It is acknowledged. */
  | 'after_settle'
  /** The record is finished, its offset is about to be committed. */
  | 'before_commit';

/** How a worker process behaves; passed to it as JSON. */
export interface WorkerPlan {
  /** Kills the process in a phase of the event's first attempt, in its first `starts` starts. */
  readonly kill?: {
    readonly number: number;
    readonly phase: Phase;
    readonly starts: number;
    /** Default false: not before others of the queue have been committed. */
    readonly atOnce?: boolean;
  };
  /** Short by default, so that the partitions of a killed process do not stand still for long. Default 2,000. */
  readonly sessionTimeoutMs?: number;
}

/** Tables of the tests, beside the fleet's own. No key is unique: a doubled effect has to be seen. */
export const TABLES = `
  create schema integrity;
  create table integrity.started (number int, attempt int, pid int, at_ms bigint);
  create table integrity.effect (number int, pid int, at timestamptz default now());`;
