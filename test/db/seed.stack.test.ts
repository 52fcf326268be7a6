import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../src/db/seed.ts';
import { openFixture } from './fixture.ts';
import type { DatabaseFixture } from './fixture.ts';

const clock = { now: () => Date.UTC(2026, 4, 4, 12) };

describe('seed', () => {
  let fixture: DatabaseFixture;
  let again: DatabaseFixture;
  beforeAll(async () => {
    [fixture, again] = await Promise.all([openFixture(), openFixture()]);
    await Promise.all([
      seed(fixture.database, { people: 60, messages: 500, clock }),
      seed(again.database, { people: 60, messages: 500, clock }),
    ]);
  });
  afterAll(() => Promise.all([fixture.end(), again.end()]));

  const rows = async (of: DatabaseFixture, statement: string): Promise<Record<string, unknown>[]> =>
    (await of.database.pool.query<Record<string, unknown>>(statement)).rows;

  it('makes the same organization for the same seed', async () => {
    for (const table of [
      'zerver_userprofile',
      'zerver_message',
      'zerver_usermessage',
      'zerver_subscription',
    ]) {
      const digest = `select md5(string_agg(t::text, '|' order by t.id)) from ${table} t`;
      expect(await rows(fixture, digest), table).toEqual(await rows(again, digest));
    }
  });

  it('has people of every language, role, batching period and privacy setting', async () => {
    const [counts] = await rows(
      fixture,
      `select count(distinct default_language)::int as languages, count(distinct role)::int as roles,
         count(distinct email_notifications_batching_period_seconds)::int > 2 as periods,
         count(distinct message_content_in_email_notifications)::int as hiding,
         count(distinct bot_type)::int as bot_types
       from zerver_userprofile where realm_id = (select id from zerver_realm where string_id = 'lighthouse')`,
    );
    expect(counts).toEqual({ languages: 6, roles: 5, periods: true, hiding: 2, bot_types: 4 });
  });

  it('gives every reader of a message exactly one row of flags, and marks direct messages and mentions', async () => {
    const [counts] = await rows(
      fixture,
      `select
         (select count(*)::int from zerver_message m where not exists
           (select from zerver_usermessage u where u.message_id = m.id and u.user_profile_id = m.sender_id)) as unsent,
         (select count(*)::int from zerver_usermessage u join zerver_message m on m.id = u.message_id
           where (u.flags & 2048 <> 0) = m.is_channel_message) as wrongly_direct,
         (select count(*)::int > 0 from zerver_usermessage where flags & 8 <> 0) as mentioned,
         (select count(*)::int > 0 from zerver_usermessage where flags & 1 = 0) as unread`,
    );
    expect(counts).toEqual({ unsent: 0, wrongly_direct: 0, mentioned: true, unread: true });
  });

  it('refuses to fill a database twice', async () => {
    await expect(seed(fixture.database, { clock })).rejects.toMatchObject({ code: 'already_seeded' });
  });
});
