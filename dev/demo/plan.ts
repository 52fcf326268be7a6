import type { MissedmessageEmailsEvent } from '../../src/schemas/generated/missedmessage_emails.ts';
import type { SeedRandom as Random } from '../../src/db/seed/random.ts';

type Trigger = MissedmessageEmailsEvent['trigger'];

/** A person of the seeded organization, as far as the demo needs to know. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly recipientId: number;
  /** The person or the organization hides message content in mails. */
  readonly hidden: boolean;
}

/** A channel with its subscribers, or a group conversation with its members. */
export interface Room {
  readonly recipientId: number;
  readonly name: string;
  readonly memberIds: readonly number[];
}

/** The organization that the plan is made for. */
export interface Organization {
  readonly realmId: number;
  readonly clientId: number;
  readonly people: readonly Person[];
  readonly channels: readonly Room[];
  readonly groups: readonly Room[];
}

/** What becomes of one message for one person before the window closes. */
export type Fate = 'stays_unread' | 'is_read' | 'is_deleted';

/** One person to be told about one message. */
export interface Notice {
  readonly personId: number;
  readonly trigger: Trigger;
  readonly fate: Fate;
}

/** One chat message to be written, with everybody to be told about it. */
export interface PlannedMessage {
  /** Unique text inside the message, by which the judge finds it in a mail. */
  readonly token: string;
  readonly conversation: string;
  readonly kind: 'direct' | 'group' | 'channel' | 'mention' | 'wildcard';
  readonly senderId: number;
  readonly recipientId: number;
  readonly topic: string;
  readonly isChannel: boolean;
  readonly text: string;
  readonly notices: readonly Notice[];
}

const TEXTS = [
  'The deploy went through, thanks for waiting.',
  'Could you look at the figures before noon?',
  'I moved the meeting to the small room.',
  'The build is red again; I have a suspicion.',
  'Lunch at one? The usual place.',
  'I wrote the summary, please add what is missing.',
  'The customer called and is happy.',
  'Who has the key of the archive?',
];
const DIRECT_TOPIC = '\u0007';

/**
 * Plans the load: direct, group and channel messages, mentions and wildcards, until `events` notices are reached.
 * A topic with a mention holds one message only: a mention brings earlier messages of its topic as context into the
 * mail, and the judge could not tell those from a doubled notice.
 */
export const planLoad = (
  organization: Organization,
  options: { random: Random; events: number },
): PlannedMessage[] => {
  const { random } = options;
  const messages: PlannedMessage[] = [];
  let count = 0;
  for (let round = 1; count < options.events; round += 1) {
    for (const message of planRound(organization, random, round)) {
      messages.push(message);
      count += message.notices.length;
    }
  }
  return messages;
};

const planRound = (organization: Organization, random: Random, round: number): PlannedMessage[] => {
  const draw = random.next();
  if (draw < 0.35) return planDirect(organization, random, round);
  if (draw < 0.55) return planGroup(organization, random, round);
  if (draw < 0.8) return planChannel(organization, random, round);
  return planMention(organization, random, round, draw < 0.95 ? 'mention' : 'wildcard');
};

interface Conversation {
  readonly kind: PlannedMessage['kind'];
  readonly round: number;
  readonly senders: readonly number[];
  readonly recipientId: number;
  readonly topic: string;
  readonly recipients: readonly number[];
  readonly trigger: Trigger;
  readonly messages: number;
}

const write = (random: Random, conversation: Conversation): PlannedMessage[] =>
  Array.from({ length: conversation.messages }, (_, index) => {
    const token = `ref-${String(conversation.round)}-${String(index + 1)}`;
    const senderId = random.pick(conversation.senders);
    const deleted = random.chance(0.04);
    return {
      token,
      conversation: conversationOf(conversation, senderId),
      kind: conversation.kind,
      senderId,
      recipientId: conversation.recipientId,
      topic: conversation.topic,
      isChannel: conversation.topic !== DIRECT_TOPIC,
      text: `${random.pick(TEXTS)} (${token}.)`,
      notices: conversation.recipients
        .filter((personId) => personId !== senderId)
        .map((personId) => ({
          personId,
          trigger: conversation.trigger,
          fate: deleted
            ? ('is_deleted' as const)
            : random.chance(0.12)
              ? ('is_read' as const)
              : ('stays_unread' as const),
        })),
    };
  });

/** What the mails are sorted by: the two people, the group, or the channel and topic. */
const conversationOf = ({ kind, recipientId, topic }: Conversation, senderId: number): string => {
  if (kind === 'direct') return `${recipientId} from ${senderId}`;
  return kind === 'group' ? String(recipientId) : `${recipientId} ${topic}`;
};

const planDirect = (organization: Organization, random: Random, round: number): PlannedMessage[] => {
  const [from, to] = random.sample(organization.people, 2);
  if (from === undefined || to === undefined) throw new Error('the organization has fewer than two people');
  return write(random, {
    kind: 'direct',
    round,
    senders: [from.id],
    recipientId: to.recipientId,
    topic: DIRECT_TOPIC,
    recipients: [to.id],
    trigger: 'direct_message',
    messages: random.between(1, 4),
  });
};

const planGroup = (organization: Organization, random: Random, round: number): PlannedMessage[] => {
  const group = random.pick(organization.groups);
  return write(random, {
    kind: 'group',
    round,
    senders: group.memberIds,
    recipientId: group.recipientId,
    topic: DIRECT_TOPIC,
    recipients: group.memberIds,
    trigger: 'direct_message',
    messages: random.between(1, 3),
  });
};

const planChannel = (organization: Organization, random: Random, round: number): PlannedMessage[] => {
  const channel = random.pick(organization.channels);
  return write(random, {
    kind: 'channel',
    round,
    senders: random.sample(channel.memberIds, 3),
    recipientId: channel.recipientId,
    topic: `plan ${String(round)}`,
    recipients: random.sample(channel.memberIds, random.between(2, 8)),
    trigger: 'stream_email_notify',
    messages: random.between(2, 5),
  });
};

const planMention = (
  organization: Organization,
  random: Random,
  round: number,
  kind: 'mention' | 'wildcard',
): PlannedMessage[] => {
  const channel = random.pick(organization.channels);
  return write(random, {
    kind,
    round,
    senders: random.sample(channel.memberIds, 1),
    recipientId: channel.recipientId,
    topic: `question ${String(round)}`,
    recipients: random.sample(channel.memberIds, kind === 'mention' ? random.between(1, 3) : 12),
    trigger: kind === 'mention' ? 'mentioned' : 'stream_wildcard_mentioned',
    messages: 1,
  });
};
