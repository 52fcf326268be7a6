/** Bits of `zerver_usermessage.flags` that posting and editing set or look at. */
export const FLAG_BITS = {
  read: 1,
  mentioned: 8,
  streamWildcardMentioned: 16,
  topicWildcardMentioned: 32,
  hasAlertWord: 512,
  historical: 1024,
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

/** What the text of a message decides of the flags of a row. */
export interface TextFlags {
  /** By name or by a group. */
  readonly isMentioned: boolean;
  readonly isChannelWildcard: boolean;
  readonly isTopicWildcard: boolean;
  readonly hasAlertWord: boolean;
}

/** What of a message and one of its receivers decides the flags of their row. */
export interface FlagFacts extends TextFlags {
  readonly isRead: boolean;
  readonly isPrivate: boolean;
}

/** Bits that a new text gives anew. */
export const TEXT_BITS =
  FLAG_BITS.mentioned |
  FLAG_BITS.streamWildcardMentioned |
  FLAG_BITS.topicWildcardMentioned |
  FLAG_BITS.hasAlertWord;

/** Flags that the text gives, of `TEXT_BITS`. */
export const textFlags = (facts: TextFlags): number =>
  (facts.isMentioned ? FLAG_BITS.mentioned : 0) |
  (facts.isChannelWildcard ? FLAG_BITS.streamWildcardMentioned : 0) |
  (facts.isTopicWildcard ? FLAG_BITS.topicWildcardMentioned : 0) |
  (facts.hasAlertWord ? FLAG_BITS.hasAlertWord : 0);

/**
 * Flags of a new row.
 * @source zulip zerver/actions/message_send.py create_user_messages
 */
export const newFlags = (facts: FlagFacts): number =>
  (facts.isRead ? FLAG_BITS.read : 0) | textFlags(facts) | (facts.isPrivate ? FLAG_BITS.isPrivate : 0);

/**
 * Whether somebody with these flags was mentioned when the message came. `historical` rows (1024) were made later.
 * @source zulip zerver/actions/message_edit.py get_mentions_for_message_updates
 */
export const wasMentioned = (flags: number): boolean =>
  (flags & (FLAG_BITS.mentioned | WILDCARD_BITS)) !== 0 && (flags & FLAG_BITS.historical) === 0;

/**
 * Names of the set bits for a client, with `wildcard_mentioned` for either wildcard, which older clients know.
 * @source zulip zerver/models/messages.py AbstractUserMessage.flags_list_for_flags
 */
export function clientFlags(flags: number): readonly string[] {
  const names = CLIENT_NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return (flags & WILDCARD_BITS) === 0 ? names : [...names, 'wildcard_mentioned'];
}
