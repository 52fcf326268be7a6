import { openJavaPeer, peerVersion } from './java/java-peer.ts';
import type { JavaProject } from './java/java-peer.ts';

const PROJECT: JavaProject = {
  folder: 'spring-kafka',
  title: 'Spring Kafka',
  mainClass: 'peers.SpringKafkaPeer',
};

/** A topic whose records fail once each. */
export interface RetryTask {
  readonly topic: string;
  readonly group: string;
  readonly count: number;
  readonly delayMs: number;
  /** Of the retry topic, as many as the topic has. */
  readonly partitions: number;
}

/** How the retries went. */
export interface RetryResult {
  /** From the first attempt of the first record to the second attempt of the last one. */
  readonly elapsedMs: number;
  /** From the due time of each retry to its start; negative when it came early. */
  readonly lateMs: readonly number[];
}

/** A process with Spring Kafka and a listener with `@RetryableTopic`; everything else as its defaults are. */
export interface SpringKafka {
  readonly version: string;
  /** Resolves when the listener is started; `result` when the last retry has run. */
  retry(task: RetryTask): Promise<{ readonly result: Promise<RetryResult> }>;
  close(): Promise<void>;
}

/** Starts it; rejects in one line when Java, Maven or its libraries are not to be had. */
export async function openSpringKafka(brokers: string): Promise<SpringKafka> {
  const peer = await openJavaPeer(PROJECT, [brokers]);
  return {
    version: await peerVersion(PROJECT),
    async retry({ topic, group, count, delayMs, partitions }) {
      peer.tell(`retry ${topic} ${group} ${count} ${delayMs} ${partitions}`);
      await peer.answer();
      return { result: peer.answer() as Promise<RetryResult> };
    },
    close: () => peer.close(),
  };
}
