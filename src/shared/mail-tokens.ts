/** Tokens in mails: addresses that take an answer, and keys that unsubscribe. */
import type { Database, Tx } from '../db/client.ts';
import { runHot } from '../db/statement.ts';

/** Randomness as it is passed in: `count` unpredictable bytes. */
export type RandomBytes = (count: number) => Buffer;

/** `mm` and 32 hex digits: the local part of an address that takes the answer to one message from one person. */
export function newReplyToken(randomBytes: RandomBytes): string {
  return `mm${randomBytes(16).toString('hex')}`;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** 24 characters of lower-case base32 (15 random bytes): what stands in a link that unsubscribes. */
export function newUnsubscribeKey(randomBytes: RandomBytes): string {
  let bits = 0n;
  for (const byte of randomBytes(15)) bits = (bits << 8n) | BigInt(byte);
  let key = '';
  for (let place = 23n; place >= 0n; place--) key += BASE32[Number((bits >> (place * 5n)) & 31n)] ?? '';
  return key;
}

/** Type of `confirmation_confirmation` rows that unsubscribe. */
const UNSUBSCRIBE_TYPE = 4;
/** Unsubscribe links practically never expire. */
const UNSUBSCRIBE_VALID_MS = 1_000_000 * 86_400_000;

/** A Zulip server has the content type; in a database of our own the first key makes it. */
const INSERT_UNSUBSCRIBE_KEY = {
  name: 'unsubscribe_key_insert',
  text: `
    with made as (
      insert into django_content_type (app_label, model) values ('zerver', 'userprofile')
      on conflict do nothing returning id),
    type as (
      select id from made union all
      select id from django_content_type where app_label = 'zerver' and model = 'userprofile' limit 1)
    insert into confirmation_confirmation
      (content_type_id, object_id, date_sent, confirmation_key, expiry_date, realm_id, type)
    select type.id, $1, $3, $2, $4, $5, ${UNSUBSCRIBE_TYPE} from type`,
} as const;

/** Stores the person's unsubscribe key. One per person is enough: the kind of mail stands in the link. */
export async function insertUnsubscribeKey(
  tx: Tx,
  person: { readonly userId: number; readonly realmId: number },
  key: string,
  atMs: number,
): Promise<void> {
  await runHot(tx, INSERT_UNSUBSCRIBE_KEY, [
    person.userId,
    key,
    new Date(atMs),
    new Date(atMs + UNSUBSCRIBE_VALID_MS),
    person.realmId,
  ]);
}

/** Address of a link that unsubscribes from one kind of mail, without a login. */
export function unsubscribeLink(realmUrl: string, kind: 'missed_messages' | 'digest', key: string): string {
  return `${realmUrl}/accounts/unsubscribe/${kind}/${key}`;
}

const PRUNE_REPLY_TOKENS = {
  name: 'reply_tokens_prune',
  text: `
    with gone as (
      delete from zerver_missedmessageemailaddress where id = any(array(
        select id from zerver_missedmessageemailaddress
        where "timestamp" < $1 order by "timestamp" limit $2 for update skip locked))
      returning 1)
    select count(*)::int as deleted from gone`,
} as const;

/** Deletes the oldest reply tokens of before `beforeMs`, at most `limit`; answers how many. */
export async function pruneReplyTokens(db: Database, beforeMs: number, limit: number): Promise<number> {
  const [row] = await runHot<{ deleted: number }>(db, PRUNE_REPLY_TOKENS, [new Date(beforeMs), limit]);
  return row?.deleted ?? 0;
}
