import type { ChannelSettings, NotificationSettings, Receiver } from './receiver.ts';

/** Policies of a topic in `zerver_usertopic`; 0 is the absence of one. */
export const TOPIC_POLICY = { none: 0, muted: 1, unmuted: 2, followed: 3 } as const;

/** Who asked to be told of messages in this channel and topic, and of wildcard mentions there. */
export interface NotificationSets {
  readonly channelPush: ReadonlySet<number>;
  readonly channelEmail: ReadonlySet<number>;
  readonly followedPush: ReadonlySet<number>;
  readonly followedEmail: ReadonlySet<number>;
  readonly channelWildcard: ReadonlySet<number>;
  readonly channelWildcardFollowed: ReadonlySet<number>;
  readonly topicWildcard: ReadonlySet<number>;
  readonly topicWildcardFollowed: ReadonlySet<number>;
}

/** The wildcards that are really in the text. */
export interface WildcardMentions {
  readonly channel: boolean;
  /** Participants of the topic; null unless they are mentioned. */
  readonly topicParticipantIds: ReadonlySet<number> | null;
}

type Kind = keyof NotificationSettings;

/** A muted channel is silent but for topics that were unmuted; a muted topic always is. */
const isAskedOfChannel = (settings: ChannelSettings, kind: Kind): boolean => {
  if (settings.topicPolicy === TOPIC_POLICY.muted) return false;
  if (settings.isMuted && settings.topicPolicy !== TOPIC_POLICY.unmuted) return false;
  return settings[kind] ?? settings.anyChannel[kind];
};

const isAskedOfFollowed = (settings: ChannelSettings, kind: Kind): boolean =>
  settings.topicPolicy === TOPIC_POLICY.followed && settings.followedTopics[kind];

/**
 * The sets of a channel message; all are empty for a direct one.
 * @source zulip zerver/actions/message_send.py get_recipient_info
 */
export function notificationSets(
  receivers: readonly Receiver[],
  wildcards: WildcardMentions,
): NotificationSets {
  const idsWhere = (
    isAsked: (settings: ChannelSettings, kind: Kind) => boolean,
    kind: Kind,
  ): ReadonlySet<number> =>
    new Set(
      receivers
        .filter(({ channel, isAddressed }) => isAddressed && channel !== null && isAsked(channel, kind))
        .map(({ id }) => id),
    );
  const none: ReadonlySet<number> = new Set();
  const isAnyWildcard = wildcards.channel || wildcards.topicParticipantIds !== null;
  const wildcard = isAnyWildcard ? idsWhere(isAskedOfChannel, 'wildcard') : none;
  const wildcardFollowed = isAnyWildcard ? idsWhere(isAskedOfFollowed, 'wildcard') : none;
  const ofParticipants = (ids: ReadonlySet<number>): ReadonlySet<number> =>
    new Set([...ids].filter((id) => wildcards.topicParticipantIds?.has(id) === true));
  return {
    channelPush: idsWhere(isAskedOfChannel, 'push'),
    channelEmail: idsWhere(isAskedOfChannel, 'email'),
    followedPush: idsWhere(isAskedOfFollowed, 'push'),
    followedEmail: idsWhere(isAskedOfFollowed, 'email'),
    channelWildcard: wildcards.channel ? wildcard : none,
    channelWildcardFollowed: wildcards.channel ? wildcardFollowed : none,
    topicWildcard: ofParticipants(wildcard),
    topicWildcardFollowed: ofParticipants(wildcardFollowed),
  };
}
