import type { Logger } from 'pino';
import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { GUEST_ROLE } from '../../message-access.ts';
import type { CausedEvent } from './caused-events.ts';
import type { NumberedMessage } from './receiver.ts';
import { uploadEvents } from './upload-events.ts';

/** An upload that a message shares and its author may share. */
export interface ClaimedUpload extends NumberedMessage {
  readonly uploadId: number;
  readonly isRealmPublic: boolean;
}

/** An upload that is not there, or that the author may not read: the message is posted, the upload stays as it was. */
export interface RefusedUpload {
  readonly messageId: number;
  readonly authorId: number;
  readonly pathId: string;
}

/** Tells the operator of uploads that were named in vain, once the transaction has committed. */
export function logRefusedUploads(logger: Logger, refused: readonly RefusedUpload[]): void {
  for (const { authorId, messageId, pathId } of refused) {
    logger.warn(
      { author_id: authorId, message_id: messageId, path_id: pathId },
      'message names an upload that its author may not share',
    );
  }
}

interface UploadRow {
  readonly message_id: number;
  readonly path_id: string;
  readonly id: number;
  readonly is_realm_public: boolean;
  readonly may_share: boolean;
}

/**
 * The uploads that messages name, locked in the order of their ids until they are claimed: two claims of one upload
 * cannot overwrite each other's flags. An unknown `is_realm_public` is worked out from the messages that link the
 * upload. An author may share what is theirs or public, what was sent to them directly, and what stands in a channel
 * that they may read.
 * @source zulip zerver/lib/attachments.py validate_attachment_request
 */
const READ = {
  name: 'send_uploads_read',
  text: `
    with recursive named as (
      select * from unnest($1::int[], $2::text[], $3::int[], $4::int[], $5::boolean[])
        as n (message_id, path_id, author_id, realm_id, is_guest)),
    locked as materialized (
      select a.* from zerver_attachment a where a.path_id = any($2::text[]) order by a.id for no key update),
    author_group (author_id, group_id) as (
      select user_profile_id, user_group_id from zerver_usergroupmembership where user_profile_id = any($3::int[])
      union
      select g.author_id, s.supergroup_id from author_group g
        join zerver_groupgroupmembership s on s.subgroup_id = g.group_id),
    seen as (
      select n.message_id, a.id as upload_id, a.owner_id, a.realm_id as upload_realm_id,
        coalesce(a.is_realm_public, exists (
          select from zerver_attachment_messages l
            join zerver_message m on m.id = l.message_id
            join zerver_stream s on s.recipient_id = m.recipient_id and not s.invite_only
          where l.attachment_id = a.id offset 0)) as is_realm_public
      from named n join locked a on a.path_id = n.path_id)
    select n.message_id, n.path_id, seen.upload_id::int as id, seen.is_realm_public,
      seen.owner_id = n.author_id
      or (seen.is_realm_public and seen.upload_realm_id = n.realm_id and not n.is_guest)
      or exists (
        select from zerver_attachment_messages l
          join zerver_message m on m.id = l.message_id
          left join zerver_usermessage um on um.message_id = m.id and um.user_profile_id = n.author_id
          left join zerver_stream s on s.recipient_id = m.recipient_id and m.is_channel_message
          left join zerver_subscription sub on sub.recipient_id = m.recipient_id
            and sub.user_profile_id = n.author_id and sub.active
        where l.attachment_id = seen.upload_id
          and case
            when not m.is_channel_message then um.id is not null
            when s.realm_id <> n.realm_id then false
            when not s.invite_only and not n.is_guest then true
            when um.id is not null and sub.id is not null then true
            else (s.history_public_to_subscribers or um.id is not null) and (
              sub.id is not null or not n.is_guest and exists (
                select from author_group g where g.author_id = n.author_id
                  and g.group_id in (s.can_add_subscribers_group_id, s.can_subscribe_group_id)))
          end
        offset 0) as may_share
    from named n join seen on seen.message_id = n.message_id
      and seen.upload_id = (select id from locked where locked.path_id = n.path_id)`,
} as const;

const CLAIM = {
  name: 'send_uploads_claim',
  text: `
    with claim as (
      select * from unnest($1::bigint[], $2::int[], $3::boolean[], $4::boolean[], $5::boolean[])
        as c (upload_id, message_id, was_public, is_public, is_web_public)),
    linked as (
      insert into zerver_attachment_messages (attachment_id, message_id)
      select upload_id, message_id from claim order by upload_id, message_id
      on conflict (attachment_id, message_id) do nothing),
    total as (
      select upload_id, bool_or(was_public or is_public) as is_public, bool_or(is_web_public) as is_web_public
      from claim group by upload_id)
    update zerver_attachment a
    set is_realm_public = coalesce(a.is_realm_public, false) or total.is_public,
        is_web_public = coalesce(a.is_web_public, false) or total.is_web_public
    from total where a.id = total.upload_id`,
} as const;

/** Finds out, before the messages are inserted, which of the uploads that they name their authors may share. */
export async function findUploads(
  tx: Tx,
  messages: readonly NumberedMessage[],
): Promise<{ readonly claimed: readonly ClaimedUpload[]; readonly refused: readonly RefusedUpload[] }> {
  const named = messages.flatMap(({ id, message }) =>
    [...message.facts.attachmentPathIds].map((pathId) => ({ id, message, pathId })),
  );
  if (named.length === 0) return { claimed: [], refused: [] };
  const rows = await runHot<UploadRow & Record<string, unknown>>(tx, READ, [
    named.map(({ id }) => id),
    named.map(({ pathId }) => pathId),
    named.map(({ message }) => message.author.id),
    named.map(({ message }) => message.author.realmId),
    named.map(({ message }) => message.author.role === GUEST_ROLE),
  ]);
  const shareable = new Map(
    rows.filter((row) => row.may_share).map((row) => [`${row.message_id} ${row.path_id}`, row]),
  );
  const claimed: ClaimedUpload[] = [];
  const refused: RefusedUpload[] = [];
  for (const { id, message, pathId } of named) {
    const row = shareable.get(`${id} ${pathId}`);
    if (row === undefined) refused.push({ messageId: id, authorId: message.author.id, pathId });
    else claimed.push({ id, message, uploadId: row.id, isRealmPublic: row.is_realm_public });
  }
  return { claimed, refused };
}

/**
 * Links uploads to the messages that share them and opens them to whoever may read the channel; answers what the
 * authors' clients are to be told.
 * @source zulip zerver/actions/uploads.py do_claim_attachments
 */
export async function claimUploads(
  tx: Tx,
  claimed: readonly ClaimedUpload[],
): Promise<readonly CausedEvent[]> {
  if (claimed.length === 0) return [];
  const channels = claimed.map(({ message: { conversation } }) =>
    conversation.kind === 'channel' ? conversation.channel : null,
  );
  await runHot(tx, CLAIM, [
    claimed.map(({ uploadId }) => uploadId),
    claimed.map(({ id }) => id),
    claimed.map(({ isRealmPublic }) => isRealmPublic),
    channels.map((channel) => channel !== null && !channel.isPrivate),
    channels.map((channel) => channel?.isWebPublic ?? false),
  ]);
  return uploadEvents(tx, claimed);
}
