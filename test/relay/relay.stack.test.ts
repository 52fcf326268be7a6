import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BrokerError } from '../../src/broker/broker.ts';
import type { Tx } from '../../src/db/client.ts';
import { insertOutboxRows } from '../../src/db/outbox.ts';
import type { OutboxRow } from '../../src/db/outbox.ts';
import { silentRecorder } from '../../src/metrics/recorder.ts';
import { createOutboxStore } from '../../src/relay/postgres-outbox-store.ts';
import { createRelay } from '../../src/relay/relay.ts';
import type { Relay, RelayDeps, RelayOptions } from '../../src/relay/relay.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { openFixture } from '../db/fixture.ts';
import type { DatabaseFixture } from '../db/fixture.ts';
import { waitUntil } from '../support/wait-until.ts';
import { scriptedProducer, unavailable } from './scripted-producer.ts';
import type { ScriptedProducer } from './scripted-producer.ts';

/** So rare that only a notification can wake the relay within a test. */
const NEVER_MS = 3_600_000;

const row = (key: string, value: string, topic = 'topic'): OutboxRow => {
  const eventId = randomUUID();
  return { eventId, topic, key, headers: { 'x-event-id': eventId }, payload: Buffer.from(value) };
};

describe('relay', () => {
  let fixture: DatabaseFixture;
  let producer: ScriptedProducer;
  let relays: Relay[];
  beforeAll(async () => {
    fixture = await openFixture({ poolSize: 12 });
  });
  beforeEach(async () => {
    await fixture.database.pool.query('truncate workers.event_outbox');
    producer = scriptedProducer();
    relays = [];
  });
  afterEach(() => Promise.all(relays.map((relay) => relay.stop())));
  afterAll(() => fixture.end());

  const relay = (options: RelayOptions = {}, deps: Partial<RelayDeps<Tx>> = {}): Relay => {
    const created = createRelay(
      {
        store: createOutboxStore(fixture.database),
        producer,
        recorder: silentRecorder,
        logger: pino({ level: 'silent' }),
        clock: systemClock,
        ...deps,
      },
      { pollMs: NEVER_MS, ...options },
    );
    relays.push(created);
    return created;
  };

  const write = (...rows: OutboxRow[]): Promise<void> =>
    fixture.database.transaction((tx) => insertOutboxRows(tx, rows));

  const count = async (condition: string): Promise<number> =>
    (await fixture.database.pool.query(`select from workers.event_outbox where ${condition}`)).rowCount ?? 0;

  const allPublished = (): Promise<void> =>
    waitUntil(async () => (await count('published_at is null')) === 0, {
      timeoutMs: 20_000,
      what: 'every row is marked',
    });

  it('publishes what waits at its start, with headers, and marks it', async () => {
    const waiting = row('k', 'v');
    await write(waiting);
    relay().start();
    await allPublished();
    expect(producer.stored).toEqual([{ topic: 'topic', key: 'k', value: 'v', id: waiting.eventId }]);
  });

  it('is woken by the commit of a transaction that wrote rows', async () => {
    relay().start();
    await write(row('first', '1'));
    await producer.storedAtLeast(1);
    await write(row('second', '2'));
    await producer.storedAtLeast(2);
  });

  it('finds rows without a notification at its next look', async () => {
    relay({ pollMs: 20 }).start();
    await fixture.database.pool.query(
      `insert into workers.event_outbox (event_id, topic, key, payload) values (gen_random_uuid(), 't', 'k', 'v')`,
    );
    await producer.storedAtLeast(1);
  });

  it('check 33: publishes nothing of a transaction that rolls back, and nothing before the commit', async () => {
    relay({ pollMs: 20 }).start();
    await fixture.database
      .transaction(async (tx) => {
        await insertOutboxRows(tx, [row('k', 'undone')]);
        throw new Error('no');
      })
      .catch(() => undefined);
    await fixture.database.transaction(async (tx) => {
      await insertOutboxRows(tx, [row('k', 'kept')]);
      await write(row('k', 'other'));
      await producer.storedAtLeast(1);
      expect(producer.stored.map((record) => record.value)).toEqual(['other']);
    });
    await producer.storedAtLeast(2);
    expect(producer.stored.map((record) => record.value)).toEqual(['other', 'kept']);
  });

  it('keeps the order of every key with two relays at work, and publishes each row once', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `key-${index}`);
    const rounds = 80;
    producer.before = () => new Promise((resolve) => setImmediate(resolve));
    const [first, second] = [relay(), relay()];
    first.start();
    second.start();
    for (let round = 0; round < rounds; round += 1) {
      await write(...keys.map((key) => row(key, String(round))));
    }
    await allPublished();
    expect(producer.stored).toHaveLength(keys.length * rounds);
    for (const key of keys) {
      const values = producer.stored
        .filter((record) => record.key === key)
        .map((record) => Number(record.value));
      expect(values, key).toEqual(Array.from({ length: rounds }, (_, round) => round));
    }
  });

  it('check 34: after a crash between acknowledgement and mark the row is published again with the same event id', async () => {
    const waiting = row('k', 'v');
    let crashed = false;
    const send = producer.send.bind(producer);
    const crashing: ScriptedProducer = {
      ...producer,
      send: async (topic, records) => {
        const answer = await send(topic, records);
        if (!crashed) {
          crashed = true;
          // The connection that holds the lane is lost before the rows are marked.
          await fixture.database.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and state = 'idle in transaction'`,
          );
        }
        return answer;
      },
    };
    await write(waiting);
    const first = relay({}, { producer: crashing });
    first.start();
    await producer.storedAtLeast(1);
    await first.stop();
    expect(await count('published_at is null')).toBe(1);
    relay().start();
    await allPublished();
    expect(producer.stored.map((record) => record.id)).toEqual([waiting.eventId, waiting.eventId]);
  });

  it('check 6: keeps the rows while the broker cannot be reached, and publishes them in order afterwards', async () => {
    let refused = 0;
    const twice = Promise.withResolvers<undefined>();
    producer.before = () => {
      refused += 1;
      if (refused === 2) twice.resolve(undefined);
      if (refused <= 2) throw unavailable();
    };
    await write(row('k', '1'), row('k', '2'), row('k', '3'));
    relay().start();
    await twice.promise;
    expect(await count('published_at is null and parked_at is null and attempts = 0')).toBe(3);
    await allPublished();
    expect(producer.stored.map((record) => record.value)).toEqual(['1', '2', '3']);
  });

  it('parks only the record that is too large, with its reason, and publishes all others in order', async () => {
    producer.before = (_, records) => {
      if (records.some((record) => record.value?.toString() === 'huge')) {
        throw new BrokerError('too_large', 'the record exceeds the limit of the topic');
      }
    };
    const values = Array.from({ length: 100 }, (_, index) => (index === 41 ? 'huge' : String(index)));
    await write(...values.map((value) => row('k', value)));
    relay().start();
    await waitUntil(async () => (await count('published_at is null')) === 1, {
      timeoutMs: 20_000,
      what: '99 marked',
    });
    expect(producer.stored.map((record) => record.value)).toEqual(values.filter((value) => value !== 'huge'));
    const { rows } = await fixture.database.pool.query(
      `select attempts, last_error from workers.event_outbox where parked_at is not null`,
    );
    expect(rows).toEqual([
      { attempts: 1, last_error: 'too_large: the record exceeds the limit of the topic' },
    ]);
  });

  it('parks rows of a topic that does not exist without holding up others of their key, and tries them again later', async () => {
    let exists = false;
    producer.before = (topic) => {
      if (topic === 'missing' && !exists) throw new BrokerError('unknown_topic', 'no such topic');
    };
    await write(row('k', 'a', 'missing'), row('k', 'b'), row('k', 'c', 'missing'));
    const first = relay();
    first.start();
    await waitUntil(async () => (await count('parked_at is not null')) === 2, {
      timeoutMs: 20_000,
      what: 'parked',
    });
    expect(producer.stored.map((record) => record.value)).toEqual(['b']);
    await first.stop();
    exists = true;
    await fixture.database.pool.query(
      `update workers.event_outbox set parked_at = parked_at - interval '1 minute'`,
    );
    relay({ pollMs: 20 }).start();
    await allPublished();
    expect(producer.stored.map((record) => record.value)).toEqual(['b', 'a', 'c']);
  });

  it('listens again after its connection was lost, and finds what was written meanwhile', async () => {
    relay().start();
    await write(row('k', '1'));
    await producer.storedAtLeast(1);
    await fixture.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%'`,
    );
    await write(row('k', '2'));
    await producer.storedAtLeast(2);
    await write(row('k', '3'));
    await producer.storedAtLeast(3);
  });

  it('finishes the batch under way when it is stopped, and starts none after', async () => {
    const sending = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<undefined>();
    producer.before = async () => {
      sending.resolve(undefined);
      await answer.promise;
    };
    await write(row('k', '1'));
    const stopped = relay();
    stopped.start();
    await sending.promise;
    const stopping = stopped.stop();
    answer.resolve(undefined);
    await stopping;
    await stopped.stop();
    expect(await count('published_at is not null')).toBe(1);
    await write(row('k', '2'));
    stopped.start();
    expect(await count('published_at is null')).toBe(1);
    expect(producer.stored).toHaveLength(1);
  });

  it('measures what waits, what is parked and how old the oldest row is', async () => {
    const gauges = new Map<string, number>();
    producer.before = () => {
      throw unavailable();
    };
    await fixture.database.pool.query(
      `insert into workers.event_outbox (event_id, topic, key, payload, created_at, parked_at, attempts)
       values
         (gen_random_uuid(), 't', 'k', 'v', now() - interval '90 seconds', null, 0),
         (gen_random_uuid(), 't', 'l', 'v', now(), null, 0),
         (gen_random_uuid(), 't', 'm', 'v', now(), now(), 1)`,
    );
    relay(
      {},
      { recorder: { ...silentRecorder, set: (name, _, value) => void gauges.set(name, value) } },
    ).start();
    await waitUntil(() => gauges.size === 3, { timeoutMs: 10_000, what: 'three gauges' });
    expect(gauges.get('outbox_unpublished')).toBe(2);
    expect(gauges.get('outbox_parked')).toBe(1);
    expect(gauges.get('outbox_oldest_age_seconds')).toBeGreaterThanOrEqual(90);
  });

  it('prunes published rows and old claims after their retention', async () => {
    await fixture.database.pool.query(
      `insert into workers.event_outbox (event_id, topic, key, payload, published_at) values
         (gen_random_uuid(), 't', 'old', 'v', now() - interval '2 hours'),
         (gen_random_uuid(), 't', 'new', 'v', now() - interval '10 minutes')`,
    );
    await fixture.database.pool.query('truncate workers.processed_event');
    await fixture.database.pool.query(
      `insert into workers.processed_event (consumer_group, event_id, processed_at) values
         ('g', gen_random_uuid(), now() - interval '31 days'), ('g', gen_random_uuid(), now() - interval '29 days')`,
    );
    const claims = async (): Promise<number | null> =>
      (await fixture.database.pool.query('select from workers.processed_event')).rowCount;
    relay().start();
    await waitUntil(async () => (await count('true')) === 1 && (await claims()) === 1, {
      timeoutMs: 10_000,
      what: 'the old row and the old claim are gone',
    });
  });

  it('leaves an event id that was written before alone', async () => {
    const waiting = row('k', 'first');
    await write(waiting);
    await write({ ...waiting, payload: Buffer.from('second') }, row('k', 'third'));
    relay().start();
    await allPublished();
    expect(producer.stored.map((record) => record.value)).toEqual(['first', 'third']);
  });
});
