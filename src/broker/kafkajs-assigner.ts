import kafkajs from 'kafkajs';
import type { Cluster, GroupMember, PartitionAssigner } from 'kafkajs';

import { kafkaErrorType } from './kafka-errors.ts';
import { assignSticky } from './sticky-assigner.ts';
import type { AssignableMember } from './sticky-assigner.ts';

const { AssignerProtocol } = kafkajs;

/** The name that members of one group must share: kafkajs's round-robin and Java's assigners cannot join them. */
const ASSIGNER_NAME = 'ZulipWorkersSticky';
const PROTOCOL_VERSION = 1;

/** What a member says of itself when it joins; written by its consumer after every assignment. */
export interface HeldUnits {
  held: readonly number[];
  generation: number;
}

/** Our sticky assigner in the shape that kafkajs calls. `stopped` makes a consumer that is closing unable to join;
 *  `pause` is waited for before the partitions are dealt. */
export function createStickyAssigner(
  own: HeldUnits,
  { stopped, pause }: { readonly stopped: () => boolean; readonly pause: () => Promise<void> },
): PartitionAssigner {
  return ({ cluster }) => ({
    name: ASSIGNER_NAME,
    version: PROTOCOL_VERSION,
    protocol({ topics }) {
      if (stopped()) throw new Error('The consumer was stopped while it joined');
      const userData = Buffer.from(JSON.stringify({ held: own.held, generation: own.generation }));
      const metadata = AssignerProtocol.MemberMetadata.encode({
        version: PROTOCOL_VERSION,
        topics,
        userData,
      });
      return { name: ASSIGNER_NAME, metadata };
    },
    async assign({ members, topics }) {
      await pause();
      const described = members.map(readMember);
      const all = [...new Set([...topics, ...described.flatMap((member) => member.topics)])];
      // A leader of an older version does not know a newer member's topics: learn their partitions first.
      await learnTopics(cluster, all);
      const partitionsOf = new Map(
        all.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]),
      );
      return [...assignSticky(described, partitionsOf)].map(([memberId, partitions]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: PROTOCOL_VERSION,
          assignment: Object.fromEntries(Object.entries(partitions).map(([topic, ps]) => [topic, [...ps]])),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

/** Topics one by one, so that one that does not exist (nobody can read it) does not hide the others. */
async function learnTopics(cluster: Cluster, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    try {
      await cluster.addMultipleTargetTopics([topic]);
    } catch (error) {
      if (kafkaErrorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
    }
  }
}

function readMember({ memberId, memberMetadata }: GroupMember): AssignableMember {
  const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
  const claim = readClaim(metadata?.userData);
  return { memberId, topics: metadata?.topics ?? [], ...claim };
}

function readClaim(userData: Buffer | null | undefined): HeldUnits {
  const nothing: HeldUnits = { held: [], generation: -1 };
  if (userData === null || userData === undefined || userData.length === 0) return nothing;
  try {
    const claim = JSON.parse(userData.toString('utf8')) as Partial<HeldUnits> | null;
    if (!Array.isArray(claim?.held) || typeof claim.generation !== 'number') return nothing;
    return { held: claim.held, generation: claim.generation };
  } catch {
    // Written by another version of ourselves: it loses its stickiness once, nothing else.
    return nothing;
  }
}
