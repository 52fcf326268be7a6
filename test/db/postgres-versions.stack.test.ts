import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OLDER_MAJORS, olderPostgres } from '../../dev/stack/postgres-releases.ts';
import { Postgres } from '../../dev/stack/postgres.ts';
import { openRunFolder } from '../../dev/stack/run-folder.ts';
import { readDossiers } from '../../src/consumers/missedmessage_emails/dossier.ts';
import {
  claimWaitingRows,
  finishWaitingRows,
  insertWaitingRows,
  readOverduePersons,
} from '../../src/consumers/missedmessage_emails/waiting-room.ts';
import { checkDatabase } from '../../src/db/check.ts';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import { createCrashLedger } from '../../src/db/crash-ledger.ts';
import { migrate } from '../../src/db/migrate.ts';
import { insertOutboxRows } from '../../src/db/outbox.ts';
import { createEffectStore } from '../../src/db/processed-events.ts';
import { pruneLedgers, pruneOutbox } from '../../src/db/prune.ts';
import { orphanRecipients } from '../../src/db/queries/orphans.ts';
import { seed } from '../../src/db/seed.ts';
import { createWindowStore } from '../../src/db/window-store.ts';
import { createOutboxStore } from '../../src/relay/postgres-outbox-store.ts';
import { publishLane } from '../../src/relay/publish-lane.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { partitionKey } from '../../src/runtime/ports.ts';
import { createMailStore } from '../../src/shared/mail-delivery/queries.ts';
import { windowStoreContract } from '../contract/window-store-contract.ts';
import { scriptedProducer } from '../relay/scripted-producer.ts';
import { lastWords } from '../shared/mail-delivery/mail-database.ts';
import { mailStoreContract } from '../shared/mail-delivery/mail-store-contract.ts';

// Every other stack test runs on the installed version, the newest that is promised.

const LEASE_MS = 35_000;
const never = new AbortController().signal;

interface Server {
  readonly url: string;
  readonly database: DatabaseHandle;
  readonly close: () => Promise<void>;
}

const openServer = async (major: (typeof OLDER_MAJORS)[number]): Promise<Server> => {
  const files = await olderPostgres(major);
  const folder = await openRunFolder();
  const postgres = await Postgres.open({ folder, files });
  const database = createDatabase({ url: postgres.url });
  return {
    url: postgres.url,
    database,
    close: async () => {
      await database.close();
      await postgres.close();
      await folder.close({ keepLogs: false });
    },
  };
};

describe.each(OLDER_MAJORS)('on PostgreSQL %i', (major) => {
  let server: Server;
  // The first time on a machine, the binaries are fetched.
  beforeAll(async () => {
    server = await openServer(major);
    await migrate({ url: server.url });
    await seed(server.database, { people: 12, messages: 120, clock: systemClock });
  }, 120_000);
  afterAll(() => server.close());

  it('both sets of migrations apply, once, and nothing is missing then', async () => {
    const { rows } = await server.database.pool.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    );
    expect(rows).toEqual([{ major }]);
    expect(await migrate({ url: server.url })).toEqual({
      ownsZulipTables: true,
      applied: { workers: 0, zulip: 0 },
    });
    expect(await checkDatabase({ url: server.url })).toEqual([]);
    expect(await orphanRecipients(server.database.db, 10)).toEqual([]);
  });

  windowStoreContract(`PostgreSQL ${major}`, () =>
    Promise.resolve({
      store: createWindowStore(server.database.db),
      transaction: (run) => server.database.transaction(run),
      end: () => Promise.resolve(),
    }),
  );

  describe('the mail store', () => {
    let user: { id: number; email: string; realmId: number };
    beforeAll(async () => {
      const { rows } = await server.database.pool.query<{ id: number; email: string; realmId: number }>(
        `select id, delivery_email as email, realm_id as "realmId" from zerver_userprofile
          where is_active and not is_bot order by id limit 1`,
      );
      const [first] = rows;
      if (first === undefined) throw new Error('nobody was seeded');
      user = first;
    });

    mailStoreContract(() => ({
      store: createMailStore(server.database.db, LEASE_MS),
      leaseMs: LEASE_MS,
      age: async (eventIds, ageMs) => {
        await server.database.pool.query(
          `update workers.email_delivery set updated_at = updated_at - $2::int * interval '1 millisecond'
            where event_id = any($1::uuid[])`,
          [eventIds, ageMs],
        );
      },
      responseOf: (eventId) => lastWords(server.database, eventId),
      user,
    }));
  });

  it('an event is claimed once, and starts of a record are counted until it is finished', async () => {
    const effects = createEffectStore(server.database);
    const id = randomUUID();
    const claim = (): Promise<ReadonlySet<string>> =>
      effects.transaction((tx) => effects.claim(tx, 'g', [id]), never);
    expect(await claim()).toEqual(new Set([id]));
    expect(await claim()).toEqual(new Set());

    const ledger = createCrashLedger(server.database.db, 'one');
    const partition = { topic: 't', partition: 0 };
    const place = { ...partition, offset: 7n };
    expect(await ledger.takeOver('g', [partition])).toEqual(new Set());
    expect(await createCrashLedger(server.database.db, 'two').takeOver('g', [partition])).toEqual(
      new Set([partitionKey(partition)]),
    );
    expect(await ledger.recordStarts('g', [place], 1)).toEqual([1]);
    expect(await ledger.recordStarts('g', [place], 1)).toEqual([2]);
    await ledger.forget('g', [place]);
    expect(await ledger.recordStarts('g', [place], 1)).toEqual([1]);
    expect(await pruneLedgers(server.database.db, Date.now() + 60_000)).toMatchObject({
      processedEvents: 1,
      recordStarts: 1,
    });
  });

  it('outbox rows are published in order, marked and pruned', async () => {
    const { database } = server;
    const rows = ['a', 'b', 'c'].map((value) => ({
      eventId: randomUUID(),
      topic: 'topic',
      key: 'one key',
      headers: { 'x-event-type': 'test' },
      payload: Buffer.from(value),
    }));
    await database.transaction((tx) => insertOutboxRows(tx, rows));
    const store = createOutboxStore(database);
    expect(await store.state()).toMatchObject({ waiting: 3, parked: 0 });
    const producer = scriptedProducer();
    const lanes = await store.waitingLanes();
    expect(lanes).toHaveLength(1);
    for (const lane of lanes) await publishLane({ store, producer }, lane, new Date());
    expect(producer.stored.map(({ value }) => value)).toEqual(['a', 'b', 'c']);
    await store.releaseParked(new Date());
    expect(await store.state()).toEqual({ waiting: 0, parked: 0, oldest: null });
    expect(await pruneOutbox(database.db, Date.now() + 60_000)).toBe(3);
  });

  it('missed messages wait, are read with all that a mail needs, and are finished', async () => {
    const { database } = server;
    const { rows } = await database.pool.query<{ userId: number; messageId: number }>(
      `select um.user_profile_id as "userId", um.message_id as "messageId" from zerver_usermessage um
         join zerver_userprofile u on u.id = um.user_profile_id
         join zerver_message m on m.id = um.message_id and m.sender_id <> u.id
        where (um.flags & 1) = 0 and u.is_active and not u.is_bot and u.enable_offline_email_notifications
        order by 1, 2 limit 20`,
    );
    const [first] = rows;
    if (first === undefined) throw new Error('the seed holds no unread message');
    const ofPerson = rows.filter(({ userId }) => userId === first.userId);
    const waiting = ofPerson.map((row) => ({
      ...row,
      trigger: 'direct_message' as const,
      groupId: null,
      dueAtMs: 0,
    }));
    expect((await database.transaction((tx) => insertWaitingRows(tx, waiting))).size).toBe(ofPerson.length);
    expect(
      await readOverduePersons(database.db, { queue: 'missedmessage_emails', nowMs: 1, limit: 5 }),
    ).toEqual([{ userId: first.userId, dueAtMs: 0 }]);

    await database.transaction(async (tx) => {
      const claimed = await claimWaitingRows(tx, first.userId);
      expect(claimed.rows).toHaveLength(ofPerson.length);
      const dossiers = await readDossiers(tx, new Map([[first.userId, claimed.rows]]));
      expect(dossiers.get(first.userId)?.conversations.length).toBeGreaterThan(0);
      await finishWaitingRows(tx, {
        userId: first.userId,
        rowIds: claimed.rows.map(({ id }) => id),
        mails: ofPerson.map(({ messageId }) => ({
          eventId: randomUUID(),
          messageIds: [messageId],
          firstMessageId: messageId,
          replyToken: null,
        })),
        atMs: Date.now(),
      });
    });
    // What was mailed is not taken in a second time.
    expect((await database.transaction((tx) => insertWaitingRows(tx, waiting))).size).toBe(0);
  });
});
