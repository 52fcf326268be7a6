/** Rights that depend on what a text really mentions: what stands in code mentions nobody. */
import type { Refused } from '../message-draft.ts';
import type { AuthorFacts, RealmFacts } from './facts.ts';
import { WILDCARD_THRESHOLD, isAmong } from './facts.ts';
import type { GroupFacts } from './read-mentionables.ts';
import { refused } from './refusal.ts';

/** Whether the author may mention so many people with one word. */
const mayMentionAll = (author: AuthorFacts, realm: RealmFacts, people: number): boolean =>
  people <= WILDCARD_THRESHOLD || isAmong(realm.mentionManyGroup, author.groupIds);

/** Why the author may not mention everybody in the channel; `subscribers` may be cut off above the threshold. */
export const refuseChannelWildcard = (
  author: AuthorFacts,
  realm: RealmFacts,
  subscribers: number,
): Refused | null =>
  mayMentionAll(author, realm, subscribers)
    ? null
    : refused(
        'You do not have permission to use channel wildcard mentions in this channel.',
        'STREAM_WILDCARD_MENTION_NOT_ALLOWED',
      );

/** Why the author may not mention everybody who has taken part in the topic. */
export const refuseTopicWildcard = (
  author: AuthorFacts,
  realm: RealmFacts,
  participants: number,
): Refused | null =>
  mayMentionAll(author, realm, participants)
    ? null
    : refused(
        'You do not have permission to use topic wildcard mentions in this topic.',
        'TOPIC_WILDCARD_MENTION_NOT_ALLOWED',
      );

/**
 * Why one of these groups may not be mentioned by the author. A bot has no right from its owner here.
 * @source zulip zerver/actions/message_send.py check_user_group_mention_allowed
 */
export function refuseGroupMentions(
  { author, groupIds }: AuthorFacts,
  groups: readonly GroupFacts[],
): Refused | null {
  const forbidden = groups.find(({ mentionGroup }) =>
    author.isCrossRealmBot ? mentionGroup.systemName !== 'role:everyone' : !isAmong(mentionGroup, groupIds),
  );
  return forbidden === undefined
    ? null
    : refused(`You are not allowed to mention user group '${forbidden.name}'.`);
}
