import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrashLedger } from '../../src/db/crash-ledger.ts';
import { createEffectStore } from '../../src/db/processed-events.ts';
import { pruneLedgers, pruneOutbox } from '../../src/db/prune.ts';
import { createSchemaCache } from '../../src/db/schema-cache.ts';
import { partitionKey } from '../../src/runtime/ports.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openFixture } from './fixture.ts';
import type { DatabaseFixture } from './fixture.ts';

let fixture: DatabaseFixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.end());

const never = new AbortController().signal;

describe('ledger of effects', () => {
  const claim = (group: string, ids: string[]): Promise<ReadonlySet<string>> => {
    const store = createEffectStore(fixture.database);
    return store.transaction((tx) => store.claim(tx, group, ids), never);
  };

  it('answers each id once per group, also when it is asked for twice or in capitals', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    expect(await claim('g', [a, a])).toEqual(new Set([a]));
    expect(await claim('g', [a.toUpperCase(), b])).toEqual(new Set([b]));
    expect(await claim('h', [a])).toEqual(new Set([a]));
    expect(await claim('g', [])).toEqual(new Set());
  });

  it('forgets a claim when its transaction rolls back or the claim is released', async () => {
    const store = createEffectStore(fixture.database);
    const [a, b] = [randomUUID(), randomUUID()];
    await store
      .transaction(async (tx) => {
        await store.claim(tx, 'g', [a]);
        throw new Error('no');
      }, never)
      .catch(() => undefined);
    await store.transaction(async (tx) => {
      await store.claim(tx, 'g', [b]);
      await store.release(tx, 'g', [b]);
    }, never);
    expect(await claim('g', [a, b])).toEqual(new Set([a, b]));
  });

  it('check 19: of many transactions that claim the same ids at once, each id goes to one of them', async () => {
    const ids = Array.from({ length: 2_000 }, () => randomUUID());
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, round) => claim('many', round % 2 === 0 ? ids : ids.toReversed())),
    );
    expect(claims.reduce((sum, claimed) => sum + claimed.size, 0)).toBe(2_000);
  });

  it('lets a claim wait until the other transaction has decided', async () => {
    const store = createEffectStore(fixture.database);
    const id = randomUUID();
    const decide = Promise.withResolvers<undefined>();
    const claimed = Promise.withResolvers<undefined>();
    const first = store
      .transaction(async (tx) => {
        await store.claim(tx, 'g', [id]);
        claimed.resolve(undefined);
        await decide.promise;
        throw new Error('crash');
      }, never)
      .catch(() => undefined);
    await claimed.promise;
    const second = claim('g', [id]);
    await waitUntil(
      async () =>
        (
          await fixture.database.pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount === 1,
      { timeoutMs: 10_000, what: 'the second claim waits' },
    );
    decide.resolve(undefined);
    await first;
    expect(await second).toEqual(new Set([id]));
  });
});

describe('crash ledger', () => {
  const partitions = [
    { topic: 'crash', partition: 0 },
    { topic: 'crash', partition: 1 },
  ];

  it('names the partitions whose last owner did not leave in order', async () => {
    const first = createCrashLedger(fixture.database.db, 'first');
    const second = createCrashLedger(fixture.database.db, 'second');
    expect(await first.takeOver('g', partitions)).toEqual(new Set());
    expect(await first.takeOver('g', partitions)).toEqual(new Set());
    await first.handOver('g', partitions.slice(0, 1));
    expect(await second.takeOver('g', partitions)).toEqual(
      new Set([partitionKey({ topic: 'crash', partition: 1 })]),
    );
  });

  it('does not let a former owner say goodbye for the present one', async () => {
    const former = createCrashLedger(fixture.database.db, 'former');
    const present = createCrashLedger(fixture.database.db, 'present');
    await former.takeOver('h', partitions);
    await present.takeOver('h', partitions);
    await former.handOver('h', partitions);
    const next = createCrashLedger(fixture.database.db, 'next');
    expect(await next.takeOver('h', partitions)).toEqual(new Set(partitions.map(partitionKey)));
  });

  it('counts starts per record from the first count given, until the record is finished', async () => {
    const ledger = createCrashLedger(fixture.database.db, 'counter');
    const places = [7n, 2n ** 62n].map((offset) => ({ topic: 'crash', partition: 0, offset }));
    expect(await ledger.recordStarts('g', places.slice(0, 1), 2)).toEqual([2]);
    expect(await ledger.recordStarts('g', places.toReversed(), 2)).toEqual([2, 3]);
    await ledger.forget('g', places);
    expect(await ledger.recordStarts('g', places, 1)).toEqual([1, 1]);
  });
});

describe('schema cache', () => {
  it('keeps the schemas of registries apart and replaces what it has', async () => {
    const cache = createSchemaCache(fixture.database.db);
    await cache.save({ registry: 'http://a', id: 1, schema: '"string"' });
    await cache.save({ registry: 'http://b', id: 1, schema: '"int"' });
    await cache.save({ registry: 'http://a', id: 1, schema: '"long"' });
    expect(await cache.load('http://a')).toEqual([{ registry: 'http://a', id: 1, schema: '"long"' }]);
    expect(await cache.load('http://c')).toEqual([]);
  });
});

describe('pruning', () => {
  it('deletes what is older than asked, in as many batches as it takes, and leaves waiting outbox rows', async () => {
    const { pool, db } = fixture.database;
    await pool.query('truncate workers.processed_event, workers.event_outbox');
    await pool.query(
      `insert into workers.processed_event (consumer_group, event_id, processed_at)
       select 'old', gen_random_uuid(), timestamptz '2020-01-01' from generate_series(1, 12000)
       union all select 'new', gen_random_uuid(), timestamptz '2026-01-01' from generate_series(1, 3)`,
    );
    await pool.query(
      `insert into workers.event_outbox (event_id, topic, key, payload, created_at, published_at)
       select gen_random_uuid(), 't', 'k', '', timestamptz '2020-01-01', at
       from (values (null), (timestamptz '2020-01-01'), (timestamptz '2026-01-01')) as v (at)`,
    );
    const before = Date.UTC(2025, 0, 1);
    expect(await pruneLedgers(db, before)).toMatchObject({ processedEvents: 12_000 });
    expect(await pruneOutbox(db, before)).toBe(1);
    expect((await pool.query('select count(*)::int as n from workers.processed_event')).rows).toEqual([
      { n: 3 },
    ]);
    expect((await pool.query('select count(*)::int as n from workers.event_outbox')).rows).toEqual([
      { n: 2 },
    ]);
  });

  it('deletes old keys and tries of posts and old webhook deliveries, and keeps the newer ones', async () => {
    const { pool, db } = fixture.database;
    await pool.query(
      `insert into workers.sent_message (key, message_id, created_at)
       values ('old', 1, timestamptz '2020-01-01'), ('new', 2, timestamptz '2026-01-01')`,
    );
    await pool.query(
      `insert into workers.rest_attempt (key, after_message_id, busy_until, started_at)
       values ('old', 1, now(), timestamptz '2020-01-01'), ('new', 1, now(), timestamptz '2026-01-01')`,
    );
    await pool.query(
      `insert into workers.outgoing_webhook_delivery (message_id, bot_id, service_id, delivery_id, state, created_at)
       values (1, 1, 1, gen_random_uuid(), 'replied', timestamptz '2020-01-01'),
              (2, 1, 1, gen_random_uuid(), 'pending', timestamptz '2026-01-01')`,
    );
    expect(await pruneLedgers(db, Date.UTC(2025, 0, 1))).toMatchObject({
      postedMessages: 1,
      restAttempts: 1,
      webhookDeliveries: 1,
    });
    for (const table of ['sent_message', 'rest_attempt']) {
      expect((await pool.query(`select key from workers.${table}`)).rows, table).toEqual([{ key: 'new' }]);
    }
    expect((await pool.query('select message_id from workers.outgoing_webhook_delivery')).rows).toEqual([
      { message_id: 2 },
    ]);
  });
});
