import render from 'dom-serializer';
import { Element, isTag, Text } from 'domhandler';
import type { AnyNode, Document, ParentNode } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';
import { formatMoment } from './local-time.ts';
import type { LocalTime } from './local-time.ts';

/** What the HTML form of a message needs beside its rendered content. */
export interface HtmlMessageOptions {
  /** `https://host` of the organization, without a slash at the end. */
  readonly realmUrl: string;
  /** Absolute base of the server's static files, ending in `/`. */
  readonly staticUrl: string;
  /** The reader's set of emoji pictures; with `text` they stay words. */
  readonly emojiset: string;
  /** In brackets, in the reader's language: stands in for the content of a spoiler. */
  readonly spoilerHint: string;
  readonly time: LocalTime;
  /** Told of a time that could not be shown in the reader's zone. */
  onBadTime(datetime: string, error: Error): void;
}

/** Attributes that hold an address. */
const ADDRESS_ATTRIBUTES = ['href', 'src'];

/**
 * Rendered message content made fit for a mail program, inside one `div`: absolute addresses, no pictures that need a
 * login, emoji as pictures, spoilers closed, formulas as TeX, times in the reader's zone.
 * @source zulip zerver/lib/email_notifications.py relative_to_full_url, fix_emojis, fix_spoilers_in_html,
 * change_katex_to_raw_latex, convert_time_to_local_timezone
 */
export function htmlMessage(renderedContent: string, options: HtmlMessageOptions): string {
  return serialize(htmlTree(renderedContent, options));
}

/** {@link htmlMessage} with the sender's name before the first words. */
export function labelledHtmlMessage(
  renderedContent: string,
  label: string,
  options: HtmlMessageOptions,
): string {
  const outer = htmlTree(renderedContent, options);
  const name = new Element('b', {}, [new Text(label)]);
  const first = outer.children.find((child) => !(child instanceof Text && child.data.trim() === ''));
  if (first !== undefined && isElement(first, 'p')) {
    prepend(first, [name, new Text(': ')]);
    return serialize(outer);
  }
  return `${serialize(name)}: ${serialize(outer)}`;
}

function htmlTree(renderedContent: string, options: HtmlMessageOptions): Element {
  const document = parseDocument(renderedContent);
  const elements = (): Element[] => DomUtils.getElementsByTagName(() => true, document);
  for (const element of elements()) makeAbsolute(element, options.realmUrl);
  replaceInlineImages(document);
  for (const element of elements()) {
    if (hasClass(element, 'emoji')) showEmoji(element, options);
    else if (hasClass(element, 'spoiler-block')) closeSpoiler(element, options.spoilerHint);
    else if (isElement(element, 'span') && element.attribs['class'] === 'katex') showTex(element);
    else if (isElement(element, 'time')) showTime(element, options);
  }
  const outer = new Element('div', {}, document.children);
  for (const child of outer.children) child.parent = outer;
  return outer;
}

const serialize = (node: AnyNode): string => render(node, { encodeEntities: 'utf8' });

const isElement = (node: AnyNode, name: string): node is Element => isTag(node) && node.name === name;

const hasClass = (element: Element, name: string): boolean =>
  (element.attribs['class'] ?? '').split(/\s+/).includes(name);

const findByClass = (root: ParentNode, name: string): Element[] =>
  DomUtils.getElementsByTagName((tag) => tag !== '', root).filter((element) => hasClass(element, name));

function makeAbsolute(element: Element, realmUrl: string): void {
  const narrow = /^\/?(#narrow\/.*)$/s.exec(element.attribs['href'] ?? '')?.[1];
  if (narrow !== undefined) {
    element.attribs['href'] = `${realmUrl}/${narrow}`;
    if (element.attribs['title'] !== undefined) element.attribs['title'] = `${realmUrl}/${narrow}`;
  }
  for (const name of ADDRESS_ATTRIBUTES) {
    const value = element.attribs[name];
    if (value !== undefined) element.attribs[name] = absoluteUrl(value, realmUrl);
  }
}

/** An address with a scheme, and one that no base makes sense of, stays as it is written. */
function absoluteUrl(value: string, realmUrl: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) return value;
  const base = `${realmUrl}/`;
  return URL.canParse(value, base) ? new URL(value, base).href : value;
}

/** Mail programs cannot log in to fetch an uploaded picture, so previews go; a lone one becomes a link. */
function replaceInlineImages(document: Document): void {
  const previews = findByClass(document, 'message_inline_image');
  const content = document.children.filter((child) => !(child instanceof Text && child.data.trim() === ''));
  const [first] = previews;
  const only = content.length === 1 && content[0] === first ? first : undefined;
  const link = only === undefined ? undefined : DomUtils.getElementsByTagName('a', only)[0];
  if (only !== undefined && link !== undefined) {
    const href = link.attribs['href'] ?? '';
    const title = link.attribs['title'] ?? href;
    replace(
      only,
      new Element('p', {}, [new Element('a', { href, target: '_blank', title }, [new Text(href)])]),
    );
    return;
  }
  for (const preview of previews) DomUtils.removeElement(preview);
}

function showEmoji(element: Element, { emojiset, staticUrl }: HtmlMessageOptions): void {
  if (element.name === 'img') {
    delete element.attribs['class'];
    Object.assign(element.attribs, { height: '20', width: '20' });
    return;
  }
  const code = /(?:^|\s)emoji-([0-9a-f-]+)/.exec(element.attribs['class'] ?? '')?.[1];
  if (code === undefined || emojiset === 'text') return;
  const src = `${staticUrl}generated/emoji/images-${emojiset}-64/${code}.png`;
  const attributes = {
    alt: DomUtils.textContent(element),
    src,
    title: element.attribs['title'] ?? '',
    height: '20',
    width: '20',
  };
  replace(element, new Element('img', attributes));
}

function closeSpoiler(block: Element, hint: string): void {
  for (const content of findByClass(block, 'spoiler-content')) DomUtils.removeElement(content);
  const header = findByClass(block, 'spoiler-header')[0];
  if (header === undefined) return;
  let paragraph = DomUtils.getElementsByTagName('p', header)[0];
  if (paragraph === undefined) {
    paragraph = new Element('p', {});
    DomUtils.appendChild(header, paragraph);
  }
  const title = hint.replace(/^\((.*)\)$/su, '$1');
  DomUtils.appendChild(
    paragraph,
    new Element('span', { class: 'spoiler-title', title }, [new Text(` ${hint}`)]),
  );
}

function showTex(element: Element): void {
  const tex = DomUtils.getElementsByTagName('annotation', element).find(
    (annotation) => annotation.attribs['encoding'] === 'application/x-tex',
  );
  if (tex === undefined) return;
  replace(element, new Element('span', {}, [new Text(`$$${DomUtils.textContent(tex)}$$`)]));
}

function showTime(element: Element, options: HtmlMessageOptions): void {
  const datetime = element.attribs['datetime'] ?? '';
  try {
    const text = new Text(formatMoment(new Date(datetime), options.time));
    text.parent = element;
    element.children = [text];
  } catch (error) {
    // A time nobody can read is no reason to keep the message from the reader: its own text stays.
    options.onBadTime(datetime, error instanceof Error ? error : new Error(String(error)));
  }
}

function replace(old: Element, fresh: Element): void {
  for (const child of fresh.children) child.parent = fresh;
  DomUtils.replaceElement(old, fresh);
}

function prepend(parent: Element, nodes: AnyNode[]): void {
  for (const node of nodes) node.parent = parent;
  parent.children.unshift(...(nodes as Element['children']));
}
