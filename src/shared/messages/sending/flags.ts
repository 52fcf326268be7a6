/** Bits of `zerver_usermessage.flags` that posting sets or reports. */
export const FLAG_BITS = {
  read: 1,
  mentioned: 8,
  streamWildcardMentioned: 16,
  topicWildcardMentioned: 32,
  hasAlertWord: 512,
  isPrivate: 2048,
} as const;

/** Names that clients know, in bit order; what only the database needs is left out. */
const CLIENT_NAMES: readonly (readonly [bit: number, name: string])[] = [
  [1, 'read'],
  [2, 'starred'],
  [4, 'collapsed'],
  [8, 'mentioned'],
  [16, 'stream_wildcard_mentioned'],
  [32, 'topic_wildcard_mentioned'],
  [64, 'group_mentioned'],
  [128, 'force_expand'],
  [256, 'force_collapse'],
  [512, 'has_alert_word'],
  [1024, 'historical'],
];

const WILDCARD_BITS = FLAG_BITS.streamWildcardMentioned | FLAG_BITS.topicWildcardMentioned;

/** What of a message and one of its receivers decides the flags of their row. */
export interface FlagFacts {
  readonly isRead: boolean;
  /** By name or by a group. */
  readonly isMentioned: boolean;
  readonly isChannelWildcard: boolean;
  readonly isTopicWildcard: boolean;
  readonly hasAlertWord: boolean;
  readonly isPrivate: boolean;
}

/**
 * Flags of a new row.
 * @source zulip zerver/actions/message_send.py create_user_messages
 */
export function newFlags(facts: FlagFacts): number {
  return (
    (facts.isRead ? FLAG_BITS.read : 0) |
    (facts.isMentioned ? FLAG_BITS.mentioned : 0) |
    (facts.isChannelWildcard ? FLAG_BITS.streamWildcardMentioned : 0) |
    (facts.isTopicWildcard ? FLAG_BITS.topicWildcardMentioned : 0) |
    (facts.hasAlertWord ? FLAG_BITS.hasAlertWord : 0) |
    (facts.isPrivate ? FLAG_BITS.isPrivate : 0)
  );
}

/**
 * Names of the set bits for a client, with `wildcard_mentioned` for either wildcard, which older clients know.
 * @source zulip zerver/models/messages.py AbstractUserMessage.flags_list_for_flags
 */
export function clientFlags(flags: number): readonly string[] {
  const names = CLIENT_NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return (flags & WILDCARD_BITS) === 0 ? names : [...names, 'wildcard_mentioned'];
}
