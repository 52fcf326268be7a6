import type { Tx } from '../client.ts';
import type { SeededRoom } from './channels.ts';
import { insertReturningIds, insertRows } from './insert-rows.ts';
import type { SeededPerson } from './people.ts';
import type { SeedRandom } from './random.ts';
import { REACTIONS, SENTENCES } from './words.ts';

/** Flags of `zerver_usermessage` that the seed sets. */
const FLAGS = { read: 1, starred: 2, mentioned: 8, wildcard: 16, groupMentioned: 64, direct: 2048 } as const;
/** Topic of every direct message. */
const DIRECT_TOPIC = '\u0007';

/** Where and between whom messages are written. */
export interface Conversations {
  readonly realmId: number;
  readonly clientIds: readonly number[];
  readonly people: readonly SeededPerson[];
  readonly channels: readonly SeededRoom[];
  readonly directGroups: readonly SeededRoom[];
  readonly userGroup: { readonly id: number; readonly name: string; readonly memberIds: readonly number[] };
}

/** One message before it has an id. */
interface MessagePlan {
  readonly sender: SeededPerson;
  readonly recipientId: number;
  readonly readers: readonly SeededPerson[];
  readonly topic: string;
  readonly isChannel: boolean;
  readonly content: string;
  readonly rendered: string;
  readonly mentionedIds: ReadonlySet<number>;
  readonly mention: 'none' | 'person' | 'wildcard' | 'group';
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Text = Pick<MessagePlan, 'content' | 'rendered' | 'mentionedIds' | 'mention'>;

const plainText = (random: SeedRandom): Text => {
  const sentence = random.pick(SENTENCES);
  return {
    content: sentence,
    rendered: `<p>${escapeHtml(sentence)}</p>`,
    mentionedIds: new Set(),
    mention: 'none',
  };
};

/** Channel text; now and then it names a person, everybody or a user group. */
const channelText = (conversations: Conversations, room: SeededRoom, random: SeedRandom): Text => {
  const plain = plainText(random);
  const draw = random.next();
  const withMention = (
    source: string,
    html: string,
    ids: readonly number[],
    mention: Text['mention'],
  ): Text => ({
    content: `${source} ${plain.content}`,
    rendered: plain.rendered.replace('<p>', `<p>${html} `),
    mentionedIds: new Set(ids),
    mention,
  });
  if (draw < 0.08) {
    const { id, fullName } = random.pick(room.members);
    const html = `<span class="user-mention" data-user-id="${id}">@${escapeHtml(fullName)}</span>`;
    return withMention(`@**${fullName}|${id}**`, html, [id], 'person');
  }
  if (draw < 0.09) {
    const html = '<span class="user-mention channel-wildcard-mention" data-user-id="*">@all</span>';
    return withMention('@**all**', html, [], 'wildcard');
  }
  if (draw < 0.1) {
    const { id, name, memberIds } = conversations.userGroup;
    const html = `<span class="user-group-mention" data-user-group-id="${id}">@${name}</span>`;
    return withMention(`@*${name}*`, html, memberIds, 'group');
  }
  return plain;
};

const planMessage = (conversations: Conversations, random: SeedRandom): MessagePlan => {
  const draw = random.next();
  if (draw < 0.6) {
    const room = pickByWeight(conversations.channels, random);
    return {
      ...channelText(conversations, room, random),
      sender: random.pick(writersOf(room.members)),
      recipientId: room.recipientId,
      readers: room.members,
      topic: random.chance(0.03) ? '' : random.pick(room.topics),
      isChannel: true,
    };
  }
  if (draw < 0.85) {
    const [sender, receiver] = random.sample(writersOf(conversations.people), 2);
    if (sender === undefined || receiver === undefined) throw new RangeError('too few people');
    return directMessage(sender, receiver.recipientId, [sender, receiver], random);
  }
  const room = random.pick(conversations.directGroups);
  return directMessage(random.pick(writersOf(room.members)), room.recipientId, room.members, random);
};

const directMessage = (
  sender: SeededPerson,
  recipientId: number,
  readers: readonly SeededPerson[],
  random: SeedRandom,
): MessagePlan => ({
  ...plainText(random),
  sender,
  recipientId,
  readers,
  topic: DIRECT_TOPIC,
  isChannel: false,
});

const writersOf = (people: readonly SeededPerson[]): SeededPerson[] =>
  people.filter((person) => person.isActive && !person.longTermIdle);

const pickByWeight = (rooms: readonly SeededRoom[], random: SeedRandom): SeededRoom => {
  let place = random.next() * rooms.reduce((sum, room) => sum + room.weight, 0);
  return rooms.find((room) => (place -= room.weight) < 0) ?? random.pick(rooms);
};

const DAY_MS = 86_400_000;

/** Writes `count` messages of the last 14 days, with everybody's flags and some reactions; answers how many rows. */
export const seedMessages = async (
  tx: Tx,
  conversations: Conversations,
  options: { readonly count: number; readonly nowMs: number },
  random: SeedRandom,
): Promise<{ readonly messages: number; readonly userMessages: number; readonly reactions: number }> => {
  const plans = Array.from({ length: options.count }, () => planMessage(conversations, random));
  const agesMs = plans.map(() => random.next() ** 2 * 14 * DAY_MS).sort((a, b) => b - a);
  const ids = await insertMessages(tx, conversations, plans, agesMs, options.nowMs, random);
  const flagRows = plans.flatMap((plan, index) =>
    plan.readers
      .filter((reader) => reader.isActive && !reader.longTermIdle)
      .map((reader) => [reader.id, ids[index], flagsOf(plan, reader, agesMs[index] ?? 0, random)]),
  );
  await insertRows(tx, {
    table: 'zerver_usermessage',
    types: { user_profile_id: 'int', message_id: 'int', flags: 'bigint' },
    rows: flagRows,
  });
  const reactions = plans.flatMap((plan, index) =>
    random.chance(0.1)
      ? random.sample(writersOf(plan.readers), random.between(1, 3)).map((reader) => {
          const [name, code] = random.pick(REACTIONS);
          return [reader.id, ids[index], name, code];
        })
      : [],
  );
  await insertRows(tx, {
    table: 'zerver_reaction',
    types: { user_profile_id: 'int', message_id: 'int', emoji_name: 'text', emoji_code: 'text' },
    rows: reactions,
  });
  return { messages: plans.length, userMessages: flagRows.length, reactions: reactions.length };
};

const insertMessages = (
  tx: Tx,
  conversations: Conversations,
  plans: readonly MessagePlan[],
  agesMs: readonly number[],
  nowMs: number,
  random: SeedRandom,
): Promise<readonly number[]> =>
  insertReturningIds(tx, {
    table: 'zerver_message',
    types: {
      sender_id: 'int',
      recipient_id: 'int',
      realm_id: 'int',
      subject: 'text',
      content: 'text',
      rendered_content: 'text',
      rendered_content_version: 'int',
      date_sent: 'timestamptz',
      sending_client_id: 'int',
      is_channel_message: 'boolean',
    },
    rows: plans.map((plan, index) => [
      plan.sender.id,
      plan.recipientId,
      conversations.realmId,
      plan.topic,
      plan.content,
      plan.rendered,
      1,
      new Date(nowMs - (agesMs[index] ?? 0)),
      random.pick(conversations.clientIds),
      plan.isChannel,
    ]),
  });

/** People have read their own messages, most of what is older than a day and half of the rest. */
const flagsOf = (plan: MessagePlan, reader: SeededPerson, ageMs: number, random: SeedRandom): number => {
  const isRead = reader === plan.sender || random.chance(ageMs > DAY_MS ? 0.97 : 0.5);
  const mentioned = plan.mentionedIds.has(reader.id);
  return (
    (isRead ? FLAGS.read : 0) |
    (random.chance(0.01) ? FLAGS.starred : 0) |
    (mentioned && plan.mention === 'person' ? FLAGS.mentioned : 0) |
    (mentioned && plan.mention === 'group' ? FLAGS.groupMentioned : 0) |
    (plan.mention === 'wildcard' ? FLAGS.wildcard : 0) |
    (plan.isChannel ? 0 : FLAGS.direct)
  );
};
