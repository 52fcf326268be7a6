import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import { CONTEXT_LIMIT } from './conversations.ts';
import type { ContextQuery } from './conversations.ts';
import { MESSAGE_COLUMNS, toMailMessage } from './message-row.ts';
import type { MessageRow } from './message-row.ts';
import type { ContextMessage } from './person-data.ts';

/** A context to look up for one person. */
export interface PersonsContextQuery extends ContextQuery {
  readonly userId: number;
  readonly realmId: number;
}

/** `upper(subject)` and the order by id are those of `zerver_message_realm_recipient_upper_subject`. */
const CONTEXT = {
  name: 'mm_context_messages',
  text: `
    select b.place::int as place, ${MESSAGE_COLUMNS},
      um.id is not null as has_own_row
    from unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::int[], $6::timestamptz[])
        with ordinality as b (user_id, realm_id, recipient_id, topic, before_id, after, place)
      cross join lateral (
        select * from zerver_message m
        where m.realm_id = b.realm_id and m.recipient_id = b.recipient_id and m.is_channel_message
          and upper(m.subject) = upper(b.topic) and m.id < b.before_id and m.date_sent > b.after
        order by m.id desc limit $7) m
      join zerver_userprofile s on s.id = m.sender_id
      join zerver_recipient r on r.id = m.recipient_id
      left join zerver_usermessage um on um.user_profile_id = b.user_id and um.message_id = m.id
    order by b.place, m.id`,
} as const;

interface ContextRow extends MessageRow {
  readonly place: number;
  readonly has_own_row: boolean;
}

/** The latest messages before each of these conversations, in the order of the queries, oldest first. */
export async function readContext(
  db: Database | Tx,
  queries: readonly PersonsContextQuery[],
): Promise<readonly (readonly ContextMessage[])[]> {
  const rows = await runHot<ContextRow>(db, CONTEXT, [
    queries.map((query) => query.userId),
    queries.map((query) => query.realmId),
    queries.map((query) => query.recipientId),
    queries.map((query) => query.topic),
    queries.map((query) => query.beforeId),
    queries.map((query) => new Date(query.afterMs)),
    CONTEXT_LIMIT,
  ]);
  const byPlace = Map.groupBy(rows, (row) => row.place);
  return queries.map((_, index) => (byPlace.get(index + 1) ?? []).map(toContextMessage));
}

const toContextMessage = (row: ContextRow): ContextMessage => ({
  ...toMailMessage(row),
  hasOwnRow: row.has_own_row,
});
