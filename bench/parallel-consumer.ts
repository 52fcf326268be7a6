import { openJavaPeer, peerVersion } from './java/java-peer.ts';
import type { JavaPeer, JavaProject } from './java/java-peer.ts';

const PROJECT: JavaProject = {
  folder: 'parallel-consumer',
  title: 'Confluent Parallel Consumer',
  mainClass: 'peers.ParallelConsumerPeer',
};

/** What the peer is asked to do with a topic that is filled. */
export interface PeerTask {
  readonly topic: string;
  readonly group: string;
  /** Records after which it is done. */
  readonly count: number;
  /** Most records at once. */
  readonly width: number;
}

/** What the peer did. */
export interface PeerResult {
  /** Between the ends of the first and the last record. */
  readonly elapsedMs: number;
  /** What a call of the handler really took on average. */
  readonly meanHandlerMs: number;
  readonly mostAtOnce: number;
}

/** A process with Confluent Parallel Consumer, ordered by key; everything else as its defaults are. */
export interface ParallelConsumer {
  readonly version: string;
  /** Handles `count` records with a handler that waits `handlerMs` (0: does nothing); rejects on a fault in the order. */
  consume(task: PeerTask & { readonly handlerMs: number }): Promise<PeerResult>;
  close(): Promise<void>;
}

/** Starts it; rejects in one line when Java, Maven or its libraries are not to be had. */
export async function openParallelConsumer(brokers: string): Promise<ParallelConsumer> {
  const peer = await openJavaPeer(PROJECT, [brokers]);
  return {
    version: await peerVersion(PROJECT),
    consume: ({ topic, group, count, width, handlerMs }) =>
      run(peer, `consume ${topic} ${group} ${count} ${handlerMs} ${width}`),
    close: () => peer.close(),
  };
}

async function run(peer: JavaPeer, command: string): Promise<PeerResult> {
  peer.tell(command);
  const answer = (await peer.answer()) as PeerResult & { readonly outOfOrder: number };
  if (answer.outOfOrder > 0) throw new Error(`Parallel Consumer: ${answer.outOfOrder} records out of order`);
  return answer;
}
