import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Broker } from '../../src/broker/broker.ts';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import { insertOutboxRows } from '../../src/db/outbox.ts';
import { silentRecorder } from '../../src/metrics/recorder.ts';
import { createOutboxStore } from '../../src/relay/postgres-outbox-store.ts';
import { createRelay } from '../../src/relay/relay.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { openFixture } from '../db/fixture.ts';
import type { DatabaseFixture } from '../db/fixture.ts';
import { freshPrefix, stackAddresses } from '../support/stack.ts';
import { waitUntil } from '../support/wait-until.ts';

const logger = pino({ level: 'silent' });

describe('relay on Kafka', () => {
  const topic = `${freshPrefix()}.outbox`;
  let fixture: DatabaseFixture;
  let broker: Broker;
  beforeAll(async () => {
    fixture = await openFixture();
    broker = createKafkaBroker({
      brokers: stackAddresses().brokers.split(','),
      clientId: 'relay-test',
      clock: systemClock,
      logger,
    });
    await broker.admin().connect();
    await broker.producer().connect();
    await broker.admin().createTopics([{ topic, partitions: 4, configs: { 'max.message.bytes': '20000' } }]);
  });
  afterAll(async () => {
    await broker.producer().disconnect();
    await broker.admin().deleteTopics([topic]);
    await broker.admin().disconnect();
    await fixture.end();
  });

  it('publishes a backlog in the order of every key, once, and parks what the topic does not take', async () => {
    const row = (key: string, value: string | Buffer, to = topic) => ({
      eventId: randomUUID(),
      topic: to,
      key,
      headers: {},
      payload: Buffer.from(value),
    });
    const rows = Array.from({ length: 3_000 }, (_, index) => row(`key-${index % 50}`, String(index)));
    rows.splice(1_500, 0, row('key-7', Buffer.alloc(40_000, 7)), row('key-8', 'v', `${topic}.missing`));
    await fixture.database.transaction((tx) => insertOutboxRows(tx, rows));
    const relay = createRelay({
      store: createOutboxStore(fixture.database),
      producer: broker.producer(),
      recorder: silentRecorder,
      logger,
      clock: systemClock,
    });
    relay.start();
    try {
      await waitUntil(
        async () =>
          (
            await fixture.database.pool.query(
              'select from workers.event_outbox where published_at is null and parked_at is null',
            )
          ).rowCount === 0,
        { timeoutMs: 50_000, what: 'nothing waits' },
      );
    } finally {
      await relay.stop();
    }
    const { rows: parked } = await fixture.database.pool.query<{ reason: string }>(
      `select split_part(last_error, ':', 1) as reason from workers.event_outbox
       where parked_at is not null order by id`,
    );
    expect(parked.map((entry) => entry.reason)).toEqual(['too_large', 'unknown_topic']);
    expect(await valuesByKey(broker, topic)).toEqual(
      new Map(
        Array.from({ length: 50 }, (_, key) => [
          `key-${key}`,
          Array.from({ length: 60 }, (__, index) => String(index * 50 + key)),
        ]),
      ),
    );
  });
});

/** Every value of a topic by key, in order; a record that was sent twice in narrowing a batch down counts once. */
const valuesByKey = async (broker: Broker, topic: string): Promise<Map<string, string[]>> => {
  const offsets = await broker.admin().topicOffsets(topic);
  const wanted = offsets.reduce((sum, partition) => sum + Number(partition.highWatermark), 0);
  const values = new Map<string, string[]>();
  const all = Promise.withResolvers<undefined>();
  let read = 0;
  const consumer = broker.consumer({ groupId: `${topic}.reader`, topics: [topic] });
  await consumer.start({
    assigned: () => undefined,
    loaded: () => undefined,
    rebalancing: () => undefined,
    crashed: ({ error }) => {
      all.reject(error);
    },
    batch: ({ records }) => {
      for (const record of records) {
        const key = record.key ?? '';
        const value = record.value?.toString() ?? '';
        const known = values.get(key) ?? [];
        if (!known.includes(value)) known.push(value);
        values.set(key, known);
        read += 1;
      }
      if (read >= wanted) all.resolve(undefined);
    },
  });
  await all.promise;
  await consumer.stop();
  return values;
};
