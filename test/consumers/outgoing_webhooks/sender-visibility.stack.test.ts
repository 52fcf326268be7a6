import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSenderVisible } from '../../../src/consumers/outgoing_webhooks/sender-visibility.ts';
import { seed } from '../../../src/db/seed.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { openFixture } from '../../db/fixture.ts';
import type { DatabaseFixture } from '../../db/fixture.ts';

let fixture: DatabaseFixture;
let botId: number;
let senderId: number;

const run = (sql: string, values: unknown[] = []) => fixture.database.pool.query(sql, values);

/** A guest's bot that shares nothing with a person, in an organization where not everybody sees everybody. */
beforeAll(async () => {
  fixture = await openFixture();
  await seed(fixture.database, { people: 10, messages: 20, clock: systemClock });
  const bots = await run(
    'select id, realm_id from zerver_userprofile where bot_type = 3 order by id limit 1',
  );
  const { id, realm_id: realmId } = bots.rows[0] as { id: number; realm_id: number };
  botId = id;
  const people = await run(
    'select id from zerver_userprofile where realm_id = $1 and not is_bot and role = 400 order by id limit 1',
    [realmId],
  );
  senderId = (people.rows[0] as { id: number }).id;
  await run('update zerver_userprofile set role = 600 where id = $1', [botId]);
  await run('delete from zerver_subscription where user_profile_id = $1', [botId]);
  await run('delete from zerver_usergroupmembership where user_profile_id = $1', [botId]);
  await run('delete from zerver_message where sender_id = $1', [botId]);
  await run(
    `update zerver_realm set can_access_all_users_group_id =
       (select usergroup_ptr_id from zerver_namedusergroup where realm_id = $1 and name = 'role:members')
     where id = $1`,
    [realmId],
  );
});
afterAll(() => fixture.end());

const visible = (): Promise<boolean> => isSenderVisible(fixture.database.db, botId, senderId);

/** Runs the test with a change that is taken back. */
const withChange = async (change: string, undo: string, values: unknown[], test: () => Promise<void>) => {
  await run(change, values);
  try {
    await test();
  } finally {
    await run(undo, values);
  }
};

it('check 31: a guest does not see a person with whom it shares nothing', async () => {
  expect(await visible()).toBe(false);
});

it('check 31: a member sees everybody', async () => {
  await withChange(
    'update zerver_userprofile set role = 400 where id = $1',
    'update zerver_userprofile set role = 600 where id = $1',
    [botId],
    async () => {
      expect(await visible()).toBe(true);
    },
  );
});

describe('check 31: a guest that shares a channel with a person', () => {
  it.each([
    ['sees them while they are active', true],
    ['does not see them once they are deactivated', false],
  ])('%s', async (_, isActive) => {
    await withChange(
      `with bots as (
         insert into zerver_subscription (user_profile_id, recipient_id, active, is_user_active, color)
         select $1, recipient_id, true, true, '#ffffff' from zerver_subscription
         where user_profile_id = $2 and active limit 1)
       update zerver_subscription set is_user_active = $3 where user_profile_id = $2`,
      `with bots as (delete from zerver_subscription where user_profile_id = $1)
       update zerver_subscription set is_user_active = true where user_profile_id = $2 and $3::boolean is not null`,
      [botId, senderId, isActive],
      async () => {
        expect(await visible()).toBe(isActive);
      },
    );
  });
});

it('check 31: a guest sees everybody where the organization says so', async () => {
  await withChange(
    `insert into zerver_usergroupmembership (user_profile_id, user_group_id)
     select $1, can_access_all_users_group_id from zerver_realm r join zerver_userprofile u on u.realm_id = r.id
      where u.id = $1`,
    `delete from zerver_usergroupmembership where user_profile_id = $1 and user_group_id =
       (select can_access_all_users_group_id from zerver_realm r join zerver_userprofile u on u.realm_id = r.id
         where u.id = $1)`,
    [botId],
    async () => {
      expect(await visible()).toBe(true);
    },
  );
});

describe('check 31: a guest sees a person after a direct message', () => {
  it.each([
    ['of its own', () => [botId, senderId]],
    ['of theirs', () => [senderId, botId]],
  ] as const)('%s', async (_, people) => {
    await withChange(
      `insert into zerver_message (sender_id, recipient_id, realm_id, type, subject, content, date_sent, sending_client_id,
         has_attachment, has_image, has_link, is_channel_message)
       select writer.id, reader.recipient_id, writer.realm_id, 1, chr(7), 'Hello', now(),
         (select min(id) from zerver_client), false, false, false, false
       from zerver_userprofile writer, zerver_userprofile reader where writer.id = $1 and reader.id = $2`,
      `delete from zerver_message using zerver_userprofile reader
       where sender_id = $1 and reader.id = $2 and zerver_message.recipient_id = reader.recipient_id`,
      people(),
      async () => {
        expect(await visible()).toBe(true);
      },
    );
  });
});
