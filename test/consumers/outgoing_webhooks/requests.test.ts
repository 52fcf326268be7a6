import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { avatarUrl } from '../../../src/consumers/outgoing_webhooks/avatar-url.ts';
import type { AvatarSettings } from '../../../src/consumers/outgoing_webhooks/avatar-url.ts';
import { genericBody } from '../../../src/consumers/outgoing_webhooks/generic-request.ts';
import type { RequestSubject } from '../../../src/consumers/outgoing_webhooks/generic-request.ts';
import {
  pythonForm,
  pythonJson,
  pythonString,
} from '../../../src/consumers/outgoing_webhooks/python-text.ts';
import { requestHeaders } from '../../../src/consumers/outgoing_webhooks/request-headers.ts';
import { retryAfterMs } from '../../../src/consumers/outgoing_webhooks/retry-after.ts';
import { slackBody } from '../../../src/consumers/outgoing_webhooks/slack-request.ts';
import { channelMessage } from '../../shared/service-bots/called-messages.ts';
import { botService, direct, mention, webhookBot } from './called-bots.ts';

const AVATARS: AvatarSettings = {
  salt: 'pepper',
  isGravatarEnabled: true,
  staticUrl: 'https://zulip.example.com/static/',
};

const subject = (changes: Partial<RequestSubject> = {}): RequestSubject => ({
  event: mention({ content: '@**test**' }),
  bot: webhookBot(),
  service: botService(),
  realm: { url: 'https://zulip.example.com', host: 'zulip.example.com' },
  isSenderVisible: true,
  avatars: AVATARS,
  ...changes,
});

const parsed = (changes: Partial<RequestSubject> = {}) =>
  JSON.parse(genericBody(subject(changes))) as {
    readonly message: Readonly<Record<string, unknown>>;
    readonly [field: string]: unknown;
  };

describe('a generic request', () => {
  it('check 6: has the fields of the message that a bot may know, and no others', () => {
    const request = subject();
    const before = structuredClone(request.event);
    const body = JSON.parse(genericBody(request)) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['data', 'message', 'bot_email', 'bot_full_name', 'token', 'trigger']);
    expect(body).toMatchObject({
      data: '@**test**',
      token: 'abcdef',
      bot_email: 'weather-bot@zulip.example.com',
      bot_full_name: 'Weather',
      trigger: 'mention',
    });
    expect(Object.keys(body['message'] as object).sort()).toEqual(
      (
        'avatar_url, client, content, content_type, display_recipient, id, is_me_message, reactions, recipient_id, ' +
        'rendered_content, sender_email, sender_full_name, sender_id, sender_realm_str, stream_id, subject, ' +
        'submessages, timestamp, topic_links, type'
      ).split(', '),
    );
    expect(body['message']).toMatchObject({
      content: '@**test**',
      content_type: 'text/x-markdown',
      rendered_content: '<p>hello</p>',
    });
    expect(request.event).toEqual(before);
  });

  it('names the edits of an edited message, and the people instead of a channel', () => {
    const edited = mention({ last_edit_timestamp: 5, edit_history: [{ user_id: 10 }] });
    expect(parsed({ event: edited }).message).toMatchObject({
      last_edit_timestamp: 5,
      edit_history: [{ user_id: 10 }],
    });
    const { message } = parsed({ event: direct() });
    expect(message).not.toHaveProperty('stream_id');
    expect(message['display_recipient']).toMatchObject([{ id: 10 }, { id: 12 }]);
    expect(message['subject']).toBe('');
  });

  it('names the sender as the recipient of a conversation that is addressed to the bot', () => {
    expect(parsed({ event: direct() }).message['recipient_id']).toBe(30);
    expect(parsed({ event: direct({ recipient_id: 56 }) }).message['recipient_id']).toBe(56);
  });

  it('check 31: does not tell who wrote it when the bot may not see them', () => {
    const { message } = parsed({ isSenderVisible: false });
    expect(message).toMatchObject({
      sender_full_name: 'Unknown user',
      sender_email: 'user10@zulip.example.com',
      avatar_url: 'https://zulip.example.com/static/images/unknown-user-avatar.png',
    });
    expect(JSON.stringify(message)).not.toContain('amlet');
  });

  it('check 37: takes the command from the message, whatever an older event carried', () => {
    expect(parsed({ event: mention({ content: 'again' }) })['data']).toBe('again');
  });

  it.each([
    [
      { sender_avatar_source: 'G', sender_delivery_email: 'King.Hamlet@Zulip.com' },
      `https://secure.gravatar.com/avatar/${createHash('md5').update('king.hamlet@zulip.com').digest('hex')}?d=identicon&version=1`,
    ],
    [
      { sender_avatar_source: 'U', sender_avatar_version: 3 },
      `https://r/user_avatars/2/${createHash('sha256').update('10:3:pepper').digest('hex').slice(0, 40)}.png?version=3`,
    ],
    [{ sender_avatar_source: 'J' }, 'https://r/avatar/10?version=1'],
  ])('shows the picture of %j at %s', (sender, url) => {
    expect(avatarUrl(channelMessage(sender), 'https://r', AVATARS)).toBe(url);
  });

  it('tells Gravatar and guessers of salts nothing where the server does not', () => {
    const hidden = { ...AVATARS, isGravatarEnabled: false, salt: null };
    expect(avatarUrl(channelMessage(), 'https://r', hidden)).toBe(
      'https://zulip.example.com/static/images/default-avatar.png',
    );
    expect(avatarUrl(channelMessage({ sender_avatar_source: 'U' }), 'https://r', hidden)).toBe(
      'https://r/avatar/10?version=1',
    );
  });
});

describe('a Slack request', () => {
  it('check 8: has its fields in their order', () => {
    const event = mention({
      content: '@**test**',
      stream_id: 123,
      display_recipient: 'integrations',
      timestamp: 123456,
      sender_id: 21,
      sender_full_name: 'Sample User',
    });
    const realm = { url: 'https://zulip.testserver', host: 'zulip.testserver' };
    expect(slackBody(subject({ event, realm }))).toBe(
      'token=abcdef&team_id=T2&team_domain=zulip.testserver&channel_id=C123&channel_name=integrations' +
        '&thread_ts=123456&timestamp=123456&user_id=U21&user_name=Sample+User&text=%40%2A%2Atest%2A%2A' +
        '&trigger_word=mention&service_id=12',
    );
  });

  it('check 9: does not exist for a direct message', () => {
    expect(slackBody(subject({ event: direct() }))).toBeNull();
  });
});

describe('headers', () => {
  it('check 7: name content type and program', () => {
    const parts = {
      body: '{}',
      token: 'abcdef',
      userAgent: 'ZulipOutgoingWebhook/1.2',
      deliveryId: 'd',
      attempt: 2,
    };
    const headers = requestHeaders({ ...parts, format: 'generic', nowMs: 1_765_976_400_999 });
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'User-Agent': 'ZulipOutgoingWebhook/1.2',
      'X-Zulip-Delivery': 'd',
      'X-Zulip-Attempt': '2',
      'X-Zulip-Request-Timestamp': '1765976400',
      'X-Zulip-Signature': `v1=${createHmac('sha256', 'abcdef').update('v1:1765976400:{}').digest('hex')}`,
    });
    expect(requestHeaders({ ...parts, format: 'slack', nowMs: 0 })['Content-Type']).toBe(
      'application/x-www-form-urlencoded',
    );
  });
});

describe('texts as Python writes them', () => {
  it.each([
    [{ a: [1, 'é😀"\n\u007f'], b: {} }, '{"a": [1, "\\u00e9\\ud83d\\ude00\\"\\n\\u007f"], "b": {}}'],
    [[], '[]'],
    [[null, true, 1.5], '[null, true, 1.5]'],
  ])('JSON of %j is %s', (value, text) => {
    expect(pythonJson(value)).toBe(text);
  });

  it('a form escapes what Python escapes', () => {
    expect(pythonForm([['a b', "~._-!'()*/é\ud800"]])).toBe('a+b=~._-%21%27%28%29%2A%2F%C3%A9%EF%BF%BD');
  });

  it.each([
    ['plain', 'plain'],
    [true, 'True'],
    [null, 'None'],
    [3, '3'],
    [1.5, '1.5'],
    [1e16, '1e+16'],
    [0.00001, '1e-05'],
    [123456789012345, '123456789012345'],
    [[1, 'a', "it's", `'"`, '\n\u00a0'], `[1, 'a', "it's", '\\'"', '\\n\\xa0']`],
    [{ a: { b: false } }, "{'a': {'b': False}}"],
  ])('the text of %j is %s', (value, text) => {
    expect(pythonString(value)).toBe(text);
  });
});

describe('Retry-After', () => {
  const nowMs = Date.UTC(2026, 0, 5, 9);
  it.each([
    ['120', 120_000],
    ['Mon, 05 Jan 2026 09:01:00 GMT', 60_000],
    ['Mon, 05 Jan 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('%s asks for %s ms', (header, expected) => {
    expect(retryAfterMs(header, nowMs)).toBe(expected);
  });
});
