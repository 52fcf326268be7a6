import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, EachBatchPayload, Kafka } from 'kafkajs';
import type { Logger } from 'pino';

import { AssignedPartition, partitionKey } from './assigned-partition.ts';
import type { FetchedRecords } from './assigned-partition.ts';
import { settledWithin } from './broker-clock.ts';
import type { BrokerClock } from './broker-clock.ts';
import type {
  BrokerConsumer,
  CommitResult,
  ConsumerListener,
  ConsumerOptions,
  OffsetCommit,
  TopicPartition,
} from './broker.ts';
import { BrokerError } from './broker.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import { commitWithoutBatch, sendCommits } from './kafka-commit.ts';
import type { DirectCommit } from './kafka-commit.ts';
import { toBrokerError } from './kafka-errors.ts';
import { createConsumerClient } from './kafkajs-consumer.ts';
import type { ControlRecords } from './kafkajs-consumer.ts';
import { JoinBrake } from './join-brake.ts';
import type { HeldUnits } from './kafkajs-assigner.ts';
import { PartitionLoader } from './partition-loader.ts';
import { letGoOf, readBatch } from './read-batch.ts';

// Longer than the usual file: the listener of one kafkajs consumer is one state machine, and cutting it in two
// would only hide which event may follow which.

const DEFAULTS = {
  sessionTimeoutMs: 15_000,
  heartbeatIntervalMs: 1_000,
  rebalanceTimeoutMs: 60_000,
  maxWaitMs: 250,
  maxBytes: 2 * 1024 * 1024,
};
/** How long `stop` waits for a join under way, so that it can leave the group instead of being missed by it. */
const JOIN_LIMIT_MS = 5_000;
/** How long `stop` waits for kafkajs beyond the longest fetch. */
const STOP_LIMIT_MS = 5_000;

/** What a consumer needs. */
export interface KafkaConsumerDeps {
  /** A client of its own: kafkajs shares the committed offsets of a group among the consumers of one client. */
  readonly kafka: Kafka;
  readonly admin: KafkaAdmin;
  readonly clock: BrokerClock;
  readonly logger: Logger;
}

type State = 'idle' | 'joining' | 'stable' | 'rebalancing' | 'dead' | 'stopped';

/**
 * One member of a consumer group on kafkajs. States:
 * - *idle*: before `start`;
 * - *joining*: connecting or waiting for an assignment, at the start or after a crash that kafkajs restarts;
 * - *stable*: an assignment is valid; only now are commits sent;
 * - *rebalancing*: from kafkajs's REBALANCING to the next GROUP_JOIN, or to a heartbeat that shows there is none; one last commit is accepted during the
 *   listener's `rebalancing()` itself;
 * - *dead*: kafkajs gave up; *stopped*: by the owner. Both are final and silent.
 */
export class KafkaConsumer implements BrokerConsumer {
  readonly #options: Required<ConsumerOptions>;
  readonly #deps: KafkaConsumerDeps;
  readonly #logger: Logger;
  readonly #consumer: Consumer;
  readonly #loader: PartitionLoader;
  readonly #own: HeldUnits = { held: [], generation: -1 };
  readonly #joinBrake: JoinBrake;
  #state: State = 'idle';
  #listener: ConsumerListener | null = null;
  #partitions = new Map<string, AssignedPartition>();
  #memberId: string | null = null;
  #epoch = 0;
  #lastCommitWindow = false;
  #rebalancingSinceMs = 0;
  #direct: DirectCommit | null = null;
  #lastContactMs = 0;
  #rejoinTimer: { cancel(): void } | null = null;
  /** What `start` waits for: the first assignment. */
  readonly #ready = Promise.withResolvers<undefined>();
  /** Ends when kafkajs's join under way has ended, well or not. */
  #joinEnded = Promise.withResolvers<undefined>();
  #runCalled = false;
  #closing: Promise<void> | null = null;

  constructor(options: ConsumerOptions, deps: KafkaConsumerDeps) {
    this.#options = { ...DEFAULTS, ...options };
    this.#deps = deps;
    this.#logger = deps.logger.child({ group: options.groupId });
    this.#joinBrake = new JoinBrake(deps.clock);
    this.#consumer = this.#createClient();
    this.#loader = new PartitionLoader({
      groupId: options.groupId,
      admin: deps.admin,
      clock: deps.clock,
      logger: this.#logger,
      host: {
        isCurrent: (partition) => this.#isCurrent(partition),
        tell: (action) => {
          this.#tell(action);
        },
        deliver: (partition, fetched) => {
          this.#take(partition, fetched);
        },
        seek: (partition, offset) => {
          this.#seek(partition, offset);
        },
        release: (partition) => {
          this.#hold(partition, false);
        },
        fail: (error) => {
          this.#die(error);
        },
      },
    });
  }

  async start(listener: ConsumerListener, signal?: AbortSignal): Promise<void> {
    if (this.#state !== 'idle') throw new BrokerError('rejected', 'A consumer is started once');
    signal?.throwIfAborted();
    this.#listener = listener;
    this.#state = 'joining';
    const abort = (): void => {
      this.#ready.reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([this.#connectAndRun(), this.#ready.promise]);
      await this.#ready.promise;
    } catch (error) {
      await this.stop();
      if (signal?.aborted === true) throw signal.reason;
      throw toBrokerError(error, `join group ${this.#options.groupId}`);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async commit(epoch: number, commits: readonly OffsetCommit[]): Promise<CommitResult> {
    const open = this.#state === 'stable' || (this.#state === 'rebalancing' && this.#lastCommitWindow);
    if (!open || epoch !== this.#epoch) return { kind: 'stale' };
    const held = commits.filter((commit) => this.#partitions.has(partitionKey(commit)));
    const foreign = commits.filter((commit) => !this.#partitions.has(partitionKey(commit)));
    const result = await sendCommits(this.#direct ?? commitWithoutBatch(this.#consumer), held);
    if (result.kind !== 'stored' || foreign.length === 0) return result;
    // The broker would take a commit for a partition of another member (research trap V7): it never gets one.
    return { kind: 'stored', refused: [...result.refused, ...foreign.map(place)] };
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, true);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, false);
  }

  lastContactMs(): number {
    return this.#lastContactMs;
  }

  stop(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #createClient(): Consumer {
    const { clock, kafka } = this.#deps;
    return createConsumerClient(kafka, this.#options, {
      logger: this.#logger,
      own: this.#own,
      beforeAssigning: () => this.#joinBrake.pause(),
      isOver: () => this.#isOver(),
      onJoin: (event) => {
        this.#onJoin(event);
      },
      onRebalancing: () => {
        this.#onRebalancing();
      },
      onHeartbeat: (memberId) => {
        this.#onHeartbeat(memberId);
      },
      onCrash: (event) => {
        this.#onCrash(event);
      },
      onContact: () => {
        this.#lastContactMs = clock.now();
      },
      onControlRecords: (payload) => {
        this.#onControlRecords(payload);
      },
    });
  }

  async #connectAndRun(): Promise<void> {
    await this.#deps.admin.requireTopics(this.#options.topics);
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    if (this.#isOver()) {
      await this.#consumer.disconnect();
      return;
    }
    this.#runCalled = true;
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#onBatch(payload),
    });
  }

  /** kafkajs never waits for us here and never sees an error of ours: both would end all its partitions. */
  #onBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    try {
      this.#direct = (offsets) => payload.commitOffsetsIfNecessary(offsets);
      const partition = this.#partitions.get(partitionKey(batch));
      // A batch that was under way when its partition went to another member is that member's.
      if (partition !== undefined && !this.#isOver()) {
        const fetched = readBatch(batch);
        payload.resolveOffset(String(fetched.next - 1n));
        letGoOf(batch);
        this.#take(partition, fetched);
      }
    } catch (error) {
      this.#logger.error({ err: error, topic: batch.topic, partition: batch.partition }, 'intake failed');
    }
    return Promise.resolve();
  }

  /** Only transaction markers or aborted records: kafkajs steps over them without a batch, so must the position. */
  #onControlRecords(payload: ControlRecords): void {
    const partition = this.#partitions.get(partitionKey(payload));
    if (partition === undefined) return;
    const highWatermark = BigInt(payload.highWatermark);
    this.#take(partition, {
      fetched: null,
      next: BigInt(payload.lastOffset) + 1n,
      highWatermark,
      records: [],
    });
  }

  #take(partition: AssignedPartition, fetched: FetchedRecords): void {
    const intake = partition.accept(fetched);
    switch (intake.kind) {
      case 'deliver':
        this.#tell((listener) => {
          listener.batch(intake.batch);
        });
        return;
      case 'parked':
        // The commit is late: fetch no more of this partition than one answer.
        if (partition.parkedBytes > this.#options.maxBytes / 2) this.#hold(partition, true);
        return;
      case 'hole':
      case 'log_replaced':
        this.#hold(partition, true);
        this.#loader.investigate(partition);
        return;
      case 'repeated':
        this.#logger.debug(
          { topic: partition.topic, partition: partition.partition },
          'records fetched again',
        );
        if (partition.position !== null) this.#seek(partition, partition.position);
    }
  }

  /** Called by kafkajs synchronously before the first fetch of the new generation. */
  #onJoin({ payload: { memberAssignment, memberId } }: ConsumerGroupJoinEvent): void {
    this.#joinEnded.resolve(undefined);
    this.#ready.resolve(undefined);
    if (this.#isOver()) return;
    this.#rejoinTimer?.cancel();
    const sameMember = memberId === this.#memberId;
    const before = this.#partitions;
    this.#partitions = new Map();
    this.#memberId = memberId;
    this.#epoch += 1;
    this.#state = 'stable';
    const kept: AssignedPartition[] = [];
    const fresh: AssignedPartition[] = [];
    for (const [topic, numbers] of Object.entries(memberAssignment)) {
      for (const number of numbers) {
        const key = partitionKey({ topic, partition: number });
        const held = sameMember ? before.get(key) : undefined;
        const partition = held?.loaded === true ? held : new AssignedPartition({ topic, partition: number });
        this.#partitions.set(key, partition);
        (partition === held ? kept : fresh).push(partition);
      }
    }
    this.#own.held = [...new Set([...kept, ...fresh].map(({ partition }) => partition))];
    for (const partition of kept) {
      if (partition.position !== null) this.#seek(partition, partition.position);
    }
    // kafkajs remembers a pause through rebalances: a partition that comes back must not come back paused.
    for (const partition of fresh) this.#applyPause(partition);
    this.#logger.info(
      { member: memberId, epoch: this.#epoch, kept: kept.length, fresh: fresh.length },
      'assigned',
    );
    const epoch = this.#epoch;
    this.#tell((listener) => {
      listener.assigned({ epoch, kept: kept.map(place), fresh: fresh.map(place) });
    });
    this.#loader.load(fresh);
  }

  #onRebalancing(): void {
    if (this.#state !== 'stable') return;
    this.#state = 'rebalancing';
    this.#rebalancingSinceMs = this.#deps.clock.now();
    this.#lastCommitWindow = true;
    this.#tell((listener) => {
      listener.rebalancing();
    });
    this.#lastCommitWindow = false;
  }

  /**
   * A heartbeat accepted after a rebalance was announced says that there was none. kafkajs announces one, too, when the
   * coordinator goes down, and does not join again if that still knows the member when it comes back: without this
   * nothing would be committed any more. The first heartbeat interval is left out, for an answer that was under way.
   */
  #onHeartbeat(memberId: string): void {
    const sinceMs = this.#deps.clock.now() - this.#rebalancingSinceMs;
    if (this.#state !== 'rebalancing' || memberId !== this.#memberId) return;
    if (sinceMs < this.#options.heartbeatIntervalMs) return;
    this.#state = 'stable';
    this.#epoch += 1;
    const epoch = this.#epoch;
    const kept = [...this.#partitions.values()].map(place);
    this.#logger.info(
      { member: memberId, epoch, kept: kept.length },
      'still assigned, there was no rebalance',
    );
    this.#tell((listener) => {
      listener.assigned({ epoch, kept, fresh: [] });
    });
  }

  #onCrash({ payload: { error, restart } }: ConsumerCrashEvent): void {
    this.#joinEnded.resolve(undefined);
    if (this.#isOver()) return;
    this.#direct = null;
    this.#memberId = null;
    if (!restart) {
      this.#die(error);
      return;
    }
    const wasUp = this.#state !== 'joining';
    this.#state = 'joining';
    this.#joinEnded = Promise.withResolvers<undefined>();
    this.#logger.info({ err: error }, 'consumer lost its group, joining again');
    if (wasUp) {
      this.#tell((listener) => {
        listener.crashed({ error, restarting: true });
      });
    }
    this.#rejoinTimer?.cancel();
    this.#rejoinTimer = this.#deps.clock.after(2 * this.#options.sessionTimeoutMs, () => {
      this.#die(new BrokerError('unavailable', 'No group within two sessions of a crash', { cause: error }));
    });
  }

  #die(error: Error): void {
    if (this.#isOver()) return;
    const joinedOnce = this.#epoch > 0;
    this.#state = 'dead';
    this.#rejoinTimer?.cancel();
    this.#ready.reject(error);
    if (!joinedOnce) return;
    this.#logger.error({ err: error }, 'consumer is dead');
    const listener = this.#listener;
    try {
      listener?.crashed({ error, restarting: false });
    } catch (thrown) {
      this.#logger.error({ err: thrown }, 'consumer listener threw');
    }
    void this.stop();
  }

  async #close(): Promise<void> {
    const { clock } = this.#deps;
    const joining = this.#state === 'joining' && this.#runCalled;
    if (this.#state === 'idle') {
      this.#state = 'stopped';
      return;
    }
    this.#state = 'stopped';
    this.#rejoinTimer?.cancel();
    // kafkajs forgets a join under way when it is stopped, and would finish it as a member without an owner.
    if (joining) await settledWithin(clock, JOIN_LIMIT_MS, this.#joinEnded.promise);
    const limitMs = this.#options.maxWaitMs + STOP_LIMIT_MS;
    const ending = await settledWithin(clock, limitMs, this.#consumer.disconnect());
    if (ending.kind === 'timeout') this.#logger.warn({ limit_ms: limitMs }, 'consumer did not stop in time');
    if (ending.kind === 'error') this.#logger.warn({ err: ending.error }, 'consumer did not stop cleanly');
    this.#partitions.clear();
  }

  #isOver(): boolean {
    return this.#state === 'dead' || this.#state === 'stopped';
  }

  #isCurrent(partition: AssignedPartition): boolean {
    return !this.#isOver() && this.#partitions.get(partitionKey(partition)) === partition;
  }

  #setPaused(partitions: readonly TopicPartition[], paused: boolean): void {
    for (const place of partitions) {
      const partition = this.#partitions.get(partitionKey(place));
      if (partition === undefined) continue;
      partition.paused = paused;
      this.#applyPause(partition);
    }
  }

  #hold(partition: AssignedPartition, held: boolean): void {
    partition.heldBack = held;
    this.#applyPause(partition);
  }

  #applyPause({ topic, partition, paused, heldBack }: AssignedPartition): void {
    this.#callClient(() => {
      if (paused || heldBack) this.#consumer.pause([{ topic, partitions: [partition] }]);
      else this.#consumer.resume([{ topic, partitions: [partition] }]);
    });
  }

  #seek({ topic, partition }: TopicPartition, offset: bigint): void {
    this.#callClient(() => {
      this.#consumer.seek({ topic, partition, offset: String(offset) });
    });
  }

  /** pause, resume and seek throw on a consumer that is stopped or between a crash and its restart; what they ask
   *  for is then void, because every partition starts fresh. */
  #callClient(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#logger.debug({ err: error }, 'kafka client was not running');
    }
  }

  #tell(action: (listener: ConsumerListener) => void): void {
    if (this.#listener === null || this.#isOver()) return;
    try {
      action(this.#listener);
    } catch (error) {
      this.#logger.error({ err: error }, 'consumer listener threw');
    }
  }
}

function place({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
