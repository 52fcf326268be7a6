import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { Address } from '../message-draft.ts';

/** Where a message is. */
export interface MessagePlace {
  readonly recipientId: number;
  /** Null in direct conversations. */
  readonly channelId: number | null;
  readonly topic: string;
  /** People of a direct conversation; its author is among them, named or not. */
  readonly peopleIds: readonly number[];
}

/** Recipients: 1 one person, 2 a channel, 3 a group of people. */
const PLACE = {
  name: 'edit_place',
  text: `
    select m.recipient_id as "recipientId", m.subject as topic,
      case when r.type = 2 then r.type_id::int end as "channelId",
      case r.type when 1 then array[r.type_id::int]
        when 3 then array(select s.user_profile_id from zerver_subscription s where s.recipient_id = r.id)
        else '{}' end as "peopleIds"
    from zerver_message m join zerver_recipient r on r.id = m.recipient_id
    where m.id = $1 and m.sender_id = $2`,
} as const;

/** Null when there is no such message of this author. */
export async function readPlace(
  db: Database,
  messageId: number,
  authorId: number,
): Promise<MessagePlace | null> {
  const [row] = await runHot<MessagePlace & Record<string, unknown>>(db, PLACE, [messageId, authorId]);
  return row ?? null;
}

/** The place as a draft names it. */
export const addressOf = ({ channelId, peopleIds, topic }: MessagePlace): Address =>
  channelId === null
    ? { kind: 'direct', people: { by: 'ids', ids: peopleIds } }
    : { kind: 'channel', channel: { by: 'id', id: channelId }, topic };
