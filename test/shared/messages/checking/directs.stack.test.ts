import { afterAll, describe, expect, it } from 'vitest';
import { CheckDatabase, checkedOf, outcomeOf } from './check-world.ts';

const database = new CheckDatabase();
afterAll(() => database.drop());

const NOT_BEGUN = 'You do not have permission to initiate direct message conversations.';

describe('a direct conversation', () => {
  it('check 25: with oneself is personal', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    expect(checkedOf(await world.toPeople(me, [me])).conversation).toEqual({
      kind: 'personal',
      recipientId: await world.recipientOf(me),
      personId: me,
      people: [expect.objectContaining({ id: me, fullName: 'Me' })],
    });
  });

  it('check 26: with one other is personal, however they are named', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const other = await world.addPerson('Other', 'member', { email: 'Other@chat' });
    const expected = {
      kind: 'personal',
      recipientId: await world.recipientOf(other),
      personId: other,
      people: [expect.objectContaining({ id: me }), expect.objectContaining({ id: other })],
    };
    expect(checkedOf(await world.toPeople(me, [other])).conversation).toEqual(expected);
    expect(checkedOf(await world.toPeople(me, [other, me, other])).conversation).toEqual(expected);
    const people = { by: 'emails', emails: [' oTHER@chat '] } as const;
    expect(checkedOf(await world.check(me, { kind: 'direct', people })).conversation).toEqual(expected);
  });

  it('check 27: is a group where one has no recipient row', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const other = await world.addPerson('Other');
    await world.setPerson(other, { recipient_id: null });
    expect(checkedOf(await world.toPeople(me, [other])).conversation.kind).toBe('group');
  });

  it('check 28: is the group of the two where that is preferred and there is one', async () => {
    const settings = {
      realmUrl: () => 'http://testserver',
      inlineImagePreview: true,
      inlineUrlEmbedPreview: true,
      imageProxy: null,
      preferDirectMessageGroup: true,
    };
    const world = await database.create({ settings });
    const me = await world.addPerson('Me');
    const other = await world.addPerson('Other');
    expect(checkedOf(await world.toPeople(me, [other])).conversation.kind).toBe('personal');
    await world.huddle([me, other]);
    expect(checkedOf(await world.toPeople(me, [other])).conversation.kind).toBe('group');
  });

  it('checks 29 and 37: of three is a group, which the check does not make', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const one = await world.addPerson('One');
    const two = await world.addPerson('Two');
    const ids = [me, one, two];
    for (const order of [
      [one, two],
      [two, one],
    ]) {
      const { conversation } = checkedOf(await world.toPeople(me, order));
      expect(conversation).toMatchObject({ kind: 'group', people: ids.map((id) => ({ id })) });
    }
    await world.setPerson(two, { is_active: false });
    expect(outcomeOf(await world.toPeople(me, [one, two]))).toMatch(/is no longer using Zulip\.$/u);
    expect(await world.sql('select 1 from zerver_huddle where group_size = 3')).toEqual([]);
  });

  it('needs somebody to write to', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const people = { by: 'emails', emails: ['nobody@chat'] } as const;
    expect(outcomeOf(await world.toPeople(me, []))).toBe('Message must have recipients');
    expect(outcomeOf(await world.toPeople(me, [me, 88_888_888_888]))).toBe('Invalid user ID 88888888888');
    expect(outcomeOf(await world.check(me, { kind: 'direct', people }))).toBe("Invalid email 'nobody@chat'");
    const broken = { by: 'emails', emails: ['a\0b'] } as const;
    expect(outcomeOf(await world.check(me, { kind: 'direct', people: broken }))).toBe("Invalid email 'a\0b'");
  });

  it('check 31: with somebody who has left is refused, but for mirror dummies', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const gone = await world.addPerson('Gone', 'member', { is_active: false, email: 'gone@chat' });
    expect(outcomeOf(await world.toPeople(me, [gone]))).toBe("'gone@chat' is no longer using Zulip.");
    await world.setPerson(gone, { is_mirror_dummy: true });
    expect(outcomeOf(await world.toPeople(me, [gone]))).toBe('sent');
  });

  it('check 32: does not reach into other organizations', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const stranger = await (await database.create()).addPerson('Stranger');
    expect(outcomeOf(await world.toPeople(me, [stranger]))).toBe(`Invalid user ID ${stranger}`);
    expect(outcomeOf(await world.toPeople(database.notificationBotId, [me, stranger]))).toBe(
      "You can't send direct messages outside of your organization.",
    );
  });

  it('check 33: with a bot of all organizations belongs to the organization of the person', async () => {
    const world = await database.create();
    const me = await world.addPerson('Me');
    const fromBot = checkedOf(await world.toPeople(database.notificationBotId, [me]));
    expect(fromBot.realm.id).toBe(world.realm.id);
    const toBot = checkedOf(await world.toPeople(me, [database.notificationBotId]));
    expect(toBot.realm.id).toBe(world.realm.id);
  });

  it('with a person whom a guest may not know of is refused', async () => {
    const world = await database.create();
    await world.setRealm({ can_access_all_users_group_id: world.realm.groups['role:members'] });
    const guest = await world.addPerson('Guest', 'guest');
    const person = await world.addPerson('Person');
    const bot = await world.addBot('Bot');
    expect(outcomeOf(await world.toPeople(guest, [person]))).toBe(
      'You do not have permission to access some of the recipients.',
    );
    expect(outcomeOf(await world.toPeople(guest, [bot]))).toBe('sent');
    await world.message(person, await world.recipientOf(guest), '\u0007');
    expect(outcomeOf(await world.toPeople(guest, [person]))).toBe('sent');
    const answered = await world.addPerson('Answered');
    await world.message(guest, await world.recipientOf(answered), '\u0007');
    expect(outcomeOf(await world.toPeople(guest, [answered]))).toBe('sent');
  });

  it('with a person is open to a guest while both are in one channel', async () => {
    const world = await database.create();
    await world.setRealm({ can_access_all_users_group_id: world.realm.groups['role:members'] });
    const [guest, person] = [await world.addPerson('Guest', 'guest'), await world.addPerson('Person')];
    const channel = await world.addChannel('c');
    for (const id of [guest, person]) await world.subscribe(id, channel);
    const setActive = (id: number, active: boolean) =>
      world.sql('update zerver_subscription set active = $1 where user_profile_id = $2', [active, id]);
    const outcomes = [outcomeOf(await world.toPeople(guest, [person]))];
    for (const id of [guest, person]) {
      await setActive(id, false);
      outcomes.push(outcomeOf(await world.toPeople(guest, [person])));
      await setActive(id, true);
    }
    const refusal = 'You do not have permission to access some of the recipients.';
    expect(outcomes).toEqual(['sent', refusal, refusal]);
  });
});

describe('the rules of an organization for direct messages', () => {
  it('check 34: let everybody answer, and some begin', async () => {
    const world = await database.create();
    await world.setRealm({ direct_message_initiator_group_id: world.realm.groups['role:administrators'] });
    const member = await world.addPerson('Member');
    const administrator = await world.addPerson('Administrator', 'administrator');
    const third = await world.addPerson('Third');
    expect(outcomeOf(await world.toPeople(member, [administrator]))).toBe(NOT_BEGUN);
    expect(outcomeOf(await world.toPeople(administrator, [member]))).toBe('sent');
    await world.message(administrator, await world.recipientOf(member), '\u0007');
    expect(outcomeOf(await world.toPeople(member, [administrator]))).toBe('sent');

    const everybody = [member, administrator, third];
    expect(outcomeOf(await world.toPeople(member, everybody))).toBe(NOT_BEGUN);
    const recipientId = await world.huddle(everybody);
    expect(outcomeOf(await world.toPeople(member, everybody))).toBe(NOT_BEGUN);
    await world.message(administrator, recipientId, '\u0007');
    expect(outcomeOf(await world.toPeople(member, everybody))).toBe('sent');
  });

  it('check 35: need somebody in the conversation who may allow it', async () => {
    const world = await database.create();
    const { groups } = world.realm;
    await world.setRealm({ direct_message_permission_group_id: groups['role:administrators'] });
    const member = await world.addPerson('Member');
    const other = await world.addPerson('Other');
    const administrator = await world.addPerson('Administrator', 'administrator');
    expect(outcomeOf(await world.toPeople(member, [other, administrator]))).toBe('sent');
    expect(outcomeOf(await world.toPeople(member, [other]))).toBe(
      'This conversation does not include any users who can authorize it.',
    );
    await world.setRealm({ direct_message_permission_group_id: groups['role:nobody'] });
    expect(outcomeOf(await world.toPeople(member, [administrator]))).toBe(
      'Direct messages are disabled in this organization.',
    );
    const own = await world.addGroup('writers');
    await world.addSubgroup(own, await world.addGroup('inner', [other]));
    await world.setRealm({ direct_message_permission_group_id: own });
    expect(outcomeOf(await world.toPeople(member, [other]))).toBe('sent');
    expect(outcomeOf(await world.toPeople(member, [administrator]))).toBe(
      'This conversation does not include any users who can authorize it.',
    );
  });

  it('check 36: do not concern bots, nor notes to oneself', async () => {
    const world = await database.create();
    const nobody = world.realm.groups['role:nobody'];
    await world.setRealm({
      direct_message_permission_group_id: nobody,
      direct_message_initiator_group_id: nobody,
    });
    const person = await world.addPerson('Person');
    const bot = await world.addBot('Bot');
    expect(outcomeOf(await world.toPeople(bot, [person]))).toBe('sent');
    expect(outcomeOf(await world.toPeople(person, [bot]))).toBe('sent');
    expect(outcomeOf(await world.toPeople(person, [person]))).toBe('sent');
  });
});
