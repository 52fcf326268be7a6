import type pg from 'pg';
import type { Organization, Person, Room } from './plan.ts';

/** Batching periods of the demo's people, in seconds: short, or nobody would wait for the end. */
const PERIODS_SECONDS = [3, 5, 8, 12] as const;

/**
 * Reads the seeded organization and makes it fit for a short demo: different short batching periods, mail for channel
 * messages, a few people who hide content. Which people can be told about what is left to the plan.
 */
export const prepareOrganization = async (pool: pg.Pool): Promise<Organization> => {
  await pool.query(
    `update zerver_userprofile set
       email_notifications_batching_period_seconds = ($1::int[])[1 + id % ${String(PERIODS_SECONDS.length)}],
       enable_offline_email_notifications = true,
       enable_stream_email_notifications = true,
       message_content_in_email_notifications = (id % 17 <> 0)
     where not is_bot`,
    [PERIODS_SECONDS],
  );
  const realm = await one<{ id: number; content: boolean }>(
    pool,
    `select id, message_content_allowed_in_email_notifications as content from zerver_realm
     where not deactivated and string_id <> 'zulipinternal' order by id limit 1`,
  );
  const client = await one<{ id: number }>(
    pool,
    `insert into zerver_client (name) values ('website') on conflict (name) do update set name = excluded.name returning id`,
  );
  const people = await pool.query<Person>(
    `select id, full_name as name, delivery_email as address, recipient_id as "recipientId",
            (id % 17 = 0 or not $2) as hidden
     from zerver_userprofile
     where realm_id = $1 and not is_bot and is_active and delivery_email <> '' and role <> 600 and recipient_id is not null
       and not long_term_idle
     order by id`,
    [realm.id, realm.content],
  );
  // Nobody is muted while the demo runs: its plan assumes that an unread message is announced.
  await pool.query('delete from zerver_usertopic where visibility_policy = 1');
  await pool.query('delete from zerver_muteduser');
  await pool.query('update zerver_subscription set is_muted = false, email_notifications = null');
  const known = people.rows.map((person) => person.id);
  return {
    realmId: realm.id,
    clientId: client.id,
    people: people.rows,
    channels: await rooms(pool, 2, known),
    groups: await rooms(pool, 3, known),
  };
};

/** Channels (type 2) or group conversations (type 3), with those members that the demo knows. */
const rooms = async (pool: pg.Pool, type: 2 | 3, known: readonly number[]): Promise<Room[]> => {
  const { rows } = await pool.query<Room>(
    `select r.id as "recipientId", coalesce(min(s.name), '') as name,
            array_agg(u.user_profile_id order by u.user_profile_id) as "memberIds"
     from zerver_recipient r
     join zerver_subscription u on u.recipient_id = r.id and u.active and u.is_user_active
     left join zerver_stream s on s.recipient_id = r.id
     where r.type = $1 and u.user_profile_id = any($2) and (s.id is null or not s.deactivated)
     group by r.id having count(*) >= 3 order by r.id`,
    [type, known],
  );
  if (rows.length === 0) throw new Error(`the seeded organization has no recipients of type ${String(type)}`);
  return rows;
};

const one = async <Row extends pg.QueryResultRow>(pool: pg.Pool, text: string): Promise<Row> => {
  const { rows } = await pool.query<Row>(text);
  const [row] = rows;
  if (row === undefined) throw new Error(`no row: ${text}`);
  return row;
};
