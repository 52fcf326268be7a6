import { OUTGOING_WEBHOOK_BOT } from '../../service-bots/service-bot.ts';
import type { ChannelReference, MessageDraft, Refused } from '../message-draft.ts';
import { escapeHtml } from '../rendering/escape.ts';
import { refuseAccess, refuseNewTopic, refuseTopicPolicy } from './channel-rights.ts';
import { createChannel } from './create-channel.ts';
import type { AuthorFacts, ChannelFacts, RealmFacts } from './facts.ts';
import { emptyChannelWarning, unknownChannelWarning } from './owner-warning.ts';
import type { OwnerWarning } from './owner-warning.ts';
import { readChannel } from './read-channel.ts';
import { readRealm } from './read-realm.ts';
import { noChannelWithId, refused } from './refusal.ts';
import type { CheckDeps } from './settings.ts';

/** A message to a channel whose text is in order. */
export interface ChannelRequest {
  readonly draft: MessageDraft;
  readonly author: AuthorFacts;
  readonly reference: ChannelReference;
  readonly topic: string;
  readonly createMissing: boolean;
  readonly skipAccessCheck: boolean;
  readonly signal: AbortSignal;
}

/** Where the message goes, or why it may not; either way the bot's owner may have to know something. */
export interface ChannelCheck {
  readonly result:
    { readonly kind: 'channel'; readonly channel: ChannelFacts; readonly realm: RealmFacts } | Refused;
  readonly ownerWarning: OwnerWarning | null;
}

/**
 * Finds the channel (or makes it) and looks at the right to post there. Throws a `TypeError` when the look at it is to be
 * skipped for an author who is no outgoing webhook bot.
 * @source zulip zerver/actions/message_send.py check_message
 */
export async function checkChannel(deps: CheckDeps, request: ChannelRequest): Promise<ChannelCheck> {
  const { author, reference, skipAccessCheck } = request;
  if (skipAccessCheck && author.author.botType !== OUTGOING_WEBHOOK_BOT) {
    throw new TypeError(
      `user ${author.author.id} is no outgoing webhook bot and may not skip the access check`,
    );
  }
  const channel = await findChannel(deps, request);
  if (channel === null) {
    return { result: unknownChannel(reference), ownerWarning: unknownChannelWarning(author, reference) };
  }
  const ownerWarning = emptyChannelWarning(author, channel);
  const realm =
    author.author.isCrossRealmBot && channel.realmId !== author.realm.id
      ? await readRealm(deps.db, channel.realmId)
      : author.realm;
  const refusal = refuseChannel(deps, request, channel, realm);
  return { result: refusal ?? { kind: 'channel', channel, realm }, ownerWarning };
}

async function findChannel(deps: CheckDeps, request: ChannelRequest): Promise<ChannelFacts | null> {
  const { reference, author, createMissing, draft, signal } = request;
  const found = await readChannel(deps.db, reference, request);
  if (found !== null || !createMissing || reference.by === 'id') return found;
  await createChannel(deps, { author, name: reference.name, draft, signal });
  return readChannel(deps.db, reference, request);
}

/** In the order of the original: each look supposes that the ones before found nothing. */
function refuseChannel(
  deps: CheckDeps,
  { author, topic, skipAccessCheck }: ChannelRequest,
  channel: ChannelFacts,
  realm: RealmFacts,
): Refused | null {
  const generalChat = deps.translator.translate(author.author.defaultLanguage, 'missed_message.general_chat');
  return (
    (skipAccessCheck ? null : refuseAccess(author, channel)) ??
    refuseNewTopic(author, channel) ??
    refuseTopicPolicy(topic, channel, { realm, generalChat })
  );
}

const unknownChannel = (reference: ChannelReference): Refused =>
  reference.by === 'name'
    ? refused(`Channel '${escapeHtml(reference.name)}' does not exist`, 'STREAM_DOES_NOT_EXIST')
    : noChannelWithId(reference.id);
