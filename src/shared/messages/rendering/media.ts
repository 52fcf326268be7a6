import type { UploadedImage } from './context.ts';
import { proxied } from './image-proxy.ts';
import { element } from './node.ts';
import type { ElementNode, Node } from './node.ts';
import type { Rendering } from './rendering.ts';
import { joinUrl, splitUrl } from './urls.ts';

const UPLOADS = '/user_uploads/';
const PLACEHOLDER = '/static/images/loading/loader-black.svg';
const IMAGE = /\.(?:bmp|gif|jpe|jpeg|jpg|png|webp)$/iu;
const AUDIO = /\.(?:aac|flac|m4a|mp3|oga|ogg|opus|wav|weba)$/iu;
const VIDEO = /\.(?:mp4|webm)$/iu;

/** The upload that an address of the own realm names, `images/cat.png` of `/user_uploads/images/cat.png`. */
export function uploadPathId({ context }: Rendering, url: string): string | undefined {
  const parts = splitUrl(url);
  if (parts === undefined) return undefined;
  if (parts.host !== '' && parts.host !== splitUrl(context.realm.url)?.host) return undefined;
  // An address relative to the realm is meant from its root.
  const path = parts.path.startsWith('/') || parts.scheme !== '' ? parts.path : `/${parts.path}`;
  return path.startsWith(UPLOADS) ? path.slice(UPLOADS.length) : undefined;
}

/** Whether a link's target is shown as a picture. Of uploads only those whose size is known. */
export function isImage({ context }: Rendering, url: string): boolean {
  if (!context.realm.imagePreviews) return false;
  if (url.startsWith(UPLOADS)) return context.uploads.has(url.slice(UPLOADS.length));
  const parts = splitUrl(url);
  return parts !== undefined && parts.host !== 'pasteboard.co' && IMAGE.test(parts.path);
}

/** Whether a link's target is shown as a video. */
export const isVideo = ({ context }: Rendering, url: string): boolean =>
  context.realm.imagePreviews && VIDEO.test(splitUrl(url)?.path ?? '');

/** Where the picture behind a page of a known site is. */
export function pictureAddress(url: string): string {
  const parts = splitUrl(url);
  if (parts === undefined || !/(?:^|\.)github\.com$/u.test(parts.host)) return url;
  const path = parts.path.split('/');
  if (path.length <= 3 || path[3] !== 'blob') return url;
  return joinUrl({
    scheme: 'https',
    host: 'raw.githubusercontent.com',
    path: path.toSpliced(3, 1).join('/'),
    query: '',
    fragment: '',
  });
}

/** The picture in a preview: an upload's thumbnail or its placeholder, anything else through the proxy. */
export function previewImage(rendering: Rendering, address: string): ElementNode {
  const pathId = address.startsWith(UPLOADS) ? address.slice(UPLOADS.length) : undefined;
  const upload = pathId === undefined ? undefined : rendering.context.uploads.get(pathId);
  if (pathId === undefined || upload === undefined) {
    return element('img', { src: proxied(rendering.context, address) });
  }
  return element('img', uploadAttributes(rendering, pathId, upload));
}

/** `![text](address)` of an upload that is a picture. */
export function inlineImage(rendering: Rendering, url: string, text: string): Node | undefined {
  const pathId = uploadPathId(rendering, url);
  const upload = pathId === undefined ? undefined : rendering.context.uploads.get(pathId);
  if (pathId === undefined || upload === undefined) return undefined;
  rendering.facts.attachmentPathIds.add(pathId);
  const attributes = uploadAttributes(rendering, pathId, upload);
  const placeholder = attributes['class'] === undefined ? '' : ` ${attributes['class']}`;
  return element('img', {
    ...attributes,
    alt: text,
    class: `inline-image${placeholder}`,
    'data-original-src': `${UPLOADS}${pathId}`,
  });
}

function uploadAttributes(
  rendering: Rendering,
  pathId: string,
  upload: UploadedImage,
): Readonly<Record<string, string>> {
  const original = {
    'data-original-content-type': upload.contentType,
    'data-original-dimensions': `${upload.width}x${upload.height}`,
  };
  if (upload.thumbnail === undefined) {
    rendering.facts.awaitedThumbnails.add(pathId);
    return { ...original, class: 'image-loading-placeholder', src: PLACEHOLDER };
  }
  const { animated } = upload.thumbnail;
  return {
    ...original,
    src: `${UPLOADS}thumbnail/${pathId}/840x560${animated ? '-anim' : ''}.webp`,
    ...(animated ? { 'data-animated': 'true' } : {}),
    ...(upload.transcoded === undefined ? {} : { 'data-transcoded-image': upload.transcoded }),
  };
}

/** `![text](address)` of sound, by the name of the file. */
export function audioNode(rendering: Rendering, url: string, text: string): Node | undefined {
  if (!AUDIO.test(splitUrl(url)?.path ?? '')) return undefined;
  const pathId = uploadPathId(rendering, url);
  if (pathId !== undefined) rendering.facts.attachmentPathIds.add(pathId);
  return element('audio', {
    controls: 'controls',
    'data-original-url': url,
    preload: 'metadata',
    src: proxied(rendering.context, url),
    title: text,
  });
}
