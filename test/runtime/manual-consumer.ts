import type {
  Assignment,
  BrokerConsumer,
  BrokerRecord,
  CommitResult,
  ConsumerListener,
  OffsetCommit,
  TopicPartition,
} from '../../src/broker/broker.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { eventId } from './harness.ts';

/** A consumer that does only what a test says: it plays the broker's side call by call. */
export class ManualConsumer implements BrokerConsumer {
  readonly commits: { readonly epoch: number; readonly commits: readonly OffsetCommit[] }[] = [];
  readonly paused = new Set<number>();
  readonly committed = new Map<number, bigint>();
  readonly metadata = new Map<number, string>();
  /** Calls of `pause` and `resume`, in order. */
  readonly calls: string[] = [];
  answer: () => CommitResult = () => ({ kind: 'stored', refused: [] });
  onCommit: () => Promise<void> = () => Promise.resolve();
  isStopped = false;
  readonly #clock: VirtualClock;
  readonly #ready = Promise.withResolvers<undefined>();
  #listener: ConsumerListener | null = null;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get listener(): ConsumerListener {
    if (this.#listener === null) throw new Error('not started');
    return this.#listener;
  }

  async start(listener: ConsumerListener): Promise<void> {
    this.#listener = listener;
    await this.#ready.promise;
  }

  async commit(epoch: number, commits: readonly OffsetCommit[]): Promise<CommitResult> {
    this.commits.push({ epoch, commits });
    const result = this.answer();
    await this.onCommit();
    return result;
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#assertRuns();
    this.calls.push('pause');
    for (const { partition } of partitions) this.paused.add(partition);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#assertRuns();
    this.calls.push('resume');
    for (const { partition } of partitions) this.paused.delete(partition);
  }

  lastContactMs(): number {
    return this.#clock.now();
  }

  stop(): Promise<void> {
    this.isStopped = true;
    return Promise.resolve();
  }

  /** Gives an assignment and, at once, the committed positions of its fresh partitions. */
  assign(assignment: Assignment): void {
    this.listener.assigned(assignment);
    this.#ready.resolve(undefined);
    for (const { topic, partition } of assignment.fresh) {
      this.listener.loaded({
        topic,
        partition,
        offset: this.committed.get(partition) ?? null,
        metadata: this.metadata.get(partition) ?? '',
      });
    }
  }

  /** Delivers events with these names, each its own key, from `offset` on. */
  deliver(partition: number, offset: number, names: readonly string[]): void {
    const records = names.map((name, index): BrokerRecord => ({
      topic: 'test.test_queue',
      partition,
      offset: BigInt(offset + index),
      timestampMs: this.#clock.now(),
      key: name,
      value: Buffer.from(JSON.stringify({ name, key: name })),
      headers: { [HEADERS.eventId]: eventId(partition * 1_000_000 + offset + index) },
    }));
    const nextOffset = BigInt(offset + names.length);
    this.listener.batch({
      topic: 'test.test_queue',
      partition,
      fetchedOffset: BigInt(offset),
      nextOffset,
      highWatermark: nextOffset,
      records,
    });
  }

  #assertRuns(): void {
    if (this.isStopped) throw new Error('pause and resume throw on a stopped consumer (research trap P4)');
  }
}
