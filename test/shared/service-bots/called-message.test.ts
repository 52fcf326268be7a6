import { describe, expect, it } from 'vitest';
import { conversationOf, messageLink } from '../../../src/shared/service-bots/called-message.ts';
import { fenced, ownerNotice } from '../../../src/shared/service-bots/owner-notice.ts';
import { channelMessage, directMessage } from './called-messages.ts';

const REALM = 'https://zulip.example.com';

describe('the conversation of a message that calls a bot', () => {
  it('is the channel by its id, so that a new name does not matter, and the topic', () => {
    expect(conversationOf(channelMessage({ stream_id: 9, subject: 'bar' }))).toEqual({
      kind: 'channel',
      channel: { by: 'id', id: 9 },
      topic: 'bar',
    });
  });

  it('is the channel by its name when the event does not know the id', () => {
    expect(conversationOf(channelMessage({ stream_id: null, display_recipient: 'Denmark' }))).toMatchObject({
      channel: { by: 'name', name: 'Denmark' },
    });
  });

  it('is everybody of a direct message, by their ids', () => {
    expect(conversationOf(directMessage([10, 25]))).toEqual({
      kind: 'direct',
      people: { by: 'ids', ids: [10, 25] },
    });
  });

  it('is refused when type and recipients contradict each other', () => {
    expect(() => conversationOf(channelMessage({ type: 'private', id: 7 }))).toThrow(
      'message 7: display_recipient does not fit the type private',
    );
  });
});

describe('outgoing webhooks check 32: the link to a message', () => {
  it.each([
    [
      'a topic',
      channelMessage({ id: 7, stream_id: 999, display_recipient: 'Verona', subject: 'Foo' }),
      '/#narrow/channel/999-Verona/topic/Foo/near/7',
    ],
    [
      'dots and brackets',
      channelMessage({ id: 7, stream_id: 9, display_recipient: 'a b', subject: 'a.b (c)' }),
      '/#narrow/channel/9-a-b/topic/a.2Eb.20.28c.29/near/7',
    ],
    ['a pair', directMessage([25, 10], { id: 8 }), '/#narrow/dm/10,25/near/8'],
    ['a group', directMessage([9, 2, 5], { id: 8 }), '/#narrow/dm/2,5,9-group/near/8'],
  ])('%s', (_name, message, link) => {
    expect(messageLink(REALM, message)).toBe(`${REALM}${link}`);
  });
});

describe('the notice to the owner of a bot', () => {
  it('outgoing webhooks check 33: names message and bot without pinging the bot', () => {
    const notice = ownerNotice({
      messageLink: `${REALM}/m`,
      botFullName: 'Weather',
      deed: 'triggered an outgoing webhook',
      detail: 'Oh.',
    });
    expect(notice).toBe(
      `[A message](${REALM}/m) to your bot @_**Weather** triggered an outgoing webhook.\nOh.`,
    );
  });

  it.each([
    ['plain text', 'a', '```\na\n```'],
    ['fences in it', 'a ```` b', '`````\na ```` b\n`````'],
    ['what PostgreSQL cannot store', 'a\u0000\uD800', '```\na\uFFFD\uFFFD\n```'],
  ])('keeps a foreign text with %s in one code block', (_name, text, block) => {
    expect(fenced(text)).toBe(block);
  });

  it('cuts a foreign text to 2,000 characters, never through a character', () => {
    expect(fenced(`${'x'.repeat(1_999)}😀y`)).toBe(`\`\`\`\n${'x'.repeat(1_999)}\n[cut off]\n\`\`\``);
    expect(fenced('x'.repeat(2_000))).not.toContain('cut off');
  });
});
