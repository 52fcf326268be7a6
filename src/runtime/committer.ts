import type { Logger } from 'pino';
import type { BrokerConsumer, CommitResult, OffsetCommit } from '../broker/broker.ts';
import type { Recorder } from '../metrics/recorder.ts';
import type { Clock, Timer } from './clock.ts';
import type { OwnedPartition } from './owned-partition.ts';

/** Share of the refused metadata that is tried next: the map keeps its lowest offsets. */
const SHORTER = 0.5;
const LONGEST_METADATA = 4_096;

type AnyPartition = OwnedPartition<unknown>;

/** What the committer needs. */
export interface CommitterDeps {
  readonly consumer: Pick<BrokerConsumer, 'commit'>;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly queue: string;
  /** Between two commits, ms. */
  readonly intervalMs: number;
}

/**
 * Commits what the ledgers say: one request at a time for all changed partitions, every `intervalMs` while something
 * changes, nothing while idle. States:
 * - *closed*: before the first assignment, and from a rebalance, a crash or a stale answer to the next assignment:
 *   nothing is sent;
 * - *open*: epoch known; a timer is armed as soon as a partition has changed, and one request may be under way.
 * The last word of an epoch is sent inside the rebalancing event even when another request is under way: both travel
 * on one connection in order, and it is the last moment at which the group accepts it.
 */
export class Committer {
  readonly #deps: CommitterDeps;
  readonly #dirty = new Set<AnyPartition>();
  #epoch: number | null = null;
  #timer: Timer | null = null;
  #flight: Promise<void> | null = null;
  #unstoredSinceMs: number | null = null;
  /** Commits that were not taken since the last one that was. */
  #failure: { readonly sinceMs: number; readonly message: string } | null = null;

  constructor(deps: CommitterDeps) {
    this.#deps = deps;
  }

  /** Since when something has been waiting to be stored, ms; null when all is stored. */
  get unstoredSinceMs(): number | null {
    return this.#unstoredSinceMs;
  }

  /** A new assignment: commits carry this epoch from now on. */
  open(epoch: number): void {
    this.#epoch = epoch;
    for (const partition of this.#dirty) if (partition.lost) this.#dirty.delete(partition);
    // The time without a right to commit was nobody's fault.
    this.#unstoredSinceMs = this.#dirty.size === 0 ? null : this.#deps.clock.now();
    if (this.#dirty.size > 0) this.#arm();
  }

  /** The epoch ends: with `lastWord` one more commit is sent now, then nothing until `open`. */
  close({ lastWord }: { readonly lastWord: boolean }): void {
    if (lastWord) void this.#send();
    this.#epoch = null;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** The partition's ledger has changed. */
  changed(partition: AnyPartition): void {
    this.#unstoredSinceMs ??= this.#deps.clock.now();
    this.#dirty.add(partition);
    if (this.#timer === null) this.#arm();
  }

  /** Sends what is left and waits for the answer; used at shutdown. */
  async flush(): Promise<void> {
    await this.#flight;
    await this.#send();
  }

  #arm(): void {
    if (this.#epoch === null || this.#timer !== null) return;
    this.#timer = this.#deps.clock.after(this.#deps.intervalMs, () => {
      this.#timer = null;
      // One request under way: its end arms the next one.
      if (this.#flight === null) void this.#send();
    });
  }

  #send(): Promise<void> {
    const epoch = this.#epoch;
    if (epoch === null) return Promise.resolve();
    const sent: { partition: AnyPartition; changes: number }[] = [];
    const commits: OffsetCommit[] = [];
    for (const partition of this.#dirty) {
      const commit = partition.lost ? null : partition.ledger.commit(partition.metadataLimit);
      if (commit === null) continue;
      sent.push({ partition, changes: partition.ledger.changes });
      commits.push({ topic: partition.topic, partition: partition.partition, ...commit });
    }
    this.#dirty.clear();
    if (commits.length === 0) {
      this.#unstoredSinceMs = null;
      return Promise.resolve();
    }
    const flight = this.#deps.consumer.commit(epoch, commits).then((result) => {
      if (result.kind === 'stale' && this.#epoch === epoch) this.close({ lastWord: false });
      this.#answered(result, sent);
      if (this.#flight === flight) this.#flight = null;
      if (this.#dirty.size > 0) this.#arm();
    });
    this.#flight = flight;
    return flight;
  }

  #answered(result: CommitResult, sent: readonly { partition: AnyPartition; changes: number }[]): void {
    const { recorder, queue } = this.#deps;
    this.#logAnswer(result);
    const isRefused = (partition: AnyPartition): boolean =>
      result.kind === 'stored' &&
      result.refused.some((it) => it.topic === partition.topic && it.partition === partition.partition);
    let refused = 0;
    for (const { partition, changes } of sent) {
      if (result.kind === 'stored' && !isRefused(partition)) {
        partition.committedChanges = changes;
        partition.hasStored = true;
        continue;
      }
      if (result.kind === 'stored') {
        refused += 1;
        partition.metadataLimit = Math.floor((partition.metadataLimit ?? LONGEST_METADATA) * SHORTER);
      }
      // Not stored: said again with the next commit; after a stale one that is the next epoch's, if it is still ours.
      if (!partition.lost) this.changed(partition);
    }
    if (result.kind === 'stored' && refused === 0) {
      this.#unstoredSinceMs = this.#dirty.size === 0 ? null : this.#deps.clock.now();
    }
    if (refused > 0) recorder.count('worker_commits_total', { queue, result: 'refused' });
    recorder.count('worker_commits_total', { queue, result: result.kind });
  }

  /** One line when commits begin to fail, one for each other reason, and one when they are stored again. */
  #logAnswer(result: CommitResult): void {
    const { clock, logger } = this.#deps;
    if (result.kind === 'unavailable') {
      const { error } = result;
      if (error.message === this.#failure?.message) return;
      this.#failure = { sinceMs: this.#failure?.sinceMs ?? clock.now(), message: error.message };
      logger.warn({ err: error }, 'offsets could not be committed; they are said again with the next commit');
    } else if (result.kind === 'stored' && this.#failure !== null) {
      logger.info({ after_ms: clock.now() - this.#failure.sinceMs }, 'offsets are committed again');
      this.#failure = null;
    }
  }
}
