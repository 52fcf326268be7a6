import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorldDatabase } from './zulip-world.ts';
import type { World } from './zulip-world.ts';

describe('the waiting room', () => {
  const database = new WorldDatabase();
  let world: World;
  beforeEach(async () => {
    world = await database.create();
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  it('check 1: holds each event until the period of its person has passed, with the mentioned group', async () => {
    const groupId = await world.addGroup('hamletcharacters', ['hamlet', 'cordelia']);
    const [a, b, c] = [
      await world.direct('othello', 'hamlet'),
      await world.channel('othello', 'x'),
      await world.direct('iago', 'othello'),
    ];
    const t0 = world.clock.now();
    const outcomes = await world.handleEvents([
      world.event('hamlet', a),
      world.event('hamlet', b, 'mentioned', groupId),
      world.event('othello', c),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(await world.waitingRows()).toMatchObject([
      { user_profile_id: world.people.hamlet, message_id: a, group: null, due: new Date(t0 + 120_000) },
      {
        user_profile_id: world.people.hamlet,
        message_id: b,
        trigger: 'mentioned',
        group: String(groupId),
        due: new Date(t0 + 120_000),
      },
      { user_profile_id: world.people.othello, message_id: c, due: new Date(t0 + 120_000) },
    ]);
    expect(world.opened.map(({ dueAtMs }) => dueAtMs - t0)).toEqual([120_000, 120_000]);
  });

  it('check 2: counts the delay from the first message; later ones do not extend it', async () => {
    const first = await world.direct('othello', 'hamlet');
    await world.handleEvents([world.event('hamlet', first)]);
    const dueAt = new Date(world.clock.now() + 120_000);
    const second = await world.direct('othello', 'hamlet');
    await world.clock.advance(3000);
    await world.handleEvents([world.event('hamlet', second)]);
    expect((await world.waitingRows()).map(({ due }) => due)).toEqual([dueAt, dueAt]);
  });

  it('checks 3 and 4: nothing before the due time; after it both people, each once, and the room is empty', async () => {
    const messages = [
      await world.direct('othello', 'hamlet', 'one'),
      await world.direct('othello', 'hamlet', 'two'),
      await world.direct('othello', 'hamlet', 'three'),
    ];
    const other = await world.direct('iago', 'othello');
    await world.handleEvents([
      ...messages.map((id) => world.event('hamlet', id)),
      world.event('othello', other),
    ]);
    await world.clock.advance(60_000);
    await world.flush('hamlet');
    await world.flush('othello');
    expect(world.mails()).toEqual([]);
    expect(await world.waitingRows()).toHaveLength(4);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await world.flush('othello');
    expect(world.mails().map(({ userId, context }) => [userId, context['message_count']])).toEqual([
      [world.people.hamlet, 3],
      [world.people.othello, 1],
    ]);
    expect(await world.waitingRows()).toEqual([]);
    const lines = world.log.filter(({ msg }) => msg.startsWith('batch-processing'));
    expect(lines.map((line) => [line['events'], line['user_id']])).toEqual([
      [3, world.people.hamlet],
      [1, world.people.othello],
    ]);
  });

  it('check 5: an event whose message or group is gone is done without a row and wakes nobody', async () => {
    const kept = await world.direct('othello', 'hamlet');
    const groupId = await world.addGroup('gone', ['hamlet']);
    const mentioned = await world.channel('othello', 'x');
    await world.sql('delete from zerver_namedusergroup where usergroup_ptr_id = $1', [groupId]);
    const outcomes = await world.handleEvents([
      world.event('hamlet', kept + 1_000_000),
      world.event('hamlet', mentioned, 'mentioned', groupId),
    ]);
    expect(outcomes).toEqual([
      { kind: 'skip', reason: 'message_gone' },
      { kind: 'skip', reason: 'already_known_or_group_gone' },
    ]);
    expect(await world.waitingRows()).toEqual([]);
    expect(world.opened).toEqual([]);
  });

  it('an unknown person is rejected alone; the rest of the batch is stored', async () => {
    const message = await world.direct('othello', 'hamlet');
    const outcomes = await world.handleEvents([
      world.event(4_000_000, message),
      world.event('hamlet', message),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'dead', reason: 'unknown_person', disposition: 'rejected' },
      { kind: 'done' },
    ]);
    expect(await world.waitingRows()).toHaveLength(1);
  });

  it('check 8: a moved due time is kept by the flush, and rows moved into the past are due', async () => {
    const [a, b] = [await world.direct('othello', 'hamlet'), await world.direct('iago', 'othello')];
    await world.handleEvents([world.event('hamlet', a), world.event('othello', b)]);
    // As the web server does when the period is changed from 120 s to 420 s.
    await world.sql(
      `update zerver_scheduledmessagenotificationemail set scheduled_timestamp = scheduled_timestamp + interval '300 s'
       where user_profile_id = $1`,
      [world.people.hamlet],
    );
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await world.flush('othello');
    expect(world.mails().map(({ userId }) => userId)).toEqual([world.people.othello]);
    const [window] = await world.sql<{ due_at: Date; attempts: number }>('select * from workers.open_window');
    expect([window?.due_at.getTime(), window?.attempts]).toEqual([world.clock.now() + 300_000, 0]);
    await world.clock.advance(300_000);
    await world.flush('hamlet');
    expect(world.mails()).toHaveLength(2);
  });

  it('check 10: the same event twice, waiting or sent, is one row and one mail', async () => {
    const message = await world.direct('othello', 'hamlet');
    const event = world.event('hamlet', message);
    expect(await world.handleEvents([event, event])).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
    expect(await world.handleEvents([event])).toEqual([{ kind: 'skip', reason: 'already_known' }]);
    expect(await world.waitingRows()).toHaveLength(1);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    expect(await world.handleEvents([event])).toEqual([{ kind: 'skip', reason: 'already_known' }]);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    expect(world.mails()).toHaveLength(1);
    expect(await world.waitingRows()).toEqual([]);
  });

  it('of two events for one message in a batch, the more telling trigger stays', async () => {
    const message = await world.channel('othello', 'x');
    await world.handleEvents([
      world.event('hamlet', message, 'stream_email_notify'),
      world.event('hamlet', message, 'mentioned'),
    ]);
    expect((await world.waitingRows()).map(({ trigger }) => trigger)).toEqual(['mentioned']);
  });

  it('rows of a Zulip server keep their due time, and new events join it', async () => {
    const [a, b] = [
      await world.direct('othello', 'hamlet', 'one'),
      await world.direct('othello', 'hamlet', 'two'),
    ];
    const dueAt = world.at(30_000);
    await world.sql(
      `insert into zerver_scheduledmessagenotificationemail
         (user_profile_id, message_id, trigger, scheduled_timestamp) values ($1, $2, 'private_message', $3)`,
      [world.people.hamlet, a, dueAt],
    );
    await world.handleEvents([world.event('hamlet', b)]);
    expect((await world.waitingRows()).map(({ due }) => due)).toEqual([dueAt, dueAt]);
    expect(world.opened).toEqual([{ partition: world.people.hamlet % 4, dueAtMs: dueAt.getTime() }]);
    await world.clock.advance(30_000);
    await world.flush('hamlet');
    expect(world.mails().map(({ context }) => context['message_count'])).toEqual([2]);
  });

  it('a row with a trigger that no mail exists for is dropped with a warning, the others are mailed', async () => {
    const [a, b] = [await world.direct('othello', 'hamlet', 'one'), await world.channel('othello', 'two')];
    await world.handleEvents([world.event('hamlet', a)]);
    await world.sql(
      `insert into zerver_scheduledmessagenotificationemail
         (user_profile_id, message_id, trigger, scheduled_timestamp) values ($1, $2, 'stream_push_notify', $3)`,
      [world.people.hamlet, b, world.at()],
    );
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    expect(world.mails()).toHaveLength(1);
    expect(await world.waitingRows()).toEqual([]);
    expect(world.log.filter(({ level }) => level >= 40)).toMatchObject([
      { level: 40, msg: 'waiting rows of an unknown trigger dropped', events: 1 },
    ]);
  });

  it('rows that a Zulip server has locked are left to it', async () => {
    const message = await world.direct('othello', 'hamlet');
    await world.handleEvents([world.event('hamlet', message)]);
    await world.clock.advance(120_000);
    await world.tx(async (tx) => {
      await tx.execute('select 1 from zerver_scheduledmessagenotificationemail for update');
      await world.flush('hamlet');
    });
    expect(world.mails()).toEqual([]);
    expect(await world.waitingRows()).toHaveLength(1);
  });
});
