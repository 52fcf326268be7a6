// Above 300 lines: the states of a member and the ways in which they may go wrong are only right together.
import type { BrokerClock } from './broker-clock.ts';
import type {
  BrokerConsumer,
  CommitResult,
  ConsumerListener,
  ConsumerOptions,
  OffsetCommit,
  RecordBatch,
  TopicPartition,
} from './broker.ts';
import { BrokerError } from './broker.ts';
import { partitionKey } from './assigned-partition.ts';
import type { MemoryFaults } from './memory-faults.ts';
import type { GroupMember, MemoryGroup } from './memory-group.ts';
import type { MemoryTopics } from './memory-log.ts';

const DEFAULT_SESSION_MS = 15_000;
const LOAD_AGAIN_MS = 500;

/** What a memory consumer needs. */
export interface MemoryConsumerDeps {
  readonly clock: BrokerClock;
  readonly topics: MemoryTopics;
  readonly group: MemoryGroup;
  readonly faults: MemoryFaults;
  readonly newMemberId: () => string;
  readonly latencyMs: () => number;
  /** Most records of a batch. */
  readonly batchRecords: number;
  readonly onStarted: (consumer: MemoryConsumer) => void;
  readonly onEnded: (consumer: MemoryConsumer) => void;
}

interface Held extends TopicPartition {
  /** Null until loaded. */
  position: bigint | null;
  paused: boolean;
}

type State = 'idle' | 'joining' | 'stable' | 'rebalancing' | 'dead' | 'stopped';

/**
 * One member of a group, in memory. States as in `KafkaConsumer`: *idle*, *joining*, *stable*, *rebalancing* (from
 * `rebalancing()` to `assigned()`; one last commit inside the former), *dead*, *stopped*.
 */
export class MemoryConsumer implements BrokerConsumer {
  readonly options: ConsumerOptions;
  readonly #deps: MemoryConsumerDeps;
  readonly #ready = Promise.withResolvers<undefined>();
  #state: State = 'idle';
  #listener: ConsumerListener | null = null;
  #member: GroupMember | null = null;
  #lastMember: GroupMember | null = null;
  #partitions = new Map<string, Held>();
  #epoch = 0;
  #generation = 0;
  #lastCommitWindow = false;
  #fetchPlanned = false;
  #lastContactMs = 0;
  #unwatch: () => void = () => undefined;

  constructor(options: ConsumerOptions, deps: MemoryConsumerDeps) {
    this.options = options;
    this.#deps = deps;
  }

  async start(listener: ConsumerListener, signal?: AbortSignal): Promise<void> {
    if (this.#state !== 'idle') throw new BrokerError('rejected', 'A consumer is started once');
    signal?.throwIfAborted();
    for (const topic of this.options.topics) this.#deps.topics.require(topic);
    this.#listener = listener;
    this.#state = 'joining';
    this.#deps.onStarted(this);
    this.#unwatch = this.#deps.topics.watch(() => {
      this.#planFetch();
    });
    const abort = (): void => {
      this.#ready.reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#join();
    try {
      await this.#ready.promise;
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async commit(epoch: number, commits: readonly OffsetCommit[]): Promise<CommitResult> {
    const { faults, group } = this.#deps;
    const open = this.#state === 'stable' || (this.#state === 'rebalancing' && this.#lastCommitWindow);
    if (!open || epoch !== this.#epoch || this.#member === null) return { kind: 'stale' };
    if (faults.commitUnavailable?.(this.options.groupId) === true) {
      return { kind: 'unavailable', error: new BrokerError('unavailable', 'The coordinator is loading') };
    }
    const result = group.commit(this.#member.id, this.#generation, commits, faults);
    await this.#latency();
    if (faults.loseCommitAnswer?.(this.options.groupId) === true) {
      return { kind: 'unavailable', error: new BrokerError('unavailable', 'The answer was lost') };
    }
    return result;
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, true);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, false);
    this.#planFetch();
  }

  lastContactMs(): number {
    return this.#lastContactMs;
  }

  stop(): Promise<void> {
    if (this.#state === 'stable' && this.#deps.faults.deliverAfterStop?.(this.options.groupId) === true) {
      this.#deliverLate();
    }
    this.#end('stopped');
    if (this.#member !== null) this.#deps.group.remove(this.#member.id);
    this.#member = null;
    return Promise.resolve();
  }

  /** Test control: the process is killed. It leaves the group only when its session ends. */
  kill(): void {
    const { clock, group } = this.#deps;
    const member = this.#member;
    this.#end('stopped');
    this.#member = null;
    if (member === null) return;
    member.silent = true;
    clock.after(this.#sessionMs, () => {
      group.remove(member.id);
    });
  }

  /** Test control: the client gives up, as kafkajs does; with `restarting` it joins again as a new member. */
  crash(restarting: boolean): void {
    const member = this.#member;
    if (member === null || this.#isOver()) return;
    const error = new BrokerError('unavailable', 'The connection to the coordinator is lost');
    member.silent = true;
    this.#member = null;
    this.#lastMember = null;
    const listener = this.#listener;
    if (restarting) this.#state = 'joining';
    else this.#end('dead');
    listener?.crashed({ error, restarting });
    this.#deps.clock.after(this.#sessionMs, () => {
      this.#deps.group.remove(member.id);
    });
    if (restarting) this.#join();
  }

  /** Test control: the session ended unnoticed (a blocked process). It comes back as a new member, untold. */
  lapse(): void {
    const member = this.#member;
    if (member === null || member.silent || this.#isOver()) return;
    member.silent = true;
    this.#deps.group.remove(member.id);
    this.#lastMember = null;
    this.#deps.clock.after(this.#deps.latencyMs(), () => {
      if (!this.#isOver() && this.#member === member) this.#join();
    });
  }

  get #sessionMs(): number {
    return this.options.sessionTimeoutMs ?? DEFAULT_SESSION_MS;
  }

  #isOver(): boolean {
    return this.#state === 'dead' || this.#state === 'stopped';
  }

  #end(state: 'dead' | 'stopped'): void {
    if (this.#isOver()) return;
    const running = this.#state !== 'idle';
    this.#state = state;
    this.#unwatch();
    this.#listener = null;
    if (running) this.#deps.onEnded(this);
  }

  #join(): void {
    const member: GroupMember = {
      id: this.#deps.newMemberId(),
      topics: this.options.topics,
      held: [],
      generation: -1,
      silent: false,
      rebalancing: () => {
        this.#onRebalancing();
      },
      assigned: (generation, partitions) => {
        this.#onAssigned(member, generation, partitions);
      },
    };
    this.#member = member;
    this.#deps.group.join(member);
  }

  #onRebalancing(): void {
    if (this.#state !== 'stable') return;
    this.#state = 'rebalancing';
    this.#lastCommitWindow = true;
    this.#listener?.rebalancing();
    this.#lastCommitWindow = false;
  }

  #onAssigned(member: GroupMember, generation: number, partitions: readonly TopicPartition[]): void {
    if (this.#isOver() || member !== this.#member) return;
    const sameMember = this.#lastMember === member;
    this.#lastMember = member;
    const before = this.#partitions;
    this.#partitions = new Map();
    const kept: Held[] = [];
    const fresh: Held[] = [];
    for (const place of partitions) {
      const held = sameMember ? before.get(partitionKey(place)) : undefined;
      const loaded = held !== undefined && held.position !== null;
      const partition = loaded ? held : { ...place, position: null, paused: false };
      if (loaded) this.#rewind(partition);
      (loaded ? kept : fresh).push(partition);
      this.#partitions.set(partitionKey(place), partition);
    }
    this.#epoch += 1;
    this.#generation = generation;
    this.#state = 'stable';
    this.#lastContactMs = this.#deps.clock.now();
    this.#listener?.assigned({ epoch: this.#epoch, kept: kept.map(placeOf), fresh: fresh.map(placeOf) });
    this.#ready.resolve(undefined);
    this.#deps.clock.after(this.#deps.latencyMs(), () => {
      for (const partition of fresh) this.#load(partition);
    });
    this.#planFetch();
  }

  /** What a fetch under way brings after the end. */
  #deliverLate(): void {
    const listener = this.#listener;
    const late = [...this.#partitions.values()].filter(
      ({ paused, position }) => !paused && position !== null,
    );
    this.#deps.clock.after(this.#deps.latencyMs(), () => {
      this.#listener = listener;
      for (const partition of late) this.#deliver(partition);
      this.#listener = null;
    });
  }

  #isCurrent(partition: Held): boolean {
    return !this.#isOver() && this.#partitions.get(partitionKey(partition)) === partition;
  }

  #load(partition: Held): void {
    // A topic deleted meanwhile answers nothing.
    if (!this.#isCurrent(partition) || this.#deps.topics.find(partition.topic) === undefined) return;
    if (this.#deps.faults.loadUnavailable?.(placeOf(partition)) === true) {
      this.#deps.clock.after(LOAD_AGAIN_MS, () => {
        this.#load(partition);
      });
      return;
    }
    const log = this.#deps.topics.log(partition);
    let committed = this.#deps.group.committed(partition);
    if (committed.offset !== null && committed.offset > log.end) {
      committed = { ...placeOf(partition), offset: null, metadata: '' };
    }
    partition.position = committed.offset ?? log.logStart;
    this.#listener?.loaded(committed);
    this.#planFetch();
  }

  #rewind(partition: Held): void {
    if (this.#deps.faults.rewindKept?.(placeOf(partition)) !== true) return;
    partition.position =
      this.#deps.group.committed(partition).offset ?? this.#deps.topics.log(partition).logStart;
  }

  #planFetch(): void {
    if (this.#fetchPlanned || this.#isOver()) return;
    this.#fetchPlanned = true;
    this.#deps.clock.after(this.#deps.latencyMs(), () => {
      this.#fetchPlanned = false;
      this.#fetch();
    });
  }

  /** One answer of the broker: a batch of each partition that is not paused when it is asked for. */
  #fetch(): void {
    if (this.#state !== 'stable') return;
    const { faults, clock } = this.#deps;
    this.#lastContactMs = clock.now();
    const asked = [...this.#partitions.values()].filter(
      ({ paused, position }) => !paused && position !== null,
    );
    let more = false;
    for (const partition of asked) {
      if (!this.#isCurrent(partition)) continue;
      if (partition.paused && faults.deliverAfterPause?.(placeOf(partition)) !== true) continue;
      if (this.#deliver(partition)) more = true;
    }
    if (more) this.#planFetch();
  }

  /** Whether there is more to read. */
  #deliver(partition: Held): boolean {
    const { topics, faults, batchRecords } = this.#deps;
    if (topics.find(partition.topic) === undefined) return false;
    const from = partition.position ?? 0n;
    const log = topics.log(partition);
    const place = placeOf(partition);
    if (log.logStart > from) this.#listener?.truncated?.({ ...place, from, to: log.logStart });
    const start = log.logStart > from ? log.logStart : from;
    const highWatermark = log.end;
    if (faults.emptyBatch?.(place) === true) {
      this.#listener?.batch({ ...place, fetchedOffset: from, nextOffset: from, highWatermark, records: [] });
    }
    if (start >= highWatermark) return false;
    const records = log.read(start, batchRecords);
    const nextOffset = start + BigInt(records.length);
    const batch: RecordBatch = { ...place, fetchedOffset: from, nextOffset, highWatermark, records };
    partition.position = nextOffset;
    this.#listener?.batch(batch);
    if (faults.repeatBatch?.(place) === true) this.#listener?.batch(batch);
    return nextOffset < highWatermark;
  }

  #setPaused(partitions: readonly TopicPartition[], paused: boolean): void {
    if (this.#isOver()) return;
    for (const place of partitions) {
      const partition = this.#partitions.get(partitionKey(place));
      if (partition !== undefined) partition.paused = paused;
    }
  }

  async #latency(): Promise<void> {
    const delayMs = this.#deps.latencyMs();
    if (delayMs === 0) return;
    await new Promise<void>((resolve) => this.#deps.clock.after(delayMs, resolve));
  }
}

function placeOf({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
