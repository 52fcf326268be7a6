import type { Tx } from '../../../db/client.ts';
import type { CausedEvent } from '../sending/caused-events.ts';
import { planDelivery } from '../sending/delivery.ts';
import { readReachability } from '../sending/reach.ts';
import { readReceivers } from '../sending/read-receivers.ts';
import type { RefusedUpload } from '../sending/uploads.ts';
import { readReaders, storeFlags } from './readers.ts';
import { storeText } from './stored-message.ts';
import type { StoredEdit } from './stored-message.ts';
import { updateNotices } from './update-notices.ts';
import { replaceUploads } from './replace-uploads.ts';

/** What follows from an edit that is written. */
export interface WrittenEdit {
  /** To be published when the transaction has committed, in this order. */
  readonly events: readonly CausedEvent[];
  readonly refusedUploads: readonly RefusedUpload[];
}

/** Writes the new text of a locked message with all that belongs to it: uploads, flags, and what people are told. */
export async function writeEdit(tx: Tx, edit: StoredEdit): Promise<WrittenEdit> {
  const { message, nowMs, stored } = edit;
  const addressed = { id: stored.id, message, recipientId: stored.recipientId };
  const uploads = await replaceUploads(tx, addressed);
  await storeText(tx, edit, uploads.areAny);
  const [receivers = []] = await readReceivers(tx, [addressed]);
  const delivery = planDelivery(addressed, receivers);
  const readers = await readReaders(tx, delivery);
  await storeFlags(tx, stored.id, readers);
  const reach = await readReachability(
    tx,
    receivers.map(({ id }) => id),
    nowMs,
  );
  return {
    events: [...uploads.events, ...updateNotices({ edit, delivery, readers, reach })],
    refusedUploads: uploads.refused,
  };
}
