import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { CausedEvent } from '../sending/caused-events.ts';
import type { NumberedMessage } from '../sending/receiver.ts';
import { uploadEvents } from '../sending/upload-events.ts';
import { claimUploads, findUploads } from '../sending/uploads.ts';
import type { RefusedUpload } from '../sending/uploads.ts';

/** Locked in the order of their ids, as those that are claimed. */
const LINKED = {
  name: 'edit_uploads_linked',
  text: `
    select a.id::int, a.path_id as "pathId" from zerver_attachment a
    where a.id in (select l.attachment_id from zerver_attachment_messages l where l.message_id = $1)
    order by a.id for no key update`,
} as const;

const UNLINK = {
  name: 'edit_uploads_unlink',
  text: 'delete from zerver_attachment_messages where message_id = $1 and attachment_id = any($2::bigint[])',
} as const;

/** What the uploads of a message are after an edit. */
export interface ReplacedUploads {
  readonly areAny: boolean;
  readonly refused: readonly RefusedUpload[];
  readonly events: readonly CausedEvent[];
}

/**
 * Unlinks the uploads that the text no longer names and claims those that are new in it.
 * @source zulip zerver/actions/uploads.py check_attachment_reference_change
 */
export async function replaceUploads(tx: Tx, { id, message }: NumberedMessage): Promise<ReplacedUploads> {
  const linked = await runHot<{ id: number; pathId: string }>(tx, LINKED, [id]);
  const named = message.facts.attachmentPathIds;
  const dropped = linked.filter(({ pathId }) => !named.has(pathId));
  const known = new Set(linked.map(({ pathId }) => pathId));
  const added = [...named].filter((pathId) => !known.has(pathId));
  const facts = { ...message.facts, attachmentPathIds: new Set(added) };
  const { claimed, refused } = await findUploads(tx, [{ id, message: { ...message, facts } }]);
  const claimEvents = await claimUploads(tx, claimed);
  if (dropped.length > 0) await runHot(tx, UNLINK, [id, dropped.map((upload) => upload.id)]);
  const dropEvents = await uploadEvents(
    tx,
    dropped.map((upload) => ({ message, uploadId: upload.id })),
  );
  return {
    areAny: linked.length - dropped.length + claimed.length > 0,
    refused,
    events: [...dropEvents, ...claimEvents],
  };
}
