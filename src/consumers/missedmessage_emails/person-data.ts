import type { ChannelAccess } from '../../shared/message-access.ts';
import type { Trigger } from './triggers.ts';

/** A row of the waiting room. */
export interface WaitingRow {
  readonly id: number;
  readonly messageId: number;
  readonly trigger: Trigger;
  readonly groupId: number | null;
  readonly dueAtMs: number;
}

/** The organization of a person. */
interface Realm {
  readonly id: number;
  readonly name: string;
  readonly stringId: string;
  readonly isDeactivated: boolean;
  readonly allowsContentInMail: boolean;
}

/** The person who is to be mailed, with the settings that decide what and how. */
export interface Person {
  readonly id: number;
  readonly fullName: string;
  readonly deliveryEmail: string;
  readonly isBot: boolean;
  readonly isActive: boolean;
  readonly isGuest: boolean;
  readonly isLongTermIdle: boolean;
  readonly language: string;
  /** IANA name; '' = the server's zone. */
  readonly timeZone: string;
  readonly is24HourClock: boolean;
  readonly emojiset: string;
  readonly wantsOfflineMail: boolean;
  readonly wantsContentInMail: boolean;
  readonly wantsWildcardMentions: boolean;
  /** 1 automatic, 2 always, 3 never. */
  readonly realmNamePolicy: number;
  /** An unsubscribe key that the person already has, or null. */
  readonly unsubscribeKey: string | null;
  readonly realm: Realm;
}

/** A message as mails show it. */
export interface MailMessage {
  readonly id: number;
  readonly senderId: number;
  readonly senderName: string;
  readonly recipientId: number;
  /** 1 a person, 2 a channel, 3 a direct message group. */
  readonly recipientType: number;
  /** Id of the channel, or of the person written to. */
  readonly recipientTypeId: number;
  readonly topic: string;
  readonly content: string;
  readonly renderedContent: string | null;
  readonly sentAtMs: number;
}

/** A channel as one person sees it. */
export interface PersonsChannel extends ChannelAccess {
  readonly id: number;
  readonly name: string;
  readonly isSubscribed: boolean;
  readonly isMuted: boolean;
  /** The person's own setting for this channel; null = their general one. */
  readonly wildcardMentionsNotify: boolean | null;
}

/** An unread message of the waiting room with what the person has to do with it. */
export interface UnreadMessage extends MailMessage {
  readonly flags: number;
  readonly isSenderMuted: boolean;
  /** Null for direct messages. */
  readonly channel: PersonsChannel | null;
  readonly topicPolicy: number;
}

/** A message of the conversation from before, and whether it was delivered to the person. */
export interface ContextMessage extends MailMessage {
  readonly hasOwnRow: boolean;
}

/** A mentioned group and the number of its members, also through other groups. */
export interface MentionedGroup {
  readonly id: number;
  readonly name: string;
  readonly size: number;
}

/** A member of a direct message group. */
export interface Member {
  readonly id: number;
  readonly name: string;
}

/** A message that is to be in the mail as one of its reasons. */
export interface NotifyingMessage extends UnreadMessage {
  readonly trigger: Trigger;
  readonly groupId: number | null;
}
