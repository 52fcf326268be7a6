import { Kafka, Partitioners, logLevel } from 'kafkajs';
import { guardIdleTimer } from '../../src/broker/kafkajs-guards.ts';
import type { Level } from './compatibility.ts';

/** One registered schema version. */
export interface SchemaRecord {
  readonly kind: 'schema';
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
  readonly deleted: boolean;
}

/** The compatibility level of a subject, or of everything (`subject` null); `level` null takes it back. */
export interface ConfigRecord {
  readonly kind: 'config';
  readonly subject: string | null;
  readonly level: Level | null;
}

/** A version that is gone for good. */
export interface RemovedRecord {
  readonly kind: 'removed';
  readonly subject: string;
  readonly version: number;
}

export type RegistryRecord = SchemaRecord | ConfigRecord | RemovedRecord;

/** Where the registry keeps its records; reading gives them in the order of writing. */
export interface RegistryStore {
  read(): Promise<readonly RegistryRecord[]>;
  /** Resolves when the record is stored for good. */
  append(record: RegistryRecord): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing beyond this process. */
export function memoryStore(): RegistryStore {
  return { read: () => Promise.resolve([]), append: () => Promise.resolve(), close: () => Promise.resolve() };
}

const TOPIC = '_schemas';

interface TopicMessage {
  readonly key: string;
  readonly value: string | null;
}

/**
 * Keeps the records in the compacted topic `_schemas`, in the Confluent registry's own format. One registry writes
 * to a topic, so it reads it once, at its start.
 */
export function topicStore(brokers: readonly string[]): RegistryStore {
  guardIdleTimer();
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'dev-registry',
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 20 },
  });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  let connected: Promise<void> | null = null;
  return {
    async read() {
      const end = await ensureTopic(kafka);
      return end === 0 ? [] : await readTopic(kafka, end);
    },
    async append(record) {
      connected ??= producer.connect();
      await connected;
      await producer.send({ topic: TOPIC, acks: -1, messages: [toMessage(record)] });
    },
    close: () => producer.disconnect(),
  };
}

/** Creates the topic if it is missing and returns its end offset. */
async function ensureTopic(kafka: Kafka): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        { topic: TOPIC, numPartitions: 1, configEntries: [{ name: 'cleanup.policy', value: 'compact' }] },
      ],
    });
    return Number((await admin.fetchTopicOffsets(TOPIC))[0]?.high ?? 0);
  } finally {
    await admin.disconnect();
  }
}

async function readTopic(kafka: Kafka, end: number): Promise<RegistryRecord[]> {
  const groupId = `dev-registry-${process.pid}-${Date.now()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50, allowAutoTopicCreation: false });
  const records: RegistryRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachMessage: ({ message }) => {
          const record = fromMessage(message.key?.toString() ?? '', message.value?.toString() ?? null);
          if (record !== null) records.push(record);
          if (Number(message.offset) + 1 >= end) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records;
}

function toMessage(record: RegistryRecord): TopicMessage {
  switch (record.kind) {
    case 'schema': {
      const { subject, version, id, schema, deleted } = record;
      return {
        key: JSON.stringify({ keytype: 'SCHEMA', subject, version, magic: 1 }),
        value: JSON.stringify({ subject, version, id, schema, deleted }),
      };
    }
    case 'removed':
      return {
        key: JSON.stringify({
          keytype: 'SCHEMA',
          subject: record.subject,
          version: record.version,
          magic: 1,
        }),
        value: null,
      };
    case 'config':
      return {
        key: JSON.stringify({ keytype: 'CONFIG', subject: record.subject, magic: 0 }),
        value: record.level === null ? null : JSON.stringify({ compatibilityLevel: record.level }),
      };
  }
}

function fromMessage(keyText: string, valueText: string | null): RegistryRecord | null {
  const key = JSON.parse(keyText) as { keytype: string; subject: string | null; version?: number };
  const value = valueText === null ? null : (JSON.parse(valueText) as Record<string, unknown>);
  if (key.keytype === 'CONFIG') {
    return {
      kind: 'config',
      subject: key.subject,
      level: (value?.['compatibilityLevel'] ?? null) as Level | null,
    };
  }
  if (key.keytype !== 'SCHEMA' || key.subject === null || key.version === undefined) return null;
  if (value === null) return { kind: 'removed', subject: key.subject, version: key.version };
  return {
    ...{ kind: 'schema', subject: key.subject, version: key.version },
    ...{ id: Number(value['id']), schema: String(value['schema']), deleted: value['deleted'] === true },
  };
}
