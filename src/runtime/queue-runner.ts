// Above 300 lines: the states of a queue, what the broker tells it and how it stops are only right together.
import type {
  Assignment,
  ConsumerListener,
  CommittedOffset,
  PartitionOffsets,
  RecordBatch,
  TopicPartition,
} from '../broker/broker.ts';
import { toError } from './classify-error.ts';
import type { Timer } from './clock.ts';
import { composeQueue } from './compose-queue.ts';
import type { QueueParts } from './compose-queue.ts';
import { HandlerAborted } from './deadline.ts';
import type { QueueNames } from './names.ts';
import type { OwnedPartition } from './owned-partition.ts';
import { ailmentsOf } from './queue-health.ts';
import type { QueueHealth } from './queue-health.ts';
import { oldestUnfinishedAgeMs } from './queue-meter.ts';
import type { QueueRunnerOptions } from './queue-options.ts';

const DEFAULT_SESSION_TIMEOUT_MS = 15_000;
/** Below the 30 s after which supervisors kill. */
const DEFAULT_STOP_GRACE_MS = 25_000;
/** After a rebalance has begun no record starts, for at most this long. */
const LONGEST_HOLD_MS = 500;
/** How long aborted handlers, and after them the last commit, are waited for at shutdown. */
const LAST_WAIT_MS = 2_000;
const METER_INTERVAL_MS = 1_000;

/** How to stop. */
export interface StopOptions {
  /** How long running handlers may go on, ms. Default 25,000. */
  readonly graceMs?: number;
  /** Aborting it ends the grace at once. */
  readonly signal?: AbortSignal;
}

/** One queue at work. */
export interface QueueRunner {
  readonly queue: string;
  readonly names: QueueNames;
  /** Joins the group; resolves with the first assignment. Rejects when the consumer cannot start or `signal` aborts; the
   *  runner has stopped then. */
  start(signal?: AbortSignal): Promise<void>;
  /**
   * Starts nothing more, lets running handlers end for `graceMs`, aborts the rest, commits, leaves. What waits
   * is left to the next owner. Safe twice and before `start`; never rejects.
   */
  stop(options?: StopOptions): Promise<void>;
  health(): QueueHealth;
  /** Fresh high watermarks from an admin call; idle partitions have no other source. */
  noteWatermarks(offsets: readonly PartitionOffsets[]): void;
}

/** A runner of one queue. Nothing happens before `start`. */
export function createQueueRunner<Event, Tx>(options: QueueRunnerOptions<Event, Tx>): QueueRunner {
  return new Runner(options);
}

/**
 * The life of one queue in one process. States:
 * - *idle*: made, nothing runs;
 * - *starting*: joining the group; loops and parts run;
 * - *running*: assigned once; records start, except while a rebalance holds them (at most 500 ms);
 * - *draining*: nothing starts; what runs may end; then the last commit and the leave;
 * - *stopped*: for ever;
 * - *dead*: the consumer gave up; only `stop` leads on.
 */
class Runner<Event, Tx> implements QueueRunner, ConsumerListener {
  readonly queue: string;
  readonly names: QueueNames;
  readonly #options: QueueRunnerOptions<Event, Tx>;
  readonly #queueParts: QueueParts<Event, Tx>;
  /** Ends a start under way. */
  readonly #giveUpStart = new AbortController();
  /** Ends writes that are still tried at the end of the grace. */
  readonly #giveUpWrites = new AbortController();
  #state: QueueHealth['state'] = 'idle';
  #startedAtMs = 0;
  #assignments = 0;
  #notTakenOver: readonly OwnedPartition<Event>[] = [];
  #hold: Timer | null = null;
  #meterTimer: Timer | null = null;
  #lastFinishedAtMs: number | null = null;
  #fault: Error | null = null;
  #stopped: Promise<void> | null = null;

  constructor(options: QueueRunnerOptions<Event, Tx>) {
    this.#options = options;
    this.queue = options.consumer.definition.queue;
    this.#queueParts = composeQueue(options, {
      stopSignal: this.#giveUpWrites.signal,
      onFinished: () => {
        this.#lastFinishedAtMs = options.clock.now();
      },
      onOutage: (isDown) => {
        this.#outageChanged(isDown);
      },
      onFault: (error) => {
        this.#fault = error;
        options.logger.error({ queue: this.queue, err: error }, 'a fault in the runtime');
      },
    });
    this.names = this.#queueParts.names;
  }

  async start(signal?: AbortSignal): Promise<void> {
    if (this.#state !== 'idle') throw new Error('a queue runner starts once');
    this.#state = 'starting';
    this.#startedAtMs = this.#options.clock.now();
    for (const part of this.#options.consumer.parts) part.start();
    for (const loop of this.#queueParts.loops) loop.start();
    this.#meterRound();
    const giveUp = this.#giveUpStart.signal;
    try {
      await this.#queueParts.consumer.start(
        this,
        signal === undefined ? giveUp : AbortSignal.any([signal, giveUp]),
      );
    } catch (error) {
      // Loops and parts run already; whoever started the queue learns why it did not.
      await this.stop({ graceMs: 0 });
      throw error;
    }
  }

  stop(options: StopOptions = {}): Promise<void> {
    this.#stopped ??= this.#stop(options);
    return this.#stopped;
  }

  assigned(assignment: Assignment): void {
    const { intake, committer } = this.#queueParts;
    this.#endHold();
    if (this.#assignments > 0) {
      this.#options.recorder.count('worker_rebalances_total', { queue: this.queue });
    }
    this.#assignments += 1;
    if (this.#state === 'starting') this.#state = 'running';
    const before = new Set(intake.mainPartitions());
    const fresh = intake.assigned(assignment);
    this.#tellParts(before, fresh);
    committer.open(assignment.epoch);
    this.#notTakenOver = [...intake.partitions()];
    void this.#takeOver();
    this.#allowStarts();
  }

  loaded(committed: CommittedOffset): void {
    this.#queueParts.intake.loaded(committed);
  }

  rebalancing(): void {
    const { committer, crashGuard, intake, dispatcher } = this.#queueParts;
    dispatcher.allowStarts(false);
    committer.close({ lastWord: true });
    // Said before the join, so that whoever gets a partition finds it left in order; what is kept is taken over again.
    void crashGuard.handOver([...intake.partitions()]);
    this.#hold ??= this.#options.clock.after(LONGEST_HOLD_MS, () => {
      this.#hold = null;
      this.#allowStarts();
    });
  }

  batch(batch: RecordBatch): void {
    this.#queueParts.intake.batch(batch);
  }

  truncated(gap: TopicPartition & { readonly from: bigint; readonly to: bigint }): void {
    this.#queueParts.intake.truncated(gap);
  }

  crashed({ error, restarting }: { readonly error: Error; readonly restarting: boolean }): void {
    const { committer, crashGuard, intake, dispatcher } = this.#queueParts;
    dispatcher.allowStarts(false);
    this.#endHold();
    committer.close({ lastWord: false });
    void crashGuard.handOver([...intake.partitions()]);
    const before = new Set(intake.mainPartitions());
    intake.loseAllBut(new Set());
    this.#tellParts(before, []);
    this.#options.logger.warn({ queue: this.queue, restarting, err: error }, 'the consumer crashed');
    if (restarting || this.#state === 'draining' || this.#state === 'stopped') return;
    this.#state = 'dead';
    this.#options.onDead?.(error);
  }

  health(): QueueHealth {
    const { intake, dispatcher, pressure, outages } = this.#queueParts;
    const nowMs = this.#options.clock.now();
    const ailments = ailmentsOf({
      state: this.#state,
      nowMs,
      ignoringHandlers: this.#queueParts.calls.ignoring,
      hasFault: this.#fault !== null,
      unstoredSinceMs: this.#queueParts.committer.unstoredSinceMs,
      lastContactMs: Math.max(this.#queueParts.consumer.lastContactMs(), this.#startedAtMs),
      sessionTimeoutMs: this.#options.consumerOptions?.sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS,
    });
    return {
      queue: this.queue,
      state: this.#state,
      isReady: this.#assignments > 0 && this.#state === 'running',
      isAlive: ailments.length === 0,
      ailments,
      lastFinishedAtMs: this.#lastFinishedAtMs,
      oldestUnfinishedAgeMs: oldestUnfinishedAgeMs(intake.partitions(), nowMs),
      inFlight: dispatcher.inFlight,
      buffered: pressure.records,
      outages: [...outages.down],
      partitions: intake.mainPartitions(),
    };
  }

  noteWatermarks(offsets: readonly PartitionOffsets[]): void {
    this.#queueParts.intake.noteWatermarks(offsets);
  }

  #allowStarts(): void {
    if (this.#state === 'running' && this.#hold === null) this.#queueParts.dispatcher.allowStarts(true);
  }

  #endHold(): void {
    this.#hold?.cancel();
    this.#hold = null;
  }

  /** Tells the parts which main partitions came and went; one that was lost and came back is both. */
  #tellParts(before: ReadonlySet<number>, fresh: readonly OwnedPartition<Event>[]): void {
    const now = new Set(this.#queueParts.intake.mainPartitions());
    const came = fresh.filter(({ tier }) => tier === null).map(({ partition }) => partition);
    const went = [...before].filter((partition) => !now.has(partition) || came.includes(partition));
    for (const part of this.#options.consumer.parts) {
      if (went.length > 0) part.lost(went);
      if (came.length > 0) part.assigned(came);
    }
  }

  /** Asks the crash ledger for the partitions of the last assignment; tried again after an outage of the database. */
  async #takeOver(): Promise<void> {
    const { crashGuard, intake, outages } = this.#queueParts;
    const partitions = this.#notTakenOver;
    if (partitions.length === 0) return;
    try {
      await crashGuard.takeOver(partitions);
    } catch (thrown) {
      // Nothing starts without the answer; the guard probes the database and calls again.
      outages.report('database', toError(thrown));
      return;
    }
    if (this.#notTakenOver === partitions) this.#notTakenOver = [];
    intake.takenOver(partitions.filter((partition) => !partition.lost));
  }

  #outageChanged(isDown: boolean): void {
    this.#queueParts.intake.applyPauses();
    if (isDown) return;
    void this.#takeOver();
    this.#queueParts.dispatcher.pump();
  }

  #meterRound(): void {
    const { meter, crashGuard, pressure } = this.#queueParts;
    const nowMs = this.#options.clock.now();
    // An empty queue makes progress by being empty.
    const progressMs = pressure.records === 0 ? nowMs : (this.#lastFinishedAtMs ?? this.#startedAtMs);
    meter.update(nowMs, progressMs);
    void crashGuard.flush();
    this.#meterTimer = this.#options.clock.after(METER_INTERVAL_MS, () => {
      this.#meterRound();
    });
  }

  async #stop({ graceMs = DEFAULT_STOP_GRACE_MS, signal }: StopOptions): Promise<void> {
    const wasIdle = this.#state === 'idle';
    if (this.#state !== 'dead') this.#state = 'draining';
    this.#giveUpStart.abort(new Error('the queue stops'));
    if (!wasIdle) await this.#drain(graceMs, signal);
    this.#endHold();
    this.#meterTimer?.cancel();
    this.#queueParts.meter.clear();
    await this.#queueParts.consumer.stop();
    this.#state = 'stopped';
  }

  async #drain(graceMs: number, signal: AbortSignal | undefined): Promise<void> {
    const { dispatcher, intake, orderedKeys, outages, calls, committer, crashGuard, loops } =
      this.#queueParts;
    dispatcher.allowStarts(false);
    intake.stop();
    orderedKeys.stop();
    outages.stop();
    const graceOver = new AbortController();
    const side = [
      ...loops.map((loop) => loop.stop()),
      ...this.#options.consumer.parts.map((part) => part.stop(graceOver.signal)),
    ];
    const allEnded = Promise.allSettled([dispatcher.idle(), ...side]);
    await this.#within(graceMs, allEnded, signal);
    graceOver.abort(new HandlerAborted('shutdown', 'the worker shuts down'));
    calls.abortAll();
    this.#giveUpWrites.abort(new HandlerAborted('shutdown', 'the worker shuts down'));
    await this.#within(LAST_WAIT_MS, allEnded);
    const partitions = [...intake.partitions()];
    const lastWords = Promise.allSettled([
      committer.flush(),
      crashGuard.flush().then(() => crashGuard.handOver(partitions)),
    ]);
    await this.#within(LAST_WAIT_MS, lastWords);
    committer.close({ lastWord: false });
  }

  /** Waits for `work`, at most `limitMs` and not beyond the abort of `signal`. */
  async #within(limitMs: number, work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
    const enough = new AbortController();
    const limit = this.#options.clock
      .sleep(limitMs, signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]))
      .catch(() => undefined);
    await Promise.race([work, limit]);
    enough.abort();
  }
}
