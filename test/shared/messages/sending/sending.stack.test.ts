import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Author } from '../../../../src/shared/messages/checked-message.ts';
import { groupHash } from '../../../../src/shared/messages/sending/direct-groups.ts';
import { ChatDatabase } from './chat-world.ts';
import type { Channel, ChatWorld } from './chat-world.ts';

describe('posting a message', () => {
  const database = new ChatDatabase();
  let world: ChatWorld;
  let hamlet: Author;
  let iago: Author;
  let zoe: Author;
  let denmark: Channel;

  beforeEach(async () => {
    world = await database.create();
    hamlet = await world.addPerson('King Hamlet');
    iago = await world.addPerson('Iago');
    zoe = await world.addPerson('Zoe');
    denmark = await world.addChannel('Denmark');
    for (const person of [hamlet, iago]) await world.subscribe(person, denmark);
  });
  afterAll(() => database.drop());

  describe('to people', () => {
    it('check 25: a note to self has one row', async () => {
      const id = await world.send(hamlet, world.personal(hamlet));
      expect(await world.storedMessage(id)).toMatchObject({
        recipient_id: hamlet.recipientId,
        subject: '\u0007',
        is_channel_message: false,
      });
      expect(await world.flags(id)).toEqual({ [hamlet.id]: 2048 });
    });

    it('checks 26, 69: a message to one person goes to their recipient, with two rows and no flags for clients', async () => {
      const id = await world.send(hamlet, world.personal(hamlet, iago));
      expect(await world.storedMessage(id)).toMatchObject({ recipient_id: iago.recipientId });
      expect(await world.flags(id)).toEqual({ [hamlet.id]: 2048, [iago.id]: 2048 });
      const { users, event } = world.notice();
      expect(users).toEqual([
        { id: hamlet.id, flags: [], mentioned_user_group_id: null },
        { id: iago.id, flags: [], mentioned_user_group_id: null },
      ]);
      expect(event['message_dict']).toMatchObject({
        type: 'private',
        subject: '',
        recipient_type: 1,
        recipient_type_id: iago.id,
        display_recipient: [{ id: iago.id }, { id: hamlet.id }],
      });
      expect(event['presence_idle_user_ids']).toEqual([iago.id]);
    });

    it('checks 27, 29: a group is made once for its people, in whatever order, with a subscription for each', async () => {
      const first = await world.send(hamlet, { kind: 'group', people: [hamlet, iago, zoe] });
      const second = await world.send(hamlet, { kind: 'group', people: [zoe, hamlet, iago] });
      const { recipient_id: recipientId } = await world.storedMessage(first);
      expect((await world.storedMessage(second))['recipient_id']).toBe(recipientId);
      const ids = [hamlet.id, iago.id, zoe.id];
      expect(
        await world.sql(
          'select h.huddle_hash, h.group_size, r.type from zerver_huddle h join zerver_recipient r on r.id = h.recipient_id and r.type_id = h.id where r.id = $1',
          [recipientId],
        ),
      ).toEqual([{ huddle_hash: groupHash(ids), group_size: 3, type: 3 }]);
      const members = await world.sql(
        'select user_profile_id as id, active, is_user_active from zerver_subscription where recipient_id = $1 order by 1',
        [recipientId],
      );
      expect(members).toEqual(ids.map((id) => ({ id, active: true, is_user_active: true })));
      expect(Object.keys(await world.flags(second))).toHaveLength(3);
    });

    it('check 27: who has left is in a group without being reached by it', async () => {
      const gone = await world.addPerson('Mirrored', { is_active: false, is_mirror_dummy: true });
      const id = await world.send(hamlet, { kind: 'group', people: [hamlet, iago, gone] });
      expect(Object.keys(await world.flags(id))).not.toContain(String(gone.id));
      expect(
        await world.sql('select active, is_user_active from zerver_subscription where user_profile_id = $1', [
          gone.id,
        ]),
      ).toEqual([{ active: true, is_user_active: false }]);
    });

    it('check 30: two first messages at once make one group', async () => {
      const ids = await Promise.all([
        world.send(hamlet, { kind: 'group', people: [hamlet, iago, zoe] }),
        world.send(iago, { kind: 'group', people: [zoe, iago, hamlet] }),
      ]);
      const recipients = await Promise.all(
        ids.map(async (id) => (await world.storedMessage(id))['recipient_id']),
      );
      expect(new Set(recipients).size).toBe(1);
    });

    it('check 37: a message that is refused leaves no group', async () => {
      await world.set(hamlet, { is_active: false });
      const message = world.message(hamlet, { kind: 'group', people: [hamlet, iago, zoe] });
      expect(await world.post([message])).toMatchObject([{ kind: 'refused' }]);
      const hash = groupHash([hamlet.id, iago.id, zoe.id]);
      expect(await world.sql('select id from zerver_huddle where huddle_hash = $1', [hash])).toEqual([]);
    });
  });

  describe('that mentions', () => {
    const mentioning = (...people: Author[]) => ({
      facts: { mentionedUserIds: new Set(people.map(({ id }) => id)) },
    });

    it('check 38: somebody who is not subscribed gets no row and no notice; a subscriber is marked', async () => {
      const id = await world.send(hamlet, denmark, mentioning(iago, zoe));
      expect(await world.flags(id)).toEqual({ [hamlet.id]: 0, [iago.id]: 8 });
      expect(world.notice().users.map((user) => user['id'])).toEqual([hamlet.id, iago.id]);
    });

    it('check 39: a generic bot that is not subscribed gets a row', async () => {
      const bot = await world.addBot('Helper', 1);
      const id = await world.send(hamlet, denmark, mentioning(bot));
      expect(await world.flags(id)).toMatchObject({ [bot.id]: 8 });
      expect(world.notice().event['all_bot_user_ids']).toEqual([bot.id]);
    });

    it('check 40: a service bot that is not subscribed is called and gets no row', async () => {
      const bot = await world.addBot('Webhook', 3);
      const id = await world.send(hamlet, denmark, mentioning(bot));
      expect(await world.flags(id)).not.toHaveProperty(String(bot.id));
      expect(world.eventsOf('outgoing_webhooks')).toMatchObject([
        { trigger: 'mention', user_profile_id: bot.id, message: { id, display_recipient: 'Denmark' } },
      ]);
    });

    it('check 42: a bot as author calls no bot and asks for no preview', async () => {
      const bot = await world.addBot('Webhook', 3);
      const author = await world.addBot('Talker', 1);
      await world.send(author, denmark, {
        facts: { mentionedUserIds: new Set([bot.id]), linksForPreview: new Set(['http://x.org']) },
      });
      expect(world.eventsOf('outgoing_webhooks')).toEqual([]);
      expect(world.eventsOf('embed_links')).toEqual([]);
    });

    it('check 43: a subscribed service bot that is not really mentioned is not called', async () => {
      const bot = await world.addBot('Embedded', 4);
      await world.subscribe(bot, denmark);
      const id = await world.send(hamlet, denmark);
      expect(await world.flags(id)).toMatchObject({ [bot.id]: 0 });
      expect(world.eventsOf('embedded_bots')).toEqual([]);
    });

    it('check 44: silently: no mark and no following', async () => {
      await world.set(iago, { automatically_follow_topics_where_mentioned: true });
      const id = await world.send(hamlet, denmark, {
        facts: { silentlyMentionedUserIds: new Set([iago.id]) },
      });
      expect(await world.flags(id)).toMatchObject({ [iago.id]: 0 });
      expect(await world.topicPolicies(iago)).toEqual([]);
    });

    it('check 48: a group marks its members', async () => {
      const id = await world.send(hamlet, denmark, {
        mentionedGroups: [{ id: 12, memberIds: [iago.id, zoe.id] }],
      });
      expect(await world.flags(id)).toEqual({ [hamlet.id]: 0, [iago.id]: 8 });
      expect(world.notice().users.at(-1)).toEqual({
        id: iago.id,
        flags: ['mentioned'],
        mentioned_user_group_id: 12,
      });
    });

    it('check 60: people who want it follow the topic then, bots never', async () => {
      const bot = await world.addBot('Helper', 1, { automatically_follow_topics_where_mentioned: true });
      await world.subscribe(bot, denmark);
      await world.set(iago, { automatically_follow_topics_where_mentioned: true });
      await world.send(hamlet, denmark, mentioning(iago, bot));
      expect(await world.topicPolicies(iago)).toEqual([3]);
      expect(await world.topicPolicies(bot)).toEqual([]);
    });
  });

  it('check 41: a direct message that mentions a service bot outside of it does not call the bot', async () => {
    const bot = await world.addBot('Webhook', 3);
    await world.send(hamlet, world.personal(hamlet, iago), {
      facts: { mentionedUserIds: new Set([bot.id]) },
    });
    expect(world.eventsOf('outgoing_webhooks')).toEqual([]);
  });

  it('who has left the channel gets nothing', async () => {
    await world.subscribe(zoe, denmark, { active: false });
    expect(await world.flags(await world.send(hamlet, denmark))).not.toHaveProperty(String(zoe.id));
  });

  it('check 41: a service bot in a direct conversation has a row and is called', async () => {
    const bot = await world.addBot('Embedded', 4);
    const id = await world.send(hamlet, world.personal(hamlet, bot));
    expect(await world.flags(id)).toMatchObject({ [bot.id]: 2048 });
    expect(world.eventsOf('embedded_bots')).toMatchObject([
      { trigger: 'direct_message', user_profile_id: bot.id },
    ]);
  });

  it('asks for previews of the links of a person', async () => {
    const id = await world.send(hamlet, denmark, { facts: { linksForPreview: new Set(['http://x.org']) } });
    expect(world.eventsOf('embed_links')).toEqual([
      { message_id: id, message_content: 'hello', message_realm_id: world.realm.id, urls: ['http://x.org'] },
    ]);
  });

  describe('to people who have been away for long', () => {
    beforeEach(() => world.set(iago, { long_term_idle: true }));

    it.each<[string, () => Promise<void>, boolean]>([
      ['a plain message', () => Promise.resolve(), false],
      ['pushes of this channel', () => setSubscription('push_notifications'), true],
      ['mails of this channel', () => setSubscription('email_notifications'), true],
      ['pushes of all channels', () => world.set(iago, { enable_stream_push_notifications: true }), true],
      ['a followed topic', () => world.setTopicPolicy(iago, denmark, 3, 'CASTLE'), true],
    ])('check 53: %s', async (_name, prepare, isDelivered) => {
      await prepare();
      const id = await world.send(hamlet, denmark);
      expect(String(iago.id) in (await world.flags(id))).toBe(isDelivered);
    });

    it('checks 53, 54: what concerns them is read although nothing is set', async () => {
      const facts = [
        { mentionedUserIds: new Set([iago.id]) },
        { userIdsWithAlertWords: new Set([iago.id]) },
        { mentionsChannelWildcard: true },
      ];
      const flags = [];
      for (const it of facts) {
        flags.push((await world.flags(await world.send(hamlet, denmark, { facts: it })))[iago.id]);
      }
      expect(flags).toEqual([8, 512, 16]);
    });

    const setSubscription = async (column: string): Promise<void> => {
      await world.sql(`update zerver_subscription set ${column} = true where user_profile_id = $1`, [
        iago.id,
      ]);
    };
  });

  it('check 54: who has muted the author gets it read and is not notified', async () => {
    await world.insert('zerver_muteduser', { user_profile_id: iago.id, muted_user_id: hamlet.id });
    const id = await world.send(hamlet, world.personal(hamlet, iago));
    expect(await world.flags(id)).toMatchObject({ [iago.id]: 2049 });
    expect(world.notice().event).toMatchObject({
      muted_sender_user_ids: [iago.id],
      presence_idle_user_ids: [],
    });
  });

  it('check 56: who has read it already is not among those that muted the author', async () => {
    const id = await world.send(hamlet, denmark, { draft: { readByUserIds: [hamlet.id] } });
    expect(await world.flags(id)).toEqual({ [hamlet.id]: 1, [iago.id]: 0 });
    expect(world.notice().event['muted_sender_user_ids']).toEqual([]);
  });

  const addPushDevice = (person: Author, account: number, bouncerId: number | null): Promise<number> =>
    world.insert('zerver_pushdevice', {
      user_id: person.id,
      push_account_id: account,
      token_kind: 'fcm',
      push_key: Buffer.of(1),
      bouncer_device_id: bouncerId,
    });

  it('check 71: devices and presence are those of the moment', async () => {
    await world.insert('zerver_pushdevicetoken', { user_id: iago.id, kind: 2, token: 'a' });
    await addPushDevice(hamlet, 1, null);
    await addPushDevice(zoe, 2, 7);
    for (const [person, agoMs] of [
      [iago, 200_001],
      [hamlet, 199_000],
    ] as const) {
      await world.insert('zerver_userpresence', {
        user_profile_id: person.id,
        realm_id: world.realm.id,
        last_active_time: new Date(world.clock.now() - agoMs),
      });
    }
    await world.send(zoe, { kind: 'group', people: [zoe, hamlet, iago] });
    expect(world.notice().event).toMatchObject({
      push_device_registered_user_ids: [zoe.id, iago.id],
      presence_idle_user_ids: [iago.id],
    });
  });

  it('checks 63, 64: keeps what the rendering says of links and pictures', async () => {
    const id = await world.send(hamlet, denmark, { facts: { hasLink: true, hasImage: true } });
    expect(await world.storedMessage(id)).toMatchObject({ has_link: true, has_image: true });
  });

  it('check 66: of two first messages at once one is the first of the channel', async () => {
    const ids = await Promise.all([world.send(hamlet, denmark), world.send(iago, denmark)]);
    const [row] = await world.sql<{ id: number }>(
      'select first_message_id as id from zerver_stream where id = $1',
      [denmark.id],
    );
    expect(ids).toContain(row!.id);
    await world.send(hamlet, denmark);
    expect(
      await world.sql('select first_message_id as id from zerver_stream where id = $1', [denmark.id]),
    ).toEqual([row]);
  });

  it('check 66: a channel that wakes keeps its first message', async () => {
    const first = await world.send(hamlet, denmark);
    await world.sql('update zerver_stream set is_recently_active = false where id = $1', [denmark.id]);
    await world.send(hamlet, denmark);
    expect(
      await world.sql('select first_message_id, is_recently_active from zerver_stream where id = $1', [
        denmark.id,
      ]),
    ).toEqual([{ first_message_id: first, is_recently_active: true }]);
  });

  it('check 67: wakes a silent channel once, and tells whoever may see it', async () => {
    await world.sql('update zerver_stream set is_recently_active = false where id = $1', [denmark.id]);
    const guest = await world.addPerson('Guest', { role: 600 });
    await Promise.all([world.send(hamlet, denmark), world.send(iago, denmark)]);
    const [told, ...more] = world.clientEvents('stream');
    expect(more).toEqual([]);
    expect(told?.event).toMatchObject({ property: 'is_recently_active', value: true, name: 'Denmark' });
    expect(told?.users).toEqual([hamlet.id, iago.id, zoe.id]);
    expect(told?.users).not.toContain(guest.id);
    expect(world.clientEvents('message')).toHaveLength(2);
  });

  it('check 67: tells of a private channel whom it has, administrators, and groups that may join', async () => {
    const members = world.realm.groups['role:members'];
    const secret = await world.addChannel('Secret', {
      invite_only: true,
      is_recently_active: false,
      can_subscribe_group_id: members,
    });
    const [subscribed, administrator, member] = [
      await world.addPerson('Guest', { role: 600 }),
      await world.addPerson('Administrator', { role: 200 }),
      await world.addPerson('Member'),
    ];
    await world.subscribe(subscribed, secret);
    await world.insert('zerver_usergroupmembership', { user_group_id: members, user_profile_id: member.id });
    await world.send(subscribed, secret);
    expect(world.clientEvents('stream').map(({ users }) => users)).toEqual([
      [subscribed.id, administrator.id, member.id],
    ]);
  });

  it('check 70: hands on the links of the topic as the check stage made them', async () => {
    const topicLinks = [{ text: '#1', url: 'https://x.org/1' }];
    await world.send(hamlet, denmark, { topicLinks });
    expect(world.notice().event['message_dict']).toMatchObject({ topic_links: topicLinks });
  });

  it('stores a widget below the message and shows it in the notice', async () => {
    const widget = { widgetType: 'poll', extraData: { question: 'Tea?', options: [] } };
    const id = await world.send(hamlet, denmark, { widget });
    const [row] = await world.sql(
      'select message_id, sender_id, msg_type, content from zerver_submessage where message_id = $1',
      [id],
    );
    const content = '{"widget_type":"poll","extra_data":{"question":"Tea?","options":[]}}';
    expect(row).toEqual({ message_id: id, sender_id: hamlet.id, msg_type: 'widget', content });
    expect(world.notice().event['message_dict']).toMatchObject({ submessages: [{ content }] });
  });

  it('names guests who may not know of an author that is not subscribed', async () => {
    const addGuest = async (name: string): Promise<Author> => {
      const guest = await world.addPerson(name, { role: 600 });
      await world.subscribe(guest, denmark);
      return guest;
    };
    const [guest, acquainted, allowed, written] = [
      await addGuest('Guest'),
      await addGuest('Acquainted'),
      await addGuest('Allowed'),
      await addGuest('Written'),
    ];
    await world.send(written, world.personal(written, zoe));
    const [left, common] = [await world.addChannel('Left'), await world.addChannel('Common')];
    for (const channel of [left, common]) await world.subscribe(zoe, channel);
    await world.subscribe(guest, left, { active: false });
    await world.subscribe(acquainted, common);
    const members = world.realm.groups['role:members'];
    await world.insert('zerver_usergroupmembership', { user_group_id: members, user_profile_id: allowed.id });
    const restricted = world.message(zoe, denmark.conversation).realm;
    await world.send(zoe, denmark, { realm: { ...restricted, canAccessAllUsersGroupId: members } });
    const [, notice] = world.clientEvents('message');
    expect(notice?.event['user_ids_without_access_to_sender']).toEqual([guest.id]);
  });

  it('names the program it came from, as far as there is room, once for all of its messages', async () => {
    const clientName = 'Zulip😀'.repeat(9);
    const [a, b] = [
      await world.send(hamlet, denmark, { draft: { clientName } }),
      await world.send(hamlet, denmark, { draft: { clientName } }),
    ];
    expect(
      await world.sql(
        `select distinct c.name from zerver_message m join zerver_client c on c.id = m.sending_client_id
         where m.id in ($1, $2)`,
        [a, b],
      ),
    ).toEqual([{ name: 'Zulip😀'.repeat(5) }]);
  });
});
