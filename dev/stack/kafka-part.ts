import { Kafka, logLevel } from 'kafkajs';
import { guardIdleTimer, outliveLostCoordinator } from '../../src/broker/kafkajs-guards.ts';
import { TcpProxy } from '../tcp-proxy.ts';
import { findJava } from './java.ts';
import { KafkaBroker } from './kafka.ts';
import { kafkaFiles } from './kafka-files.ts';
import type { StackPart } from './part.ts';
import { poll } from './poll.ts';
import { claimPort } from './ports.ts';
import type { ClaimedPort } from './ports.ts';
import type { RunFolder } from './run-folder.ts';

/** Options of a development Kafka. */
export interface KafkaOptions {
  readonly folder: RunFolder;
  /** Default 1; 3 gives replication factor 3 and needs about 450 MB. */
  readonly brokers?: number;
  /** Largest heap of one broker in MiB. Default 320. */
  readonly heapMb?: number;
  /** Puts a proxy in front of every broker: clients that start from `proxied` stay on the proxies. Default false. */
  readonly proxies?: boolean;
  /** Told in one line when something is downloaded. */
  readonly onProgress: (line: string) => void;
}

/** Apache Kafka of our own: one broker, or a cluster whose brokers can be stopped and killed one by one. */
export class KafkaCluster implements StackPart {
  readonly brokers: readonly KafkaBroker[];
  /** One for each broker, in their order; none unless asked for. */
  readonly proxies: readonly TcpProxy[];
  readonly #ports: readonly ClaimedPort[];

  private constructor(
    brokers: readonly KafkaBroker[],
    proxies: readonly TcpProxy[],
    ports: readonly ClaimedPort[],
  ) {
    this.brokers = brokers;
    this.proxies = proxies;
    this.#ports = ports;
  }

  /** `host:port` of every broker, separated by commas. */
  get addresses(): string {
    return this.brokers.map((broker) => broker.address).join(',');
  }

  /** `host:port` of every proxy, separated by commas. */
  get proxied(): string {
    return this.proxies.map((proxy) => `${proxy.host}:${proxy.port}`).join(',');
  }

  /** Fetches what is missing, starts all brokers, and waits until topics and groups can be used. */
  static async open(options: KafkaOptions): Promise<KafkaCluster> {
    const java = await findJava();
    const files = await kafkaFiles(java, (version) => {
      options.onProgress(`fetching Apache Kafka ${version} with Maven (once)`);
    });
    const count = options.brokers ?? 1;
    const listeners = options.proxies === true ? 3 : 2;
    const ports = await Promise.all(Array.from({ length: listeners * count }, () => claimPort()));
    const controllers = ports.slice(count, 2 * count).map(({ port }, index) => ({ nodeId: index + 1, port }));
    const proxies = await Promise.all(
      ports.slice(2 * count).map(({ port }) => TcpProxy.open({ host: '127.0.0.1', port })),
    );
    const brokers = await Promise.all(
      ports.slice(0, count).map(({ port }, index) => {
        const [proxy, behind] = [proxies[index], ports[2 * count + index]];
        return KafkaBroker.prepare({
          ...{ folder: options.folder, java, files, nodeId: index + 1, port, controllers },
          ...(options.heapMb === undefined ? {} : { heapMb: options.heapMb }),
          ...(proxy === undefined || behind === undefined
            ? {}
            : { detour: { port: behind.port, advertisedPort: proxy.port } }),
        });
      }),
    );
    const cluster = new KafkaCluster(brokers, proxies, ports);
    await cluster.start();
    return cluster;
  }

  async start(): Promise<void> {
    await Promise.all(this.brokers.map((broker) => broker.start()));
    await warmUp(this.addresses.split(','), this.brokers.length);
  }

  async stop(): Promise<void> {
    await Promise.all(this.brokers.map((broker) => broker.stop()));
  }

  async kill(): Promise<void> {
    await Promise.all(this.brokers.map((broker) => broker.kill()));
  }

  /** Stops it and gives its ports back. */
  async close(): Promise<void> {
    await this.stop();
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await Promise.all(this.#ports.map((claim) => claim.release()));
  }
}

/** Asks for a group once: that makes Kafka create `__consumer_offsets`, for which the first real group would wait. */
async function warmUp(brokers: string[], count: number): Promise<void> {
  guardIdleTimer();
  // While brokers still register, kafkajs calls the coordinator not found, and that final.
  outliveLostCoordinator();
  const kafka = new Kafka({
    brokers,
    clientId: 'dev-stack',
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 60 },
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    await poll({ what: 'Kafka serves topics and groups', timeoutMs: 60_000 }, async () => {
      try {
        await admin.fetchOffsets({ groupId: 'dev-stack-warm-up' });
        return (await admin.describeCluster()).brokers.length === count;
      } catch (error) {
        // The group coordinator is being elected, or loads its topic.
        if ((error as { retriable?: boolean }).retriable === true) return false;
        throw error;
      }
    });
  } finally {
    await admin.disconnect();
  }
}
