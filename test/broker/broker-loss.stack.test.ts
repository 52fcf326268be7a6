import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster } from '../../dev/stack/stack.ts';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import type { Broker, OutgoingRecord } from '../../src/broker/broker.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createDurableWriter } from '../../src/runtime/durable-writer.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { clientError, interceptRequests } from './client-requests.ts';
import { RecordingListener } from './recording-listener.ts';

const PARTITIONS = 6;
const SESSION_MS = 6_000;

type Cluster = Awaited<ReturnType<typeof startCluster>>;

describe('a broker that dies', () => {
  let cluster: Cluster;
  let broker: Broker;

  beforeAll(async () => {
    cluster = await startCluster({ brokers: 3 });
    broker = createKafkaBroker({
      brokers: cluster.brokers.split(','),
      clientId: 'test',
      clock: systemClock,
      logger: collectLogs('info').logger,
    });
  }, 120_000);

  afterAll(async () => {
    await broker.producer().disconnect();
    await broker.admin().disconnect();
    await cluster.stop();
  }, 60_000);

  it.each([
    ['with keys', (index: number): string => `key-${String(index % 7)}`],
    ['without keys', (): string => ''],
  ])('V9: a broker that fails once loses and doubles nothing %s', async (_what, keyOf) => {
    const topic = `once.${keyOf(1) === '' ? 'unkeyed' : 'keyed'}`;
    await broker.admin().createTopics([{ topic, partitions: PARTITIONS, configs: {} }]);
    const writer = createDurableWriter({
      producer: broker.producer(),
      clock: systemClock,
      onFailure: () => undefined,
    });
    // As in the trial that lost two thirds of its sends: one broker refuses once, the others have answered.
    const restore = failEveryThird();
    const { signal } = new AbortController();
    const record = (index: number): OutgoingRecord => ({
      key: keyOf(index),
      value: Buffer.from(String(index)),
      headers: {},
      // What has no key is spread by its sender.
      ...(keyOf(index) === '' ? { partition: index % PARTITIONS } : {}),
    });
    for (let round = 0; round < 20; round += 1) {
      const [direct, written] = [round * 20, round * 20 + 10].map((from) =>
        Array.from({ length: 10 }, (_, index) => record(from + index)),
      );
      await Promise.all([
        broker.producer().send(topic, direct ?? []),
        ...(written ?? []).map((one) => writer.write(topic, one, { signal })),
      ]);
    }
    restore();
    const listener = new RecordingListener();
    const consumer = broker.consumer({ groupId: `${topic}.group`, topics: [topic], maxWaitMs: 100 });
    await consumer.start(listener);
    await listener.until(() => new Set(listener.records.map(({ value }) => String(value))).size === 400);
    await consumer.stop();
    const stored = (await broker.admin().topicOffsets(topic)).reduce((sum, of) => sum + of.highWatermark, 0n);
    expect(stored).toBe(400n);
    expect(listener.records).toHaveLength(400);
  });

  it('loses no acknowledged record and reads every one, the coordinator’s death included (V9b)', async () => {
    const topic = 'loss.main';
    await broker.admin().createTopics([{ topic, partitions: PARTITIONS, configs: {} }]);
    const listener = new RecordingListener();
    const consumer = broker.consumer({
      groupId: 'loss.group',
      topics: [topic],
      sessionTimeoutMs: SESSION_MS,
      heartbeatIntervalMs: 500,
      maxWaitMs: 100,
    });
    await consumer.start(listener);
    const acked = new Map<string, string>();
    const read = new Map<string, string>();
    listener.onBatch = ({ records }) => {
      for (const { value, partition, offset } of records) {
        read.set(String(value), `${String(partition)}/${String(offset)}`);
      }
    };
    const failed: unknown[] = [];
    const producer = broker.producer();
    let sent = 0;
    const sendSome = async (): Promise<void> => {
      const records = Array.from({ length: 20 }, () => {
        sent += 1;
        return { key: `key-${String(sent % 97)}`, value: Buffer.from(String(sent)), headers: {} };
      });
      try {
        const positions = await producer.send(topic, records);
        for (const [index, { partition, offset }] of positions.entries()) {
          acked.set(String(records[index]!.value), `${String(partition)}/${String(offset)}`);
        }
      } catch (error) {
        failed.push(error);
      }
    };
    const senders = async (rounds: number): Promise<void> => {
      const one = async (): Promise<void> => {
        for (let round = 0; round < rounds; round += 1) await sendSome();
      };
      await Promise.all(Array.from({ length: 8 }, one));
    };
    await senders(20);
    // Under way while each broker in turn is killed and comes back, the group's coordinator among them.
    for (const victim of cluster.kafka.brokers) {
      const load = senders(50);
      await victim.kill();
      await load;
      await victim.start();
      await senders(10);
    }
    await listener.until(() => read.size >= acked.size);
    const missing = [...acked].filter(([value, place]) => read.get(value) !== place);
    expect(missing).toEqual([]);
    expect(acked.size).toBeGreaterThan(5_000);
    expect(failed).toEqual([]);
    expect(listener.crashes.filter(({ restarting }) => !restarting)).toEqual([]);
    // Idempotent: what was sent again after a lost answer is in the log once.
    const stored = (await broker.admin().topicOffsets(topic)).reduce((sum, of) => sum + of.highWatermark, 0n);
    expect(stored).toBe(BigInt(acked.size));
    await consumer.stop();
  }, 180_000);
});

/** Every third produce request of this process is answered by a refusal that kafkajs tries again after. */
function failEveryThird(): () => void {
  let asked = 0;
  return interceptRequests('produce', (_request, pass) => {
    asked += 1;
    return asked % 3 === 0 ? Promise.reject(clientError('KafkaJSProtocolError', true)) : pass();
  });
}
