import { createHash } from 'node:crypto';
import type { Database } from '../db/client.ts';
import { runHot } from '../db/statement.ts';
import type { HotStatement } from '../db/statement.ts';
import { normaliseContent, normaliseTopic } from '../shared/messages/checking/message-text.ts';
import type { MessageDraft } from '../shared/messages/message-draft.ts';

interface AuthorRow {
  readonly id: number;
  readonly realm_id: number;
  readonly delivery_email: string;
  readonly api_key: string;
  readonly is_active: boolean;
  readonly string_id: string;
  readonly is_realm_deactivated: boolean;
}

/** The account that a message is posted with. */
export interface RestAuthor {
  readonly id: number;
  readonly realmId: number;
  readonly realmStringId: string;
  readonly deliveryEmail: string;
  readonly apiKey: string;
  readonly isActive: boolean;
  readonly isRealmDeactivated: boolean;
}

const AUTHOR: HotStatement = {
  name: 'rest_author',
  text: `
    select u.id, u.realm_id, u.delivery_email, u.api_key, u.is_active, r.string_id,
           r.deactivated as is_realm_deactivated
      from zerver_userprofile u join zerver_realm r on r.id = u.realm_id where u.id = $1`,
};

/** The account of a user; null when there is none. */
export const readRestAuthor = async (db: Database, id: number): Promise<RestAuthor | null> => {
  const [row] = await runHot<AuthorRow>(db, AUTHOR, [id]);
  if (row === undefined) return null;
  return {
    id: row.id,
    realmId: row.realm_id,
    realmStringId: row.string_id,
    deliveryEmail: row.delivery_email,
    apiKey: row.api_key,
    isActive: row.is_active,
    isRealmDeactivated: row.is_realm_deactivated,
  };
};

const PEOPLE: HotStatement = {
  name: 'rest_people',
  text: `
    select u.id, upper(asked.email) as email
      from unnest($2::text[]) as asked (email)
      join zerver_userprofile u on upper(u.email) = upper(asked.email) and u.realm_id = $1`,
};

/** Ids of visible addresses in a realm, or the first address that is nobody's. */
export const readPeople = async (
  db: Database,
  realmId: number,
  emails: readonly string[],
): Promise<{ readonly ids: readonly number[] } | { readonly unknown: string }> => {
  const trimmed = emails.map((email) => email.trim());
  const rows = await runHot<{ id: number; email: string }>(db, PEOPLE, [realmId, trimmed]);
  const found = new Set(rows.map((row) => row.email));
  const unknown = trimmed.find((email) => !found.has(email.toUpperCase()));
  return unknown === undefined ? { ids: [...new Set(rows.map((row) => row.id))] } : { unknown };
};

/** Messages of the author since the first try that no other key has been given. */
const since = (conversation: string): string => `
  select m.id, m.content
    from workers.rest_attempt a
    join zerver_message m on m.id > a.after_message_id
    join zerver_recipient r on r.id = m.recipient_id
   where a.key = $1 and m.sender_id = $2 and ${conversation}
     and not exists (select 1 from workers.sent_message s
                      where s.message_id = m.id and s.created_at >= a.started_at)
   order by m.id`;

const IN_CHANNEL: HotStatement = {
  name: 'rest_posted_in_channel',
  text: since(`r.type = 2 and upper(m.subject) = upper($6) and r.type_id in (
    select id from zerver_stream where id = $3 or (realm_id = $4 and upper(name) = upper($5)))`),
};

const TO_PEOPLE: HotStatement = {
  name: 'rest_posted_to_people',
  text: since(`(r.type = 1 and r.type_id = $3 or r.type = 3 and r.type_id = (
    select id from zerver_huddle where huddle_hash = $4))`),
};

/**
 * The message that an earlier try of this draft has posted: same author, conversation and text, newer than the first
 * try, and not yet known as another draft's; null when there is none.
 */
export const findPosted = async (
  db: Database,
  draft: MessageDraft,
  author: RestAuthor,
  peopleIds: readonly number[],
): Promise<number | null> => {
  const rows = await messagesSince(db, draft, author, peopleIds);
  const stored = normaliseContent(draft.content);
  return rows.find((row) => row.content === stored)?.id ?? null;
};

interface PostedRow {
  readonly id: number;
  readonly content: string;
}

const messagesSince = async (
  db: Database,
  { address, idempotencyKey: key }: MessageDraft,
  { id: authorId, realmId }: RestAuthor,
  peopleIds: readonly number[],
): Promise<readonly PostedRow[]> => {
  if (address.kind === 'direct') {
    return runHot<PostedRow>(db, TO_PEOPLE, [key, authorId, ...directKeys(authorId, peopleIds)]);
  }
  const topic = normaliseTopic(address.topic);
  // A topic that no message can have: no try can have posted one.
  if (typeof topic !== 'string') return [];
  const { channel } = address;
  const channelKeys =
    channel.by === 'id' ? [channel.id, realmId, null] : [null, realmId, channel.name.trim()];
  return runHot<PostedRow>(db, IN_CHANNEL, [key, authorId, ...channelKeys, topic]);
};

/** How a direct conversation is found: the other person of two, or the author alone; and the hash of all as a group. */
const directKeys = (authorId: number, peopleIds: readonly number[]): readonly [number | null, string] => {
  const all = [...new Set([authorId, ...peopleIds])].sort((a, b) => a - b);
  const others = all.filter((id) => id !== authorId);
  const personId = others.length > 1 ? null : (others[0] ?? authorId);
  return [personId, createHash('sha1').update(all.join(',')).digest('hex')];
};
