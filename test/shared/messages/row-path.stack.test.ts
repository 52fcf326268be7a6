import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import { createOutbox } from '../../../src/producer/create-producer.ts';
import { createOutboxStore } from '../../../src/relay/postgres-outbox-store.ts';
import { createRelay } from '../../../src/relay/relay.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createEventCodec } from '../../../src/schemas/codec.ts';
import type { StreamName } from '../../../src/schemas/queues.ts';
import { registerSchemas } from '../../../src/schemas/register-schemas.ts';
import { createRegistryApi } from '../../../src/schemas/registry-api.ts';
import { createSchemaRegistry } from '../../../src/schemas/schema-registry.ts';
import { createTranslator } from '../../../src/shared/i18n/translator.ts';
import { createMessageChecker } from '../../../src/shared/messages/checking/create-message-checker.ts';
import { createMessageRenderer } from '../../../src/shared/messages/rendering/render-message.ts';
import { createRowPoster } from '../../../src/shared/messages/row-poster.ts';
import { scriptedProducer } from '../../relay/scripted-producer.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import { freshPrefix, stackAddresses } from '../../support/stack.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { CheckDatabase } from './checking/check-world.ts';
import type { Channel, CheckWorld } from './checking/check-world.ts';

const STREAMS = [
  'notify_tornado',
  'embed_links',
  'outgoing_webhooks',
] as const satisfies readonly StreamName[];

describe('a message, from its draft to what the server and the bots read', () => {
  const database = new CheckDatabase();
  const prefix = freshPrefix();
  const logs = collectLogs();
  let world: CheckWorld;
  let hamlet: number;
  let iago: number;
  let bot: number;
  let denmark: Channel;
  let upload: number;
  let path: string;

  const registryApi = () =>
    createRegistryApi({
      url: stackAddresses().registryUrl,
      username: null,
      password: null,
      clock: systemClock,
    });

  beforeAll(() => registerSchemas(registryApi(), { prefix }));
  beforeEach(async () => {
    world = await database.create();
    await world.setRealm({ inline_url_embed_preview: true });
    hamlet = await world.addPerson('King Hamlet');
    iago = await world.addPerson('Iago', 'member', { automatically_follow_topics_where_mentioned: false });
    bot = await world.addBot('Webhook', { bot_type: 3, bot_owner_id: iago });
    denmark = await world.addChannel('Denmark');
    for (const id of [hamlet, iago]) await world.subscribe(id, denmark);
    path = `${world.realm.id}/ab/notes.txt`;
    upload = await world.insert('zerver_attachment', {
      file_name: 'notes.txt',
      path_id: path,
      owner_id: hamlet,
      realm_id: world.realm.id,
      size: 10,
      create_time: new Date(0),
    });
    await world.sql('truncate workers.event_outbox');
  });
  afterAll(() => database.drop());

  const poster = () => {
    const { clock, handle } = world;
    const shared = {
      db: handle.db,
      transaction: handle.transaction.bind(handle),
      outbox: createOutbox({
        producerName: 'test/1',
        registry: { url: stackAddresses().registryUrl },
        prefix,
      }),
      clock,
      recorder: silentRecorder,
      logger: logs.logger,
    };
    const { check } = createMessageChecker({
      ...shared,
      render: createMessageRenderer({ now: () => 0 }),
      translator: createTranslator(),
      settings: {
        realmUrl: () => 'https://chat.example.com',
        inlineImagePreview: true,
        inlineUrlEmbedPreview: true,
        imageProxy: null,
        preferDirectMessageGroup: false,
      },
    });
    return createRowPoster({ ...shared, check });
  };

  const post = async (content: string, idempotencyKey = `row-path:${world.realm.id}`): Promise<number> => {
    const draft = {
      idempotencyKey,
      senderId: hamlet,
      address: { kind: 'channel', channel: { by: 'id', id: denmark.id }, topic: 'castle' },
      content,
      clientName: 'Internal',
    } as const;
    const [result] = await poster().post([draft], { signal: new AbortController().signal });
    if (result === undefined || result.kind === 'refused')
      throw new Error(`not sent: ${JSON.stringify(result)}`);
    return result.messageId;
  };

  /** The events of the outbox in order, as their consumers decode them. */
  const decodedEvents = async () => {
    const codec = createEventCodec(createSchemaRegistry({ api: registryApi(), prefix, clock: systemClock }));
    const rows = await world.sql<{ topic: string; key: string; payload: Buffer }>(
      'select topic, key, payload from workers.event_outbox where published_at is null order by id',
    );
    return Promise.all(
      rows.map(async ({ topic, key, payload }) => {
        const stream = STREAMS.find((name) => topic === `${prefix}.${name}`);
        if (stream === undefined) throw new Error(`unexpected topic ${topic}`);
        const decoded = await codec.decoder(stream).decode(payload);
        if (decoded.kind !== 'decoded') throw new Error(JSON.stringify(decoded));
        return { stream, key, event: decoded.event };
      }),
    );
  };

  const text = () => `@**Iago** @**Webhook** see https://x.org/page and [notes](/user_uploads/${path})`;

  it('stores rows, flags, HTML and the claim of the upload', async () => {
    const id = await post(text());
    const [row] = await world.sql('select * from zerver_message where id = $1', [id]);
    expect(row).toMatchObject({
      sender_id: hamlet,
      recipient_id: denmark.recipientId,
      realm_id: world.realm.id,
      subject: 'castle',
      content: text(),
      rendered_content:
        `<p><span class="user-mention" data-user-id="${iago}">@Iago</span> ` +
        `<span class="user-mention" data-user-id="${bot}">@Webhook</span> ` +
        `see <a href="https://x.org/page">https://x.org/page</a> and ` +
        `<a href="/user_uploads/${path}">notes</a></p>`,
      has_attachment: true,
      has_image: false,
      has_link: true,
      is_channel_message: true,
    });
    expect(
      await world.sql(
        'select user_profile_id as id, flags::int from zerver_usermessage where message_id = $1 order by 1',
        [id],
      ),
    ).toEqual([
      { id: hamlet, flags: 0 },
      { id: iago, flags: 8 },
    ]);
    expect(
      await world.sql(
        `select l.message_id, a.is_realm_public from zerver_attachment_messages l
           join zerver_attachment a on a.id = l.attachment_id where a.id = $1`,
        [upload],
      ),
    ).toEqual([{ message_id: id, is_realm_public: true }]);
    expect(logs.atLeast('warn')).toEqual([]);
  });

  it('tells the real-time server, asks for previews and calls the bot, in the order of the original', async () => {
    const id = await post(text());
    const [row] = await world.sql<{ rendered_content: string }>(
      'select rendered_content from zerver_message where id = $1',
      [id],
    );
    const events = await decodedEvents();
    expect(
      events.map(({ stream, event }) => ('event' in event ? [stream, event.event['type']] : [stream])),
    ).toEqual([
      ['notify_tornado', 'attachment'],
      ['notify_tornado', 'muted_topics'],
      ['notify_tornado', 'user_topic'],
      ['notify_tornado', 'message'],
      ['embed_links'],
      ['outgoing_webhooks'],
    ]);
    const realmId = world.realm.id;
    const [, , , notice, preview, call] = events;
    expect(preview).toEqual({
      stream: 'embed_links',
      key: String(id),
      event: {
        message_id: id,
        message_content: text(),
        message_realm_id: realmId,
        urls: ['https://x.org/page'],
      },
    });
    expect(call).toMatchObject({
      key: String(bot),
      event: {
        user_profile_id: bot,
        trigger: 'mention',
        message: {
          id,
          content: text(),
          rendered_content: row?.rendered_content,
          recipient_id: denmark.recipientId,
          recipient_type: 2,
          recipient_type_id: denmark.id,
          timestamp: Math.floor(world.clock.now() / 1000),
          client: 'Internal',
          subject: 'castle',
          sender_id: hamlet,
          sender_full_name: 'King Hamlet',
          sender_realm_id: realmId,
          display_recipient: 'Denmark',
          type: 'stream',
          stream_id: denmark.id,
        },
      },
    });
    expect(notice).toMatchObject({
      key: String(realmId),
      event: {
        realm_id: realmId,
        users: [
          { id: hamlet, extra: { flags: [], mentioned_user_group_id: null } },
          { id: iago, extra: { flags: ['mentioned'], mentioned_user_group_id: null } },
        ],
        event: {
          message: id,
          stream_name: 'Denmark',
          realm_id: realmId,
          realm_host: 'chat.example.com',
          presence_idle_user_ids: [iago],
          message_dict: { id, content: text(), stream_id: denmark.id, sender_id: hamlet },
        },
      },
    });
  });

  it('check 84: leaves its events in the outbox, for whichever relay is there after a crash', async () => {
    await post(text());
    await post(text());
    const waiting = await world.sql<{ id: string; topic: string }>(
      'select event_id as id, topic from workers.event_outbox where published_at is null order by id',
    );
    expect(waiting).toHaveLength(6);
    const producer = scriptedProducer();
    const relay = createRelay({
      store: createOutboxStore(world.handle),
      producer,
      recorder: silentRecorder,
      logger: logs.logger,
      clock: systemClock,
    });
    relay.start();
    await waitUntil(async () => (await decodedEvents()).length === 0, {
      timeoutMs: 20_000,
      what: 'all events are published',
    });
    await relay.stop();
    expect(producer.stored.map(({ id }) => id).toSorted()).toEqual(waiting.map(({ id }) => id).toSorted());
  });
});
