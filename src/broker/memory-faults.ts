import type { TopicPartition } from './broker.ts';

/** Ways in which a memory broker may misbehave, as a real one does. Each is asked anew every time; all are off by
 *  default. Mutable, so that a simulation can switch them while it runs. */
export interface MemoryFaults {
  /** The send is rejected and nothing is stored. */
  refuseSend?: (topic: string) => boolean;
  /** The records are stored, but the send is rejected: the acknowledgement is lost. */
  loseAcknowledgement?: (topic: string) => boolean;
  /** The records of one partition are not stored, the others are; the send is rejected. */
  losePart?: (topic: string) => boolean;
  /** A batch is handed over twice. */
  repeatBatch?: (place: TopicPartition) => boolean;
  /** A batch of the answer under way is handed over although its partition was paused meanwhile. */
  deliverAfterPause?: (place: TopicPartition) => boolean;
  /** A batch without records comes first. */
  emptyBatch?: (place: TopicPartition) => boolean;
  /** A commit ends as `unavailable`: the coordinator is loading or gone. */
  commitUnavailable?: (groupId: string) => boolean;
  /** A commit is stored, but ends as `unavailable`: its answer is lost. */
  loseCommitAnswer?: (groupId: string) => boolean;
  /** One partition of a commit is refused; the others of the request are stored. */
  refuseCommit?: (place: TopicPartition) => boolean;
  /** Longest metadata of a commit, UTF-16 units; longer is refused. Default 4,096. */
  metadataLimit?: number;
  /** The committed position of a fresh partition cannot be read yet; it is asked for again after 500 ms. */
  loadUnavailable?: (place: TopicPartition) => boolean;
  /** A kept partition is read from its committed offset again, as kafkajs does after a join. */
  rewindKept?: (place: TopicPartition) => boolean;
  /** A member that is stopped hands over one more batch of each partition. */
  deliverAfterStop?: (groupId: string) => boolean;
  /** The coordinator takes commits for partitions of other members, as Kafka does (research trap V7). */
  acceptForeignCommits?: boolean;
}
