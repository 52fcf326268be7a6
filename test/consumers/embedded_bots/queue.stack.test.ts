import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { spawnWorker } from '../../../dev/worker-process.ts';
import { install } from '../../composition/installation.ts';
import type { Installation } from '../../composition/installation.ts';
import { channelMessage, directMessage } from '../../shared/service-bots/called-messages.ts';
import { waitUntil } from '../../support/wait-until.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Place {
  readonly message_id: number;
  readonly sender_id: number;
  readonly realm_id: number;
  readonly stream_id: number;
  readonly stream_name: string;
  readonly recipient_id: number;
  readonly subject: string;
}

/** A message of the seed in a public channel. */
const placeOf = async ({ query }: Installation): Promise<Place> => {
  const [place] = await query<Place & Record<string, unknown>>(
    `select m.id as message_id, m.sender_id, m.realm_id, c.id::int as stream_id, c.name as stream_name,
            m.recipient_id, m.subject
       from zerver_message m join zerver_stream c on c.recipient_id = m.recipient_id
       join zerver_userprofile u on u.id = m.sender_id
      where not c.invite_only and not c.deactivated and not u.is_bot and u.is_active and m.subject <> ''
      order by m.id limit 1`,
  );
  if (place === undefined) throw new Error('the seed holds no message in a public channel');
  return place;
};

const addBot = async (
  { query }: Installation,
  { realm_id: realmId, sender_id: ownerId }: Place,
  service: string,
): Promise<number> => {
  const email = `${service}-bot@chat.example.com`;
  const [bot] = await query<{ id: number }>(
    `insert into zerver_userprofile (full_name, delivery_email, email, realm_id, is_bot, bot_type, bot_owner_id)
     values ($1, $2, $2, $3, true, 4, $4) returning id`,
    [service, email, realmId, ownerId],
  );
  const id = bot!.id;
  await query(
    `with r as (insert into zerver_recipient (type, type_id) values (1, $1) returning id)
     update zerver_userprofile set recipient_id = r.id from r where zerver_userprofile.id = $1`,
    [id],
  );
  await query("insert into zerver_service (name, user_profile_id, base_url, token) values ($2, $1, '', '')", [
    id,
    service,
  ]);
  return id;
};

it('checks 1, 3, 15, 17, 19: bots answer from Kafka to rows, once, by a worker process', async () => {
  const installation = await install({ people: 12 });
  cleanups.push(() => installation.close());
  const { producer, query } = installation;
  const place = await placeOf(installation);
  const hello = await addBot(installation, place, 'helloworld');
  const follower = await addBot(installation, place, 'followup');
  await query('insert into zerver_botconfigdata (bot_profile_id, key, value) values ($1, $2, $3)', [
    follower,
    'stream',
    'issue',
  ]);
  await query('insert into zerver_usermessage (user_profile_id, message_id, flags) values ($1, $2, 0)', [
    hello,
    place.message_id,
  ]);
  const worker = await spawnWorker({ env: installation.env, args: ['embedded_bots'] });
  cleanups.push(() => worker.kill('SIGKILL'));
  await worker.ready();

  const { sender_id: sender, message_id: id } = place;
  const called = { id, sender_id: sender, sender_email: 'hamlet@example.com' };
  const inChannel = {
    ...called,
    stream_id: place.stream_id,
    display_recipient: place.stream_name,
    subject: place.subject,
  };
  const eventId = randomUUID();
  const direct = {
    message: directMessage([sender, hello], called),
    trigger: 'direct_message' as const,
    user_profile_id: hello,
  };
  await producer.send('embedded_bots', direct, { eventId });
  await producer.send('embedded_bots', direct, { eventId });
  await producer.send('embedded_bots', {
    message: channelMessage({ ...inChannel, content: '@**helloworld** foo' }),
    trigger: 'mention',
    user_profile_id: hello,
  });
  await producer.send('embedded_bots', {
    message: channelMessage({ ...inChannel, content: '@**followup** feed the cat' }),
    trigger: 'mention',
    user_profile_id: follower,
  });

  const posted = () =>
    query<{ sender_id: number; recipient_id: number; subject: string; content: string }>(
      'select sender_id, recipient_id, subject, content from zerver_message where sender_id = any($1) order by id',
      [[hello, follower]],
    );
  const claimed = () =>
    query("select event_id from workers.processed_event where consumer_group like '%embedded_bots'");
  await waitUntil(async () => (await claimed()).length === 3, {
    timeoutMs: 30_000,
    what: 'three events are handled',
  });
  const [channel] = await query<{ recipient_id: number }>(
    "select recipient_id from zerver_stream where name = 'issue'",
  );
  const [person] = await query<{ recipient_id: number }>(
    'select recipient_id from zerver_userprofile where id = $1',
    [sender],
  );
  const messages = await posted();
  expect(messages).toHaveLength(3);
  expect(messages).toEqual(
    expect.arrayContaining([
      { sender_id: hello, recipient_id: person!.recipient_id, subject: '\u0007', content: 'beep boop' },
      { sender_id: hello, recipient_id: place.recipient_id, subject: place.subject, content: 'beep boop' },
      {
        sender_id: follower,
        recipient_id: channel!.recipient_id,
        subject: 'hamlet@example.com',
        content: 'from hamlet@example.com: feed the cat',
      },
    ]),
  );
  expect(
    await query(
      'select flags::int & 1 as read from zerver_usermessage where user_profile_id = $1 and message_id = $2',
      [hello, id],
    ),
  ).toEqual([{ read: 1 }]);
  expect(await worker.kill('SIGTERM')).toMatchObject({ code: 0 });
});
