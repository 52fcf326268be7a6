import { describe, expect, it } from 'vitest';
import { mayReadChannelMessage } from '../../src/shared/message-access.ts';
import { isTopicAudible, isTopicFollowed } from '../../src/shared/notification-settings.ts';

const PUBLIC = { realmId: 1, isPrivate: false, isHistoryPublic: true, grantingGroupIds: [7] };
const SHARED = { ...PUBLIC, isPrivate: true };
const PROTECTED = { ...SHARED, isHistoryPublic: false };
const STRANGER = { realmId: 1, isGuest: false, isSubscribed: false, groupIds: new Set<number>() };
const SUBSCRIBER = { ...STRANGER, isSubscribed: true };
const GRANTED = { ...STRANGER, groupIds: new Set([7]) };
const GUEST = { ...STRANGER, isGuest: true };
const SUBSCRIBED_GUEST = { ...GUEST, isSubscribed: true };

describe('who may read a channel message', () => {
  it.each([
    ['anybody, a public channel', STRANGER, PUBLIC, false, true],
    ['somebody of another organization', { ...SUBSCRIBER, realmId: 2 }, PUBLIC, true, false],
    ['a guest, a public channel', GUEST, PUBLIC, true, false],
    ['a subscribed guest', SUBSCRIBED_GUEST, PUBLIC, false, true],
    ['a guest in a granting group', { ...GUEST, groupIds: new Set([7]) }, SHARED, true, false],
    ['a stranger, a private channel', STRANGER, SHARED, true, false],
    ['a subscriber, shared history', SUBSCRIBER, SHARED, false, true],
    ['a member of a granting group, shared history', GRANTED, SHARED, false, true],
    ['a subscriber, protected history, not delivered', SUBSCRIBER, PROTECTED, false, false],
    ['a subscriber, protected history, delivered', SUBSCRIBER, PROTECTED, true, true],
    ['a stranger, protected history, delivered', STRANGER, PROTECTED, true, false],
  ])('%s', (_, reader, channel, hasOwnRow, expected) => {
    expect(mayReadChannelMessage(reader, channel, hasOwnRow)).toBe(expected);
  });
});

describe('whether a topic may be heard', () => {
  it.each([
    [false, 0, true],
    [false, 1, false],
    [false, 3, true],
    [true, 0, false],
    [true, 2, true],
    [true, 3, false],
    [true, 1, false],
  ])('channel muted %s, policy %i: %s', (isChannelMuted, topicPolicy, expected) => {
    expect(isTopicAudible({ isChannelMuted, topicPolicy })).toBe(expected);
  });

  it('a followed topic stays followed in a muted channel', () => {
    expect(isTopicFollowed({ isChannelMuted: true, topicPolicy: 3 })).toBe(true);
    expect(isTopicFollowed({ isChannelMuted: false, topicPolicy: 2 })).toBe(false);
  });
});
