import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { causedBy, clientEvent } from './caused-events.ts';
import type { CausedEvent } from './caused-events.ts';
import type { NumberedMessage } from './receiver.ts';
import type { LockedChannel } from './standing.ts';

/** `was` reads the rows as they were; they are locked by this transaction. */
const WAKE = {
  name: 'send_channels_wake',
  text: `
    with was as (select id, is_recently_active from zerver_stream where id = any($1::bigint[]))
    update zerver_stream s
    set first_message_id = coalesce(s.first_message_id, w.message_id), is_recently_active = true
    from unnest($1::bigint[], $2::int[]) as w (id, message_id) join was on was.id = w.id
    where s.id = w.id
    returning s.id::int, was.is_recently_active`,
} as const;

/** Everybody who may see that the channel exists; guests only where they are subscribed. */
const AUDIENCE = {
  name: 'send_channel_audience',
  text: `
    with recursive granted (group_id) as (
      select unnest(array[s.can_administer_channel_group_id, s.can_add_subscribers_group_id, s.can_subscribe_group_id])
      from zerver_stream s where s.id = $1
      union
      select g.subgroup_id from granted join zerver_groupgroupmembership g on g.supergroup_id = granted.group_id)
    select u.id from zerver_stream s
      join zerver_userprofile u on u.realm_id = s.realm_id and u.is_active
    where s.id = $1 and (
      u.role < 600 and (not s.invite_only or u.role <= 200 or u.id in (
        select m.user_profile_id from granted join zerver_usergroupmembership m on m.user_group_id = granted.group_id))
      or exists (
        select from zerver_subscription sub
        where sub.user_profile_id = u.id and sub.recipient_id = s.recipient_id and sub.active offset 0))
    order by u.id`,
} as const;

/** People named by one client event. */
const USERS_PER_EVENT = 10_000;

/**
 * Notes that channels have a first message, or a message again after long silence; answers by message what clients are
 * to be told. One statement for the channels that changed, and one for the audience of each that had been silent.
 * @source zulip zerver/actions/message_send.py do_send_messages. Different on purpose: two messages at once cannot
 * overwrite each other's first message.
 */
export async function wakeChannels(
  tx: Tx,
  messages: readonly NumberedMessage[],
  locked: ReadonlyMap<number, LockedChannel>,
): Promise<ReadonlyMap<number, readonly CausedEvent[]>> {
  const woken = new Map<number, NumberedMessage & { readonly name: string }>();
  for (const { id, message } of messages) {
    if (message.conversation.kind !== 'channel') continue;
    const { channel } = message.conversation;
    if (locked.get(channel.id)?.isWoken !== true || woken.has(channel.id)) continue;
    woken.set(channel.id, { id, message, name: channel.name });
  }
  if (woken.size === 0) return new Map();
  const ids = [...woken.keys()];
  const rows = await runHot<{ id: number; is_recently_active: boolean }>(tx, WAKE, [
    ids,
    ids.map((id) => woken.get(id)?.id),
  ]);
  const events = new Map<number, readonly CausedEvent[]>();
  for (const row of rows) {
    const first = woken.get(row.id);
    if (row.is_recently_active || first === undefined) continue;
    const people = await runHot<{ id: number }>(tx, AUDIENCE, [row.id]);
    events.set(first.id, activityEvents(row.id, first, people));
  }
  return events;
}

function activityEvents(
  channelId: number,
  { message, name }: NumberedMessage & { readonly name: string },
  people: readonly { readonly id: number }[],
): readonly CausedEvent[] {
  const event = {
    type: 'stream',
    op: 'update',
    property: 'is_recently_active',
    value: true,
    stream_id: channelId,
    name,
  };
  return Array.from({ length: Math.ceil(people.length / USERS_PER_EVENT) }, (_, part) =>
    clientEvent(
      message.realm.id,
      event,
      people.slice(part * USERS_PER_EVENT, (part + 1) * USERS_PER_EVENT),
      causedBy(message.draft, `channel_activity:${part}`),
    ),
  );
}
