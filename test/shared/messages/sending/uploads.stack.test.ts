import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Author } from '../../../../src/shared/messages/checked-message.ts';
import { ChatDatabase } from './chat-world.ts';
import type { Channel, ChatWorld } from './chat-world.ts';

describe('the uploads of a message', () => {
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
    await world.subscribe(hamlet, denmark);
  });
  afterAll(() => database.drop());

  const addUpload = (owner: Author, path: string, columns: Record<string, unknown> = {}): Promise<number> =>
    world.insert('zerver_attachment', {
      file_name: path,
      path_id: path,
      owner_id: owner.id,
      realm_id: world.realm.id,
      size: 10,
      ...columns,
    });
  const naming = (path: string) => ({ facts: { attachmentPathIds: new Set([path]) } });
  const flagsOf = (id: number) =>
    world.sql('select is_realm_public as realm, is_web_public as web from zerver_attachment where id = $1', [
      id,
    ]);

  it('check 61: links what is the author’s and tells their clients', async () => {
    const path = `${world.realm.id}/a`;
    const upload = await addUpload(hamlet, path);
    const id = await world.send(hamlet, denmark, naming(path));
    expect(await world.storedMessage(id)).toMatchObject({ has_attachment: true });
    expect(world.clientEvents('attachment')).toEqual([
      {
        users: [hamlet.id],
        event: expect.objectContaining({
          op: 'update',
          upload_space_used: 10,
          attachment: expect.objectContaining({
            id: upload,
            messages: [{ id, date_sent: world.clock.now() }],
          }),
        }),
      },
    ]);
  });

  it('check 61: leaves what the author may not read, with a warning', async () => {
    const path = `${world.realm.id}/b`;
    const upload = await addUpload(iago, path);
    const id = await world.send(hamlet, denmark, naming(path));
    expect(await world.storedMessage(id)).toMatchObject({ has_attachment: false });
    expect(world.clientEvents('attachment')).toEqual([]);
    expect(await flagsOf(upload)).toEqual([{ realm: false, web: false }]);
    expect(world.log.filter(({ level }) => level === 40)).toMatchObject([
      { author_id: hamlet.id, message_id: id, path_id: path },
    ]);
  });

  const protectedChannel = async (): Promise<Channel> => {
    const channel = await world.addChannel('Protected', {
      invite_only: true,
      history_public_to_subscribers: false,
    });
    await world.subscribe(iago, channel);
    return channel;
  };

  it.each<[string, () => Promise<number>, boolean]>([
    ['sent to them directly', () => world.send(iago, world.personal(iago, hamlet)), true],
    ['sent to others directly', () => world.send(iago, world.personal(iago, zoe)), false],
    ['in a public channel', async () => world.send(iago, await world.addChannel('Open')), true],
    [
      'in a private channel of others',
      async () => world.send(iago, await world.addChannel('P', { invite_only: true })),
      false,
    ],
    [
      'in a private channel, in a message that they did not get',
      async () => {
        const channel = await protectedChannel();
        const id = await world.send(iago, channel);
        await world.subscribe(hamlet, channel);
        return id;
      },
      false,
    ],
    [
      'in a private channel that they have left',
      async () => {
        const channel = await protectedChannel();
        await world.subscribe(hamlet, channel);
        const id = await world.send(iago, channel);
        await world.sql('update zerver_subscription set active = false where user_profile_id = $1', [
          hamlet.id,
        ]);
        return id;
      },
      false,
    ],
    [
      'in a private channel that a group of theirs may join',
      async () => {
        const members = world.realm.groups['role:members'];
        await world.insert('zerver_usergroupmembership', {
          user_group_id: members,
          user_profile_id: hamlet.id,
        });
        return world.send(
          iago,
          await world.addChannel('J', { invite_only: true, can_subscribe_group_id: members }),
        );
      },
      true,
    ],
    [
      'in a private channel that other groups may join',
      async () => {
        await world.insert('zerver_usergroupmembership', {
          user_group_id: world.realm.groups['role:members'],
          user_profile_id: hamlet.id,
        });
        return world.send(iago, await world.addChannel('P', { invite_only: true }));
      },
      false,
    ],
    [
      'in a private channel, in a message that they got',
      async () => {
        const channel = await protectedChannel();
        await world.subscribe(hamlet, channel);
        return world.send(iago, channel);
      },
      true,
    ],
  ])('check 61: the author may share what is %s', async (_name, post, isShared) => {
    const path = `${world.realm.id}/c${String(isShared)}${_name}`;
    const upload = await addUpload(iago, path);
    await world.insert('zerver_attachment_messages', { attachment_id: upload, message_id: await post() });
    const id = await world.send(hamlet, denmark, naming(path));
    expect((await world.storedMessage(id))['has_attachment']).toBe(isShared);
  });

  it('check 62: opens them to a public and a web-public channel, and keeps them open', async () => {
    const path = `${world.realm.id}/d`;
    const upload = await addUpload(hamlet, path);
    await world.send(hamlet, denmark, naming(path));
    expect(await flagsOf(upload)).toEqual([{ realm: true, web: false }]);
    await world.send(hamlet, await world.addChannel('Web', { is_web_public: true }), naming(path));
    await world.send(hamlet, world.personal(hamlet, iago), naming(path));
    expect(await flagsOf(upload)).toEqual([{ realm: true, web: true }]);
  });

  it('check 65: shows a thumbnail that was made since the check, and counts one that is awaited', async () => {
    const path = `${world.realm.id}/e.png`;
    const image = await world.insert('zerver_imageattachment', {
      realm_id: world.realm.id,
      path_id: path,
      content_type: 'image/png',
      original_width_px: 128,
      original_height_px: 128,
      frames: 1,
    });
    const overrides = {
      facts: { awaitedThumbnails: new Set([path]) },
      html: 'placeholder',
      renderWith: (uploads: ReadonlyMap<string, unknown>) => [...uploads.keys()].join(),
    };
    expect(await world.storedMessage(await world.send(hamlet, denmark, overrides))).toMatchObject({
      rendered_content: 'placeholder',
    });
    expect(world.counted).toMatchObject({ message_thumbnails_postponed_total: 1 });
    await world.sql(
      `update zerver_imageattachment set thumbnail_metadata = '[{"format":"webp"}]' where id = $1`,
      [image],
    );
    expect(await world.storedMessage(await world.send(hamlet, denmark, overrides))).toMatchObject({
      rendered_content: path,
    });
    expect(world.counted).toMatchObject({ message_thumbnails_postponed_total: 1 });
  });

  it('check 61: a public upload is shared by people of its organization who are no guests', async () => {
    const path = `${world.realm.id}/public`;
    await addUpload(iago, path, { is_realm_public: true });
    const elsewhere = await database.create();
    const stranger = await elsewhere.addPerson('Stranger');
    const guest = await world.addPerson('Guest', { role: 600 });
    const isSharedBy = async (author: Author, by: ChatWorld, to: Channel): Promise<unknown> => {
      const id = await by.send(author, to, naming(path));
      return (await world.storedMessage(id))['has_attachment'];
    };
    expect(await isSharedBy(hamlet, world, denmark)).toBe(true);
    expect(await isSharedBy(guest, world, denmark)).toBe(false);
    expect(await isSharedBy(stranger, elsewhere, await elsewhere.addChannel('Theirs'))).toBe(false);
  });

  it('check 62: works out of old messages whether an upload is public, and writes it down', async () => {
    const path = `${world.realm.id}/unknown`;
    const upload = await addUpload(iago, path, { is_realm_public: null });
    const open = await world.send(iago, denmark);
    await world.insert('zerver_attachment_messages', { attachment_id: upload, message_id: open });
    await world.send(hamlet, world.personal(hamlet, zoe), naming(path));
    expect(await flagsOf(upload)).toEqual([{ realm: true, web: false }]);
  });
});
