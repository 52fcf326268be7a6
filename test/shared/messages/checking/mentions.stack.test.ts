import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createMessageRenderer } from '../../../../src/shared/messages/rendering/render-message.ts';
import { CheckDatabase, checkedOf, outcomeOf } from './check-world.ts';
import type { CheckWorld } from './check-world.ts';

const database = new CheckDatabase();
afterAll(() => database.drop());

const place = async (deps = {}) => {
  const world = await database.create(deps);
  const author = await world.addPerson('Author');
  const channel = await world.addChannel('Denmark');
  return {
    world,
    author,
    channel,
    post: async (content: string, by = author) => checkedOf(await world.toChannel(by, channel, content)),
    outcome: async (content: string, by = author) => outcomeOf(await world.toChannel(by, channel, content)),
  };
};

const mentioned = ({ facts }: { facts: { mentionedUserIds: ReadonlySet<number> } }) => [
  ...facts.mentionedUserIds,
];

describe('a mention', () => {
  it('check 43: in code is none', async () => {
    const { post, world } = await place();
    await world.addPerson('King Hamlet');
    expect(mentioned(await post('`@**King Hamlet**`'))).toEqual([]);
  });

  it('check 44: in a quote is silent', async () => {
    const { post, world } = await place();
    const hamlet = await world.addPerson('King Hamlet');
    const { facts } = await post('```quote\n@**King Hamlet**\n```');
    expect(facts.mentionedUserIds).toEqual(new Set());
    expect(facts.silentlyMentionedUserIds).toEqual(new Set([hamlet]));
  });

  it('check 45: with an id means that person, if the name is theirs', async () => {
    const { post, world } = await place();
    const one = await world.addPerson('Mark Twin');
    const two = await world.addPerson('Mark Twin');
    expect(mentioned(await post(`@**Mark Twin|${one}** @**|${two}**`))).toEqual([one, two]);
    const wrong = await post(`@**Mark Twain|${one}**`);
    expect(mentioned(wrong)).toEqual([]);
    expect(wrong.html).toBe(`<p>@<strong>Mark Twain|${one}</strong></p>`);
  });

  it('of a name that several have means the active one who has been there longest', async () => {
    const { post, world } = await place();
    await world.addPerson('Mark Twin', 'member', { is_active: false });
    const second = await world.addPerson('Mark Twin');
    await world.addPerson('mark TWIN');
    expect(mentioned(await post('@**mark twin**'))).toEqual([second]);
  });

  it('check 46: follows white space or an opening bracket', async () => {
    const { post, world } = await place();
    const hamlet = await world.addPerson('King Hamlet');
    expect(mentioned(await post('.@**King Hamlet**'))).toEqual([]);
    expect(mentioned(await post('(@**King Hamlet**'))).toEqual([hamlet]);
  });

  it('check 47: of somebody or a group that is deactivated is silent', async () => {
    const { post, world } = await place();
    await world.addPerson('Gone', 'member', { is_active: false });
    await world.addGroup('past', [], { deactivated: true });
    const { facts, html, mentionedGroups } = await post('@**Gone** @*past*');
    expect(html).toContain('class="user-mention silent"');
    expect(html).toContain('class="user-group-mention silent"');
    expect(facts.mentionedUserIds).toEqual(new Set());
    expect(mentionedGroups).toEqual([]);
  });

  it('of a person whom a guest may not know of is none', async () => {
    const { channel, outcome, post, world } = await place();
    await world.setRealm({ can_access_all_users_group_id: world.realm.groups['role:members'] });
    const guest = await world.addPerson('Guest', 'guest');
    const stranger = await world.addPerson('Stranger');
    await world.subscribe(guest, channel);
    expect(mentioned(await post('@**Stranger**', guest))).toEqual([]);
    await world.subscribe(stranger, channel);
    expect(mentioned(await post('@**Stranger**', guest))).toEqual([stranger]);
    expect(await outcome('@**Stranger**', guest)).toBe('sent');
  });

  it('does not reach into other organizations, but to bots of all of them', async () => {
    const { post } = await place();
    const other = await database.create();
    const stranger = await other.addPerson('Total Stranger');
    expect(mentioned(await post(`@**Total Stranger** @**|${stranger}** @**Notification Bot**`))).toEqual([
      database.notificationBotId,
    ]);
  });

  it('never means anybody but who bears the name or the id, whatever surrounds it', async () => {
    const { post, world } = await place();
    const hamlet = await world.addPerson('King Hamlet');
    const othello = await world.addPerson('Othello, the Moor');
    const part = fc.constantFrom(
      '@**King Hamlet**',
      '@_**King Hamlet**',
      `@**King Hamlet|${hamlet}**`,
      `@**King Hamlet|${othello}**`,
      '`',
      '\n',
      '> ',
      ' ',
      'x',
      '**',
      '```\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 12 }), async (parts) => {
        const { facts } = await post(`x ${parts.join('')} x`);
        expect(facts.mentionedUserIds.has(othello)).toBe(false);
        if (!parts.some((one) => one.startsWith('@*'))) expect(facts.mentionedUserIds.size).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a mention of a group', () => {
  it('checks 48 and 49: means its active members, also of its subgroups', async () => {
    const { post, world } = await place();
    const [one, two, gone] = [
      await world.addPerson('One'),
      await world.addPerson('Two'),
      await world.addPerson('Gone', 'member', { is_active: false }),
    ];
    const outer = await world.addGroup('support', [one, gone]);
    const inner = await world.addGroup('night shift', [two]);
    await world.addSubgroup(outer, inner);
    const { mentionedGroups } = await post('@*support* and @*night shift*');
    expect(mentionedGroups).toEqual([
      { id: outer, memberIds: [one, two] },
      { id: inner, memberIds: [two] },
    ]);
  });

  it('check 50: is refused to who may not mention it, unless it is silent', async () => {
    const { outcome, world } = await place();
    const moderators = world.realm.groups['role:moderators'];
    await world.addGroup('mods', [], { can_mention_group_id: moderators });
    const moderator = await world.addPerson('Moderator', 'moderator');
    const bot = await world.addBot('Bot', { bot_owner_id: moderator });
    const refusal = "You are not allowed to mention user group 'mods'.";
    expect(await outcome('@*mods*')).toBe(refusal);
    expect(await outcome('@*mods*', bot)).toBe(refusal);
    expect(await outcome('@*mods*', database.notificationBotId)).toBe(refusal);
    expect(await outcome('@_*mods*')).toBe('sent');
    expect(await outcome('`@*mods*`')).toBe('sent');
    expect(await outcome('@*mods*', moderator)).toBe('sent');
  });
});

describe('a mention of everybody', () => {
  it('check 51: in a channel of more than 15 needs a right', async () => {
    const { channel, outcome, world } = await place();
    await world.addCrowd(channel, 15);
    expect(await outcome('@**all**')).toBe('sent');
    await world.addCrowd(channel, 1);
    expect(await outcome('@**all**')).toBe(
      'You do not have permission to use channel wildcard mentions in this channel.',
    );
    expect(await outcome('`@**all**`')).toBe('sent');
    const administrator = await world.addPerson('Administrator', 'administrator');
    expect(await outcome('@**all**', administrator)).toBe('sent');
  });

  it('check 52: in the topic means who has written or reacted there, and the author', async () => {
    const { author, channel, post, world } = await place();
    const [writer, reactor, elsewhere] = [
      await world.addPerson('Writer'),
      await world.addPerson('Reactor'),
      await world.addPerson('Elsewhere'),
    ];
    const message = await world.message(writer, channel.recipientId, 'TEST');
    await world.message(elsewhere, channel.recipientId, 'other');
    await world.insert('zerver_reaction', {
      user_profile_id: reactor,
      message_id: message,
      emoji_name: 'tada',
      emoji_code: '1f389',
    });
    const { topicParticipantIds } = await post('@**topic**');
    expect(topicParticipantIds).toEqual(new Set([writer, reactor, author]));
    expect((await post('`@**topic**`')).topicParticipantIds).toBeNull();
  });

  it('check 52: in a topic of more than 15 participants needs a right', async () => {
    const { channel, outcome, world } = await place();
    for (const id of await world.addCrowd(channel, 15)) await world.message(id, channel.recipientId, 'test');
    expect(await outcome('@**topic**')).toBe(
      'You do not have permission to use topic wildcard mentions in this topic.',
    );
  });

  it('in a direct message is free', async () => {
    const { author, world } = await place();
    const { facts } = checkedOf(await world.toPeople(author, [author], '@**all** @**topic**'));
    expect(facts.mentionsChannelWildcard).toBe(true);
  });
});

describe('rendering', () => {
  it('check 80: of a text that cannot be rendered refuses it; the log has no letters of it', async () => {
    let now = 0;
    const render = createMessageRenderer({ now: () => (now += 6_000) });
    const { outcome, world } = await place({ render });
    expect(await outcome('secret\n\n'.repeat(500))).toBe('Unable to render message');
    const [line] = world.log;
    expect(line).toMatchObject({ msg: 'message cannot be rendered', reason: 'out_of_time' });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('is measured, apart from what cannot be rendered', async () => {
    let nowMs = 0;
    const clock = { now: () => (nowMs += 20) };
    const good = await place({ clock });
    await good.post('hello');
    const bad = await place({
      clock,
      render: () => ({ kind: 'unrenderable', reason: 'failed', masked: 'x' }),
    });
    await bad.outcome('hello');
    expect([...good.world.observed, ...bad.world.observed]).toEqual([
      { metric: 'message_render_seconds', labels: { outcome: 'rendered' }, seconds: 0.02 },
      { metric: 'message_render_seconds', labels: { outcome: 'unrenderable' }, seconds: 0.02 },
    ]);
  });

  it('check 81: makes links only to channels that the author may read', async () => {
    const { author, post, world } = await place();
    const secret = await world.addChannel('secret', { invite_only: true });
    expect((await post('#**secret**')).html).toBe('<p>#<strong>secret</strong></p>');
    await world.subscribe(author, secret);
    expect((await post('#**secret**')).html).toContain(`data-stream-id="${secret.id}"`);
  });

  it('links a topic to the newest message there that the author can see', async () => {
    const { author, post, world } = await place();
    const secret = await world.addChannel('secret', {
      invite_only: true,
      history_public_to_subscribers: false,
    });
    await world.subscribe(author, secret);
    const own = await world.message(author, secret.recipientId, 'Plans');
    await world.insert('zerver_usermessage', { user_profile_id: author, message_id: own });
    await world.message(author, secret.recipientId, 'plans');
    expect((await post('#**secret>plans**')).html).toContain(`/with/${own}"`);
  });

  it('knows the emoji, linkifiers and alert words of the organization, a little later also new ones', async () => {
    const { author, post, world } = await place();
    const addWord = (word: string) => insertWord(world, author, word);
    await addWord('urgent');
    await world.insert('zerver_realmfilter', {
      realm_id: world.realm.id,
      pattern: '#(?P<id>[0-9]+)',
      url_template: 'https://trac/{id}',
    });
    await world.insert('zerver_realmemoji', { realm_id: world.realm.id, name: 'blob', file_name: '1.png' });
    const { facts, html } = await post('urgent #12 :blob: later');
    expect(facts.userIdsWithAlertWords).toEqual(new Set([author]));
    expect(html).toContain('<a href="https://trac/12">#12</a>');
    expect(html).toContain(`/user_avatars/${world.realm.id}/emoji/images/1.png`);
    await addWord('later');
    expect((await post('later')).facts.userIdsWithAlertWords).toEqual(new Set());
    await world.clock.advance(10_000);
    expect((await post('later')).facts.userIdsWithAlertWords).toEqual(new Set([author]));
  });

  it('awaits the thumbnails of uploads, and takes them in when they come', async () => {
    const { post, world } = await place();
    const pathId = `${world.realm.id}/ab/cat.png`;
    await world.insert('zerver_imageattachment', {
      realm_id: world.realm.id,
      path_id: pathId,
      content_type: 'image/png',
      original_width_px: 128,
      original_height_px: 64,
      frames: 1,
    });
    const message = await post(`[cat](/user_uploads/${pathId})`);
    expect(message.html).toContain('image-loading-placeholder');
    expect(message.facts.awaitedThumbnails).toEqual(new Set([pathId]));
    const image = { contentType: 'image/png', width: 128, height: 64, thumbnail: { animated: false } };
    expect(message.renderWith(new Map([[pathId, image]]))).toContain(`thumbnail/${pathId}/840x560.webp`);
  });
});

const insertWord = (world: CheckWorld, userId: number, word: string): Promise<number> =>
  world.insert('zerver_alertword', { realm_id: world.realm.id, user_profile_id: userId, word });
