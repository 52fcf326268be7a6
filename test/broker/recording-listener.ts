import type {
  Assignment,
  BrokerRecord,
  CommittedOffset,
  ConsumerListener,
  RecordBatch,
  TopicPartition,
} from '../../src/broker/broker.ts';

/** What a consumer told its owner, in order. */
export type Told =
  | { readonly kind: 'assigned'; readonly assignment: Assignment }
  | { readonly kind: 'loaded'; readonly committed: CommittedOffset }
  | { readonly kind: 'rebalancing' }
  | { readonly kind: 'batch'; readonly batch: RecordBatch }
  | { readonly kind: 'truncated'; readonly gap: TopicPartition & { from: bigint; to: bigint } }
  | { readonly kind: 'crashed'; readonly error: Error; readonly restarting: boolean };

/** A listener that remembers everything; a test waits for what it needs with `until`. */
export class RecordingListener implements ConsumerListener {
  readonly told: Told[] = [];
  /** Called synchronously inside the event of that kind. */
  onRebalancing: () => void = () => undefined;
  onBatch: (batch: RecordBatch) => void = () => undefined;
  #waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];

  assigned(assignment: Assignment): void {
    this.#tell({ kind: 'assigned', assignment });
  }

  loaded(committed: CommittedOffset): void {
    this.#tell({ kind: 'loaded', committed });
  }

  rebalancing(): void {
    this.onRebalancing();
    this.#tell({ kind: 'rebalancing' });
  }

  batch(batch: RecordBatch): void {
    this.onBatch(batch);
    this.#tell({ kind: 'batch', batch });
  }

  truncated(gap: TopicPartition & { from: bigint; to: bigint }): void {
    this.#tell({ kind: 'truncated', gap });
  }

  crashed({ error, restarting }: { readonly error: Error; readonly restarting: boolean }): void {
    this.#tell({ kind: 'crashed', error, restarting });
  }

  /** Resolves as soon as the condition holds, looked at after every event. The test's own limit ends a wait in vain. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ holds, resolve });
    });
  }

  get assignments(): readonly Assignment[] {
    return this.told.flatMap((told) => (told.kind === 'assigned' ? [told.assignment] : []));
  }

  /** The last assignment; throws before the first. */
  get assignment(): Assignment {
    const last = this.assignments.at(-1);
    if (last === undefined) throw new Error('Nothing is assigned yet');
    return last;
  }

  get epoch(): number {
    return this.assignment.epoch;
  }

  /** Partitions held now, as `topic/partition`, sorted. */
  get held(): readonly string[] {
    const { kept, fresh } = this.assignment;
    return [...kept, ...fresh].map(({ topic, partition }) => `${topic}/${String(partition)}`).sort();
  }

  get batches(): readonly RecordBatch[] {
    return this.told.flatMap((told) => (told.kind === 'batch' ? [told.batch] : []));
  }

  get records(): readonly BrokerRecord[] {
    return this.batches.flatMap((batch) => batch.records);
  }

  get loads(): readonly CommittedOffset[] {
    return this.told.flatMap((told) => (told.kind === 'loaded' ? [told.committed] : []));
  }

  get crashes(): readonly { readonly error: Error; readonly restarting: boolean }[] {
    return this.told.flatMap((told) => (told.kind === 'crashed' ? [told] : []));
  }

  get gaps(): readonly (TopicPartition & { from: bigint; to: bigint })[] {
    return this.told.flatMap((told) => (told.kind === 'truncated' ? [told.gap] : []));
  }

  #tell(told: Told): void {
    this.told.push(told);
    this.#waiting = this.#waiting.filter(({ holds, resolve }) => {
      if (!holds()) return true;
      resolve();
      return false;
    });
  }
}
