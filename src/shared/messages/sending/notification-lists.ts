/** What the chat's real-time server is told of the people of a notice, beside their flags. */
import type { JsonObject } from '../../../schemas/json-value.ts';
import type { Delivery } from './delivery.ts';
import { notificationsFor } from './notification-rule.ts';
import type { Reachability } from './reach.ts';
import type { Receiver } from './receiver.ts';

/**
 * A notice of 20,000 people would be larger than the broker takes for one record (1 MiB): it is divided by users. With
 * their flags and all lists, 4,000 people need at most half of that; the text has the rest.
 */
const USERS_PER_NOTICE = 4_000;

/** The people of each notice, in order; one notice at least. */
export function inNotices<Person>(people: readonly Person[]): readonly (readonly Person[])[] {
  const count = Math.max(1, Math.ceil(people.length / USERS_PER_NOTICE));
  return Array.from({ length: count }, (_, part) =>
    people.slice(part * USERS_PER_NOTICE, (part + 1) * USERS_PER_NOTICE),
  );
}

/**
 * By what the server decides who of these receivers is mailed or pushed: lists of their ids.
 * @source zulip zerver/actions/message_send.py do_send_messages, zerver/actions/message_edit.py update_message_content
 */
export function notificationLists(
  own: readonly Receiver[],
  delivery: Delivery,
  reach: Reachability,
): JsonObject {
  const { sets } = delivery;
  const idsWhere = (isIn: (receiver: Receiver) => boolean): readonly number[] =>
    own.filter(isIn).map(({ id }) => id);
  const idsIn = (set: ReadonlySet<number>): readonly number[] => idsWhere(({ id }) => set.has(id));
  return {
    presence_idle_user_ids: idleIds(own, delivery, reach),
    online_push_user_ids: idsWhere(({ onlinePush }) => onlinePush),
    dm_mention_push_disabled_user_ids: idsWhere(({ offlinePush }) => !offlinePush),
    dm_mention_email_disabled_user_ids: idsWhere(({ offlineEmail }) => !offlineEmail),
    stream_push_user_ids: idsIn(sets.channelPush),
    stream_email_user_ids: idsIn(sets.channelEmail),
    topic_wildcard_mention_user_ids: idsIn(sets.topicWildcard),
    stream_wildcard_mention_user_ids: idsIn(sets.channelWildcard),
    followed_topic_push_user_ids: idsIn(sets.followedPush),
    followed_topic_email_user_ids: idsIn(sets.followedEmail),
    topic_wildcard_mention_in_followed_topic_user_ids: idsIn(sets.topicWildcardFollowed),
    stream_wildcard_mention_in_followed_topic_user_ids: idsIn(sets.channelWildcardFollowed),
    muted_sender_user_ids: idsWhere(({ hasMutedAuthor }) => hasMutedAuthor),
    all_bot_user_ids: idsWhere(({ isBot }) => isBot),
    push_device_registered_user_ids: idsIn(reach.withDevice),
  };
}

/** Who would be told if they were away, and is away as far as their presence says. */
function idleIds(own: readonly Receiver[], delivery: Delivery, reach: Reachability): readonly number[] {
  if (delivery.message.realm.presenceDisabled) return [];
  return own
    .filter((receiver) => {
      if (reach.active.has(receiver.id)) return false;
      const hasDevice = reach.withDevice.has(receiver.id);
      const { email, push } = notificationsFor(receiver, delivery, { isIdle: true, hasDevice });
      return email !== null || push !== null;
    })
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}
