/** A member of a group as the assigner sees it. */
export interface AssignableMember {
  readonly memberId: string;
  readonly topics: readonly string[];
  /** Unit numbers this member held last. */
  readonly held: readonly number[];
  /** Generation in which it held them; of two claims to a unit the later generation wins. */
  readonly generation: number;
}

/** Partitions by topic of one member. */
export type MemberPartitions = Readonly<Record<string, readonly number[]>>;

/**
 * Deals partitions to members: sticky (a member keeps what it holds, so a change moves as little as possible),
 * balanced (unit counts differ by at most one) and co-partitioned. A unit is a partition number over all topics, so
 * partition n of the main topic and of each retry tier are on the same member. If a unit's owner does not subscribe
 * to one of the topics (a rolling upgrade that adds a topic), that topic's partition goes to the least loaded
 * member that does, so a new topic is never left unread (research trap V8).
 */
export function assignSticky(
  members: readonly AssignableMember[],
  partitionsOf: ReadonlyMap<string, number>,
): ReadonlyMap<string, MemberPartitions> {
  const sorted = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const ownerOf = dealUnits(sorted, Math.max(0, ...partitionsOf.values()));
  const assignments = new Map<string, Record<string, number[]>>(sorted.map((m) => [m.memberId, {}]));
  const load = new Map<string, number>(sorted.map((m) => [m.memberId, 0]));
  const give = (memberId: string, topic: string, partition: number): void => {
    const assignment = assignments.get(memberId);
    if (assignment !== undefined) (assignment[topic] ??= []).push(partition);
    load.set(memberId, (load.get(memberId) ?? 0) + 1);
  };
  for (const [topic, partitions] of [...partitionsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const subscribers = sorted.filter((m) => m.topics.includes(topic));
    for (let unit = 0; unit < partitions; unit += 1) {
      const owner = ownerOf[unit];
      if (owner?.topics.includes(topic) === true) give(owner.memberId, topic, unit);
      else {
        const stead = leastLoaded(subscribers, load);
        if (stead !== undefined) give(stead.memberId, topic, unit);
      }
    }
  }
  return assignments;
}

/** The owner of each unit. */
function dealUnits(members: readonly AssignableMember[], units: number): readonly AssignableMember[] {
  if (members.length === 0) return [];
  const owner = new Array<AssignableMember | undefined>(units).fill(undefined);
  const base = Math.floor(units / members.length);
  let largerShares = units % members.length;
  const counts = new Map<string, number>();
  const claimsOf = new Map(members.map((m) => [m.memberId, winningClaims(m, members, units)]));
  // The members that hold most take the larger shares first: fewer partitions move.
  const byClaims = [...members].sort(
    (a, b) => (claimsOf.get(b.memberId)?.length ?? 0) - (claimsOf.get(a.memberId)?.length ?? 0),
  );
  const shareOf = new Map<string, number>();
  for (const member of byClaims) {
    const larger = largerShares > 0;
    if (larger) largerShares -= 1;
    const share = base + (larger ? 1 : 0);
    shareOf.set(member.memberId, share);
    const kept = (claimsOf.get(member.memberId) ?? []).slice(0, share);
    for (const unit of kept) owner[unit] = member;
    counts.set(member.memberId, kept.length);
  }
  const takers = members.flatMap((member) =>
    new Array<AssignableMember>(
      (shareOf.get(member.memberId) ?? 0) - (counts.get(member.memberId) ?? 0),
    ).fill(member),
  );
  return owner.flatMap((member) => member ?? takers.shift() ?? []);
}

/** The units that this member held and that no other claims from a later generation. */
function winningClaims(
  member: AssignableMember,
  members: readonly AssignableMember[],
  units: number,
): readonly number[] {
  const beats = (other: AssignableMember): boolean =>
    other.generation > member.generation ||
    (other.generation === member.generation && other.memberId < member.memberId);
  return [...new Set(member.held)]
    .filter((unit) => Number.isInteger(unit) && unit >= 0 && unit < units)
    .filter((unit) => !members.some((m) => m !== member && m.held.includes(unit) && beats(m)))
    .sort((a, b) => a - b);
}

function leastLoaded(
  members: readonly AssignableMember[],
  load: ReadonlyMap<string, number>,
): AssignableMember | undefined {
  let best: AssignableMember | undefined;
  for (const member of members) {
    if (best === undefined || (load.get(member.memberId) ?? 0) < (load.get(best.memberId) ?? 0)) {
      best = member;
    }
  }
  return best;
}
