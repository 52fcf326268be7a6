import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onOneLine, WorldDatabase } from './zulip-world.ts';
import type { World } from './zulip-world.ts';

describe('conversations and their context', () => {
  const database = new WorldDatabase();
  let world: World;
  beforeEach(async () => {
    world = await database.create();
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  it('check 16: two people who write directly make two mails, the least recently active first', async () => {
    const mails = await world.mailsFor(
      world.event('hamlet', await world.direct('othello', 'hamlet')),
      world.event('hamlet', await world.direct('iago', 'hamlet')),
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      'DMs with Othello, the Moor of Venice',
      'DMs with Iago',
    ]);
  });

  it('check 16: a conversation that goes on moves behind the others', async () => {
    const mails = await world.mailsFor(
      world.event('hamlet', await world.direct('othello', 'hamlet')),
      world.event('hamlet', await world.direct('iago', 'hamlet')),
      world.event('hamlet', await world.direct('othello', 'hamlet')),
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      'DMs with Iago',
      'DMs with Othello, the Moor of Venice',
    ]);
  });

  it('check 17: six channel messages of two senders are one mail in two blocks', async () => {
    const events = [];
    for (const [from, content] of [
      ['othello', '1'],
      ['othello', '2'],
      ['othello', '3'],
      ['iago', '4'],
      ['iago', '5'],
      ['iago', '6'],
    ] as const) {
      events.push(world.event('hamlet', await world.channel(from, content), 'stream_email_notify'));
    }
    const mail = await world.mailFor(...events);
    expect(onOneLine(mail.text)).toContain(
      'Othello, the Moor of Venice: > 1 > 2 > 3 Iago: > 4 > 5 > 6 -- You are receiving',
    );
    expect(mail.context['message_count']).toBe(6);
  });

  it('check 18: two topics are two mails, one topic in other letters is one', async () => {
    const mails = await world.mailsFor(
      world.event('hamlet', await world.channel('othello', 'a', { topic: 'test' }), 'stream_email_notify'),
      world.event('hamlet', await world.channel('othello', 'b', { topic: 'TEST' }), 'stream_email_notify'),
      world.event('hamlet', await world.channel('othello', 'c', { topic: 'test2' }), 'stream_email_notify'),
    );
    expect(mails.map(({ subject, context }) => [subject, context['message_count']])).toEqual([
      ['#Denmark > test', 2],
      ['#Denmark > test2', 1],
    ]);
  });

  it('check 19: a mention brings the ten messages before it, of its own topic only', async () => {
    for (let index = 0; index <= 10; index++) await world.channel('othello', String(index));
    await world.channel('othello', 'elsewhere', { topic: 'test2' });
    const mention = await world.channel('othello', '@**King Hamlet**', { flags: 8 });
    const mail = await world.mailFor(world.event('hamlet', mention, 'mentioned'));
    expect(onOneLine(mail.text)).toContain(
      'Othello, the Moor of Venice: > 1 > 2 > 3 > 4 > 5 > 6 > 7 > 8 > 9 > 10 > @**King Hamlet** --',
    );
    expect(mail.context['message_count']).toBe(1);
  });

  it('check 20: channel mail without a mention shows the message alone', async () => {
    for (let index = 0; index <= 10; index++) await world.channel('othello', String(index));
    const last = await world.channel('othello', '12');
    const mail = await world.mailFor(world.event('hamlet', last, 'stream_email_notify'));
    expect(onOneLine(mail.text)).toContain('Othello, the Moor of Venice: > 12 -- You are receiving this');
  });

  it('check 21: @topic shows a participant the context with their own message', async () => {
    await world.channel('hamlet', 'hello', { readers: ['hamlet'] });
    await world.channel('othello', '0');
    const mention = await world.channel('othello', '@**topic**', { flags: 32 });
    const mail = await world.mailFor(world.event('hamlet', mention, 'topic_wildcard_mentioned'));
    expect(onOneLine(mail.text)).toContain(
      'King Hamlet: > hello Othello, the Moor of Venice: > 0 > @**topic** -- You are receiving this because all topic participants were mentioned in #Denmark > test.',
    );
  });

  it('check 21: @topic for somebody who did not take part is channel mail without context', async () => {
    await world.channel('othello', '0');
    const mention = await world.channel('othello', '@**topic**');
    const mail = await world.mailFor(world.event('hamlet', mention, 'stream_email_notify'));
    expect(onOneLine(mail.text)).toContain(
      'Othello, the Moor of Venice: > @**topic** -- You are receiving this because you have email notifications enabled for #Denmark.',
    );
  });

  it('check 22: context of another sender is a block of its own', async () => {
    for (const content of ['0', '1', '2']) await world.channel('cordelia', content);
    const mention = await world.channel('othello', '@**King Hamlet**', { flags: 8 });
    const mail = await world.mailFor(world.event('hamlet', mention, 'mentioned'));
    expect(onOneLine(mail.text)).toContain(
      "Cordelia, Lear's daughter: > 0 > 1 > 2 Othello, the Moor of Venice: > @**King Hamlet** -- You are",
    );
  });

  it('check 23: with protected history, context from before the subscription is absent, from after present', async () => {
    const secret = await world.addChannel('secret', {
      invite_only: true,
      history_public_to_subscribers: false,
    });
    await world.channel('othello', 'before', { channel: secret, readers: [] });
    await world.subscribe('hamlet', secret);
    await world.channel('othello', 'after', { channel: secret });
    const mention = await world.channel('othello', '@**King Hamlet**', { channel: secret, flags: 8 });
    const mail = await world.mailFor(world.event('hamlet', mention, 'mentioned'));
    expect(onOneLine(mail.text)).toContain('Othello, the Moor of Venice: > after > @**King Hamlet** --');
    expect(mail.text).not.toContain('before');
  });

  it('with shared history, subscribers see context from before they came', async () => {
    const club = await world.addChannel('club', { invite_only: true });
    await world.channel('othello', 'before', { channel: club, readers: [] });
    await world.subscribe('hamlet', club);
    const mention = await world.channel('othello', '@**King Hamlet**', { channel: club, flags: 8 });
    const mail = await world.mailFor(world.event('hamlet', mention, 'mentioned'));
    expect(mail.text).toContain('> before');
  });

  it('check 24: context older than fifteen minutes is absent', async () => {
    await world.channel('othello', 'long ago');
    await world.clock.advance(15 * 60_000);
    await world.channel('othello', 'just now');
    const mention = await world.channel('othello', '@**King Hamlet**', { flags: 8 });
    const mail = await world.mailFor(world.event('hamlet', mention, 'mentioned'));
    expect(mail.text).toContain('just now');
    expect(mail.text).not.toContain('long ago');
  });

  it('two people of one name stay two blocks', async () => {
    await world.set('iago', { full_name: NAME });
    await world.set('zoe', { full_name: NAME });
    const mail = await world.mailFor(
      world.event('hamlet', await world.channel('iago', '1'), 'stream_email_notify'),
      world.event('hamlet', await world.channel('zoe', '2'), 'stream_email_notify'),
    );
    expect(onOneLine(mail.text)).toContain(`${NAME}: > 1 ${NAME}: > 2 --`);
  });

  it('everybody mailed about a conversation gets the same thread, also after the topic was resolved', async () => {
    const first = await world.channel('iago', '1', { topic: 'plans', readers: ['hamlet', 'othello'] });
    const second = await world.channel('iago', '2', { topic: '✔ Plans', readers: ['hamlet', 'othello'] });
    const other = await world.channel('iago', '3', { topic: 'other' });
    await world.set('othello', { default_language: 'de' });
    const mails = await world.mailsFor(
      world.event('hamlet', first, 'stream_email_notify'),
      world.event('othello', first, 'stream_email_notify'),
      world.event('hamlet', second, 'stream_email_notify'),
      world.event('hamlet', other, 'stream_email_notify'),
    );
    const threads = mails.map(({ event }) => event.in_reply_to);
    expect(threads[0]).toMatch(/^<conversation-[0-9a-f]{32}@zulip\.testserver>$/);
    expect(threads).toEqual([threads[0], threads[0], threads[2], threads[0]]);
    expect(threads[2]).not.toBe(threads[0]);
    expect(mails.every(({ event }) => event.references === event.in_reply_to)).toBe(true);
  });

  it('both sides of a direct conversation share a thread, whichever kind of recipient it is stored with', async () => {
    const mails = await world.mailsFor(
      world.event('hamlet', await world.direct('othello', 'hamlet')),
      world.event('othello', await world.direct('hamlet', 'othello')),
      world.event('hamlet', await world.group('othello', ['othello', 'hamlet'])),
    );
    expect(new Set(mails.map(({ event }) => event.in_reply_to)).size).toBe(1);
  });
});

const NAME = 'Twin';
