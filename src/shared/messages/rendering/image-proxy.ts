import { createHmac } from 'node:crypto';
import type { RenderContext } from './context.ts';
import { splitUrl } from './urls.ts';

/** The address that makes the server's proxy load a picture, so that readers do not show themselves to other hosts. */
export function throughProxy({ imageProxy }: RenderContext, url: string): string {
  if (imageProxy === undefined) return url;
  const signature = createHmac('sha1', imageProxy.key).update(url).digest('hex');
  return `${imageProxy.uri}${signature}/${Buffer.from(url).toString('hex')}`;
}

/** The same, except for what the own server holds. */
export function proxied(context: RenderContext, url: string): string {
  const host = splitUrl(url)?.host ?? '';
  return host === '' || host === splitUrl(context.realm.url)?.host ? url : throughProxy(context, url);
}
