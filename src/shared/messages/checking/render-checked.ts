import type { MentionedGroup } from '../checked-message.ts';
import type { MessageDraft, Refused } from '../message-draft.ts';
import type { RenderContext, RenderFacts, UploadedImage } from '../rendering/context.ts';
import { findLookups } from '../rendering/lookups.ts';
import type { AuthorFacts, ChannelFacts, RealmFacts } from './facts.ts';
import { refuseChannelWildcard, refuseGroupMentions, refuseTopicWildcard } from './mention-rights.ts';
import { readChannels, readGroups, readPeople } from './read-mentionables.ts';
import type { GroupFacts } from './read-mentionables.ts';
import { readMembers, readTopicParticipants } from './read-mentioned.ts';
import { readUploadedImages } from './read-uploads.ts';
import type { ReadRealmTables } from './realm-tables.ts';
import { isRefused, refused } from './refusal.ts';
import type { CheckDeps } from './settings.ts';
import { topicLinks } from './topic-links.ts';
import type { TopicLink } from './topic-links.ts';

/** A text that may go to its place, if what it mentions may be mentioned there. */
export interface RenderRequest {
  readonly draft: MessageDraft;
  readonly content: string;
  readonly author: AuthorFacts;
  /** The realm of the conversation. */
  readonly realm: RealmFacts;
  /** Null in direct conversations. */
  readonly place: { readonly channel: ChannelFacts; readonly topic: string } | null;
  readonly signal: AbortSignal;
}

/** The rendered text and whom it reaches by what it mentions. */
export interface RenderedContent {
  readonly html: string;
  readonly facts: RenderFacts;
  readonly mentionedGroups: readonly MentionedGroup[];
  readonly topicParticipantIds: ReadonlySet<number> | null;
  readonly topicLinks: readonly TopicLink[];
  renderWith(uploads: ReadonlyMap<string, UploadedImage>): string;
}

type RenderDeps = CheckDeps & { readonly realmTables: ReadRealmTables };

/** Renders the text and looks at the rights that depend on it. */
export async function renderChecked(
  deps: RenderDeps,
  request: RenderRequest,
): Promise<RenderedContent | Refused> {
  const { content, draft, place, signal } = request;
  const { context, groups } = await readContext(deps, request);
  signal.throwIfAborted();
  const rendered = measuredRender(deps, content, context);
  if (rendered.kind === 'unrenderable') {
    const { error, masked, reason } = rendered;
    deps.logger.warn({ reason, masked, user_id: draft.senderId, err: error }, 'message cannot be rendered');
    return refused('Unable to render message');
  }
  const mentioned = await checkMentions(deps, request, { facts: rendered.facts, groups });
  if (isRefused(mentioned)) return mentioned;
  return {
    ...mentioned,
    html: rendered.html,
    facts: rendered.facts,
    topicLinks: place === null ? [] : topicLinks(place.topic, context.linkifiers),
    renderWith: (uploads) => {
      const again = deps.render(content, { ...context, uploads: new Map([...context.uploads, ...uploads]) });
      return again.kind === 'rendered' ? again.html : rendered.html;
    },
  };
}

function measuredRender({ clock, recorder, render }: RenderDeps, content: string, context: RenderContext) {
  const begin = clock.now();
  const rendered = render(content, context);
  recorder.observe('message_render_seconds', { outcome: rendered.kind }, (clock.now() - begin) / 1000);
  return rendered;
}

async function readContext(
  deps: RenderDeps,
  { author, content, draft, realm }: RenderRequest,
): Promise<{ readonly context: RenderContext; readonly groups: ReadonlyMap<string, GroupFacts> }> {
  const { db, settings } = deps;
  const reader = { author, realmId: realm.id };
  const lookups = findLookups(content);
  const [tables, people, groups, channels, uploads] = await Promise.all([
    deps.realmTables(realm.id),
    readPeople(db, reader, lookups),
    readGroups(db, realm.id, lookups),
    readChannels(db, reader, lookups),
    readUploadedImages(db, realm.id, lookups.uploadPathIds),
  ]);
  const context: RenderContext = {
    realm: {
      url: settings.realmUrl(realm.stringId),
      defaultCodeBlockLanguage: realm.defaultCodeBlockLanguage,
      imagePreviews: settings.inlineImagePreview && realm.imagePreviews,
      linkPreviews: settings.inlineUrlEmbedPreview && realm.linkPreviews,
    },
    dialect: draft.dialect ?? 'chat',
    sentByBot: author.author.isBot,
    translateEmoticons: author.translatesEmoticons,
    ...tables,
    ...people,
    ...channels,
    groups,
    uploads,
    linkPreviews: new Map(),
    ...(settings.imageProxy !== null && { imageProxy: settings.imageProxy }),
  };
  return { context, groups };
}

async function checkMentions(
  { db }: RenderDeps,
  { author, place, realm }: RenderRequest,
  found: { readonly facts: RenderFacts; readonly groups: ReadonlyMap<string, GroupFacts> },
): Promise<Pick<RenderedContent, 'mentionedGroups' | 'topicParticipantIds'> | Refused> {
  const { mentionedGroupIds, mentionsChannelWildcard, mentionsTopicWildcard } = found.facts;
  if (place !== null && mentionsChannelWildcard) {
    const refusal = refuseChannelWildcard(author, realm, place.channel.subscribersCounted);
    if (refusal !== null) return refusal;
  }
  let topicParticipantIds: ReadonlySet<number> | null = null;
  if (place !== null && mentionsTopicWildcard) {
    const { recipientId } = place.channel;
    const earlier = await readTopicParticipants(db, { realmId: realm.id, recipientId, topic: place.topic });
    topicParticipantIds = new Set([...earlier, author.author.id]);
    const refusal = refuseTopicWildcard(author, realm, topicParticipantIds.size);
    if (refusal !== null) return refusal;
  }
  const groups = [...found.groups.values()].filter(({ id }) => mentionedGroupIds.has(id));
  const refusal = refuseGroupMentions(author, groups);
  if (refusal !== null) return refusal;
  return { mentionedGroups: await readMembers(db, [...mentionedGroupIds]), topicParticipantIds };
}
