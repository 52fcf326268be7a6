import { sql } from '../../db/drizzle.ts';
import type { Tx } from '../../db/client.ts';
import type { ScheduledMailType } from './scheduled-mail.ts';

/** A row to be inserted. */
export interface NewScheduledMail {
  readonly dueAtMs: number;
  readonly json: string;
  readonly realmId: number;
  readonly type: ScheduledMailType;
  /** Users, or one bare address. */
  readonly to: { readonly userIds: readonly number[] } | { readonly address: string };
}

/** Inserts a scheduled mail with its users; answers its id. */
export async function insertScheduledMail(tx: Tx, mail: NewScheduledMail): Promise<number> {
  const address = 'address' in mail.to ? mail.to.address : null;
  const { rows } = await tx.execute<{ id: number }>(sql`
    insert into zerver_scheduledemail (scheduled_timestamp, data, realm_id, address, type)
    values (${new Date(mail.dueAtMs).toISOString()}, ${mail.json}, ${mail.realmId}, ${address}, ${mail.type})
    returning id::int`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('insert returned no row');
  if ('userIds' in mail.to) {
    await tx.execute(sql`
      insert into zerver_scheduledemail_users (scheduledemail_id, userprofile_id)
      select ${id}, unnest(${intArray(mail.to.userIds)})`);
  }
  return id;
}

/** A due row with its users of now. */
export interface DueMail {
  readonly id: number;
  readonly dueAt: string;
  readonly json: string;
  readonly address: string | null;
  readonly userIds: readonly number[];
}

/**
 * Locks the one earliest due row. Rows that another process works on are skipped, so two deliverers never take the
 * same; one row at a time, so that one bad row never holds up the others (zulip/zulip#21151).
 */
export async function claimDueMail(tx: Tx, nowMs: number): Promise<DueMail | null> {
  const { rows } = await tx.execute<{
    id: number;
    due_at: string;
    data: string;
    address: string | null;
    user_ids: number[];
  }>(sql`
    with due as (
      select id, scheduled_timestamp, data, address from zerver_scheduledemail
       where scheduled_timestamp <= ${new Date(nowMs).toISOString()}
       order by scheduled_timestamp, id limit 1
       for update skip locked)
    select due.id::int as id, due.data, due.address,
           to_char(due.scheduled_timestamp at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"+00:00"') as due_at,
           array(select u.userprofile_id from zerver_scheduledemail_users u
                  where u.scheduledemail_id = due.id order by u.userprofile_id) as user_ids
      from due`);
  const row = rows[0];
  return row === undefined
    ? null
    : { id: row.id, dueAt: row.due_at, json: row.data, address: row.address, userIds: row.user_ids };
}

/** When the earliest row is due, ms since the epoch; null when there is none. */
export async function nextDueMs(tx: Tx): Promise<number | null> {
  const { rows } = await tx.execute<{ due_ms: number | null }>(sql`
    select (extract(epoch from min(scheduled_timestamp)) * 1000)::float8 as due_ms from zerver_scheduledemail`);
  return rows[0]?.due_ms ?? null;
}

/** Deletes a row with its links; a Zulip server's tables do not cascade by themselves. */
export async function deleteScheduledMail(tx: Tx, id: number): Promise<void> {
  await tx.execute(sql`delete from zerver_scheduledemail_users where scheduledemail_id = ${id}`);
  await tx.execute(sql`delete from zerver_scheduledemail where id = ${id}`);
}

/** Moves a row to a later time. */
export async function postponeScheduledMail(tx: Tx, id: number, untilMs: number): Promise<void> {
  await tx.execute(sql`
    update zerver_scheduledemail set scheduled_timestamp = ${new Date(untilMs).toISOString()} where id = ${id}`);
}

/** Locks the rows of these users (of one type, or of all with null), in the order of their ids. */
export async function lockMailsOfUsers(
  tx: Tx,
  userIds: readonly number[],
  type: ScheduledMailType | null,
): Promise<readonly number[]> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    select e.id::int as id from zerver_scheduledemail e
     where (${type}::smallint is null or e.type = ${type})
       and exists (select from zerver_scheduledemail_users u
                    where u.scheduledemail_id = e.id and u.userprofile_id = any(${intArray(userIds)}))
     order by e.id for update`);
  return rows.map((row) => row.id);
}

/** Takes these users off these rows, and deletes the rows that are left without users. */
export async function removeUsersFromMails(
  tx: Tx,
  ids: readonly number[],
  userIds: readonly number[],
): Promise<void> {
  await tx.execute(sql`
    delete from zerver_scheduledemail_users
     where scheduledemail_id = any(${intArray(ids)}) and userprofile_id = any(${intArray(userIds)})`);
  await tx.execute(sql`
    delete from zerver_scheduledemail e
     where e.id = any(${intArray(ids)})
       and not exists (select from zerver_scheduledemail_users u where u.scheduledemail_id = e.id)`);
}

/** Deletes the rows of one type for this address, whatever its case. */
export async function deleteMailsToAddress(tx: Tx, address: string, type: ScheduledMailType): Promise<void> {
  await tx.execute(sql`
    delete from zerver_scheduledemail where type = ${type} and upper(address) = upper(${address})`);
}

/** One parameter instead of one per element. */
const intArray = (values: readonly number[]): ReturnType<typeof sql> =>
  sql`${`{${values.join(',')}}`}::int[]`;
