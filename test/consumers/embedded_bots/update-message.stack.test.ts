import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { BotError, defineBot } from '../../../src/consumers/embedded_bots/bot.ts';
import type { Bot, BotMessage } from '../../../src/consumers/embedded_bots/bot.ts';
import { SendLimitReached } from '../../../src/consumers/embedded_bots/send-limit.ts';
import { BotDatabase } from './bot-world.ts';
import type { BotWorld } from './bot-world.ts';

const database = new BotDatabase();
afterAll(() => database.drop());

/** A world whose bot does this; what is refused is kept. */
async function worldWith(handle: (message: BotMessage, bot: Bot) => Promise<void>) {
  const failures: string[] = [];
  const bot = defineBot({
    name: 'editor',
    usage: 'for a test',
    handle: async (message, chat) => {
      try {
        await handle(message, chat);
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        failures.push(`${error.code}: ${error.message}`);
      }
    },
  });
  const world = await database.create({ programs: new Map([[bot.name, bot]]) });
  await world.serve(bot.name);
  return { world, failures };
}

/** Answers `before`, and gives the answer these texts one after another. */
const rewrite =
  (...texts: readonly string[]) =>
  async (message: BotMessage, bot: Bot): Promise<void> => {
    const sent = await bot.sendReply(message, 'before');
    if (sent.kind !== 'sent') throw new Error(sent.text);
    for (const text of texts) await bot.updateMessage(sent, text);
  };

interface Row extends Record<string, unknown> {
  readonly id: number;
  readonly content: string;
  readonly edit_history: string | null;
}

const rowsOf = (world: BotWorld) =>
  world.chat.sql<Row>('select * from zerver_message where sender_id = $1 order by id', [world.bot]);

const earlierTexts = (row: Row | undefined): readonly string[] =>
  (JSON.parse(row?.edit_history ?? '[]') as { prev_content: string }[]).map((entry) => entry.prev_content);

const updates = ({ caused }: BotWorld) =>
  caused.flatMap((it) =>
    it.stream === 'notify_tornado' && it.event.event['type'] === 'update_message' ? [it.event] : [],
  );

const ask = async (world: BotWorld) => world.handle(await world.mention('@**Embedded bot** go'));

describe('a bot that edits its message', () => {
  it('stores text and HTML with what was there before; the topic stays', async () => {
    const content = 'see https://example.com @**King Hamlet**';
    const { world, failures } = await worldWith(rewrite(`${content}  `));
    expect(await ask(world)).toEqual({ kind: 'done' });
    expect(failures).toEqual([]);
    const [row, ...more] = await rowsOf(world);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      subject: 'bar',
      content,
      rendered_content:
        '<p>see <a href="https://example.com">https://example.com</a> ' +
        `<span class="user-mention" data-user-id="${world.hamlet}">@King Hamlet</span></p>`,
      rendered_content_version: 1,
      has_link: true,
      has_image: false,
      has_attachment: false,
      last_edit_time: new Date(world.chat.clock.now()),
    });
    expect(JSON.parse(row?.edit_history ?? '[]')).toEqual([
      {
        user_id: world.bot,
        timestamp: Math.floor(world.chat.clock.now() / 1000),
        prev_content: 'before',
        prev_rendered_content: '<p>before</p>',
        prev_rendered_content_version: 1,
      },
    ]);
  });

  it('tells the clients of everybody who has the message', async () => {
    const { world } = await worldWith(rewrite('after'));
    await ask(world);
    const [row] = await rowsOf(world);
    const [notice, ...more] = updates(world);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      realm_id: world.chat.realm.id,
      users: [
        { id: world.hamlet, extra: { flags: [] } },
        { id: world.bot, extra: { flags: [] } },
      ],
      event: {
        user_id: world.bot,
        edit_timestamp: Math.floor(world.chat.clock.now() / 1000),
        message_id: row?.id,
        message_ids: [row?.id],
        rendering_only: false,
        stream_id: world.denmark.id,
        stream_name: 'Denmark',
        orig_content: 'before',
        orig_rendered_content: '<p>before</p>',
        content: 'after',
        rendered_content: '<p>after</p>',
        is_me_message: false,
        prior_mention_user_ids: [],
        all_bot_user_ids: [world.bot],
      },
    });
  });

  it('keeps all earlier texts, the newest first, in a direct conversation too', async () => {
    const { world } = await worldWith(rewrite('one', 'two'));
    await world.handle(await world.direct('go'));
    const [row] = await rowsOf(world);
    expect(row).toMatchObject({ content: 'two', subject: '\u0007' });
    expect(earlierTexts(row)).toEqual(['one', 'before']);
    const notices = updates(world);
    expect(notices.map(({ event }) => event['content'])).toEqual(['one', 'two']);
    expect(notices[0]?.event).not.toHaveProperty('stream_id');
    expect(notices[0]?.users.map(({ id }) => id)).toEqual([world.hamlet, world.bot]);
  });

  it('changes and tells nothing when the text is already there', async () => {
    const { world } = await worldWith(rewrite('before\n'));
    await ask(world);
    expect(await rowsOf(world)).toMatchObject([{ edit_history: null, last_edit_time: null }]);
    expect(updates(world)).toEqual([]);
  });

  it.each([
    ['two edits', ['one', 'two'], ['one', 'before']],
    ['an edit that changed nothing at first', ['before', 'two'], ['before']],
  ])('makes %s once when the run is repeated', async (_what, texts, expected) => {
    const { world } = await worldWith(rewrite(...texts));
    const event = await world.mention('@**Embedded bot** go');
    const eventId = randomUUID();
    await world.handle(event, { eventId });
    await world.handle(event, { eventId });
    const [row, ...more] = await rowsOf(world);
    expect(more).toEqual([]);
    expect(row?.content).toBe('two');
    expect(earlierTexts(row)).toEqual(expected);
    expect(updates(world)).toHaveLength(expected.length);
  });

  it('cuts a text that is too long and refuses an empty one', async () => {
    const { world, failures } = await worldWith(rewrite('x'.repeat(10_001), ' \n'));
    await ask(world);
    const [row] = await rowsOf(world);
    expect(row?.content).toHaveLength(10_000);
    expect(row?.content.endsWith('\n[message truncated]')).toBe(true);
    expect(failures).toEqual(['bad_message: Message must not be empty']);
  });

  it.each([
    [
      'of somebody else',
      ({ chat, denmark, hamlet }: BotWorld) => chat.message(hamlet, denmark.recipientId, 'bar'),
      [{ content: 'x', edit_history: null }],
    ],
    ['that never was', () => Promise.resolve(999_999_999), []],
    [
      'that was deleted',
      async ({ bot, chat, denmark }: BotWorld) => {
        const id = await chat.message(bot, denmark.recipientId, 'bar');
        await chat.sql('delete from zerver_message where id = $1', [id]);
        return id;
      },
      [],
    ],
  ])('cannot reach a message %s', async (_what, targetOf, expected) => {
    let id = 0;
    const { world, failures } = await worldWith((_message, bot) => bot.updateMessage({ id }, 'after'));
    id = await targetOf(world);
    await ask(world);
    expect(failures).toEqual(['not_accessible: Invalid message(s)']);
    expect(
      await world.chat.sql('select content, edit_history from zerver_message where id = $1', [id]),
    ).toEqual(expected);
    expect(updates(world)).toEqual([]);
  });

  it('counts its edits among the 20 messages of 5 seconds', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
    let isOwnDoing = false;
    const { world, failures } = await worldWith(async (message, bot) => {
      await rewrite(...texts)(message, bot).catch((error: unknown) => {
        isOwnDoing = error instanceof SendLimitReached && error.isOwnDoing;
        throw error;
      });
    });
    await ask(world);
    expect(isOwnDoing).toBe(true);
    expect(failures).toEqual(['rate_limited: A bot may send 20 messages in 5 seconds.']);
    expect(await world.contents()).toEqual(['text 18']);
  });

  it('edits in a private channel where it is, and not where neither it nor its owner is any more', async () => {
    const { world, failures } = await worldWith(async (message, bot) => {
      const sent = await bot.sendReply(message, 'before');
      if (sent.kind !== 'sent') throw new Error(sent.text);
      await bot.updateMessage(sent, 'one');
      await world.chat.sql('update zerver_subscription set active = false where recipient_id = $1', [
        world.denmark.recipientId,
      ]);
      await bot.updateMessage(sent, 'two');
    });
    await world.chat.setChannel(world.denmark, { invite_only: true });
    await ask(world);
    expect(await world.contents()).toEqual(['one']);
    expect(failures).toEqual(["bad_message: Not authorized to send to channel 'Denmark'"]);
  });

  it('cannot give a poll a new text', async () => {
    let poll = 0;
    const { world, failures } = await worldWith((_message, bot) => bot.updateMessage({ id: poll }, 'after'));
    const { bot, chat, denmark } = world;
    poll = await chat.message(bot, denmark.recipientId, 'bar');
    const content = '{"widget_type": "poll"}';
    await chat.insert('zerver_submessage', { message_id: poll, sender_id: bot, msg_type: 'widget', content });
    await ask(world);
    expect(failures).toEqual(['bad_message: Widgets cannot be edited.']);
  });

  it('is refused when the organization has turned editing off', async () => {
    const { world, failures } = await worldWith(rewrite('after'));
    await world.chat.setRealm({ allow_message_editing: false });
    await ask(world);
    expect(failures).toEqual(['bad_message: Your organization has turned off message editing']);
    expect(await rowsOf(world)).toMatchObject([{ content: 'before', edit_history: null }]);
  });

  it.each([
    [620, []],
    [621, ['bad_message: The time limit for editing this message has passed']],
  ])('may come 20 s after the limit of 600 s and no later: after %i s', async (ageSeconds, expected) => {
    let old = 0;
    const { world, failures } = await worldWith((_message, bot) => bot.updateMessage({ id: old }, 'after'));
    const { bot, chat, denmark } = world;
    old = await chat.message(bot, denmark.recipientId, 'bar');
    const sentAt = new Date(chat.clock.now() - ageSeconds * 1000);
    await chat.sql('update zerver_message set date_sent = $1 where id = $2', [sentAt, old]);
    await chat.setRealm({ message_content_edit_limit_seconds: 600 });
    await ask(world);
    expect(failures).toEqual(expected);
  });
});
