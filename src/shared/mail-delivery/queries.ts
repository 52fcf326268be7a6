import type { Database } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import type { HotStatement } from '../../db/statement.ts';
import type { ClaimAnswer, MailRealm, MailStore, MailUser } from './ports.ts';

/** A statement of the mail rooms failed; the driver's error is the cause, `query` the statement's name. */
export class MailStoreError extends Error {
  override readonly name = 'MailStoreError';
  readonly code = 'mail_store';
  readonly query: string;

  constructor(query: string, cause: unknown) {
    super(`Statement ${query} failed`, { cause });
    this.query = query;
  }
}

interface RealmRow {
  readonly realm_id: number;
  readonly realm_name: string;
  readonly string_id: string;
  readonly deactivated: boolean;
}

interface UserRow extends RealmRow {
  readonly id: number;
  readonly full_name: string;
  readonly delivery_email: string;
  readonly default_language: string;
  readonly is_active: boolean;
  readonly is_bot: boolean;
  readonly is_suppressed: boolean;
}

const USERS: HotStatement = {
  name: 'mail_users',
  text: `
    select u.id, u.full_name, u.delivery_email, u.default_language, u.is_active, u.is_bot,
           r.id as realm_id, r.name as realm_name, r.string_id, r.deactivated,
           s.address is not null as is_suppressed
      from zerver_userprofile u
      join zerver_realm r on r.id = u.realm_id
      left join workers.email_suppression s on s.address = lower(u.delivery_email)
     where u.id = any($1::int[])`,
};

const REALMS: HotStatement = {
  name: 'mail_realms',
  text: `
    select id as realm_id, name as realm_name, string_id, deactivated
      from zerver_realm where id = any($1::int[])`,
};

const SUPPRESSED: HotStatement = {
  name: 'mail_suppressed',
  text: 'select address from workers.email_suppression where address = any($1::text[])',
};

/**
 * One row per event. A row that says `sending` and is younger than $4 ms belongs to a process that may be in the middle
 * of it; an older one was left by a process that died, so its outcome is unknown. That doubt is written down here, before
 * anything can go wrong with this attempt. `before` reads the rows as they were when the statement began. Rows are taken
 * in the order of their ids, so that two processes cannot lock each other out.
 */
const CLAIM: HotStatement = {
  name: 'mail_claim',
  text: `
    with asked as (
      select event_id, message_id from unnest($1::uuid[], $2::text[]) as a (event_id, message_id)
    ), before as (
      select d.event_id, d.status, d.updated_at from workers.email_delivery d join asked using (event_id)
    ), claimed as (
      insert into workers.email_delivery as d (event_id, queue, status, attempts, message_id_header, updated_at)
      select event_id, $3, 'sending', 1, message_id, now() from asked order by event_id
      on conflict (event_id) do update
        set status = 'sending', attempts = d.attempts + 1, updated_at = now(),
            smtp_response = case when d.status in ('sending', 'unknown')
                                 then 'attempt ' || (d.attempts + 1) || ' after an unknown outcome; '
                                 else d.smtp_response end
        where d.status <> 'sent'
          and (d.status <> 'sending' or d.updated_at < now() - $4::bigint * interval '1 millisecond')
      returning event_id, attempts
    )
    select asked.event_id, claimed.attempts, before.status,
           (extract(epoch from coalesce(before.updated_at, now())) * 1000)::float8 as since_ms
      from asked left join claimed using (event_id) left join before using (event_id)`,
};

/**
 * A row that was once in doubt stays so, however the attempts after that ended: the mail may have gone out then. A
 * process that was stopped in the middle and told its ending late does not take back that another has sent the mail.
 */
const RECORD: HotStatement = {
  name: 'mail_record',
  text: `
    update workers.email_delivery d
       set status = r.status, updated_at = now(),
           smtp_response = coalesce(substring(d.smtp_response from '^attempt [0-9]+ after an unknown outcome; '), '') || r.response
      from unnest($1::uuid[], $2::text[], $3::text[]) as r (event_id, status, response)
     where d.event_id = r.event_id and (d.status <> 'sent' or r.status = 'sent')`,
};

const SUPPRESS: HotStatement = {
  name: 'mail_suppress',
  text: 'insert into workers.email_suppression (address, reason) values ($1, $2) on conflict do nothing',
};

const UNSUPPRESS: HotStatement = {
  name: 'mail_unsuppress',
  text: 'delete from workers.email_suppression where address = $1',
};

const realmOf = (row: RealmRow): MailRealm => ({
  id: row.realm_id,
  name: row.realm_name,
  stringId: row.string_id,
  deactivated: row.deactivated,
});

const userOf = (row: UserRow): MailUser => ({
  id: row.id,
  fullName: row.full_name,
  deliveryEmail: row.delivery_email,
  language: row.default_language,
  isActive: row.is_active,
  isBot: row.is_bot,
  realm: realmOf(row),
  isSuppressed: row.is_suppressed,
});

interface ClaimRow {
  readonly event_id: string;
  readonly attempts: number | null;
  readonly status: string | null;
  readonly since_ms: number;
}

function claimAnswer(row: ClaimRow, leaseMs: number): ClaimAnswer {
  if (row.attempts !== null) {
    const isOutcomeUnknown = row.status === 'sending' || row.status === 'unknown';
    return { kind: 'claimed', attempts: row.attempts, isOutcomeUnknown };
  }
  return row.status === 'sent'
    ? { kind: 'already_sent' }
    : { kind: 'in_flight', untilMs: Math.ceil(row.since_ms) + leaseMs };
}

/**
 * The mail store over PostgreSQL. `leaseMs`: how long a claim is taken to be in good hands, longer than any attempt.
 * Every method rejects with a `MailStoreError`.
 */
export function createMailStore(db: Database, leaseMs: number): MailStore {
  const run = async <Row extends object>(
    statement: HotStatement,
    values: readonly unknown[],
  ): Promise<readonly Row[]> => {
    try {
      return await runHot<Row & Record<string, unknown>>(db, statement, values);
    } catch (error) {
      throw new MailStoreError(statement.name, error);
    }
  };
  return {
    users: async (ids) => new Map((await run<UserRow>(USERS, [ids])).map((row) => [row.id, userOf(row)])),
    realms: async (ids) =>
      new Map((await run<RealmRow>(REALMS, [ids])).map((row) => [row.realm_id, realmOf(row)])),
    suppressed: async (addresses) =>
      new Set((await run<{ address: string }>(SUPPRESSED, [addresses])).map((row) => row.address)),
    claim: async (claims) => {
      const queue = claims[0]?.queue;
      const rows = await run<ClaimRow>(CLAIM, [
        claims.map((claim) => claim.eventId),
        claims.map((claim) => claim.messageId),
        queue,
        leaseMs,
      ]);
      return new Map(rows.map((row) => [row.event_id, claimAnswer(row, leaseMs)]));
    },
    record: async (records) => {
      await run(RECORD, [
        records.map((record) => record.eventId),
        records.map((record) => record.status),
        records.map((record) => record.response),
      ]);
    },
    suppress: async (address, reason) => {
      await run(SUPPRESS, [address, reason]);
    },
    unsuppress: async (address) => {
      await run(UNSUPPRESS, [address]);
    },
  };
}
