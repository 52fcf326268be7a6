/** What the check stage knows of author, organization, channel and people: plain values for the deciders. */
import type { Author } from '../checked-message.ts';

/** A group that a setting names. `systemName` is `role:members` and the like, null for groups that people made. */
export interface GroupSetting {
  readonly id: number;
  readonly systemName: string | null;
}

/** An organization as far as checking needs it. */
export interface RealmFacts {
  readonly id: number;
  readonly stringId: string;
  readonly isDeactivated: boolean;
  /** 2 messages without a topic are allowed, 3 they are not. */
  readonly topicsPolicy: number;
  readonly imagePreviews: boolean;
  readonly linkPreviews: boolean;
  readonly defaultCodeBlockLanguage: string;
  /** Days until a new member is a full member. */
  readonly waitingPeriodDays: number;
  readonly mentionManyGroup: GroupSetting;
  readonly accessAllUsersGroup: GroupSetting;
  readonly directInitiatorGroup: GroupSetting;
  readonly directPermissionGroup: GroupSetting;
}

/** The owner of a bot. */
export interface OwnerFacts {
  readonly id: number;
  /** Groups of the owner, also through other groups. */
  readonly groupIds: ReadonlySet<number>;
}

/** The author with what their rights rest on. */
export interface AuthorFacts {
  readonly author: Author;
  readonly realm: RealmFacts;
  readonly canForgeSender: boolean;
  readonly translatesEmoticons: boolean;
  /** Groups of the author, also through other groups. */
  readonly groupIds: ReadonlySet<number>;
  /** Null for people, and for bots without an owner. */
  readonly owner: OwnerFacts | null;
}

/** A channel with what the right to post there rests on. */
export interface ChannelFacts {
  readonly id: number;
  readonly name: string;
  readonly realmId: number;
  readonly recipientId: number;
  readonly isArchived: boolean;
  readonly isPrivate: boolean;
  readonly isWebPublic: boolean;
  readonly isHistoryPublic: boolean;
  /** 1 as the organization, 2 messages without a topic are allowed, 3 they are not, 4 nothing else is. */
  readonly topicsPolicy: number;
  readonly postingGroup: GroupSetting;
  readonly topicGroup: GroupSetting;
  /** Groups whose members may read and post without being subscribed. */
  readonly grantingGroupIds: readonly number[];
  readonly isAuthorSubscribed: boolean;
  readonly isOwnerSubscribed: boolean;
  /** Active subscribers, counted up to one more than the threshold of wildcard mentions. */
  readonly subscribersCounted: number;
  /** Whether the message's topic has messages, in any letter case. */
  readonly hasTopic: boolean;
}

/** A person or bot of a direct conversation. */
export interface PersonFacts {
  readonly id: number;
  readonly email: string;
  readonly fullName: string;
  readonly realmId: number;
  readonly isRealmDeactivated: boolean;
  readonly isActive: boolean;
  readonly isBot: boolean;
  readonly isCrossRealmBot: boolean;
  readonly isMirrorDummy: boolean;
  readonly role: number;
  readonly joinedAtMs: number;
  readonly recipientId: number | null;
}

/** Bots that may write into every organization, by their `delivery_email` in lower case. */
export const CROSS_REALM_BOTS: readonly string[] = [
  'notification-bot@zulip.com',
  'welcome-bot@zulip.com',
  'emailgateway@zulip.com',
];

/** More subscribers or participants than this may only be mentioned at once by those who may mention many. */
export const WILDCARD_THRESHOLD = 15;

/** Whether somebody with these groups is among those that the setting names. */
export const isAmong = (setting: GroupSetting, groupIds: ReadonlySet<number>): boolean =>
  setting.systemName === 'role:everyone' ||
  (setting.systemName !== 'role:nobody' && groupIds.has(setting.id));
