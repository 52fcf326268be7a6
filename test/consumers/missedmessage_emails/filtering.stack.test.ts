import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorldDatabase } from './zulip-world.ts';
import type { World } from './zulip-world.ts';

describe('what is mailed and what is not', () => {
  const database = new WorldDatabase();
  let world: World;
  beforeEach(async () => {
    world = await database.create();
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  /** Nothing was mailed, and nothing waits any more. */
  const expectNothing = async (): Promise<void> => {
    expect(world.mails()).toEqual([]);
    expect(await world.waitingRows()).toEqual([]);
    expect(world.log.filter(({ level }) => level >= 40)).toEqual([]);
  };

  it('check 11: a message read before the round, or sent by the person, is not mailed', async () => {
    const read = await world.direct('othello', 'hamlet');
    const own = await world.channel('hamlet', 'mine', { readers: ['othello'] });
    await world.handleEvents([world.event('hamlet', read), world.event('hamlet', own, 'mentioned')]);
    await world.sql('update zerver_usermessage set flags = flags | 1 where message_id = $1', [read]);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('check 12: content edited to (deleted) is not mailed, wherever it was', async () => {
    const ids = [
      await world.channel('othello', 'x'),
      await world.direct('othello', 'hamlet'),
      await world.group('othello', ['othello', 'hamlet', 'iago']),
    ];
    await world.handleEvents([
      world.event('hamlet', ids[0]!, 'mentioned'),
      world.event('hamlet', ids[1]!),
      world.event('hamlet', ids[2]!),
    ]);
    await world.sql("update zerver_message set content = '(deleted)' where id = any($1)", [ids]);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('check 13: the owner of a demo organization without an address gets no mail and makes no error', async () => {
    await world.setRealm({ demo_organization_scheduled_deletion_date: world.at(86_400_000) });
    await world.set('hamlet', { delivery_email: '', role: 100 });
    await world.mailsFor(world.event('hamlet', await world.direct('othello', 'hamlet')));
    await expectNothing();
  });

  it('check 14: a bot gets no mail, whether it was one before or became one while waiting', async () => {
    await world.set('iago', { is_bot: true, bot_type: 1 });
    const outcomes = await world.handleEvents([
      world.event('iago', await world.direct('othello', 'iago')),
      world.event('hamlet', await world.direct('othello', 'hamlet')),
    ]);
    expect(outcomes).toEqual([{ kind: 'skip', reason: 'recipient_is_bot' }, { kind: 'done' }]);
    await world.set('hamlet', { is_bot: true, bot_type: 1 });
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('check 14: without the switch for offline mail there is none for messages and mentions', async () => {
    await world.set('hamlet', { enable_offline_email_notifications: false });
    await world.mailsFor(
      world.event('hamlet', await world.direct('othello', 'hamlet')),
      world.event('hamlet', await world.channel('othello', 'x', { flags: 8 }), 'mentioned'),
      world.event('hamlet', await world.channel('othello', 'x', { flags: 16 }), 'stream_wildcard_mentioned'),
    );
    await expectNothing();
  });

  it('the switch for offline mail does not hold up channels and topics that a person chose to get mail about', async () => {
    await world.set('hamlet', { enable_offline_email_notifications: false });
    await world.setTopicPolicy('hamlet', world.verona, 'plans', 3);
    const mails = await world.mailsFor(
      world.event('hamlet', await world.channel('othello', 'x'), 'stream_email_notify'),
      world.event(
        'hamlet',
        await world.channel('othello', 'y', { channel: world.verona, topic: 'plans' }),
        'followed_topic_email_notify',
      ),
    );
    expect(mails.map(({ subject }) => subject)).toEqual(['#Denmark > test', '#Verona > plans']);
  });

  it('check 15: a person deactivated while waiting gets no mail', async () => {
    await world.handleEvents([world.event('hamlet', await world.direct('othello', 'hamlet'))]);
    await world.set('hamlet', { is_active: false });
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('check 15: in an organization deactivated while waiting nobody gets mail', async () => {
    await world.handleEvents([world.event('hamlet', await world.direct('othello', 'hamlet'))]);
    await world.setRealm({ deactivated: true });
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('a hard-deleted message takes its row along', async () => {
    const message = await world.direct('othello', 'hamlet');
    await world.handleEvents([world.event('hamlet', message)]);
    await world.sql('delete from zerver_message where id = $1', [message]);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('a sender muted while the message waits is not mailed about', async () => {
    await world.handleEvents([world.event('hamlet', await world.direct('othello', 'hamlet'))]);
    await world.insert('zerver_muteduser', {
      user_profile_id: world.people.hamlet,
      muted_user_id: world.people.othello,
    });
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it.each([
    ['a channel muted', async (w: World) => w.setSubscription('hamlet', w.denmark, { is_muted: true })],
    ['a channel left', async (w: World) => w.setSubscription('hamlet', w.denmark, { active: false })],
    ['a topic muted', async (w: World) => w.setTopicPolicy('hamlet', w.denmark, 'TEST', 1)],
  ])(
    '%s while messages wait silences channel mail and wildcards, but not a personal mention',
    async (_, change) => {
      await world.handleEvents([
        world.event('hamlet', await world.channel('othello', 'one'), 'stream_email_notify'),
        world.event(
          'hamlet',
          await world.channel('othello', 'two', { flags: 16 }),
          'stream_wildcard_mentioned',
        ),
        world.event('hamlet', await world.channel('othello', 'three', { flags: 8 }), 'mentioned'),
      ]);
      await change(world);
      await world.clock.advance(120_000);
      await world.flush('hamlet');
      expect(world.mails()).toHaveLength(1);
      expect(world.mails()[0]?.context).toMatchObject({
        message_count: 1,
        personal_mentioned: true,
        stream_email_notify: false,
        stream_wildcard_mentioned: false,
      });
    },
  );

  it('an unmuted topic of a muted channel is still mailed', async () => {
    await world.setSubscription('hamlet', world.denmark, { is_muted: true });
    await world.setTopicPolicy('hamlet', world.denmark, 'test', 2);
    const mails = await world.mailsFor(
      world.event('hamlet', await world.channel('othello', 'x'), 'stream_email_notify'),
    );
    expect(mails).toHaveLength(1);
  });

  it('a topic no longer followed is not mailed; its wildcard mention counts as an ordinary one', async () => {
    const mails = await world.mailsFor(
      world.event('hamlet', await world.channel('othello', 'one'), 'followed_topic_email_notify'),
      world.event(
        'hamlet',
        await world.channel('othello', 'two', { flags: 16 }),
        'stream_wildcard_mentioned_in_followed_topic',
      ),
    );
    expect(mails.map(({ context }) => context)).toMatchObject([
      {
        message_count: 1,
        followed_topic_email_notify: false,
        stream_wildcard_mentioned: true,
        stream_wildcard_mentioned_in_followed_topic: false,
      },
    ]);
  });

  it('a private channel that the person was removed from is not mailed about, not even a mention', async () => {
    const secret = await world.addChannel('secret', { invite_only: true });
    await world.subscribe('hamlet', secret);
    const message = await world.channel('othello', 'psst', { channel: secret, flags: 8 });
    await world.handleEvents([world.event('hamlet', message, 'mentioned')]);
    await world.setSubscription('hamlet', secret, { active: false });
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await expectNothing();
  });

  it('a private channel stays readable through a group that grants access', async () => {
    const inner = await world.addGroup('inner', ['hamlet']);
    const outer = await world.addGroup('outer', [], [inner]);
    const secret = await world.addChannel('secret', { invite_only: true, can_subscribe_group_id: outer });
    const message = await world.channel('othello', 'psst', { channel: secret, flags: 8 });
    const mails = await world.mailsFor(world.event('hamlet', message, 'mentioned'));
    expect(mails).toHaveLength(1);
  });

  it('check 6: what cannot be written is kept and tried again, and holds up neither people nor conversations', async () => {
    const broken = await world.channel('othello', 'broken', { columns: { rendered_content: null } });
    await world.handleEvents([
      world.event('hamlet', await world.direct('iago', 'hamlet', 'fine')),
      world.event('hamlet', broken, 'stream_email_notify'),
      world.event('othello', await world.direct('iago', 'othello', 'fine')),
    ]);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await world.flush('othello');
    expect(world.mails().map(({ userId, subject }) => [userId, subject])).toEqual([
      [world.people.hamlet, 'DMs with Iago'],
      [world.people.othello, 'DMs with Iago'],
    ]);
    expect((await world.waitingRows()).map(({ message_id }) => message_id)).toEqual([broken]);
    const errors = world.log.filter(({ level }) => level >= 50);
    expect(errors).toMatchObject([
      { msg: 'failed to process missed-message events of a person', user_id: world.people.hamlet, events: 1 },
    ]);
    await world.sql("update zerver_message set rendered_content = '<p>mended</p>' where id = $1", [broken]);
    await world.clock.advance(60_000);
    await world.flush('hamlet');
    expect(world.mails().at(-1)?.text).toContain('> broken');
    expect(await world.waitingRows()).toEqual([]);
  });

  it('check 6: after the last attempt the rows are given up, named in the log, and do not come up again', async () => {
    const broken = await world.channel('othello', 'broken', { columns: { rendered_content: null } });
    await world.handleEvents([world.event('hamlet', broken, 'stream_email_notify')]);
    for (const waitMs of [120_000, 60_000, 300_000, 1_800_000]) {
      await world.clock.advance(waitMs);
      expect(await world.waitingRows()).toHaveLength(1);
      await world.flush('hamlet');
    }
    expect(await world.waitingRows()).toEqual([]);
    expect(await world.sql('select * from workers.open_window')).toEqual([]);
    expect(world.log.at(-1)).toMatchObject({
      msg: 'missed-message events of a person are given up',
      message_ids: [broken],
    });
  });

  it('a mail that cannot be stored does not cost the person the others', async () => {
    await world.handleEvents([
      world.event('hamlet', await world.direct('iago', 'hamlet', 'fine')),
      world.event('hamlet', await world.direct('othello', 'hamlet', 'refused')),
    ]);
    await world.clock.advance(120_000);
    await world.flush('hamlet', {
      enqueue: async (tx, events) => {
        if (JSON.stringify(events).includes('refused')) await tx.execute('select 1 / 0');
        await world.flushDeps.enqueue(tx, events);
      },
    });
    expect(world.mails().map(({ subject }) => subject)).toEqual(['DMs with Iago']);
    expect(await world.waitingRows()).toHaveLength(1);
    expect(
      await world.sql('select * from zerver_missedmessageemailaddress where user_profile_id = $1', [
        world.people.hamlet,
      ]),
    ).toHaveLength(1);
  });
});
