import type { CheckedMessage, Conversation, ConversationRealm } from '../checked-message.ts';
import type { MessageDraft, Refused } from '../message-draft.ts';
import { checkChannel } from './check-channel.ts';
import { checkDirect } from './check-direct.ts';
import type { AuthorFacts, ChannelFacts, RealmFacts } from './facts.ts';
import type { OwnerWarning } from './owner-warning.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { PreparedPlace } from './prepare-draft.ts';
import { readAuthor } from './read-author.ts';
import { createRealmTables } from './realm-tables.ts';
import { authorInactive, isRefused, realmDeactivated } from './refusal.ts';
import { renderChecked } from './render-checked.ts';
import type { CheckDeps, CheckSettings } from './settings.ts';

/** A draft that may be posted, with its HTML, or why not; and what the bot's owner has to be told in either case. */
export interface CheckAnswer {
  readonly result: CheckedMessage | Refused;
  readonly ownerWarning: OwnerWarning | null;
}

/**
 * Checks and renders one draft. Reads only, but for a missing channel that is to be made, which then stays even if the
 * message is refused. Rejects with what the database threw, with the reason of `signal`, and with a `TypeError` for a
 * draft that its caller may not make.
 */
export type CheckMessage = (draft: MessageDraft, signal: AbortSignal) => Promise<CheckAnswer>;

/**
 * Makes the check stage of the message path. An ordinary channel message takes two round trips, and one more for each
 * kind of thing that its text names.
 * @source zulip zerver/actions/message_send.py check_message. Different: inactive authors and deactivated organizations
 * are refused.
 */
export function createMessageChecker(deps: CheckDeps): { readonly check: CheckMessage } {
  const realmTables = createRealmTables({
    db: deps.db,
    nowMs: () => deps.clock.now(),
    onBadLinkifier: ({ realmId, reason }) => {
      deps.logger.warn({ realm_id: realmId, reason }, 'linkifier cannot be used');
    },
  });
  return {
    check: async (draft, signal) => {
      const dateSentMs = deps.clock.now();
      const prepared = prepareDraft(draft);
      if (isRefused(prepared)) return { result: prepared, ownerWarning: null };
      signal.throwIfAborted();
      const author = await readAuthor(deps.db, draft.senderId);
      const gone = refuseGone(author);
      if (gone !== null) return { result: gone, ownerWarning: null };
      signal.throwIfAborted();
      const { target, ownerWarning } = await checkPlace(deps, prepared.place, { draft, author, signal });
      if (isRefused(target)) return { result: target, ownerWarning };
      signal.throwIfAborted();
      const { content, widget } = prepared;
      const { channel: place, conversation, realm } = target;
      const request = { draft, content, author, realm, place, signal };
      const rendered = await renderChecked({ ...deps, realmTables }, request);
      if (isRefused(rendered)) return { result: rendered, ownerWarning };
      const result: CheckedMessage = {
        kind: 'checked',
        draft,
        author: author.author,
        realm: toConversationRealm(realm, deps.settings),
        conversation,
        content,
        widget,
        dateSentMs,
        ...rendered,
      };
      return { result, ownerWarning };
    },
  };
}

const refuseGone = ({ author, realm }: AuthorFacts): Refused | null => {
  if (realm.isDeactivated) return realmDeactivated();
  return author.isActive ? null : authorInactive();
};

/** A place that the author may post to. */
interface Target {
  readonly conversation: Conversation;
  readonly realm: RealmFacts;
  /** Null in direct conversations. */
  readonly channel: { readonly channel: ChannelFacts; readonly topic: string } | null;
}

async function checkPlace(
  deps: CheckDeps,
  place: PreparedPlace,
  by: { readonly draft: MessageDraft; readonly author: AuthorFacts; readonly signal: AbortSignal },
): Promise<{ readonly target: Target | Refused; readonly ownerWarning: OwnerWarning | null }> {
  if (place.kind === 'direct') {
    const direct = await checkDirect(deps, by.author, place.people);
    if (isRefused(direct)) return { target: direct, ownerWarning: null };
    return { target: { ...direct, channel: null }, ownerWarning: null };
  }
  const { result, ownerWarning } = await checkChannel(deps, { ...place, ...by });
  if (isRefused(result)) return { target: result, ownerWarning };
  const { channel, realm } = result;
  if (realm.isDeactivated) return { target: realmDeactivated(), ownerWarning: null };
  const { topic } = place;
  const { id, name, recipientId, isPrivate, isWebPublic, isHistoryPublic } = channel;
  const conversation: Conversation = {
    kind: 'channel',
    channel: { id, name, recipientId, isPrivate, isWebPublic, isHistoryPublic },
    topic,
  };
  return { target: { conversation, realm, channel: { channel, topic } }, ownerWarning };
}

/** The organization as the send stage needs it. Its tables have no switch that hides who is present. */
const toConversationRealm = (realm: RealmFacts, { realmUrl }: CheckSettings): ConversationRealm => {
  const url = realmUrl(realm.stringId);
  return {
    id: realm.id,
    stringId: realm.stringId,
    url,
    host: url.replace(/^[a-z]+:\/\//u, ''),
    presenceDisabled: false,
    canAccessAllUsersGroupId: realm.accessAllUsersGroup.id,
  };
};
