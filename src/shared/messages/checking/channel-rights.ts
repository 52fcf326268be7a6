/** The right to post in a channel; which refusal comes first is part of the contract. */
import { GUEST_ROLE } from '../../message-access.ts';
import type { Refused } from '../message-draft.ts';
import type { AuthorFacts, ChannelFacts, GroupSetting, RealmFacts } from './facts.ts';
import { isAmong } from './facts.ts';
import { notAuthorized, refused } from './refusal.ts';

const DISALLOW_EMPTY_TOPIC = 3;
const ONLY_EMPTY_TOPIC = 4;
/** The channel does as its organization does. */
const INHERIT = 1;

/**
 * Why the author may not post in the channel at all; null: they may. A bot may where its owner may.
 * @source zulip zerver/lib/streams.py access_stream_for_send_message
 */
export function refuseAccess(facts: AuthorFacts, channel: ChannelFacts): Refused | null {
  const { author } = facts;
  if (!isAuthorOrOwnerAmong(channel.postingGroup, facts)) {
    return refused('You do not have permission to post in this channel.');
  }
  if (channel.isArchived) return notAuthorized(channel);
  if (author.isCrossRealmBot) return null;
  if (channel.realmId !== author.realmId) return refused('User not authorized for this query');
  return isReachable(facts, channel) ? null : notAuthorized(channel);
}

function isReachable({ author, canForgeSender, groupIds }: AuthorFacts, channel: ChannelFacts): boolean {
  const isGuest = author.role === GUEST_ROLE;
  if (channel.isWebPublic || (!channel.isPrivate && !isGuest)) return true;
  if (channel.isAuthorSubscribed || canForgeSender || channel.isOwnerSubscribed) return true;
  return !isGuest && channel.isHistoryPublic && channel.grantingGroupIds.some((id) => groupIds.has(id));
}

/**
 * Why the author may not begin this topic; null: it exists or they may.
 * @source zulip zerver/lib/streams.py check_for_can_create_topic_group_violation
 */
export function refuseNewTopic(facts: AuthorFacts, channel: ChannelFacts): Refused | null {
  if (channel.hasTopic || isAuthorOrOwnerAmong(channel.topicGroup, facts)) return null;
  return refused('You do not have permission to create new topics in this channel.');
}

/**
 * Why a message with (or without) this topic does not fit the channel; null: it does. `generalChat` is what the topic
 * without a name is called in the author's language. Nobody is exempt.
 */
export function refuseTopicPolicy(
  topic: string,
  channel: ChannelFacts,
  { realm, generalChat }: { readonly realm: RealmFacts; readonly generalChat: string },
): Refused | null {
  const policy = channel.topicsPolicy === INHERIT ? realm.topicsPolicy : channel.topicsPolicy;
  if (policy === DISALLOW_EMPTY_TOPIC && topic === '') {
    return refused(`Sending messages to the ${generalChat} is not allowed in this channel.`);
  }
  if (policy === ONLY_EMPTY_TOPIC && topic !== '') {
    return refused(`Only the ${generalChat} topic is allowed in this channel.`);
  }
  return null;
}

const isAuthorOrOwnerAmong = (setting: GroupSetting, { author, groupIds, owner }: AuthorFacts): boolean =>
  author.isCrossRealmBot ||
  isAmong(setting, groupIds) ||
  (owner !== null && isAmong(setting, owner.groupIds));
