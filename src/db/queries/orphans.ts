import type { Database } from '../client.ts';
import { runHot } from '../statement.ts';

/** A recipient whose person, channel or direct message group is gone, or a group without any member. */
export interface Orphan {
  readonly recipientId: number;
  /** 1 person, 2 channel, 3 direct message group. */
  readonly type: number;
}

const ORPHANS = {
  name: 'orphan_recipients',
  text: `
    select r.id as "recipientId", r.type from zerver_recipient r
    where case r.type
      when 1 then not exists (select from zerver_userprofile u where u.id = r.type_id)
      when 2 then not exists (select from zerver_stream s where s.id = r.type_id)
      else not exists (select from zerver_huddle h where h.id = r.type_id)
        or not exists (select from zerver_subscription b where b.recipient_id = r.id)
      end
    order by r.id limit $1`,
} as const;

/**
 * Recipients that a deleted organization has left behind: nothing refers to its owner from them, so no cascade
 * reaches them. Reads the whole table: for a nightly check.
 */
export const orphanRecipients = (db: Database, limit: number): Promise<readonly Orphan[]> =>
  runHot<Orphan & Record<string, unknown>>(db, ORPHANS, [limit]);
