import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import type { Broker } from '../../src/broker/broker.ts';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import { createOutbox, createProducer, deriveEventId } from '../../src/index.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { registerSchemas } from '../../src/schemas/register-schemas.ts';
import { createRegistryApi } from '../../src/schemas/registry-api.ts';
import { createSchemaRegistry } from '../../src/schemas/schema-registry.ts';
import { RecordingListener } from '../broker/recording-listener.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { freshDatabase, freshPrefix, stackAddresses } from '../support/stack.ts';
import type { FreshDatabase } from '../support/stack.ts';

const MISSED = { user_profile_id: 7, message_id: 12, trigger: 'mentioned' } as const;
const MAIL = { template_prefix: 'zerver/emails/missed_message', to_user_ids: [7] };

let prefix: string;
let broker: Broker;

beforeAll(async () => {
  const { brokers, registryUrl } = stackAddresses();
  prefix = freshPrefix();
  const api = createRegistryApi({ url: registryUrl, username: null, password: null, clock: systemClock });
  await registerSchemas(api, { prefix });
  broker = createKafkaBroker({
    brokers: brokers.split(','),
    clientId: 'test',
    clock: systemClock,
    logger: collectLogs().logger,
  });
  await broker.admin().connect();
  await broker
    .admin()
    .createTopics([{ topic: `${prefix}.missedmessage_emails`, partitions: 3, configs: {} }]);
});

afterAll(async () => {
  await broker.admin().disconnect();
});

describe('the exported producer', () => {
  it('sends to real Kafka what a worker reads', async () => {
    const { brokers, registryUrl } = stackAddresses();
    const producer = createProducer({
      producerName: 'zulip-web/12.0',
      kafka: { brokers: brokers.split(',') },
      registry: { url: registryUrl },
      prefix,
    });
    await producer.connect();
    const sent = await producer.send('missedmessage_emails', MISSED);
    await expect(
      producer.send('missedmessage_emails', { ...MISSED, extra: 1 } as never),
    ).rejects.toMatchObject({
      code: 'unknown_field',
      path: 'extra',
    });
    await producer.disconnect();

    const topic = `${prefix}.missedmessage_emails`;
    const consumer = broker.consumer({ groupId: topic, topics: [topic] });
    const listener = new RecordingListener();
    await consumer.start(listener);
    await listener.until(() => listener.records.length > 0);
    await consumer.stop();
    const [record] = listener.records;
    expect(record).toMatchObject({
      topic,
      partition: sent.partition,
      offset: sent.offset,
      key: '7',
      headers: {
        'x-event-id': sent.eventId,
        'x-event-type': 'missedmessage_emails',
        'x-producer': 'zulip-web/12.0',
      },
    });
    const registry = createSchemaRegistry({
      api: createRegistryApi({ url: registryUrl, username: null, password: null, clock: systemClock }),
      prefix,
      clock: systemClock,
    });
    const decoder = createEventCodec(registry).decoder('missedmessage_emails');
    expect(await decoder.decode(record?.value ?? null)).toMatchObject({ kind: 'decoded', event: MISSED });
  });
});

describe('the exported outbox', () => {
  let fresh: FreshDatabase;
  let database: DatabaseHandle;

  beforeAll(async () => {
    fresh = await freshDatabase();
    database = createDatabase({ url: fresh.url, poolSize: 3 });
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  const outbox = (): ReturnType<typeof createOutbox> =>
    createOutbox({ producerName: 'zulip-web/12.0', registry: { url: stackAddresses().registryUrl }, prefix });

  /** Rows that others can see. */
  const committed = async (): Promise<{ event_id: string; topic: string; key: string }[]> =>
    (
      await database.pool.query<{ event_id: string; topic: string; key: string }>(
        'select event_id, topic, key from workers.event_outbox order by id',
      )
    ).rows;

  it('check 33: a transaction that rolls back leaves nothing, one that commits leaves the event at its commit', async () => {
    const events = outbox();
    const failing = database.transaction(async (tx) => {
      await events.enqueue(tx, 'email_senders', MAIL);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await committed()).toEqual([]);

    const eventId = await database.transaction(async (tx) => {
      const id = await events.enqueue(tx, 'email_senders', MAIL, { key: 'k' });
      expect(await committed()).toEqual([]);
      return id;
    });
    expect(await committed()).toEqual([{ event_id: eventId, topic: `${prefix}.email_senders`, key: 'k' }]);
  });

  it('an event that a handler causes twice is one row', async () => {
    const events = outbox();
    const cause = { eventId: randomUUID(), purpose: 'mail' };
    for (let run = 0; run < 2; run += 1) {
      await database.transaction((tx) => events.enqueue(tx, 'email_senders', MAIL, { cause }));
    }
    const ids = (await committed()).map(({ event_id }) => event_id);
    expect(ids.filter((id) => id === deriveEventId(cause.eventId, 'mail'))).toHaveLength(1);
  });

  it('a client event waits under its organization’s key', async () => {
    await database.transaction((tx) =>
      outbox().sendClientEvent(tx, { realmId: 2, event: { type: 'realm' }, users: [1] }),
    );
    expect((await committed()).at(-1)).toMatchObject({ topic: `${prefix}.notify_tornado`, key: '2' });
  });
});
