import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../../src/runtime/headers.ts';
import type { OutboundResult } from '../../../src/shared/outbound-http.ts';
import { botService, direct, mention, webhookBot } from './called-bots.ts';
import { answer, openWebhooks } from './webhook-world.ts';

const MINUTE_MS = 60_000;
const TIMEOUT: OutboundResult = { kind: 'timeout' };
const NOTHING = answer(200, '{}');

describe('a call', () => {
  it('check 25: is answered in the same topic, as the bot, without asking whether it may post there', async () => {
    const queue = await openWebhooks(() => answer(200, '{"content":"Sunny.","widget_content":"{}"}'));
    await queue.call();
    expect(queue.poster.posted).toMatchObject([
      {
        senderId: 12,
        clientName: 'OutgoingWebhookResponse',
        content: 'Sunny.',
        widgetContent: '{}',
        address: { kind: 'channel', channel: { by: 'id', id: 9 }, topic: 'bar', skipAccessCheck: true },
      },
    ]);
    expect([...queue.ledger.rows.values()]).toMatchObject([
      { state: 'replied', attempts: 1, replyMessageId: 1_000 },
    ]);
    expect(queue.processed).toEqual([4711]);
    await queue.stop();
  });

  it('check 25: is answered to the same people', async () => {
    const queue = await openWebhooks(() => answer(200, '{"content":"Sunny."}'));
    await queue.call(direct());
    expect(queue.poster.posted[0]?.address).toEqual({ kind: 'direct', people: { by: 'ids', ids: [10, 12] } });
    await queue.stop();
  });

  it('check 23: goes to every service of the bot, each with its own token', async () => {
    const services = [botService({ id: 7, token: 'one' }), botService({ id: 8, token: 'two' })];
    const queue = await openWebhooks(() => NOTHING, [webhookBot({ services })]);
    await queue.call(mention({ content: 'some content' }));
    const bodies = queue.requests.map(({ body }) => JSON.parse(String(body)) as Record<string, unknown>);
    expect(bodies).toMatchObject([
      { token: 'one', data: 'some content' },
      { token: 'two', data: 'some content' },
    ]);
    expect(queue.processed).toEqual([4711]);
    await queue.stop();
  });

  it('check 38: is not made for a bot without services, and the message is read all the same', async () => {
    const queue = await openWebhooks(() => NOTHING, [webhookBot({ services: [] })]);
    await queue.call();
    expect([queue.requests, queue.processed, queue.texts()]).toEqual([[], [4711], []]);
    await queue.stop();
  });

  it('check 9: is not made for a direct message in the Slack format, and the sender is told', async () => {
    const services = [botService({ interface: 2 })];
    const queue = await openWebhooks(() => NOTHING, [webhookBot({ services })]);
    await queue.call(direct());
    expect(queue.requests).toEqual([]);
    expect(queue.texts()).toEqual(["Failure! Slack outgoing webhooks don't support direct messages."]);
    expect(queue.processed).toEqual([4711]);
    await queue.stop();
  });

  it.each([
    [
      'check 39: an interface without a meaning',
      webhookBot({ services: [botService(), botService({ id: 8, interface: 7 })] }),
      mention(),
      'unknown_interface',
    ],
    ['a bot that does not exist', webhookBot({ id: 99 }), mention(), 'unknown_bot'],
    ['a bot of another kind', webhookBot({ botType: 1 }), mention(), 'not_a_webhook_bot'],
    [
      'check 22: a message that contradicts itself',
      webhookBot(),
      mention({ type: 'private' }),
      'contradictory_message',
    ],
    [
      'check 22: a message of an unknown type',
      webhookBot(),
      mention({ type: 'unknown' as 'stream' }),
      'contradictory_message',
    ],
  ])('%s is a dead letter before anybody is called or told', async (_what, bot, event, reason) => {
    const queue = await openWebhooks(() => answer(200, '{"content":"x"}'), [bot]);
    await queue.call(event);
    expect(queue.deadLetters()).toMatchObject([
      { headers: { [HEADERS.disposition]: 'rejected', [HEADERS.errorClass]: reason } },
    ]);
    expect([queue.requests, queue.texts(), queue.processed]).toEqual([[], [], []]);
    await queue.stop();
  });

  it('leaves lines without content and addresses, and counts', async () => {
    const queue = await openWebhooks(() => answer(500, 'secret body'));
    await queue.call(mention({ content: 'secret command' }));
    expect(queue.logs.lines).toContainEqual(
      expect.objectContaining({
        level: 40,
        bot_id: 12,
        service_id: 7,
        status: 500,
        call_outcome: 'error_status',
      }),
    );
    expect(JSON.stringify(queue.logs.lines)).not.toMatch(/secret|@zulip|bot\.example/);
    expect(
      queue.recorder.counter('webhook_calls_total', { outcome: 'error_status', status_class: '5xx' }),
    ).toBe(1);
    await queue.stop();
  });
});

describe('an attempt that fails for now', () => {
  it('checks 18 and 19: has three more, then the conversation and the owner are told', async () => {
    const queue = await openWebhooks(() => TIMEOUT);
    await queue.call();
    expect([queue.requests.length, queue.processed]).toEqual([1, []]);
    await queue.advance(12 * MINUTE_MS);
    expect(queue.requests).toHaveLength(4);
    const [failure, notice] = queue.poster.posted;
    expect(queue.poster.posted).toHaveLength(2);
    expect(failure).toMatchObject({ content: 'Failure! Bot is unavailable', address: { kind: 'channel' } });
    expect(notice).toMatchObject({
      senderId: 12,
      address: { kind: 'direct', people: { by: 'ids', ids: [30] } },
    });
    expect(notice?.content).toContain('Request timed out after 10 seconds.');
    expect(queue.deadLetters()).toMatchObject([{ headers: { [HEADERS.disposition]: 'exhausted' } }]);
    expect(queue.processed).toEqual([4711]);
    expect(queue.logs.atLeast('warn').map(({ msg }) => msg)).toContain(
      'Maximum retries exceeded for an outgoing webhook',
    );
    await queue.stop();
  });

  it('is told apart by its number, under the same delivery id', async () => {
    const queue = await openWebhooks((_request, earlier) => (earlier === 0 ? TIMEOUT : NOTHING));
    await queue.call();
    await queue.advance(11_000);
    const headers = queue.requests.map((request) => request.headers);
    expect(headers.map((names) => names['X-Zulip-Attempt'])).toEqual(['1', '2']);
    expect(headers[0]?.['X-Zulip-Delivery']).toBe(headers[1]?.['X-Zulip-Delivery']);
    expect([queue.processed, queue.texts()]).toEqual([[4711], []]);
    await queue.stop();
  });

  it('waits as long as the service asks', async () => {
    const queue = await openWebhooks((_request, earlier) =>
      earlier === 0 ? answer(503, '', { 'retry-after': '300' }) : NOTHING,
    );
    await queue.call();
    await queue.advance(290_000);
    expect(queue.requests).toHaveLength(1);
    await queue.advance(11_000);
    expect(queue.requests).toHaveLength(2);
    await queue.stop();
  });

  it('is told with its status when the service was busy to the end', async () => {
    const queue = await openWebhooks(() => answer(503, 'come back'));
    await queue.call();
    await queue.advance(12 * MINUTE_MS);
    expect(queue.texts()[0]).toBe('Failure! Third party responded with 503');
    expect(queue.texts()[1]).toContain('status code *503*');
    await queue.stop();
  });

  it('check 28: of one service does not call the other again', async () => {
    const services = [botService({ id: 7, token: 'one' }), botService({ id: 8, token: 'two' })];
    const queue = await openWebhooks(
      ({ body }, earlier) =>
        String(body).includes('"one"') && earlier < 2 ? TIMEOUT : answer(200, '{"content":"hi"}'),
      [webhookBot({ services })],
    );
    await queue.call();
    await queue.advance(11_000);
    const tokens = queue.requests.map(({ body }) => (JSON.parse(String(body)) as { token: string }).token);
    expect(tokens).toEqual(['one', 'two', 'one']);
    expect(queue.texts()).toEqual(['hi', 'hi']);
    expect(queue.processed).toEqual([4711]);
    await queue.stop();
  });
});

describe('an event that comes again', () => {
  it('check 28: after a reply calls and posts nothing', async () => {
    const queue = await openWebhooks(() => answer(200, '{"content":"hi"}'));
    await queue.call(mention(), 1);
    await queue.call(mention(), 1);
    expect([queue.requests.length, queue.texts(), queue.processed]).toEqual([1, ['hi'], [4711]]);
    await queue.stop();
  });

  it('because its reply could not be posted posts it without another call', async () => {
    const queue = await openWebhooks(() => answer(200, '{"content":"hi"}'));
    queue.poster.fault = Object.assign(new Error('deadlock'), { code: '40P01', severity: 'ERROR' });
    await queue.call();
    expect(queue.retried()).toHaveLength(1);
    queue.poster.fault = null;
    await queue.advance(11_000);
    expect([queue.requests.length, queue.texts(), queue.processed]).toEqual([1, ['hi'], [4711]]);
    await queue.stop();
  });

  it('because its process died in a call calls again, and the receiver can tell', async () => {
    const queue = await openWebhooks(() => NOTHING);
    const key = { messageId: 4711, botId: 12, serviceId: 7 };
    await queue.ledger.admit(key, '00000000-0000-4000-8000-00000000000d');
    await queue.call();
    expect(queue.requests[0]?.headers).toMatchObject({
      'X-Zulip-Delivery': '00000000-0000-4000-8000-00000000000d',
      'X-Zulip-Attempt': '2',
    });
    await queue.stop();
  });
});

describe('a failure', () => {
  it('check 33: is told to the owner with a link and a silent mention', async () => {
    const queue = await openWebhooks(() => answer(500, ''));
    await queue.call();
    const [failure, notice] = queue.texts();
    expect(failure).toBe('Failure! Third party responded with 500');
    expect(notice).toContain(
      '[A message](https://zulip.example.com/#narrow/channel/9-Denmark/topic/bar/near/4711) to your bot ' +
        '@_**Weather** triggered an outgoing webhook.',
    );
    await queue.stop();
  });

  it('check 15: of a reply that is refused is told with the refusal and the body', async () => {
    const body = '{"content":"whatever","widget_content":"test"}';
    const queue = await openWebhooks(() => answer(200, body));
    const text = 'Widgets: API programmer sent invalid JSON content';
    queue.poster.refuse = ({ widgetContent }) =>
      widgetContent === 'test' ? { kind: 'refused', code: 'BAD_REQUEST', text } : null;
    await queue.call();
    expect(queue.texts()[0]).toBe(`Failure! ${text}`);
    expect(queue.texts()[1]).toContain(`> ${text}`);
    expect(queue.texts()[1]).toContain(body);
    expect([...queue.ledger.rows.values()]).toMatchObject([{ state: 'failed', code: 'reply_refused' }]);
    await queue.stop();
  });

  it('check 20: in a channel that is gone is told to the owner only', async () => {
    const queue = await openWebhooks(() => answer(500, ''));
    queue.poster.refuse = ({ address }) =>
      address.kind === 'channel' ? { kind: 'refused', code: 'STREAM_DOES_NOT_EXIST', text: 'gone' } : null;
    await queue.call();
    expect(queue.poster.posted).toMatchObject([{ address: { kind: 'direct' } }]);
    expect(queue.processed).toEqual([4711]);
    await queue.stop();
  });

  it('of a bot without an owner is told to the conversation', async () => {
    const queue = await openWebhooks(() => answer(500, ''), [webhookBot({ ownerId: null })]);
    await queue.call();
    expect([queue.texts().length, queue.deadLetters(), queue.processed]).toEqual([1, [], [4711]]);
    await queue.stop();
  });

  it('after the first within five minutes comes to the owner in a summary', async () => {
    const queue = await openWebhooks(() => answer(404, ''));
    for (const id of [1, 2, 3]) await queue.call(mention({ id }));
    const notices = () => queue.poster.posted.filter(({ address }) => address.kind === 'direct');
    expect(notices()).toHaveLength(1);
    await queue.advance(6 * MINUTE_MS);
    expect(notices()).toHaveLength(2);
    expect(notices()[1]?.content).toBe(
      '2 more messages to your bot @_**Weather** failed since my last notice. The last of them:\n' +
        '> Failure! Third party responded with 404',
    );
    await queue.advance(6 * MINUTE_MS);
    expect(notices()).toHaveLength(2);
    await queue.stop();
  });
});

describe('a service that keeps failing', () => {
  const failingFive = async (server: (earlier: number) => OutboundResult) => {
    const queue = await openWebhooks((_request, earlier) => server(earlier));
    for (let id = 1; id <= 5; id += 1) await queue.call(mention({ id }));
    return queue;
  };

  it('is paused after five events: the next are answered without a call, and the owner was told once', async () => {
    const queue = await failingFive(() => answer(500, ''));
    const notices = () => queue.texts().filter((text) => text.startsWith('[A message]'));
    expect(notices()).toHaveLength(2);
    expect(notices()[1]).toContain('your bot is paused');
    await queue.call(mention({ id: 6 }));
    expect(queue.requests).toHaveLength(5);
    expect(queue.texts().at(-1)).toMatch(/^Failure! Bot is paused/);
    expect(notices()).toHaveLength(2);
    expect(queue.processed).toEqual([1, 2, 3, 4, 5, 6]);
    expect(queue.recorder.counter('webhook_pauses_total', {})).toBe(1);
    await queue.stop();
  });

  it('has one try after the pause, which ends it when it works', async () => {
    const queue = await failingFive((earlier) =>
      earlier < 5 ? answer(500, '') : answer(200, '{"content":"back"}'),
    );
    await queue.advance(MINUTE_MS);
    await queue.call(mention({ id: 6 }));
    await queue.call(mention({ id: 7 }));
    expect(queue.requests).toHaveLength(7);
    expect(queue.texts().slice(-2)).toEqual(['back', 'back']);
    await queue.stop();
  });

  it('has one try only: an attempt that times out is final, and the pause is longer', async () => {
    const queue = await failingFive((earlier) => (earlier < 5 ? answer(500, '') : TIMEOUT));
    await queue.advance(MINUTE_MS);
    await queue.call(mention({ id: 6 }));
    expect(queue.texts().at(-1)).toBe('Failure! Bot is unavailable');
    expect(queue.retried()).toEqual([]);
    await queue.advance(MINUTE_MS);
    await queue.call(mention({ id: 7 }));
    expect(queue.requests).toHaveLength(6);
    await queue.stop();
  });
});

describe('bots whose servers are slow', () => {
  const bots = Array.from({ length: 100 }, (_, index) =>
    webhookBot({ id: 100 + index, services: [botService({ id: 100 + index, token: `t${index}` })] }),
  );
  const toBot = (index: number, id: number) => ({ ...mention({ id }), user_profile_id: 100 + index });

  it('never hold up a quick one, once they are known, and are called in the end', async () => {
    const queue: Awaited<ReturnType<typeof openWebhooks>> = await openWebhooks(async ({ body }) => {
      if (String(body).includes('"t99"')) return NOTHING;
      await queue.clock.sleep(9_000);
      return NOTHING;
    }, bots);
    for (let index = 0; index < 60; index += 1) queue.append(toBot(index, index));
    await queue.advance(10_000);
    for (let index = 0; index < 60; index += 1) queue.append(toBot(index, 100 + index));
    await queue.advance(1_000);
    // A quarter of the lanes is theirs, the others wait in the first tier.
    expect(queue.requests).toHaveLength(60 + 16);
    await queue.call(toBot(99, 300));
    expect(queue.processed).toContain(300);
    await queue.advance(3 * MINUTE_MS);
    expect(queue.requests).toHaveLength(60 + 60 + 1);
    expect(queue.processed).toHaveLength(121);
    await queue.stop();
  });
});
