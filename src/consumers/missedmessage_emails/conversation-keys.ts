import type { JsonObject } from '../../schemas/json-value.ts';
import type { Translator } from '../../shared/i18n/translator.ts';
import {
  groupLink,
  personLink,
  topicLink,
  unnamedChannelLink,
  unnamedDirectLink,
} from '../../shared/narrow-links.ts';
import { readTopic } from './conversations.ts';
import type { Conversation } from './conversations.ts';
import type { Member, Person } from './person-data.ts';
import { isMention } from './triggers.ts';

/** A conversation and who reads about it. */
export interface DescribedConversation {
  readonly person: Person;
  readonly conversation: Conversation;
  /** Everybody in the direct message group, the reader included; empty for other kinds. */
  readonly members: readonly Member[];
  readonly realmUrl: string;
}

/** A conversation that the mail has no words for; a defect of the data, not of the person. */
class InvalidConversationError extends Error {
  override readonly name = 'InvalidConversationError';
  readonly code = 'invalid_conversation';
}

/**
 * What kind of conversation it is, under which name, and where it is found.
 * Throws an `InvalidConversationError`.
 */
export function describeConversation(translator: Translator, described: DescribedConversation): JsonObject {
  const { conversation, realmUrl } = described;
  const [first] = conversation.messages;
  switch (first.recipientType) {
    case 1:
      return {
        narrow_url: personLink(realmUrl, { id: first.senderId, name: first.senderName }),
        private_message: true,
      };
    case 2:
      return describeTopic(translator, described);
    case 3:
      return describeDirectGroup(translator, described);
    default:
      throw new InvalidConversationError(`message ${first.id} has no known kind of recipient`);
  }
}

function describeTopic(
  translator: Translator,
  { conversation: { messages }, person, realmUrl }: DescribedConversation,
): JsonObject {
  const [first] = messages;
  if (first.channel === null) throw new InvalidConversationError(`message ${first.id} has no channel`);
  const topic = readTopic(first.topic);
  const mode = messages.some(({ trigger }) => isMention(trigger)) ? 'near' : 'with';
  return {
    narrow_url: topicLink(realmUrl, first.channel, first.topic, { mode, messageId: first.id }),
    channel_name: first.channel.name,
    topic_name:
      topic.name === '' ? translator.translate(person.language, 'missed_message.general_chat') : topic.name,
    topic_resolved: topic.isResolved,
  };
}

function describeDirectGroup(
  translator: Translator,
  { members, person, realmUrl }: DescribedConversation,
): JsonObject {
  const others = members.filter(({ id }) => id !== person.id);
  if (others.length <= 1) {
    const partner = others[0] ?? { id: person.id, name: person.fullName };
    return { narrow_url: personLink(realmUrl, partner), group_pm: false, private_message: true };
  }
  return {
    narrow_url: groupLink(
      realmUrl,
      others.map(({ id }) => id),
    ),
    group_pm: true,
    direct_message_group_display_name: groupName(translator, person.language, others),
  };
}

function groupName(translator: Translator, language: string, others: readonly Member[]): string {
  const [first = '', second = '', third = ''] = others.map(({ name }) => name);
  if (others.length === 2) return translator.translate(language, 'names.two', { first, second });
  if (others.length === 3) return translator.translate(language, 'names.three', { first, second, third });
  return translator.translate(language, 'names.and_others', { first, second, count: others.length - 2 });
}

/** A conversation whose content is hidden: found by ids, named by nothing. */
export function unnamedDescription({
  conversation: {
    messages: [first],
  },
  members,
  person,
  realmUrl,
}: DescribedConversation): JsonObject {
  if (first.recipientType === 2) {
    return { narrow_url: unnamedChannelLink(realmUrl, first.recipientTypeId, first.id) };
  }
  if (first.recipientType === 1) return { narrow_url: unnamedDirectLink(realmUrl, [first.senderId]) };
  const otherIds = members.map(({ id }) => id).filter((id) => id !== person.id);
  return { narrow_url: unnamedDirectLink(realmUrl, otherIds.length === 0 ? [person.id] : otherIds) };
}
