import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orphanRecipients } from '../../src/db/queries/orphans.ts';
import { seed } from '../../src/db/seed.ts';
import { huddleHash } from '../../src/db/seed/channels.ts';
import { openFixture, refusal, rolledBack, rowsOf } from './fixture.ts';
import type { DatabaseFixture } from './fixture.ts';

const NOW = Date.UTC(2026, 4, 4, 12);
const UNIQUE = '23505';

describe('tables of a Zulip server', () => {
  let fixture: DatabaseFixture;
  let realmId: number;
  let otherRealmId: number;
  let userId: number;
  let otherUserId: number;
  let streamId: number;
  let messageId: number;

  const one = async (statement: string): Promise<number> =>
    Number((await fixture.database.pool.query<{ id: string }>(statement)).rows[0]?.id);

  beforeAll(async () => {
    fixture = await openFixture();
    const report = await seed(fixture.database, { people: 20, messages: 60, clock: { now: () => NOW } });
    realmId = report.realmId;
    otherRealmId = await one(`select id from zerver_realm where id <> ${realmId}`);
    userId = await one(`select id from zerver_userprofile where realm_id = ${realmId} order by id limit 1`);
    otherUserId = await one(`select id from zerver_userprofile where id > ${userId} order by id limit 1`);
    streamId = await one(`select id from zerver_stream where name = 'general'`);
    messageId = await one(`select id from zerver_message order by id limit 1`);
  });
  afterAll(() => fixture.end());

  const user = (realm: number, address: string): string =>
    `insert into zerver_userprofile (realm_id, full_name, email, delivery_email)
     values (${realm}, 'N', 'x' || gen_random_uuid(), '${address}')`;

  it('check 1: an address is unique in an organization whatever its capitals, not across organizations', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute(user(realmId, 'A@x.org'));
      expect(await refusal(tx, user(realmId, 'a@X.org'))).toEqual({
        code: UNIQUE,
        constraint: 'zerver_userprofile_realm_id_delivery_email_uniq',
      });
      await tx.execute(user(otherRealmId, 'a@x.org'));
    }));

  /** A copy of the channel `general` under another name or organization. */
  const channel = (realm: number, name: string): string =>
    `insert into zerver_stream select (r).* from (
       select jsonb_populate_record(s, jsonb_build_object('id', nextval(pg_get_serial_sequence('zerver_stream', 'id')),
         'realm_id', ${realm}, 'name', '${name}', 'recipient_id', null)) as r
       from zerver_stream s where s.id = ${streamId}) copied`;

  it('check 2: a channel name is unique in an organization whatever its capitals, not across organizations', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute(channel(realmId, 'Lamps'));
      expect((await refusal(tx, channel(realmId, 'lamps'))).constraint).toBe(
        'zerver_stream_realm_id_name_uniq',
      );
      await tx.execute(channel(otherRealmId, 'lamps'));
    }));

  it('check 3: APNs tokens are compared without capitals, FCM tokens with them, and per person', () =>
    rolledBack(fixture.database, async (tx) => {
      const token = (person: number, kind: number, value: string): string =>
        `insert into zerver_pushdevicetoken (user_id, kind, token) values (${person}, ${kind}, '${value}')`;
      await tx.execute(token(userId, 1, 'aB'));
      expect((await refusal(tx, token(userId, 1, 'Ab'))).code).toBe(UNIQUE);
      await tx.execute(token(userId, 2, 'aB'));
      await tx.execute(token(userId, 2, 'Ab'));
      await tx.execute(token(otherUserId, 2, 'aB'));
      expect((await refusal(tx, token(userId, 2, 'aB'))).code).toBe(UNIQUE);
    }));

  it('check 4: a deactivated emoji leaves its name free', () =>
    rolledBack(fixture.database, async (tx) => {
      const emoji = (deactivated: boolean): string =>
        `insert into zerver_realmemoji (realm_id, name, deactivated) values (${realmId}, 'lamp', ${deactivated})`;
      await tx.execute(emoji(true));
      await tx.execute(emoji(false));
      expect((await refusal(tx, emoji(false))).constraint).toBe('unique_realm_emoji_when_false_deactivated');
    }));

  it('check 5: a person has one policy for a topic whatever its capitals', () =>
    rolledBack(fixture.database, async (tx) => {
      const topic = (name: string): string =>
        `insert into zerver_usertopic (user_profile_id, stream_id, recipient_id, topic_name)
         select ${userId}, id, recipient_id, '${name}' from zerver_stream where id = ${streamId}`;
      await tx.execute(topic('Lunch'));
      expect((await refusal(tx, topic('lunch'))).constraint).toBe('usertopic_case_insensitive_topic_uniq');
    }));

  it('check 6: subscriptions, flags and reactions cannot be doubled', () =>
    rolledBack(fixture.database, async (tx) => {
      for (const table of ['zerver_subscription', 'zerver_usermessage', 'zerver_reaction']) {
        const columns = {
          zerver_subscription: 'user_profile_id, recipient_id',
          zerver_usermessage: 'user_profile_id, message_id',
          zerver_reaction: 'user_profile_id, message_id, emoji_name, emoji_code',
        }[table];
        const copy = `insert into ${table} (${columns ?? ''}) select ${columns ?? ''} from ${table} limit 1`;
        expect((await refusal(tx, copy)).code, table).toBe(UNIQUE);
      }
    }));

  it('check 7: a direct message group is known by the hash of its sorted members', () =>
    rolledBack(fixture.database, async (tx) => {
      expect(huddleHash([9, 3, 3])).toBe('155a8a47a1dcf51b60687fb588740d448f3f3815');
      const group = `insert into zerver_huddle (huddle_hash, group_size) values ('${huddleHash([9, 3])}', 2)`;
      await tx.execute(group);
      expect((await refusal(tx, group)).code).toBe(UNIQUE);
    }));

  it('check 8: unread messages are found by the partial index when the predicate has its form', () =>
    rolledBack(fixture.database, async (tx) => {
      // Few rows make every index look alike: leave only those that cannot serve another predicate.
      await tx.execute('set local enable_seqscan = off');
      await tx.execute('drop index zerver_usermessage_user_profile_id_idx');
      await tx.execute(
        'alter table zerver_usermessage drop constraint zerver_usermessage_user_profile_id_message_id_uniq',
      );
      const planOf = async (unread: string): Promise<string> =>
        (
          await rowsOf<{ 'QUERY PLAN': string }>(
            tx,
            `explain select message_id from zerver_usermessage where user_profile_id = 7 and ${unread}`,
          )
        )
          .map((row) => row['QUERY PLAN'])
          .join('\n');
      expect(await planOf('flags & 1 = 0')).toContain('zerver_usermessage_unread_message_id');
      expect(await planOf('not (flags & 1 = 1)')).not.toContain('zerver_usermessage_unread_message_id');
    }));

  it('check 9: flags are set and cleared bit by bit', () =>
    rolledBack(fixture.database, async (tx) => {
      const flags = async (change: string): Promise<number> =>
        Number((await rowsOf<{ flags: string }>(tx, change))[0]?.flags);
      const set = (value: string): string =>
        `update zerver_usermessage set flags = ${value} where id = (select min(id) from zerver_usermessage) returning flags`;
      expect(await flags(set('2057'))).toBe(2057);
      const [bits] = await rowsOf(
        tx,
        `select flags & 1 <> 0 as read, flags & 8 <> 0 as mentioned, flags & 2048 <> 0 as direct
         from zerver_usermessage where id = (select min(id) from zerver_usermessage)`,
      );
      expect(bits).toEqual({ read: true, mentioned: true, direct: true });
      expect(await flags(set('flags | 4096'))).toBe(6153);
      expect(await flags(set('flags & ~1'))).toBe(6152);
    }));

  it('check 10: a deleted message takes everything that hangs on it along, but not the upload it links', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute(
        `insert into zerver_scheduledmessagenotificationemail (user_profile_id, message_id, trigger, scheduled_timestamp)
         values (${userId}, ${messageId}, 'mentioned', now())`,
      );
      await tx.execute(
        `insert into zerver_missedmessageemailaddress (user_profile_id, message_id, email_token)
         values (${userId}, ${messageId}, 'mm1')`,
      );
      await tx.execute(
        `insert into zerver_submessage (message_id, sender_id, msg_type, content) values (${messageId}, ${userId}, 'w', '{}')`,
      );
      await tx.execute(
        `with upload as (
           insert into zerver_attachment (file_name, path_id, owner_id, realm_id, size)
           values ('a.txt', 'p', ${userId}, ${realmId}, 1) returning id)
         insert into zerver_attachment_messages (attachment_id, message_id) select id, ${messageId} from upload`,
      );
      await tx.execute(`delete from zerver_message where id = ${messageId}`);
      for (const table of [
        'zerver_usermessage',
        'zerver_reaction',
        'zerver_submessage',
        'zerver_scheduledmessagenotificationemail',
        'zerver_missedmessageemailaddress',
        'zerver_attachment_messages',
      ]) {
        expect(await rowsOf(tx, `select from ${table} where message_id = ${messageId}`), table).toEqual([]);
      }
      expect(await rowsOf(tx, `select from zerver_attachment where path_id = 'p'`)).toHaveLength(1);
    }));

  it('check 11: a group that a channel needs cannot be deleted, an organization goes with both', () =>
    rolledBack(fixture.database, async (tx) => {
      const { code } = await refusal(
        tx,
        `delete from zerver_usergroup where id = (select can_send_message_group_id from zerver_stream where id = ${streamId})`,
      );
      // PostgreSQL 18 tells a refusal by RESTRICT from other violations of a reference.
      expect(['23503', '23001']).toContain(code);
      await tx.execute(`delete from zerver_realm where id = ${realmId}`);
      await tx.execute('set constraints all immediate');
      for (const table of ['zerver_stream', 'zerver_usergroup', 'zerver_namedusergroup', 'zerver_message']) {
        expect(await rowsOf(tx, `select from ${table} where realm_id = ${realmId}`), table).toEqual([]);
      }
    }));

  it('a person with messages cannot be deleted', () =>
    rolledBack(fixture.database, async (tx) => {
      const statement = `delete from zerver_userprofile where id = (select sender_id from zerver_message limit 1)`;
      expect((await refusal(tx, statement)).code).toBe('23503');
    }));

  it('check 12: after an organization its registration stays, and what is left of it is found', async () => {
    const own = await openFixture();
    try {
      const report = await seed(own.database, { people: 12, messages: 20, clock: { now: () => NOW } });
      const { pool, db } = own.database;
      await pool.query(
        `insert into zerver_preregistrationrealm (name, string_id, email, created_realm_id)
         values ('N', 'n', 'n@example.com', ${report.realmId})`,
      );
      expect(await orphanRecipients(db, 10)).toEqual([]);
      await pool.query(`delete from zerver_realm where id = ${report.realmId}`);
      const { rows } = await pool.query('select created_realm_id from zerver_preregistrationrealm');
      expect(rows).toEqual([{ created_realm_id: null }]);
      const types = new Set((await orphanRecipients(db, 1_000)).map((orphan) => orphan.type));
      expect(types).toEqual(new Set([1, 2, 3]));
    } finally {
      await own.end();
    }
  });

  it('check 13: a notification for a message that is gone is refused at its statement', () =>
    rolledBack(fixture.database, async (tx) => {
      const { code } = await refusal(
        tx,
        `insert into zerver_scheduledmessagenotificationemail (user_profile_id, message_id, trigger, scheduled_timestamp)
         values (${userId}, 2000000000, 'mentioned', now())`,
      );
      expect(code).toBe('23503');
    }));

  it('check 14: only a new topic or rendered text enters the log of the search indexer', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute('delete from fts_update_log');
      await tx.execute(`update zerver_message set rendered_content = '<p>new</p>' where id = ${messageId}`);
      expect(await rowsOf(tx, 'select message_id from fts_update_log')).toEqual([{ message_id: messageId }]);
      await tx.execute(`update zerver_message set has_link = true where id = ${messageId}`);
      await tx.execute(`update zerver_usermessage set flags = flags | 2 where message_id = ${messageId}`);
      expect(await rowsOf(tx, 'select message_id from fts_update_log')).toHaveLength(1);
    }));

  it('check 15: counts of one hour add up in one row', () =>
    rolledBack(fixture.database, async (tx) => {
      const add = (at: string, by: number): string =>
        `insert into analytics_usercount (user_id, realm_id, property, end_time, value)
         values (${userId}, ${realmId}, 'messages_read::hour',
           date_trunc('hour', timestamptz '${at}' + interval '1 hour' - interval '1 microsecond', 'UTC'), ${by})
         on conflict (user_id, property, end_time) where subgroup is null
         do update set value = analytics_usercount.value + excluded.value`;
      await tx.execute(add('2026-05-04 10:05:00+00', 3));
      await tx.execute(add('2026-05-04 10:50:00+00', 4));
      await tx.execute(add('2026-05-04 11:00:00+00', 1));
      expect(
        await rowsOf(tx, `select end_time at time zone 'UTC' as "end", value from analytics_usercount`),
      ).toEqual([{ end: '2026-05-04 11:00:00', value: '8' }]);
    }));

  it('check 16: flags rows outgrow 32 bits, messages do not', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute(
        `update zerver_usermessage set id = 5000000000 where id = (select min(id) from zerver_usermessage)`,
      );
      const { code } = await refusal(tx, `update zerver_message set id = 2147483648 where id = ${messageId}`);
      expect(code).toBe('22003');
    }));

  it('check 17: a bot has its services in the order of their ids', () =>
    rolledBack(fixture.database, async (tx) => {
      const names = await rowsOf(
        tx,
        `select s.name from zerver_service s join zerver_userprofile u on u.id = s.user_profile_id
         where u.full_name = 'Ticket Bot' order by s.id`,
      );
      expect(names).toEqual([{ name: 'tickets' }, { name: 'tickets archive' }]);
    }));

  it('check 18: registered devices are found by their partial index, others are not', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute(
        `insert into zerver_pushdevice (user_id, token_kind, push_account_id, push_key, bouncer_device_id)
         values (${userId}, 'fcm', 1, '\\x31', null), (${userId}, 'fcm', 9223372036854775807, '\\x31', 77)`,
      );
      const query = `select push_account_id from zerver_pushdevice
        where user_id = ${userId} and bouncer_device_id is not null`;
      expect(await rowsOf(tx, query)).toEqual([{ push_account_id: '9223372036854775807' }]);
      await tx.execute('set local enable_seqscan = off');
      await tx.execute('set local enable_bitmapscan = off');
      await tx.execute('drop index zerver_pushdevice_user_id_idx');
      await tx.execute(
        'alter table zerver_pushdevice drop constraint unique_push_device_user_push_account_id',
      );
      const plan = await rowsOf<{ 'QUERY PLAN': string }>(tx, `explain ${query}`);
      expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain(
        'zerver_pushdevice_user_bouncer_device_id_idx',
      );
    }));

  it('check 19: a channel without subscribers and description gets the defaults', () =>
    rolledBack(fixture.database, async (tx) => {
      const groups = await rowsOf<{ name: string }>(
        tx,
        `select column_name as name from information_schema.columns
         where table_name = 'zerver_stream' and column_name like 'can\\_%'`,
      );
      const names = groups.map((row) => row.name);
      await tx.execute(
        `insert into zerver_stream (name, realm_id, ${names.join(', ')})
         select 'plain', ${realmId}, ${names.join(', ')} from zerver_stream where id = ${streamId}`,
      );
      expect(
        await rowsOf(tx, `select subscriber_count, description from zerver_stream where name = 'plain'`),
      ).toEqual([{ subscriber_count: 0, description: '' }]);
    }));

  it('check 20: audit rows of one moment are ordered by their ids', () =>
    rolledBack(fixture.database, async (tx) => {
      await tx.execute(
        `insert into zerver_realmauditlog
           (realm_id, modified_user_id, modified_stream_id, event_last_message_id, event_time, event_type)
         values (${realmId}, ${userId}, ${streamId}, 9, now(), 301), (${realmId}, ${userId}, ${streamId}, 9, now(), 303)`,
      );
      const [last] = await rowsOf(
        tx,
        `select event_type from zerver_realmauditlog where modified_user_id = ${userId} and event_last_message_id = 9
         and event_type in (301, 302, 303) order by event_last_message_id desc, id desc limit 1`,
      );
      expect(last).toEqual({ event_type: 303 });
    }));

  it('check 21: the token of a channel address cannot be used twice', () =>
    rolledBack(fixture.database, async (tx) => {
      const address = (sender: number): string =>
        `insert into zerver_channelemailaddress (realm_id, channel_id, sender_id, email_token)
         values (${realmId}, ${streamId}, ${sender}, 'token')`;
      await tx.execute(address(userId));
      expect((await refusal(tx, address(otherUserId))).constraint).toBe(
        'zerver_channelemailaddress_email_token_key',
      );
    }));
});
