import type { AlertWords } from './alert-words.ts';
import type { Linkifier } from './linkifiers.ts';

/** A person whom a mention can mean. */
export interface MentionablePerson {
  readonly id: number;
  readonly fullName: string;
  /** A deactivated person is shown as a silent mention. */
  readonly active: boolean;
}

/** A group that a mention can mean; `name` is the stored one, `role:members` for a system group. */
export interface MentionableGroup {
  readonly id: number;
  readonly name: string;
  readonly deactivated: boolean;
}

/** An uploaded file that is an image, so that it is shown instead of only linked. */
export interface UploadedImage {
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  /** Set once the thumbnail exists; until then a placeholder is shown. */
  readonly thumbnail?: { readonly animated: boolean };
  /** File name below the thumbnail's folder, for types that browsers cannot show: `840x560.webp`. */
  readonly transcoded?: string;
}

/** What the preview fetcher has learned about a link. */
export interface LinkPreview {
  readonly kind: 'page' | 'photo' | 'video';
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly image?: string | undefined;
  /** The provider's player, for `video`. */
  readonly html?: string | undefined;
}

/** The realm whose message is rendered. */
export interface RenderRealm {
  /** `https://chat.example.com`, without a slash at the end. */
  readonly url: string;
  /** Language of code fences that name none; empty for none. May be `quote` or `math`. */
  readonly defaultCodeBlockLanguage: string;
  /** Both switches already combined with those of the server. */
  readonly imagePreviews: boolean;
  readonly linkPreviews: boolean;
}

/** Everything that rendering one message needs to know; `findLookups` lists what of it has to be read. */
export interface RenderContext {
  readonly realm: RenderRealm;
  /** `email_gateway`: lines that begin with four blanks are text, not code. */
  readonly dialect: 'chat' | 'email_gateway';
  readonly sentByBot: boolean;
  /** The author's setting: `:)` becomes an emoji. */
  readonly translateEmoticons: boolean;
  readonly personsById: ReadonlyMap<number, MentionablePerson>;
  /** Keyed by the lower-cased full name. */
  readonly personsByName: ReadonlyMap<string, MentionablePerson>;
  /** Keyed by the lower-cased name. */
  readonly groups: ReadonlyMap<string, MentionableGroup>;
  /** The channels the author may read, by exact name. */
  readonly channels: ReadonlyMap<string, { readonly id: number }>;
  /** The newest message of a topic that the author can see, keyed by `topicKey`. */
  readonly topicMessages: ReadonlyMap<string, number>;
  /** Active custom emoji: name → address of the picture. */
  readonly realmEmoji: ReadonlyMap<string, string>;
  /** In the realm's order. */
  readonly linkifiers: readonly Linkifier[];
  readonly alertWords?: AlertWords;
  /** Keyed by path id: the part of the address after `/user_uploads/`. */
  readonly uploads: ReadonlyMap<string, UploadedImage>;
  /** Links that have been fetched; null for those without a preview. */
  readonly linkPreviews: ReadonlyMap<string, LinkPreview | null>;
  /** Pictures of other hosts are loaded through it; absent: directly. */
  readonly imageProxy?: { readonly uri: string; readonly key: string };
}

/** What the sender needs to know about a rendered text. */
export interface RenderFacts {
  readonly mentionedUserIds: ReadonlySet<number>;
  readonly silentlyMentionedUserIds: ReadonlySet<number>;
  readonly mentionedGroupIds: ReadonlySet<number>;
  readonly mentionsChannelWildcard: boolean;
  readonly mentionsTopicWildcard: boolean;
  readonly linkedChannelIds: ReadonlySet<number>;
  readonly userIdsWithAlertWords: ReadonlySet<number>;
  readonly hasLink: boolean;
  readonly hasImage: boolean;
  /** Uploads that the text refers to; the sender checks the rights. */
  readonly attachmentPathIds: ReadonlySet<string>;
  /** Uploads shown as a placeholder, whose thumbnail has to be made. */
  readonly awaitedThumbnails: ReadonlySet<string>;
  /** Links whose preview has to be fetched. */
  readonly linksForPreview: ReadonlySet<string>;
}

/** Where a topic is found in `topicMessages`: topics differ by more than letter case. */
export const topicKey = (channelId: number, topic: string): string => `${channelId}:${topic.toLowerCase()}`;

/** What the rules write while they find it. */
export type CollectedFacts = {
  -readonly [Name in keyof RenderFacts]: RenderFacts[Name] extends ReadonlySet<infer Member>
    ? Set<Member>
    : RenderFacts[Name];
};

/** Facts of an empty text. */
export const noFacts = (): CollectedFacts => ({
  mentionedUserIds: new Set(),
  silentlyMentionedUserIds: new Set(),
  mentionedGroupIds: new Set(),
  mentionsChannelWildcard: false,
  mentionsTopicWildcard: false,
  linkedChannelIds: new Set(),
  userIdsWithAlertWords: new Set(),
  hasLink: false,
  hasImage: false,
  attachmentPathIds: new Set(),
  awaitedThumbnails: new Set(),
  linksForPreview: new Set(),
});
