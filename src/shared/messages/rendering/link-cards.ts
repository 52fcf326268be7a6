import type { LinkPreview } from './context.ts';
import { proxied, throughProxy } from './image-proxy.ts';
import { element, exactText } from './node.ts';
import type { ElementNode, Node } from './node.ts';
import type { Rendering } from './rendering.ts';

/** What a fetched link adds to the end of a message; nothing without a picture. */
export function linkCard(rendering: Rendering, url: string, preview: LinkPreview): ElementNode | undefined {
  const { image } = preview;
  if (image === undefined) return undefined;
  if (preview.kind === 'page') return pageCard(rendering, url, { ...preview, image });
  const title = preview.title === undefined ? {} : { title: preview.title };
  const player = preview.kind === 'video' ? { 'data-id': preview.html ?? '' } : {};
  const picture = element('img', { src: proxied(rendering.context, image) });
  rendering.facts.hasImage = true;
  return element('div', { class: `${preview.kind === 'video' ? 'embed-video ' : ''}message_inline_image` }, [
    element('a', { ...player, href: url, ...title }, [picture]),
  ]);
}

function pageCard(
  rendering: Rendering,
  url: string,
  { image, title, description }: LinkPreview & { readonly image: string },
): ElementNode {
  const texts: Node[] = [];
  if (title !== undefined && title !== '') {
    const link = element('a', { href: url, title }, [exactText(title)]);
    texts.push(element('div', { class: 'message_embed_title' }, [link]));
  }
  if (description !== undefined && description !== '') {
    texts.push(element('div', { class: 'message_embed_description' }, [exactText(description)]));
  }
  const style = `background-image: url("${cssString(throughProxy(rendering.context, image))}")`;
  return element('div', { class: 'message_embed' }, [
    element('a', { class: 'message_embed_image', href: url, style }),
    element('div', { class: 'data-container' }, texts),
  ]);
}

const cssString = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\a ');
