import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDelivery } from '../../../../src/shared/messages/sending/delivery.ts';
import { groupHash } from '../../../../src/shared/messages/sending/direct-groups.ts';
import { clientFlags, newFlags } from '../../../../src/shared/messages/sending/flags.ts';
import { messageNotices } from '../../../../src/shared/messages/sending/notice.ts';
import { notificationsFor } from '../../../../src/shared/messages/sending/notification-rule.ts';
import { notificationSets } from '../../../../src/shared/messages/sending/notification-sets.ts';
import type { ChannelSettings, Receiver } from '../../../../src/shared/messages/sending/receiver.ts';
import {
  isFollowedByMention,
  nextAuthorPolicy,
} from '../../../../src/shared/messages/sending/topic-policies.ts';
import { wideMessage } from '../../../../src/shared/messages/sending/wide-message.ts';
import { authorOf, checkedMessage } from './checked-messages.ts';
import type { MessageOverrides } from './checked-messages.ts';

const ALL = { push: true, email: true, wildcard: true };
const NONE = { push: false, email: false, wildcard: false };

const settings = (overrides: Partial<ChannelSettings> = {}): ChannelSettings => ({
  isMuted: false,
  topicPolicy: 0,
  push: null,
  email: null,
  wildcard: null,
  anyChannel: NONE,
  followedTopics: NONE,
  ...overrides,
});

const receiver = (id: number, overrides: Partial<Receiver> = {}): Receiver => ({
  id,
  isBot: false,
  botType: null,
  role: 400,
  isAddressed: true,
  isLongTermIdle: false,
  hasMutedAuthor: false,
  onlinePush: false,
  offlinePush: true,
  offlineEmail: true,
  followsWhereMentioned: false,
  channel: settings(),
  ...overrides,
});

const PRIVATE = {
  kind: 'personal',
  recipientId: 1,
  personId: 9,
  people: [authorOf(7), authorOf(9)],
} as const;

describe('the hash of a direct message group', () => {
  it('check 29: is that of the original', () => {
    expect(groupHash([3, 7, 10])).toBe('fd2f8a506e28c03b68d10e1a04a72fb5d12c1dbd');
    expect(groupHash([7, 10])).toBe('a9b989109217ea708fd958710dd3c0b2314422fd');
    expect(groupHash([9, 3, 3])).toBe('155a8a47a1dcf51b60687fb588740d448f3f3815');
  });

  it('depends on who is in it, not on their order or on repetitions', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ids, fc.nat(), (members, extra) => {
        expect(groupHash([...members.toReversed(), ...members])).toBe(groupHash(members));
        const other = Math.max(...members) + 1 + extra;
        expect(groupHash([...members, other])).not.toBe(groupHash(members));
      }),
    );
  });
});

describe('flags of a row', () => {
  it('have exactly the bits of what is true, and clients get their names in bit order', () => {
    const facts = fc.record({
      isRead: fc.boolean(),
      isMentioned: fc.boolean(),
      isChannelWildcard: fc.boolean(),
      isTopicWildcard: fc.boolean(),
      hasAlertWord: fc.boolean(),
      isPrivate: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (it) => {
        const flags = newFlags(it);
        expect([1, 8, 16, 32, 512, 2048].map((bit) => (flags & bit) !== 0)).toEqual([
          it.isRead,
          it.isMentioned,
          it.isChannelWildcard,
          it.isTopicWildcard,
          it.hasAlertWord,
          it.isPrivate,
        ]);
        expect(flags & ~(1 | 8 | 16 | 32 | 512 | 2048)).toBe(0);
        const expected = [
          ...(it.isRead ? ['read'] : []),
          ...(it.isMentioned ? ['mentioned'] : []),
          ...(it.isChannelWildcard ? ['stream_wildcard_mentioned'] : []),
          ...(it.isTopicWildcard ? ['topic_wildcard_mentioned'] : []),
          ...(it.hasAlertWord ? ['has_alert_word'] : []),
          ...(it.isChannelWildcard || it.isTopicWildcard ? ['wildcard_mentioned'] : []),
        ];
        expect(clientFlags(flags)).toEqual(expected);
      }),
    );
  });

  it('check 69: of a direct message name nothing', () => {
    expect(clientFlags(newFlags({ ...facts0, isPrivate: true }))).toEqual([]);
    expect(clientFlags(4096 | 2048)).toEqual([]);
  });
});

const facts0 = {
  isRead: false,
  isMentioned: false,
  isChannelWildcard: false,
  isTopicWildcard: false,
  hasAlertWord: false,
  isPrivate: false,
};

describe('who asked to be told of a channel', () => {
  it.each<[string, Partial<ChannelSettings>, boolean, boolean]>([
    ['nothing set', {}, false, false],
    ['all channels', { anyChannel: ALL }, true, false],
    ['this channel', { push: true, email: true, wildcard: true }, true, false],
    ['not this channel', { push: false, email: false, wildcard: false, anyChannel: ALL }, false, false],
    ['a muted channel', { isMuted: true, anyChannel: ALL }, false, false],
    ['an unmuted topic of a muted channel', { isMuted: true, topicPolicy: 2, anyChannel: ALL }, true, false],
    ['a muted topic', { topicPolicy: 1, anyChannel: ALL, followedTopics: ALL }, false, false],
    ['a followed topic', { topicPolicy: 3, followedTopics: ALL }, false, true],
    [
      'a followed topic of a muted channel',
      { isMuted: true, topicPolicy: 3, anyChannel: ALL, followedTopics: ALL },
      false,
      true,
    ],
    ['a followed topic without the setting', { topicPolicy: 3, anyChannel: ALL }, true, false],
    ['followed topics, but not this one', { followedTopics: ALL }, false, false],
  ])('%s', (_name, overrides, isChannel, isFollowed) => {
    const sets = notificationSets([receiver(9, { channel: settings(overrides) })], {
      channel: true,
      topicParticipantIds: new Set([9]),
    });
    const members = Object.entries<ReadonlySet<number>>({ ...sets });
    const has = Object.fromEntries(members.map(([name, set]) => [name, set.has(9)]));
    expect(has).toEqual({
      channelPush: isChannel,
      channelEmail: isChannel,
      channelWildcard: isChannel,
      topicWildcard: isChannel,
      followedPush: isFollowed,
      followedEmail: isFollowed,
      channelWildcardFollowed: isFollowed,
      topicWildcardFollowed: isFollowed,
    });
  });

  it('wildcard sets are empty without the wildcard, and topic wildcards only for participants', () => {
    const all = settings({ anyChannel: ALL });
    const people = [receiver(8, { channel: all }), receiver(9, { channel: all })];
    expect(notificationSets(people, { channel: false, topicParticipantIds: null }).channelWildcard.size).toBe(
      0,
    );
    const topic = notificationSets(people, { channel: false, topicParticipantIds: new Set([8]) });
    expect([...topic.topicWildcard]).toEqual([8]);
    expect(topic.channelWildcard.size).toBe(0);
  });
});

const WILDCARDS: MessageOverrides = {
  facts: { mentionsChannelWildcard: true, mentionsTopicWildcard: true },
  topicParticipantIds: new Set([9]),
};
const CHANNEL_WILDCARD: MessageOverrides = { facts: { mentionsChannelWildcard: true } };
const MENTION: MessageOverrides = { facts: { mentionedUserIds: new Set([9]) } };
const ASKS = settings({ anyChannel: ALL });
const FOLLOWS = settings({ topicPolicy: 3, followedTopics: ALL });

describe('check 71: who is notified, and why', () => {
  interface Row {
    readonly of?: MessageOverrides;
    readonly to?: Partial<Receiver>;
    readonly isIdle?: boolean;
    readonly hasDevice?: boolean;
    readonly email: string | null;
    readonly push: string | null;
  }
  it.each<[string, Row]>([
    ['an ordinary message to somebody who set nothing', { email: null, push: null }],
    ['a direct message', { of: { conversation: PRIVATE }, email: 'direct_message', push: 'direct_message' }],
    [
      'a direct message to a bot',
      { of: { conversation: PRIVATE }, to: { isBot: true }, email: null, push: null },
    ],
    [
      'a direct message from somebody muted',
      { of: { conversation: PRIVATE }, to: { hasMutedAuthor: true }, email: null, push: null },
    ],
    ['the author', { of: { conversation: PRIVATE, author: authorOf(9) }, email: null, push: null }],
    [
      'external notifications are disabled',
      { of: { ...MENTION, draft: { disableExternalNotifications: true } }, email: null, push: null },
    ],
    ['somebody at their desk', { of: MENTION, isIdle: false, email: null, push: null }],
    [
      'somebody at their desk who wants pushes there',
      { of: MENTION, isIdle: false, to: { onlinePush: true }, email: null, push: 'mentioned' },
    ],
    ['somebody without a device', { of: MENTION, hasDevice: false, email: 'mentioned', push: null }],
    ['a mention', { of: MENTION, email: 'mentioned', push: 'mentioned' }],
    ['a mention, without mail', { of: MENTION, to: { offlineEmail: false }, email: null, push: 'mentioned' }],
    [
      'a mention, without pushes',
      { of: MENTION, to: { offlinePush: false }, email: 'mentioned', push: null },
    ],
    [
      'a mention before wildcards',
      {
        of: { ...WILDCARDS, facts: { ...WILDCARDS.facts, ...MENTION.facts } },
        to: { channel: ASKS },
        email: 'mentioned',
        push: 'mentioned',
      },
    ],
    [
      'both wildcards in a followed topic',
      {
        of: WILDCARDS,
        to: { channel: FOLLOWS },
        email: 'topic_wildcard_mentioned_in_followed_topic',
        push: 'topic_wildcard_mentioned_in_followed_topic',
      },
    ],
    [
      'a channel wildcard in a followed topic',
      {
        of: CHANNEL_WILDCARD,
        to: { channel: FOLLOWS },
        email: 'stream_wildcard_mentioned_in_followed_topic',
        push: 'stream_wildcard_mentioned_in_followed_topic',
      },
    ],
    [
      'both wildcards',
      {
        of: WILDCARDS,
        to: { channel: ASKS },
        email: 'topic_wildcard_mentioned',
        push: 'topic_wildcard_mentioned',
      },
    ],
    [
      'a channel wildcard',
      {
        of: CHANNEL_WILDCARD,
        to: { channel: ASKS },
        email: 'stream_wildcard_mentioned',
        push: 'stream_wildcard_mentioned',
      },
    ],
    [
      'a channel wildcard, without mail of mentions',
      {
        of: CHANNEL_WILDCARD,
        to: { channel: ASKS, offlineEmail: false },
        email: 'stream_email_notify',
        push: 'stream_wildcard_mentioned',
      },
    ],
    [
      'a followed topic',
      {
        to: { channel: { ...FOLLOWS, anyChannel: ALL } },
        email: 'followed_topic_email_notify',
        push: 'followed_topic_push_notify',
      },
    ],
    ['a channel', { to: { channel: ASKS }, email: 'stream_email_notify', push: 'stream_push_notify' }],
  ])('%s', (_name, { of, to, isIdle = true, hasDevice = true, email, push }) => {
    const person = receiver(9, to);
    const delivery = planDelivery({ id: 1, message: checkedMessage(of) }, [person]);
    expect(notificationsFor(person, delivery, { isIdle, hasDevice })).toEqual({ email, push });
  });
});

describe('who gets a row', () => {
  it.each<[string, MessageOverrides, Partial<Receiver>, number | null]>([
    ['a plain message', {}, {}, null],
    ['this channel is pushed', {}, { channel: settings({ push: true }) }, 0],
    ['all channels are pushed', {}, { channel: settings({ anyChannel: { ...NONE, push: true } }) }, 0],
    ['a mention', MENTION, {}, 8],
    ['a channel wildcard', CHANNEL_WILDCARD, {}, 16],
    ['a topic wildcard for a participant', { ...WILDCARDS, facts: { mentionsTopicWildcard: true } }, {}, 32],
    [
      'a topic wildcard for somebody else',
      { topicParticipantIds: new Set([8]), facts: { mentionsTopicWildcard: true } },
      {},
      null,
    ],
    ['an alert word', { facts: { userIdsWithAlertWords: new Set([9]) } }, {}, 512],
    ["somebody else's alert word", { facts: { userIdsWithAlertWords: new Set([8]) } }, {}, null],
    ['a direct message', { conversation: PRIVATE }, { channel: null }, 2048],
    [
      'a wildcard in a direct message',
      { conversation: PRIVATE, ...CHANNEL_WILDCARD },
      { channel: null },
      2064,
    ],
    ['check 54: somebody muted writes', {}, { hasMutedAuthor: true }, 1],
    ['a silent mention', { facts: { silentlyMentionedUserIds: new Set([9]) } }, {}, null],
    ['/me says', { content: '/me says' }, {}, null],
  ])('check 53: while long away: %s', (_name, overrides, to, flags) => {
    const idle = receiver(9, { isLongTermIdle: true, ...to });
    const { rows } = planDelivery({ id: 1, message: checkedMessage(overrides) }, [idle]);
    expect(rows.get(9) ?? null).toBe(flags);
  });

  it('check 52: a topic wildcard marks participants whatever they have set, and nobody else', () => {
    const message = checkedMessage({
      topicParticipantIds: new Set([8]),
      facts: { mentionsTopicWildcard: true },
    });
    const { rows } = planDelivery({ id: 1, message }, [receiver(8), receiver(9)]);
    expect([...rows]).toEqual([
      [8, 32],
      [9, 0],
    ]);
  });

  it('check 55: is unread only for those it is limited to', () => {
    const message = checkedMessage({ draft: { limitUnreadUserIds: [8] } });
    expect([...planDelivery({ id: 1, message }, [receiver(8), receiver(9)]).rows]).toEqual([
      [8, 0],
      [9, 1],
    ]);
  });

  it('check 49: through two groups the smaller one is named, and none for those mentioned by name', () => {
    const message = checkedMessage({
      facts: { mentionedUserIds: new Set([3]) },
      mentionedGroups: [
        { id: 21, memberIds: [1, 2, 3] },
        { id: 20, memberIds: [2, 3] },
      ],
    });
    const { mentionedGroupIds, rows } = planDelivery(
      { id: 1, message },
      [1, 2, 3].map((id) => receiver(id)),
    );
    expect([...mentionedGroupIds].sort()).toEqual([
      [1, 21],
      [2, 20],
    ]);
    expect([...rows.values()]).toEqual([8, 8, 8]);
  });
});

describe('the policy of an author for the topic', () => {
  const topic = { current: 0, followWhen: 4, unmuteWhen: 4, isChannelMuted: false, isStart: false };
  it.each<[string, Partial<typeof topic>, number | null]>([
    ['never', {}, null],
    ['check 57: starts it', { followWhen: 3, isStart: true }, 3],
    ['check 57: does not start it', { followWhen: 3 }, null],
    ['check 58: follows by sending', { followWhen: 2 }, 3],
    ['check 58: follows by taking part', { followWhen: 1 }, 3],
    ['follows although the topic was muted', { followWhen: 2, current: 1 }, 3],
    ['does not start over with a policy of their own', { followWhen: 3, isStart: true, current: 1 }, null],
    ['check 59: unmutes in a muted channel', { unmuteWhen: 2, isChannelMuted: true }, 2],
    ['check 59: unmutes a muted topic', { unmuteWhen: 2, isChannelMuted: true, current: 1 }, 2],
    ['check 59: never lowers a followed one', { unmuteWhen: 2, isChannelMuted: true, current: 3 }, null],
    ['is unmuted already', { unmuteWhen: 2, isChannelMuted: true, current: 2 }, null],
    ['has nothing to unmute', { unmuteWhen: 2 }, null],
    ['unmutes by starting', { unmuteWhen: 3, isChannelMuted: true, isStart: true }, 2],
    [
      'follows rather than unmutes by starting',
      { followWhen: 3, unmuteWhen: 2, isChannelMuted: true, isStart: true },
      3,
    ],
  ])('%s', (_name, overrides, expected) => {
    expect(nextAuthorPolicy({ ...topic, ...overrides })).toBe(expected);
  });

  it('check 60: a mention makes people follow, unless they muted the topic', () => {
    expect([0, 1, 2, 3].map(isFollowedByMention)).toEqual([true, false, true, false]);
  });
});

describe('the notice of a message', () => {
  const reach = { withDevice: new Set([9]), active: new Set([8]) };

  it('check 68: names realm and channel of a public channel only', () => {
    const noticeOf = (overrides: MessageOverrides) => {
      const message = checkedMessage(overrides);
      const delivery = planDelivery({ id: 1, message }, [receiver(9)]);
      const wide = wideMessage({ id: 1, message, recipientId: 50, recipientTypeId: 5, submessage: null });
      const [notice] = messageNotices({ delivery, wide, reach, strangerIds: new Set() });
      return notice!.stream === 'notify_tornado' ? notice!.event.event : {};
    };
    expect(noticeOf({})).toMatchObject({ realm_id: 2, stream_name: 'Denmark' });
    expect(noticeOf({})).not.toHaveProperty('invite_only');
    const { conversation } = checkedMessage();
    if (conversation.kind !== 'channel') throw new Error('no channel');
    const hidden = noticeOf({
      conversation: { ...conversation, channel: { ...conversation.channel, isPrivate: true } },
    });
    expect(hidden).toMatchObject({ invite_only: true });
    expect(hidden).not.toHaveProperty('realm_id');
    expect(hidden).not.toHaveProperty('stream_name');
    expect(noticeOf({ conversation: PRIVATE })).not.toHaveProperty('realm_id');
  });

  it('of 20,000 people fits the topic in parts, each person in one and the realm in the first', () => {
    const everything = settings({ anyChannel: ALL, followedTopics: ALL, topicPolicy: 3 });
    const people = Array.from({ length: 20_000 }, (_, index) =>
      receiver(2_000_000_000 + index, { channel: everything, onlinePush: true, isBot: index === 19_999 }),
    );
    const message = checkedMessage({
      content: 'x'.repeat(10_000),
      html: '<p>x</p>'.repeat(10_000),
      author: authorOf(2_000_010_000),
      ...CHANNEL_WILDCARD,
    });
    const delivery = planDelivery({ id: 2_000_000_000, message }, people);
    const wide = wideMessage({ id: 1, message, recipientId: 50, recipientTypeId: 5, submessage: null });
    const devices = { withDevice: new Set(people.map(({ id }) => id)), active: new Set<number>() };
    const notices = messageNotices({ delivery, wide, reach: devices, strangerIds: new Set() }).flatMap(
      (it) => (it.stream === 'notify_tornado' ? [it] : []),
    );
    const users = notices.flatMap(({ event }) => event.users.map(({ id }) => id));
    expect(users.slice(0, 2)).toEqual([2_000_010_000, 2_000_019_999]);
    expect(new Set(users).size).toBe(20_000);
    expect(users).toHaveLength(20_000);
    for (const { event } of notices) expect(JSON.stringify(event).length).toBeLessThan(1024 * 1024);
    expect(notices.filter(({ event }) => 'realm_id' in event.event)).toHaveLength(1);
    expect(new Set(notices.map(({ options }) => options.eventId)).size).toBe(notices.length);
  });

  it.each([
    ['/me waves', true],
    ['/mexico', false],
    ['hello /me ', false],
  ])('the wide record of %j says whether it is about the author: %j', (content, isMe) => {
    const parts = { id: 1, recipientId: 1, recipientTypeId: 3, submessage: null };
    expect(wideMessage({ ...parts, message: checkedMessage({ content }) }).is_me_message).toBe(isMe);
  });

  it('the wide record names the people of a conversation by address and those of a group by id', () => {
    const people = [
      { ...authorOf(3), email: 'zoe@zulip.com' },
      { ...authorOf(7), email: 'hamlet@zulip.com' },
    ];
    const idsOf = (kind: 'personal' | 'group') => {
      const conversation =
        kind === 'group' ? { kind, people } : { kind, people, recipientId: 1, personId: 3 };
      const { display_recipient: shown } = wideMessage({
        id: 1,
        message: checkedMessage({ conversation, content: '/me waves', dateSentMs: 1_999 }),
        recipientId: 1,
        recipientTypeId: 3,
        submessage: null,
      });
      return typeof shown === 'string' ? [] : shown.map(({ id }) => id);
    };
    expect(idsOf('personal')).toEqual([7, 3]);
    expect(idsOf('group')).toEqual([3, 7]);
  });
});
