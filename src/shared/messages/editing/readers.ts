import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { GUEST_ROLE } from '../../message-access.ts';
import { textFlagsOf } from '../sending/delivery.ts';
import type { Delivery } from '../sending/delivery.ts';
import { TEXT_BITS, textFlags } from '../sending/flags.ts';

/** Somebody who has a message or may read it, with their flags before and after an edit. */
export interface Reader {
  readonly id: number;
  /** Null for those without a row of their own. */
  readonly flags: { readonly before: number; readonly after: number } | null;
  /** Not those who have left a private channel, nor guests who have left any. */
  readonly mayRead: boolean;
}

/**
 * Who has the message, and who is in its channel if newcomers may read what was written before them.
 * @source zulip zerver/lib/message.py event_recipient_ids_for_action_on_messages
 */
const READERS = {
  name: 'edit_readers',
  text: `
    with place as (
      select m.recipient_id, m.is_channel_message, c.invite_only, c.history_public_to_subscribers
      from zerver_message m
        left join zerver_stream c on c.recipient_id = m.recipient_id and m.is_channel_message
      where m.id = $1),
    subscriber as (
      select s.user_profile_id as id, p.history_public_to_subscribers as may_read_all
      from place p
        join zerver_subscription s on s.recipient_id = p.recipient_id and s.active and s.is_user_active
      where p.is_channel_message),
    received as (select user_profile_id as id, flags::int from zerver_usermessage where message_id = $1)
    select u.id, r.flags,
      not p.is_channel_message or s.id is not null or (not p.invite_only and u.role < ${GUEST_ROLE})
        as "mayRead"
    from place p
      cross join (received r full join subscriber s on s.id = r.id)
      join zerver_userprofile u on u.id = coalesce(r.id, s.id)
    where r.id is not null or s.may_read_all
    order by u.id`,
} as const;

/** Everybody who has or sees the message, and the flags that its new text gives them. */
export async function readReaders(tx: Tx, delivery: Delivery): Promise<readonly Reader[]> {
  const rows = await runHot<{ id: number; flags: number | null; mayRead: boolean }>(tx, READERS, [
    delivery.id,
  ]);
  return rows.map(({ id, flags: before, mayRead }) => ({
    id,
    flags:
      before === null
        ? null
        : { before, after: (before & ~TEXT_BITS) | textFlags(textFlagsOf(id, delivery)) },
    mayRead,
  }));
}

/** Only the bits of the text are written: somebody may mark the message as read at the same moment. */
const STORE_FLAGS = {
  name: 'edit_flags',
  text: `
    update zerver_usermessage um
    set flags = (um.flags & ~${TEXT_BITS}::bigint) | (f.flags & ${TEXT_BITS}::bigint)
    from unnest($2::int[], $3::bigint[]) as f (user_id, flags)
    where um.message_id = $1 and um.user_profile_id = f.user_id`,
} as const;

/**
 * Writes the flags that are others than before.
 * @source zulip zerver/actions/message_edit.py update_user_message_flags
 */
export async function storeFlags(tx: Tx, messageId: number, readers: readonly Reader[]): Promise<void> {
  const changed = readers.flatMap(({ id, flags }) =>
    flags === null || flags.before === flags.after ? [] : [{ id, flags: flags.after }],
  );
  if (changed.length === 0) return;
  await runHot(tx, STORE_FLAGS, [messageId, changed.map(({ id }) => id), changed.map(({ flags }) => flags)]);
}
