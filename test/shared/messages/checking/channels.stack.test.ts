import { afterAll, describe, expect, it, vi } from 'vitest';
import { CheckDatabase, checkedOf, outcomeOf } from './check-world.ts';

const database = new CheckDatabase();
afterAll(() => database.drop());

const NO_POSTING = 'You do not have permission to post in this channel.';
const NO_NEW_TOPIC = 'You do not have permission to create new topics in this channel.';

describe('a message to a channel', () => {
  it('of a bot is checked and rendered', async () => {
    const world = await database.create();
    const owner = await world.addPerson('Owner');
    const bot = await world.addBot('Bot', { bot_owner_id: owner });
    const channel = await world.addChannel('Denmark');
    await world.subscribe(owner, channel);
    const answer = await world.toChannel(bot, channel, '**hello**', { topic: ' greetings ' });
    expect(answer.ownerWarning).toBeNull();
    expect(checkedOf(answer)).toMatchObject({
      conversation: { kind: 'channel', channel: { id: channel.id, name: 'Denmark' }, topic: 'greetings' },
      realm: { id: world.realm.id, url: expect.stringMatching(/^http:\/\/r\d+\.testserver$/u) },
      html: '<p><strong>hello</strong></p>',
      dateSentMs: world.clock.now(),
    });
  });

  it('takes two statements, once the tables of the organization are known', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person');
    const channel = await world.addChannel('Denmark');
    await world.toChannel(person, channel);
    const statements = vi.spyOn(world.handle.pool, 'query');
    expect(outcomeOf(await world.toChannel(person, channel))).toBe('sent');
    const count = statements.mock.calls.length;
    statements.mockRestore();
    expect(count).toBe(2);
  });

  it('of an inactive author or a deactivated organization is refused', async () => {
    const world = await database.create();
    const gone = await world.addPerson('Gone', 'member', { is_active: false });
    const channel = await world.addChannel('Denmark');
    expect((await world.toChannel(gone, channel)).result).toMatchObject({ code: 'author_inactive' });
    const person = await world.addPerson('Person');
    await world.setRealm({ deactivated: true });
    expect((await world.toChannel(person, channel)).result).toMatchObject({ code: 'realm_deactivated' });
  });

  it('check 10: that there is not is refused with its name escaped', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person');
    const address = { kind: 'channel', channel: { by: 'name', name: '<b>' }, topic: 't' } as const;
    expect((await world.check(person, address)).result).toEqual({
      kind: 'refused',
      code: 'STREAM_DOES_NOT_EXIST',
      text: "Channel '&lt;b&gt;' does not exist",
    });
    const byId = { ...address, channel: { by: 'id', id: 99_999_999_999 } } as const;
    expect(outcomeOf(await world.check(person, byId))).toBe("Channel with ID '99999999999' does not exist");
  });

  it('finds it by its name in any letter case', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person');
    await world.addChannel('Denmark');
    const channel = { by: 'name', name: ' dENMARK ' } as const;
    expect(outcomeOf(await world.check(person, { kind: 'channel', channel, topic: 't' }))).toBe('sent');
  });
});

describe('the right to post', () => {
  it('check 12: of nobody is nobody’s, but for the Notification Bot', async () => {
    const world = await database.create();
    const owner = await world.addPerson('Owner', 'owner');
    const bot = await world.addBot('Bot', { bot_owner_id: owner });
    const orphan = await world.addBot('Orphan');
    const channel = await world.addChannel('c', {
      can_send_message_group_id: world.realm.groups['role:nobody'],
    });
    for (const author of [owner, bot, orphan]) {
      expect(outcomeOf(await world.toChannel(author, channel))).toBe(NO_POSTING);
    }
    const answer = checkedOf(await world.toChannel(database.notificationBotId, channel));
    expect(answer.realm.id).toBe(world.realm.id);
  });

  it('check 13: comes to a bot from its owner', async () => {
    const world = await database.create();
    const owner = await world.addPerson('Owner', 'owner');
    const administrator = await world.addPerson('Administrator', 'administrator');
    const channel = await world.addChannel('c', {
      can_send_message_group_id: world.realm.groups['role:owners'],
    });
    const ownersBot = await world.addBot('A', { bot_owner_id: owner });
    const administratorsBot = await world.addBot('B', { bot_owner_id: administrator });
    expect(outcomeOf(await world.toChannel(ownersBot, channel))).toBe('sent');
    expect(outcomeOf(await world.toChannel(administratorsBot, channel))).toBe(NO_POSTING);
  });

  it('check 14: is had by members of a group, also through other groups', async () => {
    const world = await database.create();
    const direct = await world.addPerson('Direct');
    const through = await world.addPerson('Through');
    const stranger = await world.addPerson('Stranger');
    const group = await world.addGroup('posters', [direct]);
    await world.addSubgroup(group, await world.addGroup('inner', [through]));
    const channel = await world.addChannel('c', { can_send_message_group_id: group });
    expect(outcomeOf(await world.toChannel(direct, channel))).toBe('sent');
    expect(outcomeOf(await world.toChannel(through, channel))).toBe('sent');
    expect(outcomeOf(await world.toChannel(stranger, channel))).toBe(NO_POSTING);
  });

  it('check 15: ends with the archiving of the channel; who could not post before is told that', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person');
    const channel = await world.addChannel('old', { deactivated: true });
    expect(outcomeOf(await world.toChannel(person, channel))).toBe("Not authorized to send to channel 'old'");
    await world.setChannel(channel, { can_send_message_group_id: world.realm.groups['role:nobody'] });
    expect(outcomeOf(await world.toChannel(person, channel))).toBe(NO_POSTING);
  });

  it('check 16: of a guest needs a subscription', async () => {
    const world = await database.create();
    const guest = await world.addPerson('Guest', 'guest');
    const channel = await world.addChannel('c');
    expect(outcomeOf(await world.toChannel(guest, channel))).toBe("Not authorized to send to channel 'c'");
    await world.subscribe(guest, channel);
    expect(outcomeOf(await world.toChannel(guest, channel))).toBe('sent');
  });

  it('check 17: of a bot in a private channel comes with the subscription of its owner', async () => {
    const world = await database.create();
    const owner = await world.addPerson('Owner');
    const bot = await world.addBot('Bot', { bot_owner_id: owner });
    const channel = await world.addChannel('c', { invite_only: true });
    expect(outcomeOf(await world.toChannel(bot, channel))).toBe("Not authorized to send to channel 'c'");
    await world.subscribe(owner, channel);
    expect(outcomeOf(await world.toChannel(bot, channel))).toBe('sent');
  });

  it('check 18: is had everywhere by who may forge senders', async () => {
    const world = await database.create();
    const forger = await world.addPerson('Forger', 'member', { can_forge_sender: true });
    expect(outcomeOf(await world.toChannel(forger, await world.addChannel('c', { invite_only: true })))).toBe(
      'sent',
    );
  });

  it('comes with a group that grants access, if history is shared', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person');
    const group = await world.addGroup('readers', [person]);
    const channel = await world.addChannel('c', { invite_only: true, can_subscribe_group_id: group });
    expect(outcomeOf(await world.toChannel(person, channel))).toBe('sent');
    const guest = await world.addPerson('Guest', 'guest');
    await world.addMember(group, guest);
    expect(outcomeOf(await world.toChannel(guest, channel))).toBe("Not authorized to send to channel 'c'");
    await world.setChannel(channel, { history_public_to_subscribers: false });
    expect(outcomeOf(await world.toChannel(person, channel))).toBe("Not authorized to send to channel 'c'");
  });

  it('check 19: is not looked at for answers of outgoing webhook bots, and for nobody else', async () => {
    const world = await database.create();
    const bot = await world.addBot('Bot', { bot_type: 3 });
    const other = await world.addBot('Other');
    const channel = await world.addChannel('c', { invite_only: true });
    expect(outcomeOf(await world.toChannel(bot, channel, 'x', { skipAccessCheck: true }))).toBe('sent');
    await expect(world.toChannel(other, channel, 'x', { skipAccessCheck: true })).rejects.toThrow(TypeError);
  });

  it('check 20: does not reach into other organizations', async () => {
    const world = await database.create();
    const stranger = await (await database.create()).addPerson('Stranger');
    const channel = await world.addChannel('c');
    expect(outcomeOf(await world.toChannel(stranger, channel))).toBe('User not authorized for this query');
  });
});

describe('the topic', () => {
  it('check 21: may only be a known one where nobody may begin one', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person');
    const nobody = world.realm.groups['role:nobody'];
    const channel = await world.addChannel('c', { can_create_topic_group_id: nobody });
    await world.message(person, channel.recipientId, 'Known');
    expect(outcomeOf(await world.toChannel(person, channel, 'x', { topic: 'new' }))).toBe(NO_NEW_TOPIC);
    expect(outcomeOf(await world.toChannel(person, channel, 'x', { topic: 'kNOWN' }))).toBe('sent');
    const byNotificationBot = await world.toChannel(database.notificationBotId, channel, 'x', {
      topic: 'new',
    });
    expect(outcomeOf(byNotificationBot)).toBe('sent');
  });

  it('check 21: new ones of outgoing webhook bots are refused too', async () => {
    const world = await database.create();
    const bot = await world.addBot('Bot', { bot_type: 3 });
    const channel = await world.addChannel('c', {
      can_create_topic_group_id: world.realm.groups['role:nobody'],
    });
    expect(outcomeOf(await world.toChannel(bot, channel, 'x', { skipAccessCheck: true }))).toBe(NO_NEW_TOPIC);
  });

  it.each([
    [3, 1, '', 'Sending messages to the general chat is not allowed in this channel.'],
    [2, 1, '', 'sent'],
    [3, 2, '', 'sent'],
    [2, 3, '', 'Sending messages to the general chat is not allowed in this channel.'],
    [2, 3, 'named', 'sent'],
    [2, 4, 'named', 'Only the general chat topic is allowed in this channel.'],
    [2, 4, '', 'sent'],
  ])('check 22: with policies %i and %i, %j is %s', async (realmPolicy, channelPolicy, topic, outcome) => {
    const world = await database.create();
    await world.setRealm({ topics_policy: realmPolicy });
    const person = await world.addPerson('Person');
    const channel = await world.addChannel('c', { topics_policy: channelPolicy });
    expect(outcomeOf(await world.toChannel(person, channel, 'x', { topic }))).toBe(outcome);
  });

  it('without a name is called as in the language of the author', async () => {
    const world = await database.create();
    const person = await world.addPerson('Person', 'member', { default_language: 'de' });
    const channel = await world.addChannel('c', { topics_policy: 4 });
    expect(outcomeOf(await world.toChannel(person, channel))).toBe(
      'Only the allgemeiner Chat topic is allowed in this channel.',
    );
  });
});

describe('the owner of a bot', () => {
  it('check 23: is warned of a channel that there is not, and of one without subscribers', async () => {
    const world = await database.create();
    const ownerId = await world.addPerson('Owner');
    const bot = await world.addBot('Bot', { bot_owner_id: ownerId, delivery_email: 'b@testserver' });
    const missing = { kind: 'channel', channel: { by: 'name', name: 'Nowhere' }, topic: 't' } as const;
    const refusal = await world.check(bot, missing);
    expect(outcomeOf(refusal)).toBe("Channel 'Nowhere' does not exist");
    expect(refusal.ownerWarning).toEqual({
      botId: bot,
      ownerId,
      text:
        'Your bot `b@testserver` tried to send a message to channel #**Nowhere**, but that channel does not exist. ' +
        'Click [here](#channels/new) to create it.',
    });
    const channel = await world.addChannel('Empty');
    const sent = await world.toChannel(bot, channel);
    expect(outcomeOf(sent)).toBe('sent');
    expect(sent.ownerWarning?.text).toBe(
      'Your bot `b@testserver` tried to send a message to channel #**Empty**. ' +
        'The channel exists but does not have any subscribers.',
    );
    const byId = await world.check(bot, { ...missing, channel: { by: 'id', id: 9_999_999 } });
    expect(byId.ownerWarning?.text).toContain('channel ID 9999999, but there is no channel with that ID.');
  });

  it('check 24: is not there for people and ownerless bots, nor warned across organizations', async () => {
    const world = await database.create();
    const other = await database.create();
    const owner = await other.addPerson('Owner');
    const strange = await other.addBot('Bot', { bot_owner_id: owner });
    const channel = await world.addChannel('Empty');
    const authors = [await world.addPerson('Person'), await world.addBot('Orphan'), strange];
    for (const author of authors) {
      expect((await world.toChannel(author, channel)).ownerWarning).toBeNull();
    }
    await other.setRealm({ deactivated: true });
    const missing = { kind: 'channel', channel: { by: 'name', name: 'Nowhere' }, topic: 't' } as const;
    expect((await other.check(strange, missing)).ownerWarning).toBeNull();
  });
});

describe('a missing channel', () => {
  const address = (name: string) =>
    ({ kind: 'channel', channel: { by: 'name', name }, topic: 't', createMissing: true }) as const;

  it('is made by who may, and clients are told', async () => {
    const world = await database.create();
    const bot = await world.addBot('Bot', { bot_type: 4 });
    const guest = await world.addPerson('Guest', 'guest');
    const { conversation } = checkedOf(await world.check(bot, address(' Fresh ')));
    if (conversation.kind !== 'channel') throw new Error(conversation.kind);
    expect(conversation.channel).toMatchObject({ name: 'Fresh', isPrivate: false, isHistoryPublic: true });
    const [notice] = world.clientEvents;
    expect(notice).toMatchObject({
      realmId: world.realm.id,
      users: [bot],
      event: {
        type: 'stream',
        op: 'create',
        streams: [{ stream_id: conversation.channel.id, name: 'Fresh' }],
      },
    });
    expect(notice?.users).not.toContain(guest);
    const audit = await world.sql(
      'select acting_user_id, event_type from zerver_realmauditlog where modified_stream_id = $1',
      [conversation.channel.id],
    );
    expect(audit).toEqual([{ acting_user_id: bot, event_type: 601 }]);
    const administrators = await world.sql(
      `select m.user_profile_id from zerver_stream c
         join zerver_usergroupmembership m on m.user_group_id = c.can_administer_channel_group_id
       where c.id = $1`,
      [conversation.channel.id],
    );
    expect(administrators).toEqual([{ user_profile_id: bot }]);
  });

  it('is made once by two drafts at the same time', async () => {
    const world = await database.create();
    const bot = await world.addBot('Bot');
    const answers = await Promise.all(
      ['Twin', 'twin', 'TWIN', 'Twin'].map((name) => world.check(bot, address(name))),
    );
    expect(answers.map(outcomeOf)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(world.clientEvents).toHaveLength(1);
    expect(await world.sql('select 1 from zerver_stream where realm_id = $1', [world.realm.id])).toHaveLength(
      1,
    );
  });

  it('with an impossible name is not made', async () => {
    const world = await database.create();
    const bot = await world.addBot('Bot');
    expect(outcomeOf(await world.check(bot, address('a'.repeat(61))))).toBe(
      'Channel name too long (limit: 60 characters).',
    );
    expect(world.clientEvents).toEqual([]);
  });
});
