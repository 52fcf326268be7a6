import type { MessageDraft } from './message-draft.ts';
import type { RenderFacts, UploadedImage } from './rendering/context.ts';

/** A row of `zerver_userprofile` as far as posting needs it. */
export interface Author {
  readonly id: number;
  readonly realmId: number;
  /** The address that others see. */
  readonly email: string;
  readonly deliveryEmail: string;
  readonly fullName: string;
  readonly isBot: boolean;
  readonly botType: number | null;
  readonly botOwnerId: number | null;
  /** 100 owner, 200 administrator, 300 moderator, 400 member, 600 guest. */
  readonly role: number;
  readonly recipientId: number | null;
  readonly defaultLanguage: string;
  readonly avatarSource: string;
  readonly avatarVersion: number;
  readonly emailAddressVisibility: number;
  readonly isMirrorDummy: boolean;
  readonly isActive: boolean;
  /** One of Notification Bot, Welcome Bot, Email Gateway: may write into every realm. */
  readonly isCrossRealmBot: boolean;
  /** Realm's `string_id`, for the wide record. */
  readonly realmStringId: string;
  readonly automaticallyFollowTopicsPolicy: number;
  readonly automaticallyUnmuteTopicsInMutedStreamsPolicy: number;
}

/** A person or bot of a direct conversation. */
export interface Participant {
  readonly id: number;
  readonly email: string;
  readonly fullName: string;
  readonly isMirrorDummy: boolean;
}

/** The realm that a conversation belongs to: not that of a cross-realm bot. */
export interface ConversationRealm {
  readonly id: number;
  readonly stringId: string;
  /** `https://chat.example.com`, without a slash at the end. */
  readonly url: string;
  /** Host of `url`, with its port. */
  readonly host: string;
  readonly presenceDisabled: boolean;
  readonly canAccessAllUsersGroupId: number;
}

/** A channel that is posted to. */
export interface TargetChannel {
  readonly id: number;
  readonly name: string;
  readonly recipientId: number;
  readonly isPrivate: boolean;
  readonly isWebPublic: boolean;
  readonly isHistoryPublic: boolean;
}

/** Where a message that passed the checks goes. */
export type Conversation =
  | { readonly kind: 'channel'; readonly channel: TargetChannel; readonly topic: string }
  /** A recipient row of type 1: of the other person, or of the author for a note to self. */
  | {
      readonly kind: 'personal';
      readonly recipientId: number;
      /** `zerver_recipient.type_id`: the other person, or the author. */
      readonly personId: number;
      /** Everybody, author included; one or two. */
      readonly people: readonly Participant[];
    }
  /** A direct message group, found or created in the send transaction. */
  | { readonly kind: 'group'; readonly people: readonly Participant[] };

/** A mentioned group with its active members, direct and through other groups. */
export interface MentionedGroup {
  readonly id: number;
  readonly memberIds: readonly number[];
}

/** A row of `zerver_submessage` that goes with the message. */
export interface Widget {
  readonly widgetType: string;
  readonly extraData: unknown;
}

/**
 * A draft that passed every check, with its HTML: what the check stage hands to the send stage. Nothing in it depends on
 * who receives the message.
 */
export interface CheckedMessage {
  readonly kind: 'checked';
  readonly draft: MessageDraft;
  readonly author: Author;
  readonly realm: ConversationRealm;
  readonly conversation: Conversation;
  /** Normalised Markdown. */
  readonly content: string;
  readonly html: string;
  readonly facts: RenderFacts;
  readonly mentionedGroups: readonly MentionedGroup[];
  /** Authors and reactors of the topic and the author; null unless the topic's participants are really mentioned. */
  readonly topicParticipantIds: ReadonlySet<number> | null;
  readonly widget: Widget | null;
  /** Time of the check: `zerver_message.date_sent`. */
  readonly dateSentMs: number;
  /** `{text, url}` of links in the topic, by the linkifiers of the conversation's realm. */
  readonly topicLinks: readonly { readonly text: string; readonly url: string }[];
  /** The HTML once more, when thumbnails that were awaited have been made in the meantime. */
  renderWith(uploads: ReadonlyMap<string, UploadedImage>): string;
}
