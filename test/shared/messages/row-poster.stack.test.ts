import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Author } from '../../../src/shared/messages/checked-message.ts';
import type { MessageDraft, Refused } from '../../../src/shared/messages/message-draft.ts';
import { ChatDatabase } from './sending/chat-world.ts';
import type { Channel, ChatWorld } from './sending/chat-world.ts';

const REFUSED: Refused = { kind: 'refused', code: 'BAD_REQUEST', text: 'Message must not be empty' };

describe('the row poster', () => {
  const database = new ChatDatabase();
  let world: ChatWorld;
  let hamlet: Author;
  let denmark: Channel;

  beforeAll(async () => {
    world = await database.create();
  });
  beforeEach(async () => {
    world = await database.create();
    hamlet = await world.addPerson('King Hamlet');
    denmark = await world.addChannel('Denmark');
    await world.subscribe(hamlet, denmark);
  });
  afterAll(() => database.drop());

  const messageCount = async (): Promise<number> => {
    const [row] = await world.sql<{ n: number }>(
      'select count(*)::int as n from zerver_message where realm_id = $1',
      [world.realm.id],
    );
    return row!.n;
  };

  it('stores a channel message with a row for each subscriber and tells the real-time server', async () => {
    const id = await world.send(hamlet, denmark, { content: 'hi', html: '<p>hi</p>' });
    const [row] = await world.sql('select * from zerver_message where id = $1', [id]);
    expect(row).toMatchObject({
      sender_id: hamlet.id,
      recipient_id: denmark.recipientId,
      realm_id: world.realm.id,
      type: 1,
      subject: 'castle',
      content: 'hi',
      rendered_content: '<p>hi</p>',
      rendered_content_version: 1,
      date_sent: new Date(world.clock.now()),
      last_edit_time: null,
      edit_history: null,
      has_attachment: false,
      is_channel_message: true,
    });
    expect(await world.flags(id)).toEqual({ [hamlet.id]: 0 });
    expect(world.notice().event).toMatchObject({ type: 'message', message: id, stream_name: 'Denmark' });
    expect(world.counted).toEqual({
      'messages_posted_total sent': 1,
      message_rows_written_total: 1,
      message_thumbnails_postponed_total: 0,
    });
  });

  it('check 83: posts nothing under a key that was posted under, and does not check it again', async () => {
    const message = world.message(hamlet, denmark.conversation);
    const [first] = await world.post([message]);
    world.checked.clear();
    const answer = await world.poster().post([message.draft], { signal: AbortSignal.timeout(60_000) });
    expect(first).toMatchObject({ kind: 'sent' });
    expect(answer).toEqual([{ ...first, kind: 'duplicate' }]);
    expect(await messageCount()).toBe(1);
    expect(world.eventsOf('notify_tornado')).toHaveLength(1);
  });

  it('check 83: of two posts with one key at once, one posts and the other answers with its id', async () => {
    const message = world.message(hamlet, denmark.conversation);
    const results = await Promise.all([world.post([message]), world.post([message])]);
    const [a, b] = results.flat();
    expect([a!.kind, b!.kind].sort()).toEqual(['duplicate', 'sent']);
    expect('messageId' in a! && 'messageId' in b! && a.messageId === b.messageId).toBe(true);
    expect(await messageCount()).toBe(1);
    expect(world.eventsOf('notify_tornado')).toHaveLength(1);
  });

  it('check 72: leaves neither rows nor events when what runs alongside fails', async () => {
    const message = world.message(hamlet, denmark.conversation);
    const failing = world.post([message], {
      alongside: () => Promise.reject(new Error('no')),
    });
    await expect(failing).rejects.toThrow('no');
    expect(await messageCount()).toBe(0);
    expect(world.events).toEqual([]);
    expect(world.counted).toEqual({});
    expect(await world.post([message])).toMatchObject([{ kind: 'sent' }]);
  });

  it('check 73: posts two of a batch of three of which one is refused, in one transaction', async () => {
    const transactions: string[] = [];
    const results = await world.post(
      [
        world.message(hamlet, denmark.conversation, { content: 'one' }),
        { result: REFUSED, ownerWarning: null },
        world.message(hamlet, denmark.conversation, { content: 'two' }),
      ],
      {
        alongside: async (tx, answers) => {
          transactions.push(...answers.map(({ kind }) => kind));
          const { rows } = await tx.execute(
            'select distinct xmin from zerver_message where realm_id = ' + String(world.realm.id),
          );
          expect(rows).toHaveLength(1);
        },
      },
    );
    expect(transactions).toEqual(['sent', 'refused', 'sent']);
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'refused', 'sent']);
    const stored = await world.sql<{ content: string }>(
      'select content from zerver_message where realm_id = $1 order by id',
      [world.realm.id],
    );
    expect(stored.map(({ content }) => content)).toEqual(['one', 'two']);
    expect(world.counted).toMatchObject({ 'message_refusals_total BAD_REQUEST': 1 });
  });

  it('runs what belongs alongside in a transaction of its own when nothing is posted', async () => {
    const seen: string[] = [];
    await world.post([{ result: REFUSED, ownerWarning: null }], {
      alongside: (_tx, results) => {
        seen.push(...results.map(({ kind }) => kind));
        return Promise.resolve();
      },
    });
    expect(seen).toEqual(['refused']);
  });

  it('refuses two drafts of one key, and keys that are too long', async () => {
    const message = world.message(hamlet, denmark.conversation);
    await expect(world.post([message, message])).rejects.toThrow('same idempotency key');
    const long = world.message(hamlet, denmark.conversation, { draft: { idempotencyKey: 'k'.repeat(201) } });
    await expect(world.post([long])).rejects.toThrow('1 to 200 characters');
  });

  describe('when something changed after the check', () => {
    it('refuses a channel that was archived, but not the answer of a bot that need not have access', async () => {
      await world.sql('update zerver_stream set deactivated = true where id = $1', [denmark.id]);
      expect(await world.post([world.message(hamlet, denmark.conversation)])).toEqual([
        { kind: 'refused', code: 'BAD_REQUEST', text: "Not authorized to send to channel 'Denmark'" },
      ]);
      const bot = await world.addBot('Webhook', 3);
      const address = {
        kind: 'channel',
        channel: { by: 'id', id: denmark.id },
        topic: 'castle',
        skipAccessCheck: true,
      } as const;
      const answer = world.message(bot, denmark.conversation, { draft: { address } });
      expect(await world.post([answer])).toMatchObject([{ kind: 'sent' }]);
    });

    it('refuses an author who was deactivated, and leaves the key free', async () => {
      await world.set(hamlet, { is_active: false });
      const message = world.message(hamlet, denmark.conversation);
      expect(await world.post([message])).toMatchObject([{ kind: 'refused', code: 'author_inactive' }]);
      await world.set(hamlet, { is_active: true });
      expect(await world.post([message])).toMatchObject([{ kind: 'sent' }]);
    });

    it('refuses an organization that was deactivated', async () => {
      await world.sql('update zerver_realm set deactivated = true where id = $1', [world.realm.id]);
      expect(await world.post([world.message(hamlet, denmark.conversation)])).toMatchObject([
        { kind: 'refused', code: 'realm_deactivated' },
      ]);
    });
  });

  describe('warns the owner of a bot', () => {
    const MISSING: Refused = {
      kind: 'refused',
      code: 'STREAM_DOES_NOT_EXIST',
      text: "Channel 'nowhere' does not exist",
    };
    let bot: Author;
    let notificationBot: Author;

    beforeEach(async () => {
      bot = await world.addBot('Reporter', 1, { bot_owner_id: hamlet.id });
      await world.sql(
        "delete from zerver_message where sender_id in (select id from zerver_userprofile where email = 'notification-bot@zulip.com')",
      );
      await world.sql(
        "update zerver_userprofile set email = 'old' || id || '@zulip.com' where email = 'notification-bot@zulip.com'",
      );
      notificationBot = await world.addBot('Notification Bot', 1, { email: 'notification-bot@zulip.com' });
    });

    const attempt = async (
      result: Refused | ReturnType<ChatWorld['message']>,
      text: string,
    ): Promise<readonly string[]> => {
      const draft: MessageDraft =
        result.kind === 'checked' ? result.draft : world.message(bot, denmark.conversation).draft;
      const warning = world.message(notificationBot, world.personal(notificationBot, hamlet), {
        content: text,
        draft: { idempotencyKey: `${draft.idempotencyKey}:owner_warning` },
      });
      world.checked.set(warning.draft.idempotencyKey, { result: warning, ownerWarning: null });
      const ownerWarning = { botId: bot.id, ownerId: hamlet.id, text };
      await world.post([{ result, ownerWarning }], {}, [draft]);
      const rows = await world.sql<{ content: string }>(
        'select content from zerver_message where sender_id = $1 order by id',
        [notificationBot.id],
      );
      return rows.map(({ content }) => content);
    };

    it('check 23: at once, not again within a minute, and again later, whatever becomes of the message', async () => {
      expect(await attempt(MISSING, 'does not exist')).toEqual(['does not exist']);
      await world.clock.advance(60_000);
      const quiet = world.message(bot, denmark.conversation, { content: 'quiet' });
      expect(await attempt(quiet, 'no subscribers')).toEqual(['does not exist']);
      expect(await world.sql('select id from zerver_message where sender_id = $1', [bot.id])).toHaveLength(1);
      await world.clock.advance(1);
      const later = world.message(bot, denmark.conversation, { content: 'later' });
      expect(await attempt(later, 'no subscribers')).toEqual(['does not exist', 'no subscribers']);
    });

    it('check 24: without a warning the time of the last one stays', async () => {
      await world.post([{ result: MISSING, ownerWarning: null }]);
      expect(await world.sql('select last_reminder from zerver_userprofile where id = $1', [bot.id])).toEqual(
        [{ last_reminder: null }],
      );
    });

    it('once when two messages of the bot are refused in one batch', async () => {
      const drafts = [1, 2].map(() => world.message(bot, denmark.conversation).draft);
      for (const { idempotencyKey } of drafts) {
        const warning = world.message(notificationBot, world.personal(notificationBot, hamlet), {
          draft: { idempotencyKey: `${idempotencyKey}:owner_warning` },
        });
        world.checked.set(warning.draft.idempotencyKey, { result: warning, ownerWarning: null });
      }
      const ownerWarning = { botId: bot.id, ownerId: hamlet.id, text: 'does not exist' };
      const verdict = { result: MISSING, ownerWarning };
      expect(await world.post([verdict, verdict], {}, drafts)).toEqual([MISSING, MISSING]);
      expect(
        await world.sql('select id from zerver_message where sender_id = $1', [notificationBot.id]),
      ).toHaveLength(1);
    });

    it('once when two messages of the bot are refused at the same time', async () => {
      const both = await Promise.all([attempt(MISSING, 'first'), attempt(MISSING, 'second')]);
      expect(Math.max(...both.map(({ length }) => length))).toBe(1);
    });
  });
});
