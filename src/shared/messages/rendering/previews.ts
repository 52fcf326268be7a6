import { proxied } from './image-proxy.ts';
import { linkCard } from './link-cards.ts';
import { isImage, isVideo, pictureAddress, previewImage, uploadPathId } from './media.ts';
import { element, exactText } from './node.ts';
import type { ElementNode, Node } from './node.ts';
import type { Rendering } from './rendering.ts';
import { splitUrl } from './urls.ts';
import { isVimeo, youtubeId } from './youtube.ts';

/** With more distinct links than this a message gets no previews at all. */
const MAX_PREVIEWS = 24;

/** A link with the elements around it. */
interface FoundLink {
  readonly link: ElementNode;
  readonly url: string;
  /** The link's text if it is only text. */
  readonly text: string | undefined;
  readonly parent: ElementNode;
  readonly grandparent: ElementNode | undefined;
  readonly quoted: boolean;
}

/**
 * Adds pictures, videos and cards for links outside quotes, and notes links, uploads and what has to be fetched.
 * @source zulip zerver/lib/markdown/__init__.py InlineInterestingLinkProcessor
 */
export function addPreviews(rendering: Rendering, root: ElementNode): void {
  const links = findLinks(rendering, root);
  const { facts } = rendering;
  facts.hasLink = links.length > 0;
  for (const { url } of links) {
    const pathId = uploadPathId(rendering, url);
    if (pathId !== undefined) facts.attachmentPathIds.add(pathId);
  }
  const previewable = new Set(links.filter(({ quoted }) => !quoted).map(({ url }) => url));
  if (previewable.size > MAX_PREVIEWS) return;
  for (const found of links) {
    // Each target once, at its first place; that place may be in a quote.
    if (previewable.delete(found.url)) preview(rendering, root, found);
  }
}

function preview(rendering: Rendering, root: ElementNode, found: FoundLink): void {
  const { context, facts } = rendering;
  const { url, text, link } = found;
  if (isVideo(rendering, url)) {
    const video = element('video', { preload: 'metadata', src: proxied(context, url) });
    place(
      root,
      found,
      mediaBlock('message_inline_image message_inline_video', { href: url, ...titleOf(found) }, video),
    );
    return;
  }
  if (isImage(rendering, url)) {
    facts.hasImage = true;
    const image = previewImage(rendering, pictureAddress(url));
    place(root, found, mediaBlock('message_inline_image', { href: url, ...titleOf(found) }, image));
    return;
  }
  const host = splitUrl(url)?.host ?? '';
  if (host === '' || host === splitUrl(context.realm.url)?.host) return;
  const youtube = context.realm.imagePreviews ? youtubeId(url) : undefined;
  if (youtube !== undefined) {
    facts.hasImage = true;
    const image = element('img', {
      src: proxied(context, `https://i.ytimg.com/vi/${youtube}/mqdefault.jpg`),
    });
    const block = mediaBlock('youtube-video message_inline_image', { 'data-id': youtube, href: url }, image);
    insert(root, found, block);
  }
  if (context.sentByBot || !context.realm.linkPreviews) return;
  const fetched = context.linkPreviews.get(url);
  if (fetched === undefined) facts.linksForPreview.add(url);
  if (fetched === undefined || fetched === null) return;
  const site = youtube === undefined ? 'Vimeo' : 'YouTube';
  if (youtube === undefined) {
    const card = linkCard(rendering, url, fetched);
    if (card !== undefined) root.children.push(card);
    if (!context.realm.imagePreviews || !isVimeo(url)) return;
  }
  const { title } = fetched;
  if (title !== undefined && title !== '' && text === url) link.children = [exactText(`${site} - ${title}`)];
}

function mediaBlock(
  className: string,
  attributes: Readonly<Record<string, string>>,
  content: ElementNode,
): ElementNode {
  return element('div', { class: className }, [element('a', attributes, [content])]);
}

/** A link whose text is its address has no name to be shown over the picture. */
const titleOf = ({ url, text }: FoundLink): Readonly<Record<string, string>> =>
  text === undefined || text === url ? {} : { title: text };

/** Puts a block near its link; a paragraph or item that holds nothing but the bare link gives way to it. */
function place(root: ElementNode, found: FoundLink, block: ElementNode): void {
  const { link, parent, grandparent, text, url } = found;
  insert(root, found, block);
  if (text !== undefined && text !== url) return;
  const alone = parent.children.length === 1;
  if (parent.tag === 'p' && grandparent !== undefined && alone) {
    const at = grandparent.children.indexOf(parent);
    grandparent.children.splice(at, isNewline(grandparent.children[at + 1]) ? 2 : 1);
  } else if (parent.tag === 'li' && parent.children[0] === link && parent.children[1]?.kind !== 'text') {
    parent.children.shift();
  }
}

/** After the paragraph and the previews of its other links, at the end of a list item, else at the end of the message. */
function insert(root: ElementNode, { parent, grandparent }: FoundLink, block: ElementNode): void {
  if (parent.tag === 'li') {
    parent.children.push(block);
    return;
  }
  if (parent.tag !== 'p' || grandparent === undefined) {
    root.children.push(block);
    return;
  }
  const hrefs = new Set(elementsIn(parent, 'a').map((link) => link.attributes.get('href')));
  let at = grandparent.children.indexOf(parent) + 1;
  while (at < grandparent.children.length) {
    const next = grandparent.children[at];
    if (!isNewline(next) && !isPreviewOf(next, hrefs)) break;
    at += 1;
  }
  grandparent.children.splice(at, 0, block);
}

function isPreviewOf(node: Node | undefined, hrefs: ReadonlySet<string | undefined>): boolean {
  if (node?.kind !== 'element' || node.attributes.get('class')?.includes('message_inline_image') !== true)
    return false;
  const [link] = node.children;
  return link?.kind === 'element' && hrefs.has(link.attributes.get('href'));
}

const isNewline = (node: Node | undefined): boolean => node?.kind === 'text' && node.text === '\n';

function elementsIn(node: ElementNode, tag: string): ElementNode[] {
  return node.children.flatMap((child) =>
    child.kind === 'element' ? [...(child.tag === tag ? [child] : []), ...elementsIn(child, tag)] : [],
  );
}

/** All links, those less deep in the tree first. */
function findLinks(rendering: Rendering, root: ElementNode): FoundLink[] {
  const links: FoundLink[] = [];
  interface Place {
    readonly node: ElementNode;
    readonly parent: ElementNode | undefined;
    readonly quoted: boolean;
  }
  let level: Place[] = [{ node: root, parent: undefined, quoted: false }];
  while (level.length > 0) {
    const deeper: Place[] = [];
    for (const { node, parent, quoted } of level) {
      rendering.budget.spend(node.children.length);
      for (const child of node.children) {
        if (child.kind !== 'element') continue;
        deeper.push({ node: child, parent: node, quoted: quoted || child.tag === 'blockquote' });
        const url = child.tag === 'a' ? child.attributes.get('href') : undefined;
        if (url === undefined) continue;
        const [first] = child.children;
        const text = first?.kind === 'text' ? first.text : undefined;
        links.push({ link: child, url, text, parent: node, grandparent: parent, quoted });
      }
    }
    level = deeper;
  }
  return links;
}
