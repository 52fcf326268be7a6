import type { Logger } from 'pino';
import type {
  Assignment,
  BrokerConsumer,
  CommittedOffset,
  PartitionOffsets,
  RecordBatch,
  TopicPartition,
} from '../broker/broker.ts';
import type { Recorder } from '../metrics/recorder.ts';
import type { Backpressure } from './backpressure.ts';
import type { Committer } from './committer.ts';
import type { CrashGuard } from './crash-guard.ts';
import type { QueueNames } from './names.ts';
import { OffsetLedger } from './offset-ledger.ts';
import type { OutageGuard } from './outage-guard.ts';
import { OwnedPartition } from './owned-partition.ts';
import type { RetryGate } from './retry-gate.ts';
import { WorkItem } from './work-item.ts';

/** What the intake needs. */
export interface IntakeDeps<Event> {
  readonly queue: string;
  readonly names: QueueNames;
  readonly consumer: Pick<BrokerConsumer, 'pause' | 'resume'>;
  /** The record may enter its lane. */
  readonly enqueue: (item: WorkItem<Event>) => void;
  readonly gate: RetryGate<Event>;
  readonly pressure: Backpressure;
  readonly committer: Committer;
  readonly crashGuard: CrashGuard<Event>;
  readonly outages: OutageGuard;
  readonly recorder: Recorder;
  readonly logger: Logger;
  /** Something may start now. */
  readonly onWork: () => void;
  /** Partitions were lost; whatever waits of them elsewhere has to go. */
  readonly onLost: () => void;
}

/**
 * Owns the partitions of one queue and everything that comes out of them until it is due. Nothing here waits: a batch
 * is tracked, sorted into gate and lanes, and the call returns.
 *
 * The client is told to pause and resume in one place, `applyPauses`, from one rule, and after everything that may
 * change its answer: a removal, an assignment, a load, a full gate, an outage (research pitfalls P1 to P3).
 */
export class Intake<Event> {
  readonly #deps: IntakeDeps<Event>;
  readonly #topics = new Map<string, Map<number, OwnedPartition<Event>>>();
  #isStopped = false;
  #wasPaused = false;

  constructor(deps: IntakeDeps<Event>) {
    this.#deps = deps;
  }

  /** Every partition that is owned now. */
  *partitions(): Generator<OwnedPartition<Event>> {
    for (const topic of this.#topics.values()) yield* topic.values();
  }

  /** Numbers of the main topic's partitions owned now. */
  mainPartitions(): number[] {
    return [...(this.#topics.get(this.#deps.names.main)?.keys() ?? [])].sort((a, b) => a - b);
  }

  /** Takes a new assignment. Answers the partitions that are new to this process. */
  assigned(assignment: Assignment): readonly OwnedPartition<Event>[] {
    const kept = assignment.kept
      .map((place) => this.#find(place))
      .filter((partition) => partition !== undefined);
    this.loseAllBut(new Set(kept));
    const fresh = assignment.fresh.map((place) => this.#own(place));
    // After a crash the client has forgotten its pauses; said again they do no harm.
    for (const partition of this.partitions()) partition.paused = null;
    this.applyPauses();
    return fresh;
  }

  /** The committed position of a fresh partition. */
  loaded(committed: CommittedOffset): void {
    const partition = this.#find(committed);
    if (partition === undefined || partition.isLoaded) return;
    partition.ledger = new OffsetLedger(committed.offset, committed.metadata);
    partition.committedChanges = partition.ledger.changes;
    partition.isLoaded = true;
    this.#openIfJoined(partition);
    this.applyPauses();
  }

  /** The crash ledger has answered for these partitions. */
  takenOver(partitions: readonly OwnedPartition<Event>[]): void {
    for (const partition of partitions) {
      partition.isTakenOver = true;
      this.#openIfJoined(partition);
    }
    this.applyPauses();
    this.#deps.onWork();
  }

  /** Takes a batch. Records that are tracked or finished already are dropped. */
  batch(batch: RecordBatch): void {
    const partition = this.#find(batch);
    if (partition === undefined) return;
    const { ledger } = partition;
    const jumped = ledger.beginBatch(batch.fetchedOffset);
    if (jumped > 0) this.#reportGap(partition, jumped);
    partition.highWatermark = Number(batch.highWatermark);
    for (const record of batch.records) {
      if (!ledger.track(Number(record.offset))) continue;
      const item = new WorkItem(record, partition);
      partition.link(item);
      if (partition.state === 'open') this.#admit(item);
      else {
        this.#buffer(item);
        partition.arrivals.push(item);
      }
    }
    ledger.endBatch(batch.nextOffset);
    if (ledger.changes !== partition.committedChanges) this.#deps.committer.changed(partition);
    this.applyPauses();
    this.#deps.onWork();
  }

  /** Retention removed records before they were read. */
  truncated(gap: TopicPartition & { readonly from: bigint; readonly to: bigint }): void {
    this.#reportGap(gap, Number(gap.to - gap.from));
  }

  /** A tier record is due. */
  release(item: WorkItem<Event>): void {
    this.#buffer(item);
    this.#deps.enqueue(item);
  }

  /** A record is handled or durably moved. */
  finished(item: WorkItem<Event>): void {
    const { partition } = item;
    partition.ledger.finish(item.offset);
    partition.unlink(item);
    this.#deps.crashGuard.survived(item);
    this.#unbuffer(item);
    this.#deps.committer.changed(partition);
    if (this.#wasPaused && !this.#deps.pressure.isFull) this.applyPauses();
  }

  /** Ends the ownership of all partitions but these. */
  loseAllBut(kept: ReadonlySet<OwnedPartition<Event>>): void {
    const lost = [...this.partitions()].filter((partition) => !kept.has(partition));
    if (lost.length === 0) return;
    for (const partition of lost) {
      // Whatever of it is buffered leaves with it, running records too: their end will not be counted.
      for (let item = partition.oldest; item !== null; item = item.newer) this.#unbuffer(item);
      partition.lose();
      this.#deps.gate.drop(partition);
      this.#topics.get(partition.topic)?.delete(partition.partition);
    }
    this.#deps.onLost();
    this.applyPauses();
  }

  /** Takes high watermarks that were asked for elsewhere. */
  noteWatermarks(offsets: readonly PartitionOffsets[]): void {
    for (const place of offsets) {
      const partition = this.#find(place);
      if (partition === undefined) continue;
      partition.highWatermark = Math.max(partition.highWatermark ?? 0, Number(place.highWatermark));
      partition.logStart = Number(place.logStart);
    }
  }

  /** Tells the client which partitions to deliver. */
  applyPauses(): void {
    if (this.#isStopped) return;
    const { pressure, outages, consumer, recorder, queue } = this.#deps;
    const isPaused = pressure.isFull || outages.down.size > 0;
    const pause: TopicPartition[] = [];
    const resume: TopicPartition[] = [];
    for (const partition of this.partitions()) {
      const wanted = isPaused || partition.gateFull;
      if (partition.paused === wanted) continue;
      // A partition whose state at the client is unknown starts unpaused unless it was paused in an earlier life.
      (wanted ? pause : resume).push({ topic: partition.topic, partition: partition.partition });
      partition.paused = wanted;
    }
    if (pause.length > 0) consumer.pause(pause);
    if (resume.length > 0) consumer.resume(resume);
    this.#wasPaused = isPaused;
    recorder.set('worker_paused', { queue, reason: 'backpressure' }, pressure.isFull ? 1 : 0);
  }

  /** No pause or resume is sent any more; everything is paused. */
  stop(): void {
    const all = [...this.partitions()].map(({ topic, partition }) => ({ topic, partition }));
    if (all.length > 0) this.#deps.consumer.pause(all);
    this.#isStopped = true;
    this.#deps.gate.stop();
  }

  #openIfJoined(partition: OwnedPartition<Event>): void {
    if (partition.state !== 'joining' || !partition.isLoaded || !partition.isTakenOver) return;
    partition.state = 'open';
    const { arrivals } = partition;
    partition.arrivals = [];
    for (const item of arrivals) this.#admit(item);
  }

  #admit(item: WorkItem<Event>): void {
    this.#deps.crashGuard.note(item);
    if (item.partition.tier === null) {
      this.#buffer(item);
      this.#deps.enqueue(item);
      return;
    }
    this.#unbuffer(item);
    this.#deps.gate.add(item);
  }

  #buffer(item: WorkItem<Event>): void {
    if (item.buffered) return;
    item.buffered = true;
    this.#deps.pressure.add(item.bytes);
  }

  #unbuffer(item: WorkItem<Event>): void {
    if (!item.buffered) return;
    item.buffered = false;
    this.#deps.pressure.remove(item.bytes);
  }

  #find(place: TopicPartition): OwnedPartition<Event> | undefined {
    return this.#topics.get(place.topic)?.get(place.partition);
  }

  #own(place: TopicPartition): OwnedPartition<Event> {
    const tier = this.#deps.names.tiers.find(({ topic }) => topic === place.topic) ?? null;
    const partition = new OwnedPartition<Event>(place, tier);
    const ofTopic = this.#topics.get(place.topic) ?? new Map<number, OwnedPartition<Event>>();
    ofTopic.set(place.partition, partition);
    this.#topics.set(place.topic, ofTopic);
    return partition;
  }

  #reportGap(place: TopicPartition, offsets: number): void {
    this.#deps.logger.error(
      { queue: this.#deps.queue, topic: place.topic, partition: place.partition, offsets },
      'records were gone before they could be read',
    );
  }
}
