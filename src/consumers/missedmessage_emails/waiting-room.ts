/** Statements on the waiting room, `zerver_scheduledmessagenotificationemail`, and its ledger. */
import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import type { WaitingRow } from './person-data.ts';
import { parseTrigger } from './triggers.ts';
import type { Trigger } from './triggers.ts';

/** What of a person decides about a waiting row. */
export interface WaitingPerson {
  readonly id: number;
  readonly isBot: boolean;
  readonly batchingPeriodMs: number;
}

const PERSONS = {
  name: 'mm_waiting_persons',
  text: `
    select id, is_bot, email_notifications_batching_period_seconds as period_s
    from zerver_userprofile where id = any($1::int[])`,
} as const;

/** The people among these ids that exist, with their batching periods, in one statement. */
export async function readWaitingPersons(
  db: Database | Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, WaitingPerson>> {
  const rows = await runHot<{ id: number; is_bot: boolean; period_s: number }>(db, PERSONS, [ids]);
  return new Map(
    rows.map((row) => [row.id, { id: row.id, isBot: row.is_bot, batchingPeriodMs: row.period_s * 1000 }]),
  );
}

const DUE_TIMES = {
  name: 'mm_waiting_due_times',
  text: `
    select user_profile_id, min(scheduled_timestamp) as due_at
    from zerver_scheduledmessagenotificationemail where user_profile_id = any($1::int[])
    group by user_profile_id`,
} as const;

/** When the rows of these people are due; people without rows are missing. */
export async function readDueTimes(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await runHot<{ user_profile_id: number; due_at: Date }>(tx, DUE_TIMES, [ids]);
  return new Map(rows.map((row) => [row.user_profile_id, row.due_at.getTime()]));
}

/** A row to be inserted. */
export interface NewWaitingRow {
  readonly userId: number;
  readonly messageId: number;
  readonly trigger: Trigger;
  readonly groupId: number | null;
  readonly dueAtMs: number;
}

/**
 * `for key share` keeps the message from being deleted until the commit: on a Zulip server the foreign key is checked
 * only there, where a violation would fail the whole batch. The two `not exists` make a repeated event harmless
 * without a unique constraint, which a Zulip server's table lacks; they are free of races because the person's window
 * is locked by then. `offset 0` makes both a look into an index for each event: as joins they might read whole tables,
 * when planned while those were empty. `+ 0` keeps the index by message out of it: a message may wait for thousands of
 * people, but few messages wait for a person.
 */
const INSERT = {
  name: 'mm_waiting_insert',
  text: `
    insert into zerver_scheduledmessagenotificationemail
      (user_profile_id, message_id, trigger, mentioned_user_group_id, scheduled_timestamp)
    select e.user_id, e.message_id, e.trigger, e.group_id, e.due_at
    from unnest($1::int[], $2::int[], $3::text[], $4::bigint[], $5::timestamptz[])
        with ordinality as e (user_id, message_id, trigger, group_id, due_at, place)
      join zerver_message m on m.id = e.message_id
    where (e.group_id is null
        or exists (select from zerver_namedusergroup g where g.usergroup_ptr_id = e.group_id))
      and not exists (
        select from zerver_scheduledmessagenotificationemail w
        where w.user_profile_id = e.user_id and w.message_id + 0 = e.message_id offset 0)
      and not exists (
        select from workers.missed_message_sent s
        where s.user_profile_id = e.user_id and s.message_id = e.message_id offset 0)
    order by e.place
    for key share of m
    returning user_profile_id, message_id`,
} as const;

/** The pair that a row stands for, as a map key. */
export const pairKey = (userId: number, messageId: number): string => `${userId} ${messageId}`;

/** Inserts what is neither waiting nor sent and whose message and group exist; answers the pairs inserted. */
export async function insertWaitingRows(
  tx: Tx,
  rows: readonly NewWaitingRow[],
): Promise<ReadonlySet<string>> {
  const inserted = await runHot<{ user_profile_id: number; message_id: number }>(tx, INSERT, [
    rows.map((row) => row.userId),
    rows.map((row) => row.messageId),
    rows.map((row) => row.trigger),
    rows.map((row) => row.groupId),
    rows.map((row) => new Date(row.dueAtMs)),
  ]);
  return new Set(inserted.map((row) => pairKey(row.user_profile_id, row.message_id)));
}

const EXISTING_MESSAGES = {
  name: 'mm_existing_messages',
  text: `select id from zerver_message where id = any($1::int[])`,
} as const;

/** Those of these message ids that exist. */
export async function readExistingMessages(tx: Tx, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await runHot<{ id: number }>(tx, EXISTING_MESSAGES, [ids]);
  return new Set(rows.map((row) => row.id));
}

const ROW_COLUMNS = 'id, user_profile_id, message_id, trigger, mentioned_user_group_id, scheduled_timestamp';

interface StoredRow {
  readonly id: string;
  readonly user_profile_id: number;
  readonly message_id: number;
  readonly trigger: string;
  readonly mentioned_user_group_id: string | null;
  readonly scheduled_timestamp: Date;
}

/** Rows of one person, by id: those that can be mailed, and those with a trigger that no mail exists for. */
export interface RowsOfPerson {
  readonly rows: readonly WaitingRow[];
  readonly unknownIds: readonly number[];
}

function parseRows(stored: readonly StoredRow[]): RowsOfPerson {
  const rows: WaitingRow[] = [];
  const unknownIds: number[] = [];
  for (const row of stored) {
    const trigger = parseTrigger(row.trigger);
    if (trigger === null) {
      unknownIds.push(Number(row.id));
      continue;
    }
    rows.push({
      id: Number(row.id),
      messageId: row.message_id,
      trigger,
      groupId: row.mentioned_user_group_id === null ? null : Number(row.mentioned_user_group_id),
      dueAtMs: row.scheduled_timestamp.getTime(),
    });
  }
  return { rows: rows.sort((a, b) => a.id - b.id), unknownIds };
}

/**
 * Rows that the worker of a Zulip server has locked are its own to send. Not ordered here: a plan made while the table
 * is empty would rather read it all by its primary key.
 */
const CLAIM = {
  name: 'mm_waiting_claim',
  text: `
    select ${ROW_COLUMNS} from zerver_scheduledmessagenotificationemail
    where user_profile_id = $1 for update skip locked`,
} as const;

/** Locks the rows of a person, due or not. */
export async function claimWaitingRows(tx: Tx, userId: number): Promise<RowsOfPerson> {
  return parseRows(await runHot<StoredRow & Record<string, unknown>>(tx, CLAIM, [userId]));
}

const PEEK = {
  name: 'mm_waiting_peek',
  text: `
    select ${ROW_COLUMNS} from zerver_scheduledmessagenotificationemail
    where user_profile_id = any($1::int[])`,
} as const;

/** Reads the rows of many people without locking them. */
export async function peekWaitingRows(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, RowsOfPerson>> {
  const stored = await runHot<StoredRow & Record<string, unknown>>(db, PEEK, [ids]);
  return new Map(
    [...Map.groupBy(stored, (row) => row.user_profile_id)].map(([id, rows]) => [id, parseRows(rows)]),
  );
}

/**
 * One statement: the claimed rows go, what was mailed is noted, reply tokens are stored, and the person's time of the
 * last mail is set. Every column of the tokens is given: a Zulip server's table has no defaults in SQL.
 */
const FINISH = {
  name: 'mm_waiting_finish',
  text: `
    with gone as (
      delete from zerver_scheduledmessagenotificationemail where id = any($2::bigint[])),
    sent as (
      insert into workers.missed_message_sent (user_profile_id, message_id, event_id, sent_at)
      select $1, s.message_id, s.event_id, $5
      from unnest($3::int[], $4::uuid[]) as s (message_id, event_id)
      on conflict do nothing),
    tokens as (
      insert into zerver_missedmessageemailaddress
        (user_profile_id, message_id, email_token, "timestamp", times_used)
      select $1, t.message_id, t.token, $5, 0
      from unnest($6::int[], $7::text[]) as t (message_id, token))
    update zerver_userprofile set last_reminder = $5
    where id = $1 and cardinality($3::int[]) > 0`,
} as const;

/** What a flush has finished. */
export interface FinishedRows {
  readonly userId: number;
  /** Claimed rows that are done with, mailed or not. */
  readonly rowIds: readonly number[];
  readonly mails: readonly FinishedMail[];
  readonly atMs: number;
}

/** What is kept about a mail. */
export interface FinishedMail {
  readonly eventId: string;
  readonly messageIds: readonly number[];
  /** The message that an answer to the mail answers. */
  readonly firstMessageId: number;
  /** Local part of the address that takes the answer; null without a mail gateway. */
  readonly replyToken: string | null;
}

/** Deletes exactly these rows and keeps what must be known later about the mails. */
export async function finishWaitingRows(tx: Tx, finished: FinishedRows): Promise<void> {
  const { mails } = finished;
  const tokens = mails.filter(({ replyToken }) => replyToken !== null);
  await runHot(tx, FINISH, [
    finished.userId,
    finished.rowIds,
    mails.flatMap(({ messageIds }) => messageIds),
    mails.flatMap(({ eventId, messageIds }) => messageIds.map(() => eventId)),
    new Date(finished.atMs),
    tokens.map(({ firstMessageId }) => firstMessageId),
    tokens.map(({ replyToken }) => replyToken),
  ]);
}

/** A window that is being tried again after a failure keeps its time. */
const OVERDUE = {
  name: 'mm_waiting_overdue',
  plan: 'fresh',
  text: `
    select w.user_profile_id, min(w.scheduled_timestamp) as due_at
    from zerver_scheduledmessagenotificationemail w
    where w.scheduled_timestamp <= $2
      and not exists (
        select from workers.open_window o
        where o.queue = $1 and o.key = w.user_profile_id::text and (o.due_at <= $2 or o.attempts > 0))
    group by w.user_profile_id order by 2 limit $3`,
} as const;

/** People with due rows but no window that will send them: left by another worker, or moved to an earlier time. */
export async function readOverduePersons(
  db: Database,
  options: { readonly queue: string; readonly nowMs: number; readonly limit: number },
): Promise<readonly { readonly userId: number; readonly dueAtMs: number }[]> {
  const rows = await runHot<{ user_profile_id: number; due_at: Date }>(db, OVERDUE, [
    options.queue,
    new Date(options.nowMs),
    options.limit,
  ]);
  return rows.map((row) => ({ userId: row.user_profile_id, dueAtMs: row.due_at.getTime() }));
}
