import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { BotError, defineBot, TryAgainLater } from '../../../src/consumers/embedded_bots/bot.ts';
import type { BotProgram } from '../../../src/consumers/embedded_bots/bot.ts';
import { BotDatabase } from './bot-world.ts';
import type { BotWorld } from './bot-world.ts';
import { answered } from './test-bot.ts';

const database = new BotDatabase();
let world: BotWorld;

beforeEach(async () => {
  world = await database.create();
});
afterAll(() => database.drop());

const programs = (...list: readonly BotProgram[]): ReadonlyMap<string, BotProgram> =>
  new Map(list.map((program) => [program.name, program]));

const program = (handle: Parameters<typeof defineBot>[0]['handle'], name = 'test'): BotProgram =>
  defineBot({ name, usage: 'for a test', handle });

/** A world with one program of the test's own. */
async function worldWith(...list: readonly BotProgram[]): Promise<BotWorld> {
  const made = await database.create({ programs: programs(...list) });
  for (const { name } of list) await made.serve(name);
  return made;
}

describe('a bot that is called', () => {
  it('check 1: answers in the same direct conversation', async () => {
    await world.serve('helloworld');
    const event = await world.direct('help');
    expect(await world.handle(event)).toEqual({ kind: 'done' });
    expect(await world.posted()).toMatchObject([
      { content: 'beep boop', subject: '\u0007', recipient_id: await world.chat.recipientOf(world.hamlet) },
    ]);
  });

  it('check 2: answers in the group of two that holds the conversation', async () => {
    await world.serve('helloworld');
    const recipientId = await world.chat.huddle([world.hamlet, world.bot]);
    await world.chat.setPerson(world.hamlet, { recipient_id: null });
    const event = await world.direct('help', [world.hamlet, world.bot], recipientId);
    await world.handle(event);
    expect(await world.posted()).toMatchObject([{ content: 'beep boop', recipient_id: recipientId }]);
  });

  it('check 3: answers in the same topic', async () => {
    await world.serve('helloworld');
    await world.handle(await world.mention('@**Embedded bot** foo'));
    expect(await world.posted()).toMatchObject([
      { content: 'beep boop', subject: 'bar', recipient_id: world.denmark.recipientId },
    ]);
  });

  it('waves at the message, once, and tells everybody who sees it', async () => {
    await world.serve('helloworld');
    const event = await world.mention('@**Embedded bot** foo');
    const eventId = randomUUID();
    await world.handle(event, { eventId });
    await world.handle(event, { eventId });
    expect(
      await world.chat.sql(
        'select emoji_name, emoji_code, reaction_type from zerver_reaction where message_id = $1',
        [event.message.id],
      ),
    ).toEqual([{ emoji_name: 'wave', emoji_code: '1f44b', reaction_type: 'unicode_emoji' }]);
    const told = world.clientEvents.filter((notice) => notice.event.type === 'reaction');
    expect(told).toMatchObject([
      { event: { op: 'add', user_id: world.bot, message_id: event.message.id, emoji_name: 'wave' } },
    ]);
    expect(told[0]?.users.toSorted()).toEqual([world.hamlet, world.bot].toSorted());
  });

  it.each([[1], [3]])('check 19: marks the message as read, of %i people', async (size) => {
    await world.serve('helloworld');
    const others = await Promise.all(
      Array.from({ length: size - 1 }, (_, index) => world.chat.addPerson(`Other ${index}`)),
    );
    const people = [world.hamlet, world.bot, ...others];
    const recipientId = size === 1 ? undefined : await world.chat.huddle(people);
    const event = await world.direct('x', people, recipientId);
    await world.handle(event);
    expect(await world.isRead(event)).toBe(true);
    expect(world.clientEvents).toContainEqual({
      realmId: world.chat.realm.id,
      event: {
        type: 'update_message_flags',
        op: 'add',
        operation: 'add',
        flag: 'read',
        messages: [event.message.id],
        all: false,
      },
      users: [world.bot],
    });
    expect(
      await world.chat.sql(
        'select property, value::int from analytics_usercount where user_id = $1 order by 1',
        [world.bot],
      ),
    ).toEqual([
      { property: 'messages_read::hour', value: 1 },
      { property: 'messages_read_interactions::hour', value: 1 },
    ]);
  });

  it('check 5: initializes its program once for each event', async () => {
    let initialized = 0;
    const counting = defineBot({
      name: 'test',
      usage: 'x',
      initialize: () => Promise.resolve((initialized += 1)),
      handle: async (message, bot, state) => {
        await bot.sendReply(message, String(state));
      },
    });
    world = await worldWith(counting);
    await world.handle(await world.direct('a'));
    await world.handle(await world.direct('b'));
    expect(initialized).toBe(2);
    expect(await world.contents()).toEqual(['1', '2']);
  });

  it('check 6: may quit: one warning with its words, and the message is read', async () => {
    world = await worldWith(program((_message, bot) => bot.quit("I'm quitting!")));
    const event = await world.direct('x');
    expect(await world.handle(event)).toEqual({ kind: 'done' });
    expect(world.logs.atLeast('warn').map(({ level, msg }) => ({ level, msg }))).toEqual([
      { level: 40, msg: "I'm quitting!" },
    ]);
    expect(await world.isRead(event)).toBe(true);
    expect(world.counted).toContain('worker_bot_runs_total test quit');
  });

  it('check 7: with an unknown program is one line in the log, and its other services run', async () => {
    await world.serve('invalid');
    await world.serve('encrypt');
    const event = await world.direct('foo bar');
    expect(await world.handle(event)).toEqual({ kind: 'done' });
    expect(world.logs.atLeast('error').map(({ msg }) => msg)).toEqual([
      `Error: User ${world.bot} has bot with invalid embedded bot service invalid`,
    ]);
    expect(await world.isRead(event)).toBe(true);
    expect(await world.contents()).toEqual(['Encrypted/Decrypted text: sbb one']);
  });

  it('check 9: in the middle of a text says nothing, and the message is read', async () => {
    await world.serve('helloworld');
    const event = await world.mention('hi @**Embedded bot** foo');
    expect(await world.handle(event)).toEqual({ kind: 'skip', reason: 'mention_not_at_start' });
    expect(await world.contents()).toEqual([]);
    expect(await world.isRead(event)).toBe(true);
    expect(world.logs.atLeast('warn')).toEqual([]);
  });

  it('that is deactivated says nothing', async () => {
    await world.serve('helloworld');
    await world.chat.setPerson(world.bot, { is_active: false });
    expect(await world.handle(await world.direct('x'))).toEqual({ kind: 'skip', reason: 'bot_deactivated' });
    expect(await world.contents()).toEqual([]);
  });

  it('runs each of its services on the same text', async () => {
    await world.serve('encrypt');
    await world.serve('helloworld');
    await world.handle(await world.mention('@**Embedded bot** foo'));
    expect(await world.contents()).toEqual(['Encrypted/Decrypted text: sbb', 'beep boop']);
  });

  it('check 14: that may not post is a line in the log, and the event is done', async () => {
    await world.serve('helloworld');
    await world.chat.setChannel(world.denmark, { invite_only: true });
    await world.chat.sql('delete from zerver_subscription where recipient_id = $1', [
      world.denmark.recipientId,
    ]);
    const event = await world.mention('@**Embedded bot** foo');
    expect(await world.handle(event)).toEqual({ kind: 'done' });
    expect(await world.contents()).toEqual([]);
    expect(world.logs.atLeast('error').map(({ msg }) => msg)).toEqual([
      'Error queueing internal message of an embedded bot',
    ]);
    expect(await world.isRead(event)).toBe(true);
  });

  it('check 15: follows up in a channel that is made for it', async () => {
    await world.serve('followup');
    await world.configure({ stream: "'issue'" });
    const event = await world.mention('@**Embedded bot** feed the cat');
    expect(await world.handle(event)).toEqual({ kind: 'done' });
    const [channel] = await world.chat.sql<{ recipient_id: number }>(
      "select recipient_id from zerver_stream where realm_id = $1 and name = 'issue'",
      [world.chat.realm.id],
    );
    const email = event.message.sender_email;
    expect(await world.posted()).toMatchObject([
      { recipient_id: channel?.recipient_id, subject: email, content: `from ${email}: feed the cat` },
    ]);
  });

  it('check 17: by a redelivered event answers once, also when it crashed before the end', async () => {
    world = await worldWith(
      program(async (message, bot) => {
        await bot.sendReply(message, 'one');
        if (bot.attempt === 1) throw new TryAgainLater('once more');
        await bot.sendReply(message, 'two');
      }),
    );
    const event = await world.direct('x');
    const eventId = randomUUID();
    expect(await world.handle(event, { eventId })).toMatchObject({ kind: 'retry', reason: 'program_waits' });
    expect(await world.isRead(event)).toBe(false);
    expect(await world.handle(event, { eventId, attempt: 2 })).toEqual({ kind: 'done' });
    expect(await world.handle(event, { eventId, attempt: 2 })).toEqual({ kind: 'done' });
    expect(await world.contents()).toEqual(['one', 'two']);
  });

  it('check 20: calls no other bot by what it writes', async () => {
    let other = 0;
    world = await worldWith(
      program(async (message, bot) => {
        await bot.sendReply(message, '@**Other bot** hello');
        await bot.sendMessage({ type: 'direct', to: other, content: 'hello' });
      }),
    );
    other = await world.chat.addBot('Other bot', { bot_type: 4, bot_owner_id: world.hamlet });
    await world.chat.subscribe(other, world.denmark);
    await world.handle(await world.mention('@**Embedded bot** foo'));
    const [mention, direct] = await world.posted();
    expect(
      await world.chat.sql(
        'select message_id, flags::int from zerver_usermessage where user_profile_id = $1 order by 1',
        [other],
      ),
    ).toEqual([
      { message_id: mention?.id, flags: 8 },
      { message_id: direct?.id, flags: 2048 },
    ]);
    expect(world.caused.map(({ stream }) => stream)).not.toContain('embedded_bots');
  });

  it('check 21: tells of what Giphy lacks only after other attempts', async () => {
    await world.serve('giphy');
    await world.configure({ key: 'k' });
    world.answer = answered(500, '');
    const event = await world.direct('cats');
    const eventId = randomUUID();
    expect(await world.handle(event, { eventId })).toMatchObject({ kind: 'retry' });
    expect(await world.contents()).toEqual([]);
    expect(await world.handle(event, { eventId, attempt: 3 })).toEqual({ kind: 'done' });
    expect((await world.contents())[0]).toContain('try again later');
    expect(world.requests[0]).toMatchObject({ method: 'GET', timeoutMs: 5_000, totalMs: 10_000 });
  });
});

describe('a program that fails', () => {
  const failing = program(() => Promise.reject(new BotError('no_config', 'No config data available.')));

  it('is told of in the conversation and to the owner, once, and the event is a dead letter', async () => {
    world = await worldWith(failing);
    const other = await world.chat.addPerson('Owner');
    await world.chat.setPerson(world.bot, { bot_owner_id: other });
    const event = await world.mention('@**Embedded bot** foo');
    const eventId = randomUUID();
    const dead = { kind: 'dead', reason: 'program_failed', disposition: 'rejected' };
    expect(await world.handle(event, { eventId })).toMatchObject(dead);
    expect(await world.handle(event, { eventId })).toMatchObject(dead);
    const [apology, notice, ...rest] = await world.posted();
    expect(rest).toEqual([]);
    expect(apology).toMatchObject({
      recipient_id: world.denmark.recipientId,
      content: 'Something went wrong, and I have no answer. My owner can find out why.',
    });
    expect(notice).toMatchObject({ recipient_id: await world.chat.recipientOf(other) });
    expect(notice?.content).toContain(
      `near/${event.message.id}) to your bot @_**Embedded bot** could not be answered.`,
    );
    expect(notice?.content).toContain('```\nBotError: No config data available.\n```');
    expect(await world.isRead(event)).toBe(true);
    expect(world.counted).toContain('worker_bot_runs_total test failed');
  });

  it('again and again is told to the owner now and then', async () => {
    world = await worldWith(failing);
    const { handler } = world.consumer();
    if (handler.kind !== 'single') throw new Error('the queue handles single events');
    const fail = async () => {
      await handler.handle(await world.mention('@**Embedded bot** foo'), world.context(randomUUID()));
    };
    await fail();
    await fail();
    await fail();
    const notices = async () => (await world.contents()).filter((content) => content.includes('your bot'));
    expect(await notices()).toHaveLength(1);
    await world.chat.clock.advance(300_000);
    await fail();
    expect((await notices())[1]).toContain('It has failed 2 more times since you were last told.');
  });

  it('keeps nothing of what it has stored', async () => {
    world = await worldWith(
      program(async (_message, bot) => {
        await bot.storage.put('a', 1);
        throw new Error('a defect');
      }),
    );
    await world.handle(await world.direct('x'));
    expect(
      await world.chat.sql('select * from zerver_botstoragedata where bot_profile_id = $1', [world.bot]),
    ).toEqual([]);
  });

  it('by never ending is left behind after 20 s and told of', async () => {
    const started = Promise.withResolvers<undefined>();
    world = await worldWith(
      program(() => {
        started.resolve(undefined);
        return new Promise(() => undefined);
      }),
    );
    const handled = world.handle(await world.direct('x'));
    await started.promise;
    await world.chat.clock.advance(20_000);
    expect(await handled).toMatchObject({
      kind: 'dead',
      disposition: 'timed_out',
      reason: 'program_timed_out',
    });
    expect((await world.contents())[0]).toContain('Something went wrong');
  });

  it('by sending without an end is stopped after 20 messages', async () => {
    world = await worldWith(
      program(async (message, bot) => {
        for (;;) await bot.sendReply(message, 'again');
      }),
    );
    expect(await world.handle(await world.direct('x'))).toMatchObject({
      kind: 'dead',
      reason: 'program_failed',
    });
    const contents = await world.contents();
    expect(contents.filter((content) => content === 'again')).toHaveLength(20);
  });

  it('after the last attempt is told of, too', async () => {
    world = await worldWith(program(() => Promise.reject(new TryAgainLater('away'))));
    const event = await world.direct('x');
    const eventId = randomUUID();
    const outcome = await world.handle(event, { eventId, attempt: 4 });
    await world.consumer().giveUp?.(event, world.context(eventId, 4), outcome);
    expect((await world.contents())[0]).toContain('Something went wrong');
    expect(await world.isRead(event)).toBe(true);
  });

  it('cannot hide that the database has failed', async () => {
    world = await worldWith(
      program(async (message, bot) => {
        await bot.storage.get('a').catch(() => undefined);
        await bot.sendReply(message, 'fine').catch(() => undefined);
      }),
    );
    const { handler } = world.consumer();
    if (handler.kind !== 'single') throw new Error('the queue handles single events');
    const event = await world.direct('x');
    await world.chat.sql('alter table workers.sent_message rename to sent_message_away');
    try {
      await expect(handler.handle(event, world.context(randomUUID()))).rejects.toThrow();
    } finally {
      await world.chat.sql('alter table workers.sent_message_away rename to sent_message');
    }
    expect(await world.isRead(event)).toBe(false);
  });
});

describe('messages of a bot’s own', () => {
  it('check 13: need recipients', async () => {
    const errors: unknown[] = [];
    world = await worldWith(
      program(async (_message, bot) => {
        await bot
          .sendMessage({ type: 'private', to: [], content: 'x' })
          .catch((error: unknown) => errors.push(error));
      }),
    );
    await world.handle(await world.direct('x'));
    expect(errors).toMatchObject([{ code: 'bad_message', message: 'Message must have recipients!' }]);
  });

  it('go to one person without a list, by id or address, and to channels with topic or subject', async () => {
    const results: unknown[] = [];
    world = await worldWith(
      program(async (message, bot) => {
        results.push(
          await bot.sendMessage({ type: 'private', to: message.sender.email, content: 'a' }),
          await bot.sendMessage({ type: 'direct', to: [message.sender.id], content: 'b' }),
          await bot.sendMessage({ type: 'stream', to: 'Denmark', subject: 'old', content: 'c' }),
          await bot.sendMessage({
            type: 'channel',
            to: world.denmark.id,
            topic: 'new',
            subject: 'old',
            content: 'd',
            attachments: [{ name: 'a [b]', url: 'https://a.example/b' }],
          }),
          await bot.sendMessage({ type: 'private', to: 'nobody@example.com', content: 'e' }),
        );
      }),
    );
    await world.handle(await world.direct('x'));
    const posted = await world.posted();
    expect(posted.map(({ content, subject }) => [content, subject])).toEqual([
      ['a', '\u0007'],
      ['b', '\u0007'],
      ['c', 'old'],
      ['d\n[a b](https://a.example/b)', 'new'],
    ]);
    expect(results).toEqual([
      ...posted.map(({ id }) => ({ kind: 'sent', id })),
      { kind: 'refused', id: null, text: "Invalid email 'nobody@example.com'" },
    ]);
  });
});
