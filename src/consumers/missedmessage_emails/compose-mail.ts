import type { EmailSendersInput } from '../../schemas/generated/email_senders.ts';
import type { JsonObject } from '../../schemas/json-value.ts';
import { deriveEventId } from '../../shared/event-id.ts';
import type { Translator } from '../../shared/i18n/translator.ts';
import { zonedMailDate } from '../../shared/local-time.ts';
import { realmHost } from '../../shared/mail-message/mail-settings.ts';
import type { MailSettings } from '../../shared/mail-message/mail-settings.ts';
import { unsubscribeLink } from '../../shared/mail-tokens.ts';
import { messageBlocks } from '../../shared/message-blocks.ts';
import { describeConversation, unnamedDescription } from './conversation-keys.ts';
import { threadId } from './conversations.ts';
import type { Conversation } from './conversations.ts';
import type { Dossier } from './dossier.ts';
import type { MentionedGroup, Person } from './person-data.ts';
import { isMention } from './triggers.ts';
import type { Trigger } from './triggers.ts';
import type { FinishedMail } from './waiting-room.ts';

const REALM_NAME_ALWAYS = 2;
const REALM_NAME_NEVER = 3;

/** What composing needs of the installation. */
export interface ComposeDeps {
  readonly settings: MailSettings;
  /** EMAIL_GATEWAY_PATTERN with `%s`; null: nobody can answer by mail. */
  readonly emailGatewayPattern: string | null;
  /** MAX_GROUP_SIZE_FOR_MENTION_REACTIVATION. */
  readonly maxGroupSizeForReactivation: number;
  readonly translator: Translator;
  /** Told of a time in a message that could not be shown in the reader's zone. */
  onBadTime(datetime: string, error: Error): void;
}

/** What is decided for a mail outside of its text. */
export interface MailTokens {
  /** Local part of the address that takes the answer; null without a mail gateway. */
  readonly replyToken: string | null;
  readonly unsubscribeKey: string;
  readonly nowMs: number;
}

/** One mail as an event for `email_senders`. Its id is derived from the person and the messages, so that a doubled
 *  batch is one mail. */
export interface ComposedMail extends FinishedMail {
  readonly event: EmailSendersInput;
  /** The person should be brought back from long idleness. */
  readonly wakesPerson: boolean;
}

/**
 * Writes the mail of one conversation. Throws when a message cannot be shown.
 * @source zulip zerver/lib/email_notifications.py do_send_missedmessage_events_reply_in_zulip. Different: *first* is
 * the message of the lowest id, and with hidden content neither link nor reason gives the conversation away.
 */
export function composeMail(
  deps: ComposeDeps,
  dossier: Dossier,
  conversation: Conversation,
  tokens: MailTokens,
): ComposedMail {
  const { settings, translator } = deps;
  const { person } = dossier;
  const [first] = conversation.messages;
  const messageIds = conversation.messages.map(({ id }) => id);
  const host = realmHost(settings, person.realm.stringId);
  const memberIds = directMemberIds(dossier, conversation);
  const group = mentionedGroup(dossier, conversation);
  const thread = threadId({ id: person.realm.id, host }, first, memberIds);
  return {
    eventId: mailEventId(person.id, messageIds),
    messageIds,
    firstMessageId: first.id,
    replyToken: tokens.replyToken,
    wakesPerson: wakesPerson(deps, person, conversation, group),
    event: {
      template_prefix: 'zerver/emails/missed_message',
      to_user_ids: [person.id],
      from_name: translator.translate(person.language, 'missed_message.from_name', {
        installation_name: settings.installationName,
      }),
      from_address: settings.noreplyEmailAddress,
      reply_to_email: replyAddress(deps, tokens.replyToken),
      language: person.language,
      date: zonedMailDate(tokens.nowMs, person.timeZone),
      context: mailContext(deps, dossier, conversation, { host, group, tokens }),
      in_reply_to: thread,
      references: thread,
    },
  };
}

/** A UUID that is the same for the same person and messages. */
function mailEventId(userId: number, messageIds: readonly number[]): string {
  return deriveEventId(
    `person ${userId}`,
    `missed_message:${messageIds.toSorted((a, b) => a - b).join(',')}`,
  );
}

function replyAddress(deps: ComposeDeps, replyToken: string | null): string {
  return replyToken === null || deps.emailGatewayPattern === null
    ? deps.settings.noreplyEmailAddress
    : `Zulip <${deps.emailGatewayPattern.replace('%s', replyToken)}>`;
}

function directMemberIds(dossier: Dossier, { messages: [first] }: Conversation): readonly number[] {
  if (first.recipientType === 1) return [first.senderId, first.recipientTypeId];
  return (dossier.members.get(first.recipientId) ?? []).map(({ id }) => id);
}

/** The smallest mentioned group; none when the person was mentioned by name as well. */
function mentionedGroup(dossier: Dossier, { messages }: Conversation): MentionedGroup | null {
  let smallest: MentionedGroup | null = null;
  for (const { trigger, groupId } of messages) {
    if (trigger !== 'mentioned') continue;
    if (groupId === null) return null;
    const group = dossier.groups.get(groupId);
    if (group !== undefined && (smallest === null || group.size < smallest.size)) smallest = group;
  }
  return smallest;
}

const isPersonalMention = ({ trigger, groupId }: Conversation['messages'][number]): boolean =>
  trigger === 'mentioned' && groupId === null;

/** Never for wildcards of a whole channel or big groups: that would wake too many at once. */
function wakesPerson(
  deps: ComposeDeps,
  person: Person,
  { messages }: Conversation,
  group: MentionedGroup | null,
): boolean {
  if (!person.isLongTermIdle) return false;
  return (
    messages.some(
      (message) =>
        message.trigger === 'direct_message' ||
        message.trigger === 'topic_wildcard_mentioned' ||
        message.trigger === 'topic_wildcard_mentioned_in_followed_topic' ||
        isPersonalMention(message),
    ) ||
    (group !== null && group.size <= deps.maxGroupSizeForReactivation)
  );
}

interface ContextParts {
  readonly host: string;
  readonly group: MentionedGroup | null;
  readonly tokens: MailTokens;
}

function mailContext(
  deps: ComposeDeps,
  dossier: Dossier,
  conversation: Conversation,
  { host, group, tokens }: ContextParts,
): JsonObject {
  const { settings } = deps;
  const { person } = dossier;
  const realmUrl = `${settings.externalUriScheme}${host}`;
  const common = {
    realm_url: realmUrl,
    realm_name: person.realm.name,
    root_domain_url: `${settings.externalUriScheme}${settings.externalHost}`,
    external_url_scheme: settings.externalUriScheme,
    external_host: settings.externalHost,
    user_name: person.fullName,
    corporate_enabled: settings.corporateEnabled,
    name: person.fullName,
    message_count: conversation.messages.length,
    unsubscribe_link: unsubscribeLink(realmUrl, 'missed_messages', tokens.unsubscribeKey),
    include_realm_name_in_missedmessage_emails_subject: namesRealm(dossier),
  };
  if (!person.realm.allowsContentInMail || !person.wantsContentInMail) {
    return { ...common, ...hiddenKeys(dossier, conversation, realmUrl) };
  }
  return { ...common, ...shownKeys(deps, dossier, conversation, { group, realmUrl }) };
}

function namesRealm({ person, hasSharedAddress }: Dossier): boolean {
  if (person.realmNamePolicy === REALM_NAME_ALWAYS) return true;
  return person.realmNamePolicy !== REALM_NAME_NEVER && hasSharedAddress;
}

/** Nothing that tells who wrote, where, or about what: not even the link and the reason do. */
function hiddenKeys(dossier: Dossier, conversation: Conversation, realmUrl: string): JsonObject {
  const { person } = dossier;
  const members = dossier.members.get(conversation.messages[0].recipientId) ?? [];
  return {
    ...reasonKeys([], null),
    ...unnamedDescription({ person, conversation, members, realmUrl }),
    reply_to_zulip: false,
    messages: [],
    sender_str: '',
    realm_str: person.realm.name,
    show_message_content: false,
    message_content_disabled_by_user: !person.wantsContentInMail,
    message_content_disabled_by_realm: !person.realm.allowsContentInMail,
  };
}

function shownKeys(
  deps: ComposeDeps,
  dossier: Dossier,
  conversation: Conversation,
  { group, realmUrl }: { readonly group: MentionedGroup | null; readonly realmUrl: string },
): JsonObject {
  const { person } = dossier;
  const { messages, context } = conversation;
  const [first] = messages;
  const members = dossier.members.get(first.recipientId) ?? [];
  const blocks = messageBlocks([...context, ...messages], {
    realmUrl,
    staticUrl: deps.settings.staticUrl,
    emojiset: person.emojiset,
    spoilerHint: deps.translator.translate(person.language, 'missed_message.spoiler_hint'),
    time: {
      language: deps.translator.nearestLanguage(person.language),
      timeZone: person.timeZone,
      is24HourClock: person.is24HourClock,
    },
    onBadTime: (datetime, error) => {
      deps.onBadTime(datetime, error);
    },
    showSenders: first.recipientType === 2 || members.length > 2,
  });
  return {
    ...reasonKeys(messages, group),
    ...describeConversation(deps.translator, { person, conversation, members, realmUrl }),
    reply_to_zulip: deps.emailGatewayPattern !== null,
    messages: [{ senders: blocks.map(({ sender, content }) => ({ sender, content: [...content] })) }],
    sender_str: senderNames(messages).join(', '),
    realm_str: person.realm.name,
    show_message_content: true,
  };
}

/** Everybody who wrote; with a mention, only who mentioned. In the order of their first message. */
function senderNames(messages: Conversation['messages']): readonly string[] {
  const hasMention = messages.some(({ trigger }) => isMention(trigger));
  const senders = new Map<number, string>();
  for (const { senderId, senderName, trigger } of messages) {
    if (!hasMention || isMention(trigger)) senders.set(senderId, senderName);
  }
  return [...senders.values()];
}

function reasonKeys(
  messages: readonly Conversation['messages'][number][],
  group: MentionedGroup | null,
): JsonObject {
  const has = (wanted: Trigger): boolean => messages.some(({ trigger }) => trigger === wanted);
  return {
    mention: messages.some(({ trigger }) => isMention(trigger)),
    personal_mentioned: messages.some(isPersonalMention),
    topic_wildcard_mentioned: has('topic_wildcard_mentioned'),
    stream_wildcard_mentioned: has('stream_wildcard_mentioned'),
    stream_email_notify: has('stream_email_notify'),
    followed_topic_email_notify: has('followed_topic_email_notify'),
    topic_wildcard_mentioned_in_followed_topic: has('topic_wildcard_mentioned_in_followed_topic'),
    stream_wildcard_mentioned_in_followed_topic: has('stream_wildcard_mentioned_in_followed_topic'),
    mentioned_user_group_name: group?.name ?? '',
  };
}
