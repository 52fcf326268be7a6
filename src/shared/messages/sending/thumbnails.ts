import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { IMAGE_COLUMNS, toUploadedImage } from '../checking/read-uploads.ts';
import type { ImageRow } from '../checking/read-uploads.ts';
import type { NumberedMessage } from './receiver.ts';

/** Locked, in the order of ids, so that whoever makes the thumbnail afterwards finds the message and replaces its HTML. */
const READ = {
  name: 'send_images',
  text: `
    select ${IMAGE_COLUMNS}
    from zerver_imageattachment where path_id = any($1::text[]) order by id for update`,
} as const;

/** Messages whose placeholders were replaced where thumbnails have been made since, and how many are still awaited. */
export interface Illustrated {
  readonly messages: readonly NumberedMessage[];
  readonly awaited: number;
}

/**
 * Looks again for the thumbnails that were not there when the messages were rendered.
 * @source zulip zerver/actions/message_send.py do_send_messages, zerver/lib/thumbnail.py
 */
export async function fillThumbnails(tx: Tx, messages: readonly NumberedMessage[]): Promise<Illustrated> {
  const paths = messages.flatMap(({ message }) => [...message.facts.awaitedThumbnails]);
  if (paths.length === 0) return { messages, awaited: 0 };
  const rows = await runHot<ImageRow>(tx, READ, [paths]);
  const ready = new Map(
    rows.filter((row) => row.thumbnail_metadata.length > 0).map((row) => [row.path_id, toUploadedImage(row)]),
  );
  const isReady = (path: string): boolean => ready.has(path);
  return {
    messages: messages.map(({ id, message }) => {
      const isChanged = [...message.facts.awaitedThumbnails].some(isReady);
      return { id, message: isChanged ? { ...message, html: message.renderWith(ready) } : message };
    }),
    awaited: paths.filter((path) => !isReady(path)).length,
  };
}
