import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { CheckDatabase } from '../checking/check-world.ts';
import type { Channel, CheckWorld } from '../checking/check-world.ts';
import { EditWorld } from './edit-world.ts';

describe('an edit', () => {
  const database = new CheckDatabase();
  let chat: CheckWorld;
  let world: EditWorld;
  let bot: number;
  let hamlet: number;
  let iago: number;
  let denmark: Channel;

  beforeEach(async () => {
    chat = await database.create();
    world = new EditWorld(chat);
    hamlet = await chat.addPerson('King Hamlet');
    iago = await chat.addPerson('Iago');
    bot = await chat.addBot('Clerk', { bot_type: 4, bot_owner_id: hamlet });
    denmark = await chat.addChannel('Denmark');
    for (const id of [hamlet, iago, bot]) await chat.subscribe(id, denmark);
  });
  afterAll(() => database.drop());

  const notice = () => world.clientEvents('update_message')[0];
  const readerIds = () => notice()?.users.map(({ id }) => id);

  describe('of what is mentioned', () => {
    it('moves the flags to those who are mentioned now, and keeps all others', async () => {
      const id = await world.post(bot, denmark, '@**King Hamlet**');
      await chat.sql('update zerver_usermessage set flags = flags | 3 where message_id = $1', [id]);
      await world.edit(bot, id, '@**Iago**');
      expect(await world.flags(id)).toEqual({ [bot]: 3, [hamlet]: 3, [iago]: 11 });
      expect(notice()?.users).toMatchObject([
        { id: hamlet, extra: { flags: ['read', 'starred'] } },
        { id: iago, extra: { flags: ['read', 'starred', 'mentioned'] } },
        { id: bot, extra: { flags: ['read', 'starred'] } },
      ]);
    });

    it('lets the server notify those who were not mentioned before', async () => {
      const id = await world.post(bot, denmark, '@**King Hamlet**');
      await world.edit(bot, id, '@**King Hamlet** and @**Iago**');
      expect(notice()?.event).toMatchObject({
        prior_mention_user_ids: [hamlet],
        presence_idle_user_ids: [hamlet, iago],
      });
    });

    it('flags everybody for a wildcard and takes the flag away with it', async () => {
      const id = await world.post(bot, denmark, 'plain');
      await world.edit(bot, id, '@**all**');
      expect(await world.flags(id)).toEqual({ [bot]: 16, [hamlet]: 16, [iago]: 16 });
      expect(notice()?.event['stream_wildcard_mention_user_ids']).toEqual([hamlet, iago, bot]);
      await world.edit(bot, id, 'plain again');
      expect(await world.flags(id)).toEqual({ [bot]: 0, [hamlet]: 0, [iago]: 0 });
    });

    it('may not mention a group that its author may not mention', async () => {
      const id = await world.post(bot, denmark, 'plain');
      await chat.addGroup('kings', [hamlet], { can_mention_group_id: chat.realm.groups['role:nobody'] });
      expect(await world.edit(bot, id, '@*kings*')).toMatchObject({
        kind: 'refused',
        text: "You are not allowed to mention user group 'kings'.",
      });
      expect(await world.message(id)).toMatchObject({ content: 'plain', edit_history: null });
    });
  });

  describe('of links and uploads', () => {
    const addUpload = (name: string, owner = bot): Promise<number> =>
      chat.insert('zerver_attachment', {
        file_name: name,
        path_id: `${chat.realm.id}/ab/${name}`,
        owner_id: owner,
        realm_id: chat.realm.id,
        size: 10,
        create_time: new Date(0),
      });
    const linkTo = (name: string): string => `[${name}](/user_uploads/${chat.realm.id}/ab/${name})`;
    const linkedTo = async (id: number) =>
      chat.sql(
        'select attachment_id::int as id from zerver_attachment_messages where message_id = $1 order by 1',
        [id],
      );

    it('says anew whether there is a link, a picture and an upload', async () => {
      const id = await world.post(bot, denmark, 'plain');
      await world.edit(bot, id, 'https://example.com/a.png');
      expect(await world.message(id)).toMatchObject({
        has_link: true,
        has_image: true,
        has_attachment: false,
      });
      await world.edit(bot, id, 'plain');
      expect(await world.message(id)).toMatchObject({ has_link: false, has_image: false });
    });

    it('claims what is new in the text, lets go what is not in it any more, and tells the author', async () => {
      const [first, second] = [await addUpload('a.txt'), await addUpload('b.txt')];
      const id = await world.post(bot, denmark, linkTo('a.txt'));
      await world.edit(bot, id, linkTo('b.txt'));
      expect(await linkedTo(id)).toEqual([{ id: second }]);
      expect(await world.message(id)).toMatchObject({ has_attachment: true });
      const at = { id, date_sent: chat.clock.now() };
      expect(world.clientEvents('attachment')).toMatchObject([
        { users: [{ id: bot }], event: { op: 'update', attachment: { id: first, messages: [] } } },
        { users: [{ id: bot }], event: { op: 'update', attachment: { id: second, messages: [at] } } },
      ]);
      await world.edit(bot, id, 'plain');
      expect(await linkedTo(id)).toEqual([]);
      expect(await world.message(id)).toMatchObject({ has_attachment: false });
    });

    it('keeps what stays in the text, and says nothing of it', async () => {
      const upload = await addUpload('a.txt');
      const id = await world.post(bot, denmark, linkTo('a.txt'));
      await world.edit(bot, id, `${linkTo('a.txt')} again`);
      expect(await linkedTo(id)).toEqual([{ id: upload }]);
      expect(await world.message(id)).toMatchObject({ has_attachment: true });
      expect(world.clientEvents('attachment')).toEqual([]);
    });

    it('shows the thumbnail that was made after the check', async () => {
      await addUpload('cat.png');
      const image = await chat.insert('zerver_imageattachment', {
        realm_id: chat.realm.id,
        path_id: `${chat.realm.id}/ab/cat.png`,
        content_type: 'image/png',
        original_width_px: 128,
        original_height_px: 64,
        frames: 1,
      });
      const id = await world.post(bot, denmark, 'plain');
      const check = world.checkAfter(() =>
        chat.sql(
          `update zerver_imageattachment set thumbnail_metadata = '[{"format":"webp"}]' where id = $1`,
          [image],
        ),
      );
      await world.edit(bot, id, linkTo('cat.png'), { check });
      const { rendered_content: html } = await world.message(id);
      expect(html).toContain('/user_uploads/thumbnail/');
      expect(html).not.toContain('image-loading-placeholder');
    });

    it('shares no upload of somebody else; a line in the log says so', async () => {
      await addUpload('secret.txt', iago);
      const id = await world.post(bot, denmark, 'plain');
      expect(await world.edit(bot, id, linkTo('secret.txt'))).toEqual({ kind: 'edited' });
      expect(await linkedTo(id)).toEqual([]);
      expect(await world.message(id)).toMatchObject({ has_attachment: false });
      expect(world.logs.atLeast('warn').map(({ msg }) => msg)).toEqual([
        'message names an upload that its author may not share',
      ]);
    });
  });

  describe('is told', () => {
    it('to newcomers of a channel whose history is open to them, as something they have read', async () => {
      const id = await world.post(bot, denmark, 'before');
      const zoe = await chat.addPerson('Zoe');
      await chat.subscribe(zoe, denmark);
      await world.edit(bot, id, 'after');
      expect(readerIds()).toEqual([hamlet, iago, bot, zoe]);
      expect(notice()?.users.at(-1)).toMatchObject({ id: zoe, extra: { flags: ['read'] } });
    });

    it('not to newcomers where the history is protected', async () => {
      await chat.setChannel(denmark, { invite_only: true, history_public_to_subscribers: false });
      const id = await world.post(bot, denmark, 'before');
      await chat.subscribe(await chat.addPerson('Zoe'), denmark);
      await world.edit(bot, id, 'after');
      expect(readerIds()).toEqual([hamlet, iago, bot]);
    });

    it.each([
      ['a private channel', { invite_only: true }, {}],
      ['a public channel as a guest', {}, { role: 600 }],
    ])('not to those who have left %s', async (_what, channel, person) => {
      await chat.setChannel(denmark, channel);
      await chat.setPerson(iago, person);
      const id = await world.post(bot, denmark, 'before');
      await chat.sql('update zerver_subscription set active = false where user_profile_id = $1', [iago]);
      await world.edit(bot, id, 'after');
      expect(readerIds()).toEqual([hamlet, bot]);
    });

    it('to the people of a group', async () => {
      const id = await world.post(bot, [hamlet, iago], 'before');
      await world.edit(bot, id, '/me waves at @**Iago**');
      expect(notice()?.event).toMatchObject({ is_me_message: true });
      expect(notice()?.event).not.toHaveProperty('stream_name');
      expect(readerIds()).toEqual([hamlet, iago, bot]);
      expect(await world.flags(id)).toEqual({ [bot]: 2048, [hamlet]: 2048, [iago]: 2056 });
    });
  });

  describe('beside others', () => {
    it('loses no text when two come at once', async () => {
      const id = await world.post(bot, denmark, 'before');
      await Promise.all([world.edit(bot, id, 'one'), world.edit(bot, id, 'two')]);
      const { content, edit_history: history } = await world.message(id);
      const earlier = JSON.parse(history ?? '[]') as { prev_content: string }[];
      const texts = [content, ...earlier.map((entry) => entry.prev_content)];
      expect(texts.toSorted()).toEqual(['before', 'one', 'two']);
      expect(texts.at(-1)).toBe('before');
    });

    it('is made once when the same comes twice at once', async () => {
      const id = await world.post(bot, denmark, 'before');
      const key = `twice:${id}`;
      const results = await Promise.all([
        world.edit(bot, id, 'after', { key }),
        world.edit(bot, id, 'after', { key }),
      ]);
      expect(results.map(({ kind }) => kind).toSorted()).toEqual(['duplicate', 'edited']);
      expect(world.clientEvents('update_message')).toHaveLength(1);
    });

    it('finds nothing when the message is deleted after the check', async () => {
      const id = await world.post(bot, denmark, 'before');
      const check = world.checkAfter(async () => {
        await chat.sql('delete from zerver_usermessage where message_id = $1', [id]);
        await chat.sql('delete from zerver_message where id = $1', [id]);
      });
      expect(await world.edit(bot, id, 'after', { check })).toEqual({ kind: 'missing' });
    });

    it('is refused when the channel is archived after the check', async () => {
      const id = await world.post(bot, denmark, 'before');
      const check = world.checkAfter(() => chat.setChannel(denmark, { deactivated: true }));
      expect(await world.edit(bot, id, 'after', { check })).toMatchObject({
        kind: 'refused',
        text: "Not authorized to send to channel 'Denmark'",
      });
      expect(await world.message(id)).toMatchObject({ content: 'before' });
    });

    it('is checked again where the message is when it is moved after the check', async () => {
      const id = await world.post(bot, denmark, 'before');
      const secret = await chat.addChannel('secret', { invite_only: true });
      const check = world.checkAfter(() =>
        chat.sql('update zerver_message set recipient_id = $1 where id = $2', [secret.recipientId, id]),
      );
      expect(await world.edit(bot, id, 'after', { check })).toMatchObject({
        kind: 'refused',
        text: "Not authorized to send to channel 'secret'",
      });
    });
  });
});
