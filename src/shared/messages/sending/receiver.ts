import type { CheckedMessage } from '../checked-message.ts';

/** Somebody a message may concern, with what they have set about it; of one message. */
export interface Receiver {
  readonly id: number;
  readonly isBot: boolean;
  /** 1 generic, 2 incoming webhook, 3 outgoing webhook, 4 embedded; null for people. */
  readonly botType: number | null;
  /** 600 guest. */
  readonly role: number;
  /** Addressed by the message: subscribed to its channel, or one of a direct conversation. */
  readonly isAddressed: boolean;
  /** Away for so long that rows are only made for what concerns them; the rest is made when they come back. */
  readonly isLongTermIdle: boolean;
  readonly hasMutedAuthor: boolean;
  readonly onlinePush: boolean;
  readonly offlinePush: boolean;
  readonly offlineEmail: boolean;
  readonly followsWhereMentioned: boolean;
  /** Their relation to the channel and topic; null for direct messages and for bots that are only mentioned. */
  readonly channel: ChannelSettings | null;
}

/** What somebody has set about one channel and topic. A null setting means: as in all channels. */
export interface ChannelSettings {
  readonly isMuted: boolean;
  /** 0 none, 1 muted, 2 unmuted, 3 followed. */
  readonly topicPolicy: number;
  readonly push: boolean | null;
  readonly email: boolean | null;
  readonly wildcard: boolean | null;
  readonly anyChannel: NotificationSettings;
  readonly followedTopics: NotificationSettings;
}

/** What somebody wants to be told of. */
export interface NotificationSettings {
  readonly push: boolean;
  readonly email: boolean;
  readonly wildcard: boolean;
}

/** A message with the id it will have. */
export interface NumberedMessage {
  readonly id: number;
  readonly message: CheckedMessage;
}
