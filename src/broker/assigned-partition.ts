import type { BrokerRecord, RecordBatch, TopicPartition } from './broker.ts';

/** Records copied out of one fetch answer of one partition. `fetched` is null when the client did not say where it
 *  began (an answer with control records only). */
export interface FetchedRecords {
  readonly fetched: bigint | null;
  readonly next: bigint;
  readonly highWatermark: bigint;
  readonly records: readonly BrokerRecord[];
}

/** What to do with fetched records. */
export type Intake =
  | { readonly kind: 'deliver'; readonly batch: RecordBatch }
  /** The committed offset is not known yet: kept until `load`. */
  | { readonly kind: 'parked' }
  /** All of it was delivered before. */
  | { readonly kind: 'repeated' }
  /** Records between `from` and `to` are missing: nothing may be delivered before it is known why. */
  | { readonly kind: 'hole'; readonly from: bigint; readonly to: bigint }
  /** The log seems to end before what was already read, as if the topic were another one than it was. */
  | { readonly kind: 'log_replaced' };

/**
 * Where one assigned partition stands. States:
 * - *loading*: `loaded` is false; fetched records are parked, `position` is null;
 * - *reading*: `position` is the next offset to be delivered (null until it is known: nothing committed and nothing
 *   read); what was fetched before it is dropped, what begins after it is a hole;
 * - *held back*: `heldBack` is true while the room itself finds out about a hole or too much is parked; the client
 *   is paused for it, whatever the owner wants.
 */
export class AssignedPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  loaded = false;
  /** Paused by the owner. */
  paused = false;
  /** Paused by this room. */
  heldBack = false;
  position: bigint | null = null;
  /** Retention removed everything before this offset: a hole up to here is no hole. */
  logStart = 0n;
  #parked: FetchedRecords[] = [];

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic;
    this.partition = partition;
  }

  /** Bytes of the values that wait for the commit. */
  get parkedBytes(): number {
    return this.#parked.reduce((sum, fetched) => sum + bytesOf(fetched), 0);
  }

  /** Takes records in. Moves `position` when it answers `deliver`. */
  accept(fetched: FetchedRecords): Intake {
    if (!this.loaded) {
      this.#parked.push(fetched);
      return { kind: 'parked' };
    }
    const start = fetched.fetched ?? this.position ?? fetched.next;
    const from = this.position ?? start;
    if (fetched.highWatermark < from) return { kind: 'log_replaced' };
    if (start > from && start > this.logStart) return { kind: 'hole', from, to: start };
    if (fetched.next <= from) return { kind: 'repeated' };
    this.position = fetched.next;
    const { topic, partition } = this;
    const first = fetched.records[0];
    const records =
      first !== undefined && first.offset < from
        ? fetched.records.filter((record) => record.offset >= from)
        : fetched.records;
    const { next: nextOffset, highWatermark } = fetched;
    return {
      kind: 'deliver',
      batch: { topic, partition, fetchedOffset: from, nextOffset, highWatermark, records },
    };
  }

  /** Sets where reading begins and hands back what was parked, to be accepted again in this order. */
  load(position: bigint | null, logStart: bigint): readonly FetchedRecords[] {
    const parked = this.#parked;
    this.#parked = [];
    this.loaded = true;
    this.position = position;
    this.logStart = logStart;
    return parked;
  }
}

function bytesOf({ records }: FetchedRecords): number {
  return records.reduce((sum, record) => sum + (record.value?.length ?? 0), 0);
}

/** One string for a partition of a topic, for maps. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${String(partition)}/${topic}`;
}
