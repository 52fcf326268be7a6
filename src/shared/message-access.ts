/** `zerver_userprofile.role` of guests, who see only what they are subscribed to. */
export const GUEST_ROLE = 600;

/** What of a channel decides who may read it. */
export interface ChannelAccess {
  readonly realmId: number;
  readonly isPrivate: boolean;
  /** Subscribers may read what was written before they came. */
  readonly isHistoryPublic: boolean;
  /** Groups whose members may read without being subscribed. */
  readonly grantingGroupIds: readonly number[];
}

/** What of a reader and their relation to the channel decides it. */
export interface ReaderAccess {
  readonly realmId: number;
  readonly isGuest: boolean;
  readonly isSubscribed: boolean;
  /** Groups of the reader, also through other groups. */
  readonly groupIds: ReadonlySet<number>;
}

/**
 * Whether a reader may read a channel message. `hasOwnRow`: the message was delivered to them.
 *
 * Public channels are open to all but guests; otherwise a subscription (or a granting group) is needed, and with
 * protected history also the own row. An archived channel can still be read.
 * @source zulip zerver/lib/message.py has_message_access
 */
export function mayReadChannelMessage(
  reader: ReaderAccess,
  channel: ChannelAccess,
  hasOwnRow: boolean,
): boolean {
  if (channel.realmId !== reader.realmId) return false;
  if (!channel.isPrivate && !reader.isGuest) return true;
  const hasContentAccess =
    reader.isSubscribed ||
    (!reader.isGuest && channel.grantingGroupIds.some((groupId) => reader.groupIds.has(groupId)));
  return hasContentAccess && (channel.isHistoryPublic || hasOwnRow);
}
