import { afterEach, describe, expect, it } from 'vitest';
import { spawnWorker } from '../../../dev/worker-process.ts';
import type { OutgoingWebhooksInput } from '../../../src/schemas/generated/outgoing_webhooks.ts';
import { openLocalServer } from '../../adapters/local-server.ts';
import type { LocalServer } from '../../adapters/local-server.ts';
import { install } from '../../composition/installation.ts';
import type { Installation } from '../../composition/installation.ts';
import { waitUntil } from '../../support/wait-until.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Where a bot was mentioned: the newest message of a person in a private channel that the bot is not subscribed to. */
const MENTION = `
  select m.id, m.sender_id, m.recipient_id, m.subject, s.id::int as stream_id, s.name as channel, u.full_name, u.email,
         u.realm_id, b.id as bot_id, b.bot_owner_id, b.full_name as bot_name
    from zerver_message m
    join zerver_stream s on s.recipient_id = m.recipient_id and s.invite_only
    join zerver_userprofile u on u.id = m.sender_id and not u.is_bot
    join zerver_userprofile b on b.realm_id = u.realm_id and b.bot_type = 3
    join zerver_userprofile o on o.id = b.bot_owner_id and o.is_active
   where not exists (select from zerver_subscription x
                      where x.recipient_id = m.recipient_id and x.user_profile_id = b.id)
   order by m.id desc limit 1`;

interface Mention {
  readonly id: number;
  readonly sender_id: number;
  readonly recipient_id: number;
  readonly subject: string;
  readonly stream_id: number;
  readonly channel: string;
  readonly full_name: string;
  readonly email: string;
  readonly realm_id: number;
  readonly bot_id: number;
  readonly bot_owner_id: number;
  readonly bot_name: string;
}

const eventOf = (mention: Mention): OutgoingWebhooksInput => ({
  message: {
    id: mention.id,
    sender_id: mention.sender_id,
    content: `@**${mention.bot_name}** status`,
    rendered_content: '<p>status</p>',
    recipient_id: mention.recipient_id,
    recipient_type: 2,
    recipient_type_id: mention.stream_id,
    timestamp: 1_765_976_400,
    client: 'website',
    subject: mention.subject,
    is_me_message: false,
    sender_full_name: mention.full_name,
    sender_email: mention.email,
    sender_delivery_email: mention.email,
    sender_realm_str: 'lighthouse',
    sender_realm_id: mention.realm_id,
    sender_avatar_source: 'G',
    sender_avatar_version: 1,
    sender_is_mirror_dummy: false,
    sender_email_address_visibility: 1,
    display_recipient: mention.channel,
    type: 'stream',
    stream_id: mention.stream_id,
  },
  trigger: 'mention',
  user_profile_id: mention.bot_id,
});

interface World {
  readonly installation: Installation;
  readonly mention: Mention;
  /** Messages that the bot has sent, oldest first. */
  sent(): Promise<
    readonly { content: string; is_channel_message: boolean; subject: string; recipient_id: number }[]
  >;
  states(): Promise<readonly { state: string; attempts: number; reply_message_id: number | null }[]>;
}

/** A worker of the queue on real parts, and one bot whose services live on these ports. */
const started = async (servers: readonly LocalServer[]): Promise<World> => {
  const installation = await install({
    people: 12,
    env: {
      OUTBOUND_ALLOW_ADDRESSES: '127.0.0.0/8',
      OUTGOING_WEBHOOK_TIMEOUT_SECONDS: '1',
      RETRY_TIERS: 'outgoing_webhooks=200ms,300ms,400ms',
    },
  });
  cleanups.push(() => installation.close());
  const [mention] = await installation.query<Mention>(MENTION);
  if (mention === undefined) throw new Error('the seed holds no message in a private channel');
  await installation.query('delete from zerver_service where user_profile_id = $1', [mention.bot_id]);
  for (const { port } of servers) {
    await installation.query(
      `insert into zerver_service (name, user_profile_id, base_url, token, interface) values ('s', $1, $2, 'abcdef', 1)`,
      [mention.bot_id, `http://127.0.0.1:${port}/`],
    );
  }
  const worker = await spawnWorker({ env: installation.env, args: ['outgoing_webhooks'] });
  cleanups.push(() => worker.kill('SIGKILL'));
  await worker.ready();
  return {
    installation,
    mention,
    sent: () =>
      installation.query(
        `select content, is_channel_message, subject, recipient_id from zerver_message
          where sender_id = $1 and id > $2 order by id`,
        [mention.bot_id, mention.id],
      ),
    states: () =>
      installation.query(
        'select state, attempts, reply_message_id from workers.outgoing_webhook_delivery order by service_id',
      ),
  };
};

const server = async (...parameters: Parameters<typeof openLocalServer>): Promise<LocalServer> => {
  const opened = await openLocalServer(...parameters);
  cleanups.push(() => opened.close());
  return opened;
};

const finished = (world: World, count = 1): Promise<void> =>
  waitUntil(
    async () => {
      const states = await world.states();
      return states.length === count && states.every(({ state }) => state !== 'pending');
    },
    { timeoutMs: 50_000, what: 'the deliveries are finished' },
  );

describe('an outgoing webhook on real parts', () => {
  it('checks 26, 27 and 28: replies once in a private channel of others, cut to what a message holds', async () => {
    const bot = await server((_request, response) => {
      response.end(JSON.stringify({ content: 'a'.repeat(10_050) }));
    });
    const world = await started([bot]);
    const { mention, installation } = world;
    const eventId = '00000000-0000-4000-8000-0000000000aa';
    await installation.producer.send('outgoing_webhooks', eventOf(mention), { eventId });
    await finished(world);
    await installation.producer.send('outgoing_webhooks', eventOf(mention), { eventId });
    // Of the same key, so it comes after the repeated one; its delivery shows that that one is done.
    const later = { ...eventOf(mention), message: { ...eventOf(mention).message, id: mention.id - 1 } };
    await installation.producer.send('outgoing_webhooks', later);
    await finished(world, 2);
    const sent = await world.sent();
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatchObject({
      is_channel_message: true,
      subject: mention.subject,
      recipient_id: mention.recipient_id,
    });
    expect(sent[0]?.content).toHaveLength(10_000);
    expect(sent[0]?.content).toMatch(/\n\[message truncated\]$/);
    expect(bot.hits).toHaveLength(2);
    expect(bot.hits[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-zulip-attempt': '1' },
    });
  });

  it('checks 19 and 24: a server that never answers has four requests, then all are told and the message is read', async () => {
    const silent = await server(() => undefined);
    const world = await started([silent]);
    const { mention, installation } = world;
    await installation.query(
      `insert into zerver_usermessage (user_profile_id, message_id, flags) values ($1, $2, 0)`,
      [mention.bot_id, mention.id],
    );
    await installation.producer.send('outgoing_webhooks', eventOf(mention));
    const flags = async () => {
      const [row] = await installation.query<{ flags: number }>(
        'select flags::int from zerver_usermessage where user_profile_id = $1 and message_id = $2',
        [mention.bot_id, mention.id],
      );
      return row?.flags;
    };
    await waitUntil(async () => (await flags()) === 1, { timeoutMs: 50_000, what: 'the message is read' });
    expect(silent.hits).toHaveLength(4);
    expect(await world.states()).toEqual([{ state: 'failed', attempts: 4, reply_message_id: null }]);
    const [failure, notice] = await world.sent();
    expect(failure).toMatchObject({
      content: 'Failure! Bot is unavailable',
      recipient_id: mention.recipient_id,
    });
    expect(notice).toMatchObject({ is_channel_message: false });
    expect(notice?.content).toContain('Request timed out after 1 seconds.');
  });

  it('check 28: of two services the one that answered is called once, however often the other times out', async () => {
    const quick = await server((_request, response) => {
      response.end('{"content":"quick"}');
    });
    const hesitant = await server((_request, response, hits) => {
      if (hits.length > 1) response.end('{"content":"at last"}');
    });
    const world = await started([quick, hesitant]);
    await world.installation.producer.send('outgoing_webhooks', eventOf(world.mention));
    await finished(world, 2);
    expect([quick.hits.length, hesitant.hits.length]).toEqual([1, 2]);
    expect((await world.sent()).map(({ content }) => content)).toEqual(['quick', 'at last']);
  });

  it('check 29: a server in a network that is not allowed is not reached, and the owner is told', async () => {
    const inside = await server();
    const world = await started([inside]);
    await world.installation.query(`update zerver_service set base_url = $1 where user_profile_id = $2`, [
      `http://[::1]:${inside.port}/`,
      world.mention.bot_id,
    ]);
    await world.installation.producer.send('outgoing_webhooks', eventOf(world.mention));
    await finished(world);
    expect(inside.hits).toEqual([]);
    expect(await world.states()).toMatchObject([{ state: 'failed', attempts: 1 }]);
    expect((await world.sent())[1]?.content).toContain('private or disallowed network');
  });
});
