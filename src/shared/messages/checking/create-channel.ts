import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { deriveEventId } from '../../event-id.ts';
import type { JsonObject } from '../../../schemas/json-value.ts';
import type { MessageDraft } from '../message-draft.ts';
import type { AuthorFacts } from './facts.ts';

/** The part of the outbox that tells clients of a new channel. */
export interface ChannelOutbox {
  sendClientEvent(
    tx: Tx,
    notice: {
      readonly realmId: number;
      readonly event: { readonly type: string } & JsonObject;
      readonly users: readonly number[];
    },
    options: {
      readonly cause: { readonly eventId: string; readonly purpose: string };
      readonly traceparent: string | null;
    },
  ): Promise<unknown>;
}

/** Which channel is made, by whom, for which message. */
export interface NewChannel {
  readonly author: AuthorFacts;
  /** Valid, and not taken a moment ago. */
  readonly name: string;
  readonly draft: MessageDraft;
  readonly signal: AbortSignal;
}

/**
 * Makes a public channel with shared history and the usual rights, to which nobody is subscribed, and tells clients of it;
 * in a transaction of its own, so that it stays when the message is refused. When somebody else makes it at the same
 * time, this waits for them and changes nothing.
 * @source zulip zerver/lib/streams.py create_stream_if_needed
 */
export async function createChannel(
  deps: {
    transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
    readonly outbox: ChannelOutbox;
    readonly clock: { now(): number };
  },
  { author, name, draft, signal }: NewChannel,
): Promise<void> {
  const { id: authorId, realmId } = author.author;
  const now = new Date(deps.clock.now());
  await deps.transaction(async (tx) => {
    const [channel] = await runHot<ChannelRow>(tx, INSERT, [name, realmId, authorId, now]);
    if (channel === undefined) return;
    await runHot(tx, FURNISH, [channel.id, realmId, authorId, now]);
    const receivers = await runHot<{ id: number }>(tx, RECEIVERS, [realmId]);
    await deps.outbox.sendClientEvent(
      tx,
      {
        realmId,
        event: creationEvent(channel, { authorId, name, createdAt: now }),
        users: receivers.map(({ id }) => id),
      },
      {
        cause: { eventId: deriveEventId(draft.idempotencyKey, 'message'), purpose: `channel:${channel.id}` },
        traceparent: draft.traceparent ?? null,
      },
    );
  }, signal);
}

/** Every column is given: a Zulip server's tables have no defaults in SQL. The group that may administer follows. */
const INSERT = {
  name: 'check_channel_insert',
  text: `
    with system_group as (
      select name, usergroup_ptr_id as id from zerver_namedusergroup where realm_id = $2 and is_system_group),
    made as (
      insert into zerver_stream (
        name, realm_id, creator_id, date_created, deactivated, description, rendered_description, subscriber_count,
        invite_only, history_public_to_subscribers, is_web_public, is_recently_active, topics_policy,
        can_send_message_group_id, can_create_topic_group_id, can_remove_subscribers_group_id,
        can_add_subscribers_group_id, can_administer_channel_group_id, can_delete_any_message_group_id,
        can_delete_own_message_group_id, can_move_messages_out_of_channel_group_id,
        can_move_messages_within_channel_group_id, can_subscribe_group_id, can_resolve_topics_group_id)
      select $1, $2, $3, $4, false, '', '', 0, false, true, false, true, 1,
        everyone.id, everyone.id, administrators.id, nobody.id, nobody.id, nobody.id, nobody.id, nobody.id, nobody.id,
        nobody.id, nobody.id
      from system_group everyone, system_group administrators, system_group nobody
      where everyone.name = 'role:everyone' and administrators.name = 'role:administrators'
        and nobody.name = 'role:nobody'
      on conflict (realm_id, upper(name)) do nothing
      returning id::int, can_send_message_group_id, can_remove_subscribers_group_id, can_subscribe_group_id)
    select id, can_send_message_group_id::int as everyone, can_remove_subscribers_group_id::int as administrators,
      can_subscribe_group_id::int as nobody from made`,
} as const;

interface ChannelRow extends Record<string, unknown> {
  readonly id: number;
  readonly everyone: number;
  readonly administrators: number;
  readonly nobody: number;
}

/** 601 is the audit log's number for a new channel. */
const FURNISH = {
  name: 'check_channel_furnish',
  text: `
    with recipient as (
      insert into zerver_recipient (type, type_id) values (2, $1::int) returning id),
    creator_group as (
      insert into zerver_usergroup (realm_id) values ($2) returning id),
    membership as (
      insert into zerver_usergroupmembership (user_group_id, user_profile_id) select id, $3 from creator_group),
    audit as (
      insert into zerver_realmauditlog
        (realm_id, acting_user_id, modified_stream_id, event_time, event_type, backfilled, scrubbed, extra_data)
      values ($2, $3, $1::int, $4, 601, false, false, '{}'))
    update zerver_stream s set recipient_id = recipient.id, can_administer_channel_group_id = creator_group.id
    from recipient, creator_group where s.id = $1::int`,
} as const;

/** Guests are told of the channels that they are subscribed to. */
const RECEIVERS = {
  name: 'check_channel_receivers',
  text: `select id from zerver_userprofile where realm_id = $1 and is_active and role <> 600 order by id`,
} as const;

/**
 * The channel as clients know it. Rights of groups that people made are written out, here those of the one that may
 * administer.
 * @source zulip zerver/lib/streams.py stream_to_dict, send_stream_creation_event
 */
const creationEvent = (
  { id, everyone, administrators, nobody }: ChannelRow,
  made: { readonly authorId: number; readonly name: string; readonly createdAt: Date },
) => ({
  type: 'stream',
  op: 'create',
  for_unarchiving: false,
  streams: [
    {
      stream_id: id,
      name: made.name,
      creator_id: made.authorId,
      date_created: Math.floor(made.createdAt.getTime() / 1000),
      description: '',
      rendered_description: '',
      first_message_id: null,
      folder_id: null,
      history_public_to_subscribers: true,
      invite_only: false,
      is_announcement_only: false,
      is_archived: false,
      is_recently_active: true,
      is_web_public: false,
      message_retention_days: null,
      stream_post_policy: 1,
      stream_weekly_traffic: null,
      subscriber_count: 0,
      topics_policy: 'inherit',
      can_add_subscribers_group: nobody,
      can_administer_channel_group: { direct_members: [made.authorId], direct_subgroups: [] },
      can_create_topic_group: everyone,
      can_delete_any_message_group: nobody,
      can_delete_own_message_group: nobody,
      can_move_messages_out_of_channel_group: nobody,
      can_move_messages_within_channel_group: nobody,
      can_remove_subscribers_group: administrators,
      can_resolve_topics_group: nobody,
      can_send_message_group: everyone,
      can_subscribe_group: nobody,
    },
  ],
});
