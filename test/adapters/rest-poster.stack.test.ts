import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RestPosterError } from '../../src/adapters/rest-poster-error.ts';
import type { MessageDraft } from '../../src/shared/messages/message-draft.ts';
import { PostingUnavailable } from '../../src/shared/messages/posting-unavailable.ts';
import { accept, acceptAndHangUp, openRestWorld, refuse } from './rest-world.ts';
import type { RestWorld } from './rest-world.ts';

let world: RestWorld;
beforeAll(async () => {
  world = await openRestWorld();
});
beforeEach(async () => {
  await world.reset();
});
afterAll(async () => {
  await world.end();
});

const attempts = () => world.query<{ key: string }>('select key from workers.rest_attempt order by key');
const sent = () =>
  world.query<{ key: string; message_id: number }>('select key, message_id from workers.sent_message');
const free = () => world.query('update workers.rest_attempt set busy_until = now()');

describe('a draft', () => {
  it('into a channel is posted with the author’s own key, and its key is kept', async () => {
    const [result] = await world.post([world.draft('a', { widgetContent: '{"x":1}' })]);
    expect(world.posted).toEqual([
      {
        path: 'POST /api/v1/messages',
        login: world.bot.login,
        fields: {
          type: 'channel',
          to: String(world.channel.id),
          topic: 'lamps',
          content: 'hello',
          client: 'Internal',
          read_by_sender: 'false',
          widget_content: '{"x":1}',
        },
      },
    ]);
    expect(result).toMatchObject({ kind: 'sent' });
    expect(await sent()).toEqual([{ key: 'a', message_id: result?.kind === 'sent' ? result.messageId : 0 }]);
    expect(await attempts()).toEqual([]);
  });

  it('names a channel by its name, and the author as reader where asked', async () => {
    const address = { kind: 'channel', channel: { by: 'name', name: 'Any "name"' }, topic: 't' } as const;
    await world.post([world.draft('a', { address, readByUserIds: [world.bot.id] })]);
    expect(world.posted[0]?.fields).toMatchObject({ to: '"Any \\"name\\""', read_by_sender: 'true' });
  });

  it('to people is posted by their ids, also when it names addresses', async () => {
    const [id = 0, otherId = 0] = world.personIds;
    const [row] = await world.query<{ email: string }>('select email from zerver_userprofile where id = $1', [
      id,
    ]);
    const byIds: MessageDraft['address'] = { kind: 'direct', people: { by: 'ids', ids: [id, otherId] } };
    const byEmails: MessageDraft['address'] = {
      kind: 'direct',
      people: { by: 'emails', emails: [` ${row?.email.toUpperCase() ?? ''}`] },
    };
    await world.post([world.draft('a', { address: byIds }), world.draft('b', { address: byEmails })]);
    expect(world.posted.map(({ fields }) => [fields['type'], fields['to'], fields['topic']])).toEqual([
      ['direct', JSON.stringify([id, otherId]), undefined],
      ['direct', JSON.stringify([id]), undefined],
    ]);
  });

  it('to an address that is nobody’s is refused without asking', async () => {
    const address = { kind: 'direct', people: { by: 'emails', emails: ['nobody@example.com'] } } as const;
    expect(await world.post([world.draft('a', { address })])).toEqual([
      { kind: 'refused', code: 'BAD_REQUEST', text: "Invalid email 'nobody@example.com'" },
    ]);
    expect([world.posted, await attempts()]).toEqual([[], []]);
  });

  it('of an author or a realm that is no more is refused without asking', async () => {
    await world.query('update zerver_userprofile set is_active = false where id = $1', [world.bot.id]);
    expect(await world.post([world.draft('a')])).toMatchObject([
      { kind: 'refused', code: 'author_inactive' },
    ]);
    await world.query('update zerver_realm set deactivated = true');
    expect(await world.post([world.draft('a')])).toMatchObject([
      { kind: 'refused', code: 'realm_deactivated' },
    ]);
    expect([world.posted, await attempts()]).toEqual([[], []]);
  });

  it.each<[string, Partial<MessageDraft>]>([
    ['dialect email_gateway', { dialect: 'email_gateway' }],
    ['limitUnreadUserIds', { limitUnreadUserIds: [] }],
    ['disableExternalNotifications', { disableExternalNotifications: true }],
    ['readByUserIds of others', { readByUserIds: [1] }],
  ])('that asks for %s is an error that names it, and nothing is sent', async (name, over) => {
    const error = await world.post([world.draft('a', over)]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'RestPosterError', code: 'unsupported' });
    expect((error as Error).message).toContain(name);
    expect([world.posted, await attempts()]).toEqual([[], []]);
  });

  it('of a cross-realm bot or of nobody is an error', async () => {
    const [bot] = await world.query<{ id: number }>(
      "select id from zerver_userprofile where lower(delivery_email) = 'notification-bot@zulip.com'",
    );
    await expect(world.post([world.draft('a', { senderId: bot?.id ?? 0 })])).rejects.toMatchObject({
      code: 'unsupported',
    });
    await expect(world.post([world.draft('a', { senderId: 2_000_000_000 })])).rejects.toMatchObject({
      code: 'unknown_author',
    });
    expect(world.posted).toEqual([]);
  });
});

describe('the server’s answer', () => {
  it.each([
    [400, { msg: 'Message must not be empty', code: 'BAD_REQUEST' }, 'BAD_REQUEST'],
    [400, { msg: 'Widgets: x', code: 'SOMETHING_NEW' }, 'BAD_REQUEST'],
    [400, { msg: "Channel 'x' does not exist", code: 'STREAM_DOES_NOT_EXIST' }, 'STREAM_DOES_NOT_EXIST'],
    [
      400,
      { msg: 'You do not …', code: 'TOPIC_WILDCARD_MENTION_NOT_ALLOWED' },
      'TOPIC_WILDCARD_MENTION_NOT_ALLOWED',
    ],
    [401, { msg: 'Account is deactivated', code: 'USER_DEACTIVATED' }, 'author_inactive'],
    [401, { msg: 'This organization …', code: 'REALM_DEACTIVATED' }, 'realm_deactivated'],
  ])('%i %j is the refusal %s', async (status, body, code) => {
    world.treatments.push(refuse(status, body));
    expect(await world.post([world.draft('a')])).toEqual([{ kind: 'refused', code, text: body.msg }]);
    expect([await sent(), await attempts()]).toEqual([[], []]);
  });

  it.each([
    [429, {}, { 'Retry-After': '2.5' }, 2_500],
    [429, { 'retry-after': 3 }, {}, 3_000],
    [500, {}, {}, null],
    [502, {}, {}, null],
  ])(
    '%i is worth another try, after the time the server names',
    async (status, body, headers, retryAfterMs) => {
      world.treatments.push(refuse(status, { msg: 'later', ...body }, headers));
      const error: unknown = await world.post([world.draft('a')]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PostingUnavailable);
      expect(error).toMatchObject({ status, retryAfterMs });
      expect(await world.post([world.draft('a')])).toMatchObject([{ kind: 'sent' }]);
    },
  );

  it.each([
    [401, { msg: 'Invalid API key', code: 'INVALID_API_KEY' }, 'unauthorized'],
    [404, {}, 'unexpected_answer'],
    [302, {}, 'unexpected_answer'],
  ])('%i is an error for the operator', async (status, body, code) => {
    world.treatments.push(refuse(status, body, { Location: '/elsewhere' }));
    const error: unknown = await world.post([world.draft('a')]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RestPosterError);
    expect(error).toMatchObject({ code });
    expect(world.posted).toHaveLength(1);
  });

  it('that does not come is given up in time', async () => {
    world.treatments.push(() => undefined);
    const impatient = world.restarted({ timeoutMs: 100 });
    const { signal } = new AbortController();
    const error: unknown = await impatient
      .post([world.draft('a')], { signal })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'PostingUnavailable', message: 'no answer within 100 ms' });
  });

  it('is not waited for once the caller aborts', async () => {
    const caller = new AbortController();
    const reason = new Error('shutdown');
    world.treatments.push(() => {
      caller.abort(reason);
    });
    await expect(world.post([world.draft('a')], { signal: caller.signal })).rejects.toBe(reason);
  });
});

describe('check 83: the same key', () => {
  it('a second time posts nothing and is a duplicate with the same id', async () => {
    const [first] = await world.post([world.draft('a')]);
    const [second] = await world.post([world.draft('a', { content: 'other' })]);
    expect(second).toEqual({ ...first, kind: 'duplicate' });
    expect(world.posted).toHaveLength(1);
    expect(await attempts()).toEqual([]);
  });

  it('whose answer was lost finds its message instead of sending it again', async () => {
    world.treatments.push(acceptAndHangUp);
    await expect(world.post([world.draft('a', { content: 'hello \n' })])).rejects.toBeInstanceOf(
      PostingUnavailable,
    );
    expect(await attempts()).toEqual([{ key: 'a' }]);
    await free();
    const [result] = await world.post([world.draft('a', { content: 'hello \n' })]);
    expect(result).toMatchObject({ kind: 'duplicate' });
    expect(world.posted).toHaveLength(1);
    expect(await sent()).toEqual([
      { key: 'a', message_id: result?.kind === 'duplicate' ? result.messageId : 0 },
    ]);
    expect(await attempts()).toEqual([]);
  });

  it('whose direct message was lost on the way back is found too', async () => {
    const [id = 0] = world.personIds;
    const address = { kind: 'direct', people: { by: 'ids', ids: [id, world.bot.id] } } as const;
    world.treatments.push(acceptAndHangUp);
    await expect(world.post([world.draft('a', { address })])).rejects.toBeInstanceOf(PostingUnavailable);
    await free();
    expect(await world.post([world.draft('a', { address })])).toMatchObject([{ kind: 'duplicate' }]);
    expect(world.posted).toHaveLength(1);
  });

  it('is not taken for an older message, another conversation, another text or another key’s message', async () => {
    const other = { kind: 'channel', channel: { by: 'id', id: world.channel.id }, topic: 'other' } as const;
    await world.post([world.draft('older')]);
    world.treatments.push(refuse(500, {}), accept, accept, accept);
    await expect(world.post([world.draft('a')])).rejects.toBeInstanceOf(PostingUnavailable);
    await world.post([
      world.draft('b', { address: other }),
      world.draft('c', { content: 'other' }),
      world.draft('d'),
    ]);
    expect(await world.post([world.draft('a')])).toMatchObject([{ kind: 'sent' }]);
    expect(world.posted).toHaveLength(6);
  });

  it('that another process is sending at this moment is not sent', async () => {
    world.treatments.push(acceptAndHangUp);
    await expect(world.post([world.draft('a')])).rejects.toBeInstanceOf(PostingUnavailable);
    const signal = new AbortController().signal;
    await expect(world.restarted().post([world.draft('a')], { signal })).rejects.toMatchObject({
      name: 'PostingUnavailable',
      retryAfterMs: 30_000,
    });
    expect(world.posted).toHaveLength(1);
  });
});

describe('several drafts', () => {
  it('are posted in order; one that is refused is left out', async () => {
    world.treatments.push(accept, refuse(400, { msg: 'no', code: 'BAD_REQUEST' }), accept);
    const results = await world.post([world.draft('a'), world.draft('b'), world.draft('c')]);
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'refused', 'sent']);
  });

  it('of which one fails are posted by the next try only as far as they were not', async () => {
    world.treatments.push(accept, refuse(503, {}));
    const drafts = [world.draft('a'), world.draft('b')];
    await expect(world.post(drafts)).rejects.toBeInstanceOf(PostingUnavailable);
    expect((await world.post(drafts)).map(({ kind }) => kind)).toEqual(['duplicate', 'sent']);
    expect(world.posted).toHaveLength(3);
  });
});

describe('what the caller does alongside', () => {
  it('is committed after the message; what it throws is rethrown and the message is not posted again', async () => {
    const write = `insert into workers.email_suppression (address, reason) values ('x', 'test')`;
    const reason = new Error('no');
    const failing = world.post([world.draft('a')], {
      alongside: async (tx) => {
        await tx.execute(write);
        throw reason;
      },
    });
    await expect(failing).rejects.toBe(reason);
    const seen: unknown[] = [];
    await world.post([world.draft('a')], {
      alongside: async (tx, results) => {
        seen.push(...results.map(({ kind }) => kind));
        await tx.execute(write);
      },
    });
    expect(seen).toEqual(['duplicate']);
    expect(await world.query('select address from workers.email_suppression')).toHaveLength(1);
    expect(world.posted).toHaveLength(1);
  });
});
