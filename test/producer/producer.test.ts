import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../../src/broker/memory-broker.ts';
import { QUEUES } from '../../src/consumers/registry.ts';
import { createEventProducer } from '../../src/producer/event-producer.ts';
import type { EventProducer } from '../../src/producer/event-producer.ts';
import { createOutboxWriter } from '../../src/producer/outbox-writer.ts';
import type { OutboxEvent, OutboxWriter } from '../../src/producer/outbox-writer.ts';
import { createPrepareEvent } from '../../src/producer/prepare-event.ts';
import type { PrepareEvent } from '../../src/producer/prepare-event.ts';
import { streamRules } from '../../src/producer/stream-rules.ts';
import { createEventCodec } from '../../src/schemas/codec.ts';
import type { EventCodec } from '../../src/schemas/codec.ts';
import { createLocalSchemas } from '../../src/schemas/local-schemas.ts';
import { STREAM_NAMES } from '../../src/schemas/queues.ts';
import { deriveEventId } from '../../src/shared/event-id.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const CAUSE = '11111111-1111-4111-8111-111111111111';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const MAIL = { template_prefix: 'zerver/emails/missed_message', to_user_ids: [7] };
const MISSED = { user_profile_id: 7, message_id: 12, trigger: 'mentioned' } as const;

const setUp = (): {
  clock: VirtualClock;
  codec: EventCodec;
  prepare: PrepareEvent;
  broker: ReturnType<typeof createMemoryBroker>;
  producer: EventProducer;
  rows: OutboxEvent[];
  outbox: OutboxWriter<'tx'>;
} => {
  const clock = new VirtualClock();
  const codec = createEventCodec(createLocalSchemas());
  let ids = 0;
  const prepare = createPrepareEvent({
    codec,
    rules: streamRules(QUEUES),
    prefix: 'test',
    clock,
    producerName: 'web/1.2',
    newEventId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
  });
  const broker = createMemoryBroker({ clock });
  for (const stream of STREAM_NAMES) broker.control.createTopic(`test.${stream}`, 4);
  const rows: OutboxEvent[] = [];
  return {
    clock,
    codec,
    prepare,
    broker,
    producer: createEventProducer({ prepare, kafka: broker.producer() }),
    rows,
    outbox: createOutboxWriter<'tx'>({
      prepare,
      insertRows: (_tx, more) => {
        rows.push(...more);
        return Promise.resolve();
      },
    }),
  };
};

describe('send', () => {
  it('stores the event under its queue’s key, with the headers of a new event (R-02)', async () => {
    const { producer, broker, codec, clock } = setUp();
    await producer.connect();
    const sent = await producer.send('missedmessage_emails', MISSED, { traceparent: TRACE });
    const [record, ...others] = broker.control.records('test.missedmessage_emails');
    expect(others).toEqual([]);
    expect(sent).toEqual({
      eventId: '00000000-0000-4000-8000-000000000001',
      topic: 'test.missedmessage_emails',
      partition: record?.partition,
      offset: record?.offset,
    });
    expect(record?.key).toBe('7');
    expect(record?.headers).toEqual({
      'x-event-id': sent.eventId,
      'x-event-type': 'missedmessage_emails',
      'x-produced-at': String(clock.now()),
      'x-producer': 'web/1.2',
      traceparent: TRACE,
    });
    expect(codec.decoder('missedmessage_emails').decode(record?.value ?? null)).toMatchObject({
      event: MISSED,
    });
  });

  it('takes the caller’s key, id, time and failed attempts', async () => {
    const { producer, broker } = setUp();
    await producer.connect();
    await producer.send('email_senders', MAIL, {
      key: 'person:7',
      eventId: 'ABCDEF00-1111-4111-8111-11111111111A',
      producedAtMs: 5,
      failedTries: 2,
    });
    const [record] = broker.control.records('test.email_senders');
    expect(record?.key).toBe('person:7');
    expect(record?.headers).toMatchObject({
      'x-event-id': 'abcdef00-1111-4111-8111-11111111111a',
      'x-event-type': 'email_senders.missed_message',
      'x-produced-at': '5',
      'x-attempt': '3',
    });
  });

  it('sends nothing when the event is not valid (R-05)', async () => {
    const { producer, broker } = setUp();
    await producer.connect();
    const bad = producer.send('email_senders', { ...MAIL, realm: 3 } as never);
    await expect(bad).rejects.toMatchObject({ code: 'unknown_field', path: 'realm' });
    await expect(producer.send('thumbnail' as never, {} as never)).rejects.toMatchObject({
      code: 'unknown_stream',
    });
    expect(broker.control.records('test.email_senders')).toEqual([]);
  });

  it.each([
    [{ eventId: 'mail-7' }, /UUID/],
    [{ eventId: CAUSE, cause: { eventId: CAUSE, purpose: 'x' } }, /not both/],
    [{ key: '' }, /key must not be empty/],
    [{ traceparent: 'yes' }, /traceparent/],
  ])('refuses the options %j', async (options, message) => {
    const { producer } = setUp();
    await producer.connect();
    await expect(producer.send('email_senders', MAIL, options)).rejects.toThrow(message);
  });

  it('keeps the order of prepared events and answers their places in it', async () => {
    const { producer, prepare, broker } = setUp();
    await producer.connect();
    const events = await Promise.all([
      prepare('missedmessage_emails', MISSED),
      prepare('email_senders', MAIL),
      prepare('missedmessage_emails', { ...MISSED, message_id: 13 }),
    ]);
    const sent = await producer.sendPrepared(events);
    expect(sent.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    const stored = broker.control
      .records('test.missedmessage_emails')
      .map(({ headers }) => headers['x-event-id']);
    expect(stored).toEqual([events[0].eventId, events[2].eventId]);
  });
});

describe('enqueue', () => {
  it('writes one row with everything that the relay sends', async () => {
    const { outbox, rows, prepare, clock } = setUp();
    const id = await outbox.enqueue('tx', 'deferred_work', { type: 'soft_reactivate', user_profile_id: 3 });
    const expected = await prepare(
      'deferred_work',
      { type: 'soft_reactivate', user_profile_id: 3 },
      { eventId: id },
    );
    expect(rows).toEqual([
      {
        eventId: id,
        topic: 'test.deferred_work',
        key: 'user:3',
        headers: expected.headers,
        payload: expected.value,
      },
    ]);
    expect(rows[0]?.headers).toMatchObject({
      'x-event-type': 'deferred_work.soft_reactivate',
      'x-produced-at': String(clock.now()),
    });
  });

  it('writes all rows or none', async () => {
    const { outbox, rows } = setUp();
    const bad = { ...MAIL, template_prefix: 3 } as never;
    await expect(
      outbox.enqueueAll('tx', [
        { stream: 'email_senders', event: MAIL },
        { stream: 'email_senders', event: bad },
      ]),
    ).rejects.toMatchObject({ path: 'template_prefix' });
    expect(rows).toEqual([]);
    const ids = await outbox.enqueueAll('tx', [
      { stream: 'email_senders', event: MAIL },
      { stream: 'missedmessage_emails', event: MISSED, options: { key: 'k' } },
    ]);
    expect(rows.map(({ eventId, key }) => [eventId, key])).toEqual([
      [ids[0], rows[0]?.key],
      [ids[1], 'k'],
    ]);
  });

  it('gives an event that another one causes the same id every time', async () => {
    const { outbox, rows } = setUp();
    for (const purpose of ['mail:1', 'mail:1', 'mail:2']) {
      await outbox.enqueue('tx', 'email_senders', MAIL, { cause: { eventId: CAUSE, purpose } });
    }
    const [first, again, other] = rows.map(({ eventId }) => eventId);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(first).toBe(deriveEventId(CAUSE, 'mail:1'));
  });
});

describe('client events (R-35)', () => {
  it('go to notify_tornado under the organization’s key, with users as ids or with more', async () => {
    const { outbox, rows, codec } = setUp();
    await outbox.sendClientEvent('tx', {
      realmId: 2,
      event: { type: 'update_message_flags', op: 'add', messages: [1, 2] },
      users: [10, { id: 11, flags: ['read'] }],
    });
    expect(rows[0]).toMatchObject({ topic: 'test.notify_tornado', key: '2' });
    expect(codec.decoder('notify_tornado').decode(rows[0]?.payload ?? null)).toMatchObject({
      event: {
        realm_id: 2,
        event: { type: 'update_message_flags', op: 'add', messages: [1, 2] },
        users: [
          { id: 10, extra: {} },
          { id: 11, extra: { flags: ['read'] } },
        ],
      },
    });
  });

  it('cannot be sent without an organization', async () => {
    const { producer } = setUp();
    await producer.connect();
    const notice = producer.send('notify_tornado', { event: { type: 'x' }, users: [] });
    await expect(notice).rejects.toThrow(/realm_id is missing/);
  });
});

describe('derived event ids', () => {
  it('are UUIDs of version 8, pinned: a change would make events twice during a rollout', () => {
    expect(deriveEventId(CAUSE, 'mail:1')).toBe('a42b4ffe-54f4-8461-b7b0-01f8aac6bb0b');
    expect(deriveEventId(CAUSE, 'mail:1')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/,
    );
  });

  it('do not confuse where the cause ends and the purpose begins', () => {
    expect(deriveEventId('a', 'bc')).not.toBe(deriveEventId('ab', 'c'));
  });
});
