import type { BrokerClock } from './broker-clock.ts';
import type { CommittedOffset, OffsetCommit, TopicPartition } from './broker.ts';
import { partitionKey } from './assigned-partition.ts';
import { METADATA_LIMIT } from './kafka-commit.ts';
import type { MemoryFaults } from './memory-faults.ts';
import { assignSticky } from './sticky-assigner.ts';

/** A member as its group calls it. */
export interface GroupMember {
  readonly id: string;
  readonly topics: readonly string[];
  /** Unit numbers held last, and since which generation. */
  held: readonly number[];
  generation: number;
  /** True for a process that was killed: it answers nothing until its session ends. */
  silent: boolean;
  rebalancing(): void;
  assigned(generation: number, partitions: readonly TopicPartition[]): void;
}

/** What the group needs. */
export interface GroupDeps {
  readonly clock: BrokerClock;
  readonly partitionsOf: (topic: string) => number;
  /** How long a member takes to notice a rebalance, milliseconds. */
  readonly noticeMs: () => number;
}

/** How the coordinator took a commit. */
export type GroupCommit =
  { readonly kind: 'stale' } | { readonly kind: 'stored'; readonly refused: readonly TopicPartition[] };

/**
 * The coordinator of one group. States, named as Kafka names them:
 * - *Empty*: no members;
 * - *PreparingRebalance*: every member of the last generation is told and has to come back; its commits are still
 *   accepted;
 * - *Stable*: partitions are assigned.
 */
export class MemoryGroup {
  readonly #deps: GroupDeps;
  readonly #members = new Map<string, GroupMember>();
  readonly #committed = new Map<string, CommittedOffset>();
  readonly #assignments = new Map<string, ReadonlySet<string>>();
  /** Members that the rebalance under way waits for; null in the other states. */
  #awaited: Set<string> | null = null;
  #generation = 0;

  constructor(deps: GroupDeps) {
    this.#deps = deps;
  }

  get state(): string {
    if (this.#members.size === 0) return this.#committed.size === 0 ? 'Dead' : 'Empty';
    return this.#awaited === null ? 'Stable' : 'PreparingRebalance';
  }

  get memberCount(): number {
    return this.#members.size;
  }

  committed(place: TopicPartition): CommittedOffset {
    const { topic, partition } = place;
    return this.#committed.get(partitionKey(place)) ?? { topic, partition, offset: null, metadata: '' };
  }

  join(member: GroupMember): void {
    this.#members.set(member.id, member);
    this.rebalance();
    this.#awaited?.delete(member.id);
    this.#finishSoon();
  }

  /** Removes a member: it left, or its session ended. */
  remove(memberId: string): void {
    if (!this.#members.delete(memberId)) return;
    this.#assignments.delete(memberId);
    if (this.#members.size === 0) {
      this.#awaited = null;
      return;
    }
    this.rebalance();
    this.#awaited?.delete(memberId);
    this.#finishSoon();
  }

  /** Begins a rebalance unless one is under way. */
  rebalance(): void {
    if (this.#awaited !== null) return;
    const round = new Set(this.#members.keys());
    this.#awaited = round;
    for (const member of this.#members.values()) {
      this.#deps.clock.after(this.#deps.noticeMs(), () => {
        if (this.#awaited !== round || member.silent || !round.has(member.id)) return;
        member.rebalancing();
        round.delete(member.id);
        this.#finishSoon();
      });
    }
    this.#finishSoon();
  }

  commit(
    memberId: string,
    generation: number,
    commits: readonly OffsetCommit[],
    faults: Pick<MemoryFaults, 'acceptForeignCommits' | 'refuseCommit' | 'metadataLimit'>,
  ): GroupCommit {
    const member = this.#members.get(memberId);
    if (member === undefined || generation !== this.#generation) return { kind: 'stale' };
    const own = this.#assignments.get(memberId);
    const refused: TopicPartition[] = [];
    for (const { topic, partition, offset, metadata } of commits) {
      const key = partitionKey({ topic, partition });
      const foreign = faults.acceptForeignCommits !== true && own?.has(key) !== true;
      const tooLong = metadata.length > (faults.metadataLimit ?? METADATA_LIMIT);
      const refuse = faults.refuseCommit?.({ topic, partition }) === true;
      if (foreign || tooLong || refuse) refused.push({ topic, partition });
      else this.#committed.set(key, { topic, partition, offset, metadata });
    }
    return { kind: 'stored', refused };
  }

  #finishSoon(): void {
    const round = this.#awaited;
    if (round === null || round.size > 0) return;
    this.#deps.clock.after(0, () => {
      if (this.#awaited === round && round.size === 0) this.#finish();
    });
  }

  #finish(): void {
    this.#awaited = null;
    this.#generation += 1;
    const members = [...this.#members.values()];
    const topics = new Set(members.flatMap((member) => member.topics));
    const partitionsOf = new Map([...topics].map((topic) => [topic, this.#deps.partitionsOf(topic)]));
    const assignments = assignSticky(
      members.map(({ id, topics: subscribed, held, generation }) => ({
        memberId: id,
        topics: subscribed,
        held,
        generation,
      })),
      partitionsOf,
    );
    const generation = this.#generation;
    for (const member of members) {
      const partitions = Object.entries(assignments.get(member.id) ?? {}).flatMap(([topic, numbers]) =>
        numbers.map((partition) => ({ topic, partition })),
      );
      this.#assignments.set(member.id, new Set(partitions.map(partitionKey)));
      member.held = [...new Set(partitions.map(({ partition }) => partition))];
      member.generation = generation;
      if (!member.silent) member.assigned(generation, partitions);
    }
  }
}
