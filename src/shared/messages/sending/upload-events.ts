import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { CheckedMessage } from '../checked-message.ts';
import { causedBy, clientEvent } from './caused-events.ts';
import type { CausedEvent } from './caused-events.ts';

const DESCRIBE = {
  name: 'send_uploads_describe',
  text: `
    select a.id::int, a.file_name, a.path_id, a.size,
      (floor(extract(epoch from a.create_time)) * 1000)::float8 as created_ms,
      (select sum(t.size)::float8 from zerver_attachment t where t.realm_id = a.realm_id) as used,
      coalesce((select json_agg(json_build_object('id', m.id,
          'date_sent', floor(extract(epoch from m.date_sent)) * 1000) order by m.id)
        from zerver_attachment_messages l join zerver_message m on m.id = l.message_id
        where l.attachment_id = a.id), '[]') as messages
    from zerver_attachment a where a.id = any($1::bigint[]) order by a.id`,
} as const;

interface DescribedUpload extends Record<string, unknown> {
  readonly id: number;
  readonly file_name: string;
  readonly path_id: string;
  readonly size: number;
  readonly created_ms: number;
  readonly used: number;
  readonly messages: readonly { readonly id: number; readonly date_sent: number }[];
}

/**
 * Tells the clients of authors which messages their uploads stand in by now.
 * @source zulip zerver/actions/uploads.py notify_attachment_update, zerver/models/messages.py Attachment.to_dict
 */
export async function uploadEvents(
  tx: Tx,
  changed: readonly { readonly message: CheckedMessage; readonly uploadId: number }[],
): Promise<readonly CausedEvent[]> {
  if (changed.length === 0) return [];
  const rows = await runHot<DescribedUpload>(tx, DESCRIBE, [changed.map(({ uploadId }) => uploadId)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return changed.flatMap(({ message, uploadId }) => {
    const row = byId.get(uploadId);
    if (row === undefined) return [];
    const { id, file_name: name, path_id, size, created_ms: create_time, messages } = row;
    const event = {
      type: 'attachment',
      op: 'update',
      attachment: { id, name, path_id, size, create_time, messages },
      upload_space_used: row.used,
    };
    const options = causedBy(message.draft, `attachment:${id}`);
    return [clientEvent(message.author.realmId, event, [{ id: message.author.id }], options)];
  });
}
