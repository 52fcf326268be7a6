import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { runCommand } from '../dev/demo/stage.ts';
import { RemoteInbox } from '../dev/remote-inbox.ts';
import type { KafkaCluster } from '../dev/stack/kafka-part.ts';
import type { Postgres } from '../dev/stack/postgres.ts';
import { startStack } from '../dev/stack/stack.ts';
import type { Stack } from '../dev/stack/stack.ts';
import { TcpProxy } from '../dev/tcp-proxy.ts';
import { BotServer } from './bot-server.ts';
import { RETRY_TIERS } from './queues.ts';
import { WorkerFleet } from './workers.ts';

const BROKERS = 3;
const PARTITIONS = 6;
const PREFIX = 'chaos';
const EXTERNAL_HOST = 'chat.example.test';

/** All real parts of a run and the ways between them. */
export interface Scene {
  readonly stack: Stack;
  readonly kafka: KafkaCluster;
  readonly postgres: Postgres;
  readonly inbox: RemoteInbox;
  /** Between the workers and the registry. */
  readonly registry: TcpProxy;
  /** Between the workers and the mail server. */
  readonly smtp: TcpProxy;
  /** Of the outgoing webhook bots. */
  readonly bots: BotServer;
  readonly fleet: WorkerFleet;
  /** Asks Kafka who leads what; connected. */
  readonly admin: kafkajs.Admin;
  readonly prefix: string;
  readonly partitions: number;
  /** Of the fleet's tables, without a proxy. */
  readonly databaseUrl: string;
  /** Logs, clock files, inputs and verdict of the run. */
  readonly folder: string;
  /** What the load and the judge read: no proxies. */
  readonly directEnv: Readonly<Record<string, string>>;
  /** Ends everything; with `keepLogs` answers where the logs are kept. */
  close(options: { readonly keepLogs: boolean }): Promise<string | null>;
}

/** Starts three brokers, registry, PostgreSQL, a mail server, a server of bots and the workers, with proxies between them. */
export const openScene = async (workers: number, say: (line: string) => void): Promise<Scene> => {
  const stack = await startStack({
    parts: ['kafka', 'registry', 'postgres'],
    ...{ brokers: BROKERS, kafkaProxies: true, kafkaHeapMb: 320, useEnvironment: false, onProgress: say },
  });
  const closers: (() => Promise<unknown>)[] = [];
  const close = async ({ keepLogs }: { readonly keepLogs: boolean }): Promise<string | null> => {
    for (const closer of closers.reverse()) await closer();
    return stack.stop({ keepLogs });
  };
  try {
    return await furnish(stack, { workers, say, closers, close });
  } catch (error) {
    const logs = await close({ keepLogs: true });
    throw new Error(`the scene could not be set (logs: ${logs ?? 'none'})`, { cause: error });
  }
};

interface Furnishing {
  readonly workers: number;
  readonly say: (line: string) => void;
  /** Added to as parts open. */
  readonly closers: (() => Promise<unknown>)[];
  readonly close: Scene['close'];
}

const furnish = async (stack: Stack, { workers, say, closers, close }: Furnishing): Promise<Scene> => {
  const { kafka, postgres } = stack;
  if (kafka === null || postgres === null)
    throw new Error('the stack has no Kafka or no PostgreSQL of its own');
  const inbox = await RemoteInbox.open();
  closers.push(() => inbox.close());
  const registry = await TcpProxy.open(targetOf(stack.registryUrl));
  closers.push(() => registry.close());
  const smtp = await TcpProxy.open({ host: inbox.host, port: inbox.port });
  closers.push(() => smtp.close());
  const folder = join(stack.logFolder, 'chaos');
  await mkdir(folder, { recursive: true });
  const bots = await BotServer.open(join(folder, 'bot-calls.jsonl'));
  closers.push(() => bots.close());
  const databaseUrl = await stack.createDatabase(PREFIX);
  const directEnv = {
    ...{ KAFKA_BROKERS: stack.brokers, SCHEMA_REGISTRY_URL: stack.registryUrl, DATABASE_URL: databaseUrl },
    ...{ TOPIC_PREFIX: PREFIX, TOPIC_PARTITIONS: String(PARTITIONS), TOPIC_REPLICATION: String(BROKERS) },
    ...{ RETRY_TIERS, EXTERNAL_HOST, ZULIP_ADMINISTRATOR: `admin@${EXTERNAL_HOST}` },
    ...{ EMAIL_GATEWAY_PATTERN: `%s@${EXTERNAL_HOST}`, EMAIL_HOST: smtp.host, EMAIL_PORT: String(smtp.port) },
    OUTBOUND_ALLOW_ADDRESSES: BotServer.address,
    ...{ KAFKA_SESSION_TIMEOUT_MS: '6000', METRICS_LAG_INTERVAL_SECONDS: '5', LOG_LEVEL: 'warn' },
  };
  await Promise.all([
    runCommand({ env: directEnv }, ['db', 'migrate']).then(() =>
      runCommand({ env: directEnv }, ['db', 'seed']),
    ),
    runCommand({ env: directEnv }, ['topics', 'apply']),
    runCommand({ env: directEnv }, ['schemas', 'register']),
  ]);
  say('tables, topics and schemas are there; starting the workers');
  const fleet = await WorkerFleet.open({
    size: workers,
    env: {
      ...directEnv,
      KAFKA_BROKERS: kafka.proxied,
      SCHEMA_REGISTRY_URL: `http://${registry.host}:${registry.port}`,
    },
    ...{ databaseUrl, folder },
  });
  closers.push(() => fleet.close());
  const { Kafka, logLevel } = kafkajs;
  const admin = new Kafka({
    ...{ brokers: stack.brokers.split(','), clientId: 'chaos', logLevel: logLevel.NOTHING },
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20 },
  }).admin();
  closers.push(() => admin.disconnect());
  await admin.connect();
  return {
    ...{
      stack,
      kafka,
      postgres,
      inbox,
      registry,
      smtp,
      bots,
      fleet,
      admin,
      databaseUrl,
      folder,
      directEnv,
      close,
    },
    ...{ prefix: PREFIX, partitions: PARTITIONS },
  };
};

const targetOf = (url: string): { host: string; port: number } => {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
};
