import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Trigger } from '../../../src/consumers/missedmessage_emails/triggers.ts';
import { onOneLine, WorldDatabase } from './zulip-world.ts';
import type { EnqueuedMail, PersonName, World } from './zulip-world.ts';

const MENTION_FLAGS: Partial<Record<Trigger, number>> = {
  mentioned: 8,
  stream_wildcard_mentioned: 16,
  topic_wildcard_mentioned: 32,
  stream_wildcard_mentioned_in_followed_topic: 16,
  topic_wildcard_mentioned_in_followed_topic: 32,
};

describe('how a mail is worded', () => {
  const database = new WorldDatabase();
  let world: World;
  beforeEach(async () => {
    world = await database.create();
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  const directMail = async (from: PersonName = 'othello'): Promise<EnqueuedMail> =>
    world.mailFor(world.event('hamlet', await world.direct(from, 'hamlet')));

  it.each([
    [['hamlet', 'iago', 'othello'], 'Group DMs with Iago and Othello, the Moor of Venice'],
    [
      ['hamlet', 'iago', 'othello', 'cordelia'],
      "Group DMs with Cordelia, Lear's daughter, Iago, and Othello, the Moor of Venice",
    ],
    [
      ['hamlet', 'iago', 'othello', 'cordelia', 'zoe'],
      "Group DMs with Cordelia, Lear's daughter, Iago, and 2 others",
    ],
  ] as const)('check 25: a group DM of %j', async (members, subject) => {
    const mail = await world.mailFor(world.event('hamlet', await world.group('othello', members)));
    expect(mail.subject).toBe(subject);
    const others = members.map((name) => world.people[name]).filter((id) => id !== world.people.hamlet);
    const ids = others.sort((a, b) => a - b).join(',');
    expect(mail.context['narrow_url']).toBe(
      `http://zulip.testserver/#narrow/dm/${ids}${others.length >= 3 ? '-group' : ''}`,
    );
    expect(mail.text).toContain('Othello, the Moor of Venice:\n> hello');
  });

  it('check 25: channel, direct and resolved subjects', async () => {
    const mails = await world.mailsFor(
      world.event('hamlet', await world.direct('othello', 'hamlet')),
      world.event('hamlet', await world.channel('othello', 'x', { topic: 'plans' }), 'stream_email_notify'),
      world.event('hamlet', await world.channel('othello', 'x', { topic: '✔ done' }), 'stream_email_notify'),
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      'DMs with Othello, the Moor of Venice',
      '#Denmark > plans',
      '[resolved] #Denmark > done',
    ]);
  });

  it('check 26: a direct message inside a group of two is a direct message', async () => {
    const mail = await world.mailFor(
      world.event('hamlet', await world.group('cordelia', ['cordelia', 'hamlet'])),
    );
    expect(mail.subject).toBe("DMs with Cordelia, Lear's daughter");
    expect(mail.context['narrow_url']).toBe(
      `http://zulip.testserver/#narrow/dm/${world.people.cordelia}-Cordelia,-Lear's-daughter`,
    );
    expect(mail.text).toMatch(/^> hello\n/);
  });

  it('check 26: a message to oneself names oneself', async () => {
    const id = await world.group('hamlet', ['hamlet']);
    await world.sql('update zerver_usermessage set flags = 0 where message_id = $1', [id]);
    const mail = await world.mailFor(world.event('hamlet', id));
    expect(mail.subject).toBe('DMs with King Hamlet');
    expect(mail.context['narrow_url']).toContain(`/#narrow/dm/${world.people.hamlet}-King-Hamlet`);
  });

  it('check 27: members whose names differ in case only are both listed', async () => {
    await world.set('zoe', { full_name: 'iago' });
    const mail = await world.mailFor(
      world.event('hamlet', await world.group('iago', ['hamlet', 'iago', 'zoe'])),
    );
    expect(mail.subject).toBe('Group DMs with Iago and iago');
  });

  it('check 28: a resolved topic is marked, an empty one has a name, in subject and reason', async () => {
    const mails = await world.mailsFor(
      world.event(
        'hamlet',
        await world.channel('othello', 'x', { topic: '✔ threading and so forth' }),
        'stream_email_notify',
      ),
      world.event(
        'hamlet',
        await world.channel('othello', 'y', { topic: '', flags: 32 }),
        'topic_wildcard_mentioned',
      ),
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      '[resolved] #Denmark > threading and so forth',
      '#Denmark > general chat',
    ]);
    expect(mails[1]?.text).toContain(
      'because all topic participants were mentioned in #Denmark > general chat.',
    );
  });

  it.each([
    [2, false, 'DMs with Othello, the Moor of Venice [Zulip Dev]'],
    [3, true, 'DMs with Othello, the Moor of Venice'],
    [1, false, 'DMs with Othello, the Moor of Venice'],
    [1, true, 'DMs with Othello, the Moor of Venice [Zulip Dev]'],
  ])('check 29: policy %i, several accounts: %s', async (policy, hasSecondAccount, subject) => {
    await world.set('hamlet', { realm_name_in_email_notifications_policy: policy });
    if (hasSecondAccount) {
      const other = await world.insert('zerver_realm', {
        name: 'Other',
        string_id: `other${world.realm.id}${policy}`,
        can_access_all_users_group_id: world.realm.groups['role:everyone'],
        ...Object.fromEntries(
          (
            await world.sql<{ name: string; id: string }>(
              `select column_name as name, $1::text as id from information_schema.columns
               where table_name = 'zerver_realm' and column_name ~ '(_group_id|can_create_groups_id|can_manage_all_groups_id)$'
                 and column_name <> 'can_access_all_users_group_id'`,
              [world.realm.groups['role:everyone']],
            )
          ).map(({ name, id }) => [name, id]),
        ),
      });
      await world.addPerson('Hamlet II', 'hamlet@zulip.com', { realm_id: other });
    }
    expect((await directMail()).subject).toBe(subject);
    if (hasSecondAccount) {
      await world.sql("delete from zerver_userprofile where full_name = 'Hamlet II'");
    }
  });

  describe('check 30: the reason', () => {
    const REASONS: readonly (readonly [Trigger, string])[] = [
      ['mentioned', 'because you were personally mentioned.'],
      [
        'topic_wildcard_mentioned_in_followed_topic',
        'because all topic participants were mentioned in #Denmark > test.',
      ],
      [
        'stream_wildcard_mentioned_in_followed_topic',
        'because you have wildcard mention notifications enabled for topics you follow.',
      ],
      ['topic_wildcard_mentioned', 'because all topic participants were mentioned in #Denmark > test.'],
      ['stream_wildcard_mentioned', 'because everyone was mentioned in #Denmark.'],
      ['followed_topic_email_notify', 'because you have email notifications enabled for topics you follow.'],
      ['stream_email_notify', 'because you have email notifications enabled for #Denmark.'],
    ];

    it.each(REASONS.map(([trigger, reason], rank) => ({ trigger, reason, rank })))(
      '$trigger wins over all weaker ones',
      async ({ rank, reason }) => {
        await world.setTopicPolicy('hamlet', world.denmark, 'test', 3);
        const events = [];
        for (const [trigger] of REASONS.slice(rank).toReversed()) {
          const flags = MENTION_FLAGS[trigger] ?? 0;
          events.push(world.event('hamlet', await world.channel('othello', trigger, { flags }), trigger));
        }
        expect(onOneLine((await world.mailFor(...events)).text)).toContain(
          `-- You are receiving this ${reason}`,
        );
      },
    );

    it('the smaller of two groups wins, a person beats groups, a group beats wildcards', async () => {
      const only = await world.addGroup('hamlet_only', ['hamlet']);
      const both = await world.addGroup('hamlet_and_cordelia', ['cordelia'], [only]);
      const mention = (content: string): Promise<number> => world.channel('othello', content, { flags: 8 });
      // The strongest of the wildcards.
      await world.setTopicPolicy('hamlet', world.denmark, 'test', 3);
      const wildcard = await world.channel('othello', 'all', { flags: 32 });
      const mail = await world.mailFor(
        world.event('hamlet', wildcard, 'topic_wildcard_mentioned_in_followed_topic'),
        world.event('hamlet', await mention('a'), 'mentioned', both),
        world.event('hamlet', await mention('b'), 'mentioned', only),
      );
      expect(mail.text).toContain('because @hamlet_only was mentioned.');
      const second = await world.mailsFor(
        world.event('hamlet', await mention('c'), 'mentioned', only),
        world.event('hamlet', await mention('d'), 'mentioned'),
      );
      expect(second.at(-1)?.text).toContain('because you were personally mentioned.');
    });

    it('direct messages have none', async () => {
      expect((await directMail()).text).not.toContain('You are receiving');
    });
  });

  it('check 31: with a mail gateway people may answer, and the answer has an address of its own', async () => {
    const mail = await directMail();
    expect(mail.text).toContain('Reply to this email directly, or view it in Zulip Dev Zulip:\nhttp');
    expect(mail.event.reply_to_email).toMatch(/^Zulip <mm[0-9a-f]{32}@testserver>$/);
    const token = /mm[0-9a-f]{32}/.exec(mail.event.reply_to_email!)![0];
    const rows = await world.sql(
      'select user_profile_id, message_id, times_used from zerver_missedmessageemailaddress where email_token = $1',
      [token],
    );
    const [{ id }] = (await world.sql<{ id: number }>('select max(id) as id from zerver_message')) as [
      { id: number },
    ];
    expect(rows).toEqual([{ user_profile_id: world.people.hamlet, message_id: id, times_used: 0 }]);
  });

  it('check 33: sender, reply and unsubscribe addresses, date in the zone of the person, time of the mail', async () => {
    await world.set('hamlet', { timezone: 'Europe/Berlin' });
    const mail = await directMail();
    expect(mail.event).toMatchObject({
      template_prefix: 'zerver/emails/missed_message',
      to_user_ids: [world.people.hamlet],
      from_name: 'testserver notifications',
      from_address: 'noreply@testserver',
      date: 'Thu, 18 Dec 2025 14:08:16 +0100',
    });
    expect(mail.context).toMatchObject({
      realm_url: 'http://zulip.testserver',
      realm_name: 'Zulip Dev',
      user_name: 'King Hamlet',
      name: 'King Hamlet',
      message_count: 1,
    });
    expect(mail.context['unsubscribe_link']).toMatch(
      /^http:\/\/zulip\.testserver\/accounts\/unsubscribe\/missed_messages\/[a-z2-7]{24}$/,
    );
    const rows = await world.sql<{ last_reminder: Date }>(
      'select last_reminder from zerver_userprofile where id = $1',
      [world.people.hamlet],
    );
    expect(rows[0]?.last_reminder).toEqual(world.at());
  });

  it('one unsubscribe key per person is enough for all mails', async () => {
    const first = await directMail();
    const mails = await world.mailsFor(world.event('hamlet', await world.direct('iago', 'hamlet')));
    expect(mails[1]?.context['unsubscribe_link']).toBe(first.context['unsubscribe_link']);
    const rows = await world.sql(
      'select type, realm_id from confirmation_confirmation where object_id = $1',
      [world.people.hamlet],
    );
    expect(rows).toEqual([{ type: 4, realm_id: world.realm.id }]);
  });

  it('the event id depends on person and messages alone, so that a doubled batch is one mail', async () => {
    const mail = await directMail();
    const [{ id }] = (await world.sql<{ id: number }>('select max(id) as id from zerver_message')) as [
      { id: number },
    ];
    await world.sql('delete from workers.missed_message_sent where message_id = $1', [id]);
    const again = await world.mailsFor(world.event('hamlet', id));
    expect(again[1]?.eventId).toBe(mail.eventId);
    expect(mail.eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it.each([
    ['the person', { message_content_in_email_notifications: false }, {}, 'because you have disabled'],
    [
      'the organization',
      {},
      { message_content_allowed_in_email_notifications: false },
      'because your organization has disabled',
    ],
    [
      'both',
      { message_content_in_email_notifications: false },
      { message_content_allowed_in_email_notifications: false },
      'because your organization has disabled',
    ],
  ])('check 32: content hidden by %s', async (_, personal, organizational, sentence) => {
    await world.set('hamlet', personal);
    await world.setRealm(organizational);
    const groupId = await world.addGroup('hamlet_only', ['hamlet']);
    const mails = await world.mailsFor(
      world.event('hamlet', await world.direct('othello', 'hamlet', 'secret words')),
      world.event('hamlet', await world.group('othello', ['hamlet', 'iago', 'othello'], 'secret words')),
      world.event(
        'hamlet',
        await world.channel('othello', 'secret words', { flags: 8, topic: 'secret plans' }),
        'mentioned',
        groupId,
      ),
      world.event('hamlet', await world.channel('iago', 'secret words'), 'stream_email_notify'),
    );
    expect(mails.map(({ subject }) => subject)).toEqual(Array(4).fill('New messages'));
    for (const mail of mails) {
      expect(mail.text).toContain(sentence);
      expect(mail.text).toContain('View or reply in Zulip Dev Zulip');
      for (const told of ['secret', 'Othello', 'Iago', 'Denmark', 'mentioned', 'group', 'hamlet_only']) {
        expect(
          JSON.stringify({ ...mail.context, user_name: '', name: '' }).replaceAll(
            /"[a-z_]*(mentioned|group)[a-z_]*":/g,
            '',
          ),
        ).not.toContain(told);
        expect(mail.text + mail.html).not.toContain(told);
      }
      expect(mail.event.reply_to_email).toMatch(/^Zulip <mm/);
    }
    const { iago, othello } = world.people;
    const url = 'http://zulip.testserver/#narrow';
    const channelUrl = `${url}/channel/${world.denmark.id}/near/`;
    expect(mails.map(({ context }) => context['narrow_url'])).toEqual([
      `${url}/dm/${othello}`,
      `${url}/dm/${[iago, othello].sort((a, b) => a - b).join(',')}`,
      expect.stringMatching(new RegExp(`^${channelUrl}\\d+$`)),
      expect.stringMatching(new RegExp(`^${channelUrl}\\d+$`)),
    ]);
  });

  it('links: near the first message for mentions, with it otherwise', async () => {
    const first = await world.channel('othello', 'x', { topic: 'a.b (c)', flags: 8 });
    const second = await world.channel('othello', 'y', { topic: 'other' });
    const mails = await world.mailsFor(
      world.event('hamlet', first, 'mentioned'),
      world.event('hamlet', second, 'stream_email_notify'),
    );
    const channel = `http://zulip.testserver/#narrow/channel/${world.denmark.id}-Denmark/topic`;
    expect(mails.map(({ context }) => context['narrow_url'])).toEqual([
      `${channel}/a.2Eb.20.28c.29/near/${first}`,
      `${channel}/other/with/${second}`,
    ]);
  });

  it('with a mention only those are named who mentioned', async () => {
    const mail = await world.mailFor(
      world.event('hamlet', await world.channel('iago', 'x'), 'stream_email_notify'),
      world.event('hamlet', await world.channel('othello', 'y', { flags: 8 }), 'mentioned'),
    );
    expect(mail.context['sender_str']).toBe('Othello, the Moor of Venice');
  });

  it('everything the installation says is in the language of the person', async () => {
    await world.set('hamlet', { default_language: 'de' });
    const mails = await world.mailsFor(
      world.event('hamlet', await world.group('othello', ['hamlet', 'iago', 'othello'])),
      world.event('hamlet', await world.channel('othello', 'x', { topic: '' }), 'stream_email_notify'),
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Gruppen-Direktnachrichten mit Iago und Othello, the Moor of Venice',
      '#Denmark > allgemeiner Chat',
    ]);
    expect(mails[0]?.event.from_name).toBe('testserver Benachrichtigungen');
  });
});

describe('without a mail gateway', () => {
  const database = new WorldDatabase();
  let world: World;
  beforeEach(async () => {
    world = await database.create({ emailGatewayPattern: null });
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  it('check 31: the mail says that nobody reads answers, and carries no address for them', async () => {
    const mail = await world.mailFor(world.event('hamlet', await world.direct('othello', 'hamlet')));
    expect(mail.text).toContain('Reply in Zulip Dev Zulip');
    expect(mail.text).toContain('Do not reply to this email.');
    expect(mail.event.reply_to_email).toBe('noreply@testserver');
    const rows = await world.sql(
      'select 1 from zerver_missedmessageemailaddress where user_profile_id = $1',
      [world.people.hamlet],
    );
    expect(rows).toEqual([]);
  });
});

describe('bringing back long idle people', () => {
  const database = new WorldDatabase();
  let world: World;
  beforeEach(async () => {
    world = await database.create({ maxGroupSizeForReactivation: 2 });
    await world.set('hamlet', { long_term_idle: true });
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  it.each<readonly [string, (w: World) => Promise<unknown>, boolean]>([
    [
      'a personal mention',
      async (w) => w.mailsFor(w.event('hamlet', await w.channel('othello', 'x', { flags: 8 }), 'mentioned')),
      true,
    ],
    [
      'a direct message',
      async (w) => w.mailsFor(w.event('hamlet', await w.direct('othello', 'hamlet'))),
      true,
    ],
    [
      '@topic',
      async (w) =>
        w.mailsFor(
          w.event('hamlet', await w.channel('othello', 'x', { flags: 32 }), 'topic_wildcard_mentioned'),
        ),
      true,
    ],
    [
      'a group of two',
      async (w) => {
        const group = await w.addGroup('two', ['hamlet', 'iago']);
        const message = await w.channel('othello', 'x', { flags: 8 });
        await w.mailsFor(w.event('hamlet', message, 'mentioned', group));
      },
      true,
    ],
    [
      '@all',
      async (w) =>
        w.mailsFor(
          w.event('hamlet', await w.channel('othello', 'x', { flags: 16 }), 'stream_wildcard_mentioned'),
        ),
      false,
    ],
    [
      'a group of three, counted through its groups',
      async (w) => {
        const inner = await w.addGroup('inner', ['hamlet', 'iago']);
        const outer = await w.addGroup('outer', ['zoe'], [inner]);
        const message = await w.channel('othello', 'x', { flags: 8 });
        await w.mailsFor(w.event('hamlet', message, 'mentioned', outer));
      },
      false,
    ],
  ])('check 46: %s', async (_, act, wakes) => {
    await act(world);
    expect(world.mails()).toHaveLength(1);
    expect(world.reactivations()).toEqual(wakes ? [world.people.hamlet] : []);
  });

  it('check 46: nobody is brought back who is not long idle', async () => {
    await world.set('hamlet', { long_term_idle: false });
    await world.mailsFor(world.event('hamlet', await world.direct('othello', 'hamlet')));
    expect(world.reactivations()).toEqual([]);
  });
});
