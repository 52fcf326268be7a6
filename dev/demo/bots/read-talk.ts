import type { Database } from '../../../src/db/client.ts';
import { runHot } from '../../../src/db/statement.ts';
import type { Talk } from './talk.ts';

/** A message as it stands in the database. */
export interface StoredMessage {
  readonly id: number;
  readonly author: string;
  /** `#channel > topic`, or the two people of a direct conversation. */
  readonly place: string;
  /** Markdown, with the addresses of links left out. */
  readonly text: string;
  readonly sentAtMs: number;
}

/** What has become of a talk. */
export interface TalkRecord {
  /** Questions, and everything that the bots wrote, in order. */
  readonly messages: readonly StoredMessage[];
  /** Questions that are marked as read by the bot that they are for. */
  readonly readIds: ReadonlySet<number>;
}

interface MessageRow extends Record<string, unknown> {
  readonly id: number;
  readonly author: string;
  readonly channel: string | null;
  readonly other: string | null;
  readonly topic: string;
  readonly text: string;
  readonly sent_at_ms: number;
}

const MESSAGES = {
  name: 'demo_talk',
  text: `
    select m.id, u.full_name as author, s.name as channel, other.full_name as other, m.subject as topic,
           m.content as text, (extract(epoch from m.date_sent) * 1000)::float8 as sent_at_ms
    from zerver_message m
    join zerver_userprofile u on u.id = m.sender_id
    join zerver_recipient r on r.id = m.recipient_id
    left join zerver_stream s on s.recipient_id = r.id
    left join zerver_userprofile other on r.type = 1 and other.id = r.type_id
    where m.id = any($1::int[]) or m.sender_id = any($2::int[])
    order by m.id`,
};

const READ = {
  name: 'demo_talk_read',
  text: `
    select u.message_id as id
    from unnest($1::int[], $2::int[]) as q (bot_id, message_id)
    join zerver_usermessage u on u.user_profile_id = q.bot_id and u.message_id = q.message_id
    where u.flags & 1 = 1`,
};

/** Reads the talk from the database. */
export const readTalk = async (db: Database, { cast, scenes }: Talk): Promise<TalkRecord> => {
  const questionIds = scenes.map(({ questionId }) => questionId);
  const rows = await runHot<MessageRow>(db, MESSAGES, [questionIds, [...cast.botIds.values()]]);
  const read = await runHot<{ id: number }>(db, READ, [
    scenes.map(({ bot }) => cast.botIds.get(bot) ?? 0),
    questionIds,
  ]);
  return { messages: rows.map(messageOf), readIds: new Set(read.map(({ id }) => id)) };
};

const messageOf = ({ id, author, channel, other, topic, text, sent_at_ms }: MessageRow): StoredMessage => ({
  id,
  author,
  place: channel === null ? directPlace(author, other ?? '?') : `#${channel} > ${topic}`,
  text: text.trim().replaceAll(/\]\([^)\s]+\)/g, '](…)'),
  sentAtMs: sent_at_ms,
});

/** How a conversation of two is called, whoever writes. */
export const directPlace = (one: string, other: string): string => [one, other].toSorted().join(' and ');
