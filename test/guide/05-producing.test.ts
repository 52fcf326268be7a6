// Chapter 5: producing.
import { expect, it } from 'vitest';
import { createMemoryBroker } from '../../src/broker/memory-broker.ts';
import { QUEUES } from '../../src/consumers/registry.ts';
import { createEventProducer } from '../../src/producer/event-producer.ts';
import { createOutboxWriter } from '../../src/producer/outbox-writer.ts';
import type { OutboxEvent } from '../../src/producer/outbox-writer.ts';
import { createPrepareEvent } from '../../src/producer/prepare-event.ts';
import { streamRules } from '../../src/producer/stream-rules.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MISSED = { user_profile_id: 7, message_id: 12, trigger: 'mentioned' } as const;
const CAUSE = '11111111-1111-4111-8111-111111111111';

const createWorld = () => {
  const clock = new VirtualClock();
  const broker = createMemoryBroker({ clock });
  broker.control.createTopic('zulip.missedmessage_emails', 4);
  const codec = createEventCodec(createLocalSchemas());
  const prepare = createPrepareEvent({
    codec,
    rules: streamRules(QUEUES),
    prefix: 'zulip',
    clock,
    producerName: 'web/1',
    newEventId: () => crypto.randomUUID(),
  });
  return {
    codec,
    prepare,
    producer: createEventProducer({ prepare, kafka: broker.producer() }),
    records: () => broker.control.records('zulip.missedmessage_emails'),
  };
};

// `send` checks the event against its schema, encodes it as Avro, gives it an id and a key, and resolves when the brokers
// have stored it. The key of a missed message is its reader, so that one person's events stay in order.
it('an event is checked, encoded, named and stored', async () => {
  const { producer, records, codec } = createWorld();
  const { eventId, offset } = await producer.send('missedmessage_emails', MISSED);
  const [record] = records();
  expect(record).toMatchObject({ key: '7', offset });
  expect(record?.headers).toMatchObject({ 'x-event-id': eventId, 'x-producer': 'web/1' });
  expect(codec.decoder('missedmessage_emails').decode(record?.value ?? null)).toMatchObject({
    kind: 'decoded',
    event: MISSED,
  });
});

// An event that does not fit its schema is refused where it is made, and nothing is sent.
it('a wrong event is refused by name before anything is sent', async () => {
  const { producer, records } = createWorld();
  const wrong = { ...MISSED, message_id: 'twelve' } as unknown as typeof MISSED;
  await expect(producer.send('missedmessage_emails', wrong)).rejects.toThrow(/message_id/);
  expect(records()).toEqual([]);
});

// Who changes the database writes the event in the same transaction, into the outbox. A transaction that is rolled back
// takes its events along; one that is committed leaves rows that the relay publishes. Nobody sees an event of something
// that did not happen, or misses one of something that did.
it('the outbox holds what the relay will publish, byte for byte', async () => {
  const { prepare, codec } = createWorld();
  const rows: OutboxEvent[] = [];
  const outbox = createOutboxWriter<string>({
    prepare,
    insertRows: (tx, more) => {
      expect(tx).toBe('the transaction of the caller');
      rows.push(...more);
      return Promise.resolve();
    },
  });
  const id = await outbox.enqueue('the transaction of the caller', 'missedmessage_emails', MISSED);
  expect(rows).toMatchObject([{ eventId: id, topic: 'zulip.missedmessage_emails', key: '7' }]);
  expect(codec.decoder('missedmessage_emails').decode(rows[0]?.payload ?? null)).toMatchObject({
    event: MISSED,
  });
});

// An event that another one causes takes its id from that one's id and from what it is for. A handler that runs twice
// makes the same event twice, and the same id counts once: in the outbox, and in the ledger of effects.
it('what is caused twice is one event', async () => {
  const { prepare } = createWorld();
  const cause = { eventId: CAUSE, purpose: 'mail to 7' };
  const [first, second, other] = await Promise.all([
    prepare('missedmessage_emails', MISSED, { cause }),
    prepare('missedmessage_emails', MISSED, { cause }),
    prepare('missedmessage_emails', MISSED, { cause: { ...cause, purpose: 'mail to 8' } }),
  ]);
  expect(first.eventId).toBe(second.eventId);
  expect(other.eventId).not.toBe(first.eventId);
});
