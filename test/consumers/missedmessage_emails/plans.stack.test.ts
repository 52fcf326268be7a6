import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claimWaitingRows,
  finishWaitingRows,
  insertWaitingRows,
  peekWaitingRows,
  readDueTimes,
} from '../../../src/consumers/missedmessage_emails/waiting-room.ts';
import { createDatabase } from '../../../src/db/client.ts';
import type { DatabaseHandle } from '../../../src/db/client.ts';
import { createWindowStore } from '../../../src/db/window-store.ts';
import { freshDatabase } from '../../support/stack.ts';
import type { FreshDatabase } from '../../support/stack.ts';

const QUEUE = 'missedmessage_emails';
const PERSON = 5;
const NOW_MS = Date.UTC(2025, 11, 18);

/** After five runs the server keeps one plan for all. */
const RUNS = 7;

describe('plans made while the tables were empty', () => {
  let fresh: FreshDatabase;
  let database: DatabaseHandle;
  beforeAll(async () => {
    fresh = await freshDatabase();
    // One connection: plans are kept by each of them.
    database = createDatabase({ url: `${fresh.url}?options=-c%20work_mem%3D8MB`, poolSize: 1 });
    await database.pool.query(
      'vacuum analyze zerver_scheduledmessagenotificationemail, workers.open_window, workers.missed_message_sent',
    );
    for (let run = 0; run < RUNS; run++) await everyStatement();
    await fill();
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  const everyStatement = async (): Promise<void> => {
    const { db } = database;
    const store = createWindowStore(db);
    await peekWaitingRows(db, [PERSON]);
    await store.nextDue(QUEUE, [0, 1]);
    await store.dueKeys(QUEUE, [0, 1], NOW_MS, 10);
    await database.transaction(async (tx) => {
      await claimWaitingRows(tx, PERSON);
      await readDueTimes(tx, [PERSON]);
      const row = { userId: PERSON, messageId: 1, trigger: 'mentioned', groupId: null, dueAtMs: 0 } as const;
      await insertWaitingRows(tx, [row]);
      await finishWaitingRows(tx, { userId: PERSON, rowIds: [1], mails: [], atMs: NOW_MS });
    });
  };

  /** Rows of people and messages that do not exist: only plans are looked at. By a connection of its own, because a
   *  change of the replication role makes one forget its plans. */
  const fill = async (): Promise<void> => {
    const other = createDatabase({ url: fresh.url });
    await other.pool.query(`
      begin;
      set local session_replication_role = replica;
      insert into zerver_scheduledmessagenotificationemail (user_profile_id, message_id, trigger, scheduled_timestamp)
        select n / 10, n, 'mentioned', now() from generate_series(1, 5000) n;
      insert into workers.open_window (queue, key, partition, opened_at, due_at)
        select '${QUEUE}', n::text, n % 4, now(), now() from generate_series(1, 5000) n;
      commit`);
    await other.close();
  };

  const planOf = async (execute: string): Promise<string> => {
    await database.pool.query('set plan_cache_mode = force_generic_plan');
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain execute ${execute}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it.each([
    ['window_next', `('${QUEUE}', '{0,1}')`, ['open_window_due_idx']],
    ['window_due', `('${QUEUE}', '{0,1}', now(), 10)`, ['open_window_due_idx']],
    ['mm_waiting_claim', '(5)', ['Index Cond: (user_profile_id = $1)']],
    ['mm_waiting_peek', "('{5}')", ['Index Cond: (user_profile_id = ANY ($1))']],
    ['mm_waiting_due_times', "('{5}')", ['Index Cond: (user_profile_id = ANY ($1))']],
    [
      'mm_waiting_insert',
      "('{5}', '{1}', '{mentioned}', '{null}', '{now}')",
      [
        'Index Cond: (user_profile_id = e.user_id)',
        'Index Cond: ((user_profile_id = e.user_id) AND (message_id = e.message_id))',
      ],
    ],
    ['mm_waiting_finish', "(5, '{1}', '{}', '{}', now(), '{}', '{}')", ['Index Cond: (id = ANY ($2))']],
  ])('%s finds its rows by an index', async (name, parameters, expected) => {
    const plan = await planOf(`${name}${parameters}`);
    for (const part of expected) expect(plan).toContain(part);
    expect(plan).not.toMatch(/Seq Scan on (zerver_scheduledmessage|open_window|missed_message_sent)/);
  });

  it('leaves what the address sets as it is', async () => {
    const { rows } = await database.pool.query('show work_mem');
    expect(rows).toEqual([{ work_mem: '8MB' }]);
  });
});
