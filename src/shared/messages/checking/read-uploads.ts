import type { Database, Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { UploadedImage } from '../rendering/context.ts';

/** Types of pictures that browsers show as they are. */
const SHOWN_TYPES: ReadonlySet<string> = new Set([
  'image/apng',
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
]);

/** An entry of `thumbnail_metadata`. */
interface Thumbnail {
  readonly extension: string;
  readonly max_width: number;
  readonly max_height: number;
  readonly animated: boolean;
  readonly width: number;
  readonly height: number;
}

/** A row of `zerver_imageattachment`, as far as rendering needs it. */
export interface ImageRow extends Record<string, unknown> {
  readonly path_id: string;
  readonly content_type: string | null;
  readonly original_width_px: number;
  readonly original_height_px: number;
  readonly frames: number;
  readonly thumbnail_metadata: readonly Thumbnail[];
}

/** Columns of `ImageRow`. */
export const IMAGE_COLUMNS =
  'path_id, content_type, original_width_px, original_height_px, frames, thumbnail_metadata';

const IMAGES = {
  name: 'check_uploaded_images',
  text: `
    select ${IMAGE_COLUMNS}
    from zerver_imageattachment where realm_id = $1 and path_id = any($2::text[])`,
} as const;

/** Those of these uploads of the organization that are images, by path id. */
export async function readUploadedImages(
  db: Database | Tx,
  realmId: number,
  pathIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, UploadedImage>> {
  if (pathIds.size === 0) return new Map();
  const rows = await runHot<ImageRow>(db, IMAGES, [realmId, [...pathIds]]);
  return new Map(rows.map((row) => [row.path_id, toUploadedImage(row)]));
}

/**
 * The image as it is shown: with a placeholder until its thumbnails are made.
 * @source zulip zerver/lib/thumbnail.py get_user_upload_previews, get_transcoded_format
 */
export function toUploadedImage(row: ImageRow): UploadedImage {
  const transcoded = transcodedOf(row);
  return {
    contentType: row.content_type ?? '',
    width: row.original_width_px,
    height: row.original_height_px,
    ...(row.thumbnail_metadata.length > 0 && { thumbnail: { animated: row.frames > 1 } }),
    ...(transcoded !== null && { transcoded }),
  };
}

/** The largest thumbnail of a picture that browsers cannot show. */
function transcodedOf({ content_type: type, thumbnail_metadata: thumbnails }: ImageRow): string | null {
  if (type === null || SHOWN_TYPES.has(type)) return null;
  const largest = thumbnails.toSorted((a, b) => a.width * a.height - b.width * b.height).at(-1);
  if (largest === undefined) return null;
  const { extension, max_width: width, max_height: height, animated } = largest;
  return `${width}x${height}${animated ? '-anim' : ''}.${extension}`;
}
