import type { Logger } from 'pino';

import { partitionKey } from './assigned-partition.ts';
import type { AssignedPartition, FetchedRecords } from './assigned-partition.ts';
import { waitFor } from './broker-clock.ts';
import type { BrokerClock } from './broker-clock.ts';
import type { CommittedOffset, ConsumerListener, PartitionOffsets } from './broker.ts';
import { BrokerError } from './broker.ts';
import type { KafkaAdmin } from './kafka-admin.ts';

/** Between two tries to read commits or log bounds; the group's session goes on meanwhile. */
const RETRY_MS = 500;

/** What the loader asks of its consumer. */
interface LoaderHost {
  /** Whether this very assignment is still held. */
  isCurrent(partition: AssignedPartition): boolean;
  tell(action: (listener: ConsumerListener) => void): void;
  deliver(partition: AssignedPartition, fetched: FetchedRecords): void;
  seek(partition: AssignedPartition, offset: bigint): void;
  /** Ends the room's own pause of a partition. */
  release(partition: AssignedPartition): void;
  /** The consumer cannot go on with what it believes: it has to start anew. */
  fail(error: Error): void;
}

/** What the loader needs. */
export interface LoaderDeps {
  readonly groupId: string;
  readonly admin: Pick<KafkaAdmin, 'committedOffsets' | 'topicOffsets'>;
  readonly clock: BrokerClock;
  readonly logger: Logger;
  readonly host: LoaderHost;
}

type Bounds = ReadonlyMap<string, PartitionOffsets>;

/**
 * Finds out where fresh partitions start (commit, its metadata, the log's bounds) and why records are missing where
 * they were expected. Works beside the fetch loop, which kafkajs cannot hold back.
 */
export class PartitionLoader {
  readonly #deps: LoaderDeps;
  readonly #investigated = new Set<AssignedPartition>();

  constructor(deps: LoaderDeps) {
    this.#deps = deps;
  }

  /** Loads fresh partitions; tries until it succeeds or they are lost. Returns at once. */
  load(fresh: readonly AssignedPartition[]): void {
    if (fresh.length > 0) void this.#load(fresh);
  }

  /** Looks at the log's bounds to explain a hole, then goes on from the right place. Returns at once. */
  investigate(partition: AssignedPartition): void {
    if (this.#investigated.has(partition)) return;
    this.#investigated.add(partition);
    void this.#investigate(partition).finally(() => this.#investigated.delete(partition));
  }

  async #load(fresh: readonly AssignedPartition[]): Promise<void> {
    const { groupId, admin, host } = this.#deps;
    const topics = [...new Set(fresh.map(({ topic }) => topic))];
    const answer = await this.#persist(fresh, async () => {
      const [commits, bounds] = await Promise.all([
        admin.committedOffsets(groupId, topics),
        this.#bounds(topics),
      ]);
      return { commits: new Map(commits.map((commit) => [partitionKey(commit), commit])), bounds };
    });
    if (answer === null) return;
    for (const partition of fresh) {
      if (!host.isCurrent(partition)) continue;
      const key = partitionKey(partition);
      this.#begin(partition, answer.commits.get(key), answer.bounds.get(key));
    }
  }

  #begin(
    partition: AssignedPartition,
    commit: CommittedOffset | undefined,
    bounds: PartitionOffsets | undefined,
  ): void {
    const { host } = this.#deps;
    const { topic, partition: number } = partition;
    const logStart = bounds?.logStart ?? 0n;
    let committed: CommittedOffset = commit ?? { topic, partition: number, offset: null, metadata: '' };
    if (committed.offset !== null && bounds !== undefined && committed.offset > bounds.highWatermark) {
      this.#deps.logger.error(
        { topic, partition: number, offset: committed.offset, end: bounds.highWatermark },
        'commit lies beyond the end of the log: the topic is a new one, reading it from its start',
      );
      committed = { topic, partition: number, offset: null, metadata: '' };
      host.seek(partition, logStart);
    }
    if (committed.offset !== null && committed.offset < logStart) {
      this.#reportLost(partition, committed.offset, logStart);
    }
    const parked = partition.load(committed.offset, logStart);
    host.tell((listener) => {
      listener.loaded(committed);
    });
    for (const fetched of parked) host.deliver(partition, fetched);
    // A hole among the parked holds the partition back itself, until it is explained.
    if (!this.#investigated.has(partition) && partition.heldBack) host.release(partition);
  }

  async #investigate(partition: AssignedPartition): Promise<void> {
    const { host } = this.#deps;
    const bounds = await this.#persist([partition], () => this.#bounds([partition.topic]));
    const log = bounds?.get(partitionKey(partition));
    const { position } = partition;
    if (log === undefined || position === null || !host.isCurrent(partition)) return;
    if (log.highWatermark < position) {
      const message = `Topic ${partition.topic} was replaced: offset ${String(position)} is gone`;
      host.fail(new BrokerError('rejected', message));
      return;
    }
    if (log.logStart > position) this.#reportLost(partition, position, log.logStart);
    partition.logStart = log.logStart;
    host.seek(partition, log.logStart > position ? log.logStart : position);
    host.release(partition);
  }

  #reportLost({ topic, partition }: AssignedPartition, from: bigint, to: bigint): void {
    this.#deps.logger.error(
      { topic, partition, offset: from, log_start: to, lost: to - from },
      'retention removed records before they were read',
    );
    this.#deps.host.tell((listener) => {
      listener.truncated?.({ topic, partition, from, to });
    });
  }

  async #bounds(topics: readonly string[]): Promise<Bounds> {
    const offsets = await Promise.all(topics.map((topic) => this.#deps.admin.topicOffsets(topic)));
    return new Map(offsets.flat().map((bounds) => [partitionKey(bounds), bounds]));
  }

  /** Repeats a read while any of the partitions is still held; null when none is. */
  async #persist<T>(partitions: readonly AssignedPartition[], read: () => Promise<T>): Promise<T | null> {
    const { host, clock, logger } = this.#deps;
    while (partitions.some((partition) => host.isCurrent(partition))) {
      try {
        return await read();
      } catch (error) {
        logger.info({ err: error }, 'could not read where to start, trying again');
        await waitFor(clock, RETRY_MS);
      }
    }
    return null;
  }
}
