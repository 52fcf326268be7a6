import type { TopicPartition } from './broker.ts';

/** Ways in which a memory broker may misbehave, as a real one does. Each is asked anew every time; all are off by
 *  default. Mutable, so that a simulation can switch them while it runs. */
export interface MemoryFaults {
  /** The send is rejected and nothing is stored. */
  refuseSend?: (topic: string) => boolean;
  /** The records are stored, but the send is rejected: the acknowledgement is lost. */
  loseAcknowledgement?: (topic: string) => boolean;
  /** A batch is handed over twice. */
  repeatBatch?: (place: TopicPartition) => boolean;
  /** A batch of the answer under way is handed over although its partition was paused meanwhile. */
  deliverAfterPause?: (place: TopicPartition) => boolean;
  /** A batch without records comes first. */
  emptyBatch?: (place: TopicPartition) => boolean;
  /** A commit ends as `unavailable`: the coordinator is loading or gone. */
  commitUnavailable?: (groupId: string) => boolean;
  /** The coordinator takes commits for partitions of other members, as Kafka does (research trap V7). */
  acceptForeignCommits?: boolean;
}
