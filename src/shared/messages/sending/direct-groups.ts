import { createHash } from 'node:crypto';
import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';

/**
 * Identity of a direct message group: SHA-1 of its distinct member ids, in ascending order and joined by commas.
 * @source zulip zerver/models/recipients.py get_direct_message_group_hash
 */
export function groupHash(memberIds: readonly number[]): string {
  const ids = [...new Set(memberIds)].sort((a, b) => a - b);
  return createHash('sha1').update(ids.join(',')).digest('hex');
}

/** A direct message group's own row and the recipient row that messages to it name. */
export interface DirectGroup {
  readonly id: number;
  readonly recipientId: number;
}

/**
 * Waits while another transaction makes the same group, and then finds it. In the order of the hashes, so that two
 * transactions with several new groups cannot wait for each other.
 */
const CREATE = {
  name: 'send_group_create',
  text: `
    insert into zerver_huddle (huddle_hash, group_size)
    select g.hash, g.size from unnest($1::text[], $2::int[]) as g (hash, size) order by g.hash
    on conflict (huddle_hash) do nothing
    returning id::int, huddle_hash`,
} as const;

/** Every column is given: a Zulip server's tables have no defaults in SQL. */
const FURNISH = {
  name: 'send_group_furnish',
  text: `
    with recipient as (
      insert into zerver_recipient (type, type_id) select 3, id from unnest($1::int[]) as id
      returning id, type_id),
    named as (
      update zerver_huddle h set recipient_id = r.id from recipient r where h.id = r.type_id)
    insert into zerver_subscription
      (user_profile_id, recipient_id, active, is_user_active, is_muted, color, pin_to_top)
    select u.id, r.id, true, u.is_active, false, '#c2c2c2', false
    from unnest($2::int[], $3::int[]) as m (huddle_id, user_id)
      join recipient r on r.type_id = m.huddle_id
      join zerver_userprofile u on u.id = m.user_id`,
} as const;

const FIND = {
  name: 'send_group_find',
  text: `select id::int, huddle_hash, recipient_id from zerver_huddle where huddle_hash = any($1::text[])`,
} as const;

/**
 * Finds the direct message groups of these sets of people, or makes them with a subscription for each member; by hash.
 * Part of the transaction that posts: a message that is refused leaves no empty group, which it does in the original.
 */
export async function findOrCreateGroups(
  tx: Tx,
  groups: readonly (readonly number[])[],
): Promise<ReadonlyMap<string, DirectGroup>> {
  const members = new Map(groups.map((ids) => [groupHash(ids), [...new Set(ids)]]));
  if (members.size === 0) return new Map();
  const hashes = [...members.keys()];
  const created = await runHot<{ id: number; huddle_hash: string }>(tx, CREATE, [
    hashes,
    [...members.values()].map((ids) => ids.length),
  ]);
  if (created.length > 0) {
    const joins = created.flatMap(({ id, huddle_hash }) =>
      (members.get(huddle_hash) ?? []).map((userId) => ({ id, userId })),
    );
    await runHot(tx, FURNISH, [
      created.map(({ id }) => id),
      joins.map(({ id }) => id),
      joins.map(({ userId }) => userId),
    ]);
  }
  const found = await runHot<{ id: number; huddle_hash: string; recipient_id: number }>(tx, FIND, [hashes]);
  return new Map(found.map((row) => [row.huddle_hash, { id: row.id, recipientId: row.recipient_id }]));
}
