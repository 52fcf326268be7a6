import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Outcome } from './outcome.ts';

/** How often and how long an event is tried again. */
export interface RetryPolicy {
  /** Waiting times between attempts in ms; attempts = length + 1. Each is the constant delay of one tier topic. */
  readonly delaysMs: readonly number[];
  /** Give up when the event would be older than this at its next attempt, counted from `x-produced-at`. Default: no limit. */
  readonly maxAgeMs?: number;
  /** Later records of the same key wait behind a failed one. Default false: retries give order up. */
  readonly ordered?: boolean;
  /** Whether an unexpected error earns one quick retry (first tier) before the dead letter. Default true; false for
   *  event types that are not idempotent. */
  readonly retryUnexpected?: boolean;
}

/** `pure_state`: twice gives the same rows; `guarded`: needs the claim of `apply`; `external`: an effect outside. */
export type IdempotencyClass = 'pure_state' | 'guarded' | 'external';

/** What happens to an event whose time limit has passed. */
export type TimeoutPolicy = 'dead' | 'retry' | 'drop_with_warning' | 'drop_with_error';

/** The static, pure side of a queue: everything that can be known without a connection. */
export interface QueueDefinition<Event> {
  /** Folder, topic suffix, group suffix, metric label, log field. */
  readonly queue: string;
  /** Record key: events of one key run one after another. */
  keyOf(event: Event): string;
  /** Header `x-event-type`: the queue, or `queue.subtype`. */
  eventTypeOf(event: Event): string;
  /** Keys that run at once per process. */
  readonly concurrency: number;
  /** Per event, ms; null = none. A batch gets limit × events. */
  readonly timeLimitMs: number | null;
  readonly onTimeout: TimeoutPolicy;
  readonly idempotency: IdempotencyClass;
  /** Policy by event type. All delays of all policies are tier topics of the queue. */
  retryPolicy(eventType: string): RetryPolicy;
  /** Every policy there is, so that the topics can be declared. */
  readonly retryPolicies: readonly RetryPolicy[];
  /** Largest record of the topic in bytes. Default 1 MiB. */
  readonly maxMessageBytes?: number;
  /** Backlog alert thresholds in seconds of estimated work (runtime.md 4.12). Default 30 and 60. */
  readonly alertSeconds?: { readonly warning: number; readonly critical: number };
}

/** What a handler may know about the event's delivery. */
export interface EventMeta {
  readonly eventId: string;
  readonly eventType: string;
  readonly key: string;
  /** Partition number, the same for main topic and tiers. */
  readonly partition: number;
  /** 1 on first delivery. */
  readonly attempt: number;
  /** First publication, ms since the epoch. */
  readonly producedAtMs: number;
  /** W3C trace context of the producer, or null; carried on to what the event causes. */
  readonly traceparent: string | null;
}

/** Result of `apply`. */
export type Applied<T> =
  { readonly kind: 'applied'; readonly value: T } | { readonly kind: 'already_applied' };

interface ContextBase {
  /** Aborted at the time limit and at shutdown; every wait, statement and request must honour it. */
  readonly signal: AbortSignal;
  /** Child logger with queue, event id and attempt. */
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Context of a single handler. */
export interface HandlerContext<Tx> extends ContextBase, EventMeta {
  /**
   * Runs `effect` in a database transaction that first claims the event id for this queue. When the id was claimed
   * before, `effect` does not run and the answer is `already_applied`. Throws what the transaction throws.
   */
  apply<T>(effect: (tx: Tx) => Promise<T>): Promise<Applied<T>>;
}

/** One event of a batch. */
export interface BatchEvent<Event> extends EventMeta {
  readonly event: Event;
}

/** Context of a batch handler: the transaction is open and the ids are claimed; only fresh events are passed. */
export interface BatchContext<Tx> extends ContextBase {
  readonly tx: Tx;
  /** Runs after the commit, never after a rollback. Must not throw. */
  afterCommit(action: () => void): void;
}

/** One event at a time. */
export interface SingleHandler<Event, Tx> {
  readonly kind: 'single';
  handle(event: Event, context: HandlerContext<Tx>): Promise<Outcome>;
}

/**
 * Up to `maxSize` events of different keys, or of one key in order, in one transaction: set-based SQL, one Outcome
 * per event in the same order. The claim of an event whose Outcome is not `done` or `skip` is released, so its handler
 * must not leave an effect of it. If the transaction fails, the runtime runs the events one by one.
 */
export interface BatchHandler<Event, Tx> {
  readonly kind: 'batch';
  readonly maxSize: number;
  /** How long a batch that is not full waits for more, ms. 0 = never. */
  readonly lingerMs: number;
  handle(events: readonly BatchEvent<Event>[], context: BatchContext<Tx>): Promise<readonly Outcome[]>;
}

/** A supervised loop that lives as long as the queue runs: waits 1, 2, 4 … 30 s after failures, reset by a success. */
export interface BackgroundLoop {
  /** Metric label and log field, snake_case. */
  readonly name: string;
  /** One round. Resolves with the ms to wait before the next one. */
  round(signal: AbortSignal): Promise<number>;
  /** Called with a function that ends the current wait early. */
  onWake?(wake: () => void): void;
}

/** Something that belongs to the partitions this process owns, such as window timers. Calls are quick and never throw. */
export interface PartitionPart {
  readonly name: string;
  start(): void;
  assigned(partitions: readonly number[]): void;
  lost(partitions: readonly number[]): void;
  /** Start nothing more; resolves when what runs has ended or `signal` aborts. */
  stop(signal: AbortSignal): Promise<void>;
}

/** A queue ready to run: its definition, its handler with all dependencies closed over, and its parts. */
export interface QueueConsumer<Event, Tx> {
  readonly definition: QueueDefinition<Event>;
  readonly handler: SingleHandler<Event, Tx> | BatchHandler<Event, Tx>;
  /** The queue's own action after the last attempt, before the dead letter. A throw is logged and counted, no more. */
  giveUp?(event: Event, meta: EventMeta, outcome: Outcome): Promise<void>;
  readonly loops: readonly BackgroundLoop[];
  readonly parts: readonly PartitionPart[];
}
