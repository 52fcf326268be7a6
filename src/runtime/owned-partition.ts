import type { TopicPartition } from '../broker/broker.ts';
import { HandlerAborted } from './deadline.ts';
import type { RetryTier } from './names.ts';
import { OffsetLedger } from './offset-ledger.ts';
import type { WorkItem } from './work-item.ts';

/**
 * One partition during one assignment. States:
 * - *joining*: its committed offset is not loaded, or the crash ledger has not answered; records wait in `arrivals`;
 * - *open*: records go to the lanes or the gate;
 * - *lost*: for ever; what still runs of it is ignored. The same partition assigned again is a new object, so a result
 *   of an older assignment can never touch a newer ledger (research trap V7).
 */
export class OwnedPartition<Event> implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Null for the main topic. */
  readonly tier: RetryTier | null;
  state: 'joining' | 'open' | 'lost' = 'joining';
  isLoaded = false;
  isTakenOver = false;
  ledger = new OffsetLedger(null, '');
  arrivals: WorkItem<Event>[] = [];

  /** What the client was last told; null: not known, say it again. */
  paused: boolean | null = null;
  /** Set by the retry gate when it holds enough of this partition. */
  gateFull = false;
  highWatermark: number | null = null;
  /** Known once somebody has asked; 0 until then. */
  logStart = 0;

  /** `ledger.changes` at the last stored commit. */
  committedChanges = 0;
  /** Whether a commit of this assignment was stored. */
  hasStored = false;
  /** Lowered when the broker refuses the metadata. */
  metadataLimit: number | undefined = undefined;

  /** Records below this offset may have been started by an owner that died; null: none. */
  probationEnd: number | null = null;
  /** How many more records may be under probation. */
  probationLeft = 0;

  readonly #lost = new AbortController();
  #oldest: WorkItem<Event> | null = null;
  #newest: WorkItem<Event> | null = null;

  constructor(place: TopicPartition, tier: RetryTier | null) {
    this.topic = place.topic;
    this.partition = place.partition;
    this.tier = tier;
  }

  get lost(): boolean {
    return this.state === 'lost';
  }

  /** Aborted when the partition is lost: waits on its behalf end. */
  get lostSignal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Ends the assignment of this partition. */
  lose(): void {
    this.state = 'lost';
    this.arrivals = [];
    this.#lost.abort(new HandlerAborted('partition_lost', 'the partition belongs to another worker now'));
  }

  /** The oldest record that is not finished. */
  get oldest(): WorkItem<Event> | null {
    return this.#oldest;
  }

  /** Adds the newest open record. */
  link(item: WorkItem<Event>): void {
    item.older = this.#newest;
    if (this.#newest === null) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
  }

  /** Takes a record out of the list of open ones. */
  unlink(item: WorkItem<Event>): void {
    if (item.older === null) this.#oldest = item.newer;
    else item.older.newer = item.newer;
    if (item.newer === null) this.#newest = item.older;
    else item.newer.older = item.older;
    item.older = null;
    item.newer = null;
  }

  /** Records between the finished prefix and the high watermark; null while the watermark is unknown. */
  lag(): number | null {
    if (this.highWatermark === null) return null;
    return Math.max(0, this.highWatermark - Math.max(this.ledger.position ?? 0, this.logStart));
  }
}
