import { describe, expect, test } from 'vitest';
import type {
  LinkPreview,
  RenderContext,
  UploadedImage,
} from '../../../../src/shared/messages/rendering/context.ts';
import { throughProxy } from '../../../../src/shared/messages/rendering/image-proxy.ts';
import { rendered, testContext } from './support/context.ts';

// The pictures of other hosts go through a proxy in all cases; here they are loaded directly, so that tests can be read.
const direct = (changes: Partial<RenderContext> = {}): Partial<RenderContext> => {
  const { imageProxy, ...context } = testContext();
  expect(imageProxy).toBeDefined();
  return { ...context, imageProxy: { uri: '', key: '' }, ...changes };
};
const picture = (name: string): string =>
  throughProxy({ ...testContext(), imageProxy: { uri: '', key: '' } }, `http://x.org/${name}.png`);
const block = (name: string): string =>
  `<div class="message_inline_image"><a href="http://x.org/${name}.png"><img src="${picture(name)}"></a></div>`;

test('the image proxy signs an address as the original does', () => {
  const imageProxy = { uri: '/external_content/', key: 'test-camo-key' };
  expect(throughProxy({ ...testContext(), imageProxy }, 'http://ia.media-imdb.com/images/rock.jpg')).toBe(
    '/external_content/35245899ca01c43d57b749265e0f7ad4da88c622/' +
      '687474703a2f2f69612e6d656469612d696d64622e636f6d2f696d616765732f726f636b2e6a7067',
  );
});

test('a picture of the own server is not loaded through the proxy', () => {
  const { html } = rendered('http://zulip.testserver/static/1.png http://x.org/1.png');
  expect(html).toContain('<img src="http://zulip.testserver/static/1.png">');
  expect(html).not.toContain('<img src="http://x.org/1.png">');
});

describe('a preview', () => {
  test('takes the place of a paragraph that holds nothing but the link', () => {
    expect(rendered('a\n\nhttp://x.org/1.png\n\nb', direct()).html).toBe(`<p>a</p>\n${block('1')}<p>b</p>`);
  });

  test('follows the previews of the same paragraph', () => {
    expect(rendered('a http://x.org/1.png http://x.org/2.png\n\nb', direct()).html).toMatch(
      new RegExp(`</p>\n${escaped(block('1') + block('2'))}<p>b</p>$`, 'u'),
    );
  });

  test('is added for 24 links and for none of 25', () => {
    const links = (count: number): string =>
      Array.from({ length: count }, (_, index) => `http://x.org/${index}.png`).join(' ');
    const blocks = (count: number): number =>
      rendered(links(count), direct()).html.split('message_inline_image').length - 1;
    expect(blocks(24)).toBe(24);
    expect(blocks(25)).toBe(0);
  });

  test('is not added for a quoted link, which does not count, but is in a spoiler', () => {
    const quotes = Array.from({ length: 30 }, (_, index) => `> http://q.org/${index}.png`).join('\n');
    const { html } = rendered(`${quotes}\n\n\`\`\`spoiler\nhttp://x.org/1.png\n\`\`\``, direct());
    expect(html.split('message_inline_image').length - 1).toBe(1);
  });

  test('shows a link once', () => {
    const { html } = rendered('http://x.org/1.png http://x.org/1.png', direct());
    expect(html.split('message_inline_image').length - 1).toBe(1);
  });

  test.each([
    ['http://x.org/1.png', true],
    ['http://x.org/1.PNG?a=b', true],
    ['http://x.org/1.pdf', false],
    ['http://x.org/1.mp4', false],
    ['https://www.youtube.com/watch?v=abc_1-2', true],
    ['`http://x.org/1.png`', false],
  ])('of %s makes the message one with an image: %s', (content, hasImage) => {
    expect(rendered(content, direct()).facts.hasImage).toBe(hasImage);
  });

  test('is off when the realm wants no images', () => {
    const context = { realm: { ...testContext().realm, imagePreviews: false } };
    expect(rendered('http://x.org/1.png', direct(context)).html).toBe(
      '<p><a href="http://x.org/1.png">http://x.org/1.png</a></p>',
    );
  });
});

const escaped = (text: string): string =>
  text.replaceAll(/[/\\^$*+?.()|[\]{}]/gu, '\\$&').replaceAll('\\/', '/');

describe('an upload', () => {
  const PATH = '2/ab/cat.png';
  const image = (changes: Partial<UploadedImage> = {}): Partial<RenderContext> => ({
    uploads: new Map([[PATH, { contentType: 'image/png', width: 128, height: 64, ...changes }]]),
  });
  const size = 'data-original-content-type="image/png" data-original-dimensions="128x64"';

  test('without a thumbnail is shown as a placeholder, and the thumbnail is awaited', () => {
    const { html, facts } = rendered(`[cat](/user_uploads/${PATH})`, image());
    expect(html).toBe(
      `<p><a href="/user_uploads/${PATH}">cat</a></p>\n<div class="message_inline_image">` +
        `<a href="/user_uploads/${PATH}" title="cat"><img class="image-loading-placeholder" ${size} ` +
        'src="/static/images/loading/loader-black.svg"></a></div>',
    );
    expect([...facts.awaitedThumbnails]).toEqual([PATH]);
    expect([...facts.attachmentPathIds]).toEqual([PATH]);
    expect(facts.hasImage).toBe(true);
  });

  test('with a thumbnail is shown by it', () => {
    const still = rendered(`[cat](/user_uploads/${PATH})`, image({ thumbnail: { animated: false } }));
    expect(still.html).toContain(`<img ${size} src="/user_uploads/thumbnail/${PATH}/840x560.webp">`);
    expect(still.facts.awaitedThumbnails.size).toBe(0);
    const moving = rendered(`[cat](/user_uploads/${PATH})`, image({ thumbnail: { animated: true } }));
    expect(moving.html).toContain(
      `<img data-animated="true" ${size} src="/user_uploads/thumbnail/${PATH}/840x560-anim.webp">`,
    );
  });

  test('written as an image stands in the text', () => {
    const { html, facts } = rendered(`a ![cat](/user_uploads/${PATH})`, image());
    expect(html).toBe(
      `<p>a <img alt="cat" class="inline-image image-loading-placeholder" ${size} ` +
        `data-original-src="/user_uploads/${PATH}" src="/static/images/loading/loader-black.svg"></p>`,
    );
    expect([...facts.attachmentPathIds]).toEqual([PATH]);
    expect(facts.hasImage).toBe(false);
  });

  test('that is no image stays a link, and text where an image was written', () => {
    const { html, facts } = rendered('[x](/user_uploads/2/x.pdf) ![y](/user_uploads/2/y.pdf)');
    expect(html).toBe('<p><a href="/user_uploads/2/x.pdf">x</a> ![y](/user_uploads/2/y.pdf)</p>');
    expect([...facts.attachmentPathIds]).toEqual(['2/x.pdf']);
  });

  test.each([
    ['/user_uploads/2/x', ['2/x']],
    ['http://zulip.testserver/user_uploads/2/x', ['2/x']],
    ['http://elsewhere.org/user_uploads/2/x', []],
    ['/user_uploads_of_mine/2/x', []],
  ])('is claimed by a link to %s: %j', (address, claimed) => {
    expect([...rendered(`[x](${address})`).facts.attachmentPathIds]).toEqual(claimed);
  });

  test('in code is not claimed', () => {
    expect(rendered(`\`/user_uploads/${PATH}\``, image()).facts.attachmentPathIds.size).toBe(0);
  });
});

describe('a link without a picture', () => {
  const previews = (
    entries: readonly (readonly [string, LinkPreview | null])[] = [],
  ): Partial<RenderContext> => ({
    realm: { ...testContext().realm, linkPreviews: true },
    linkPreviews: new Map(entries),
  });

  test('is fetched if nothing is known of it and its author is a person', () => {
    const content =
      'http://x.org/a http://x.org/1.png http://zulip.testserver/b mailto:a@b.com [c](/d) > http://q.org/';
    expect([...rendered(content, previews()).facts.linksForPreview]).toEqual([
      'http://x.org/a',
      'http://q.org/',
    ]);
    expect(rendered(content, { ...previews(), sentByBot: true }).facts.linksForPreview.size).toBe(0);
    expect(rendered(content).facts.linksForPreview.size).toBe(0);
  });

  test('that has been fetched gets its card at the end of the message', () => {
    const page = { kind: 'page', title: 'T<', description: 'D&', image: 'http://y.org/"1".png' } as const;
    const { html, facts } = rendered('http://x.org/a\n\nb', {
      ...previews([['http://x.org/a', page]]),
      imageProxy: { uri: '', key: '' },
    });
    const shown = throughProxy({ ...testContext(), imageProxy: { uri: '', key: '' } }, page.image);
    expect(html).toBe(
      '<p><a href="http://x.org/a">http://x.org/a</a></p>\n<p>b</p>\n<div class="message_embed">' +
        `<a class="message_embed_image" href="http://x.org/a" style="background-image: url(&quot;${shown}&quot;)"></a>` +
        '<div class="data-container"><div class="message_embed_title"><a href="http://x.org/a" title="T&lt;">T&lt;</a></div>' +
        '<div class="message_embed_description">D&amp;</div></div></div>',
    );
    expect(facts.linksForPreview.size).toBe(0);
  });

  test('without a preview or without a picture gets no card', () => {
    const entries = [
      ['http://x.org/a', null],
      ['http://x.org/b', { kind: 'page', title: 'T' }],
    ] as const;
    expect(rendered('http://x.org/a http://x.org/b', previews(entries)).html).not.toContain('<div');
  });

  test('to a video is named by its title where it had no name', () => {
    const url = 'https://youtu.be/abc';
    const known = previews([[url, { kind: 'page', title: 'Song' }]]);
    expect(rendered(url, known).html).toContain(`<p><a href="${url}">YouTube - Song</a></p>`);
    expect(rendered(`[mine](${url})`, known).html).toContain(`<p><a href="${url}">mine</a></p>`);
    const vimeo = 'https://vimeo.com/123';
    expect(rendered(vimeo, previews([[vimeo, { kind: 'page', title: 'Film' }]])).html).toContain(
      '>Vimeo - Film</a>',
    );
  });

  test('to a player keeps the player in an attribute', () => {
    const video: LinkPreview = { kind: 'video', title: 'T', image: '/i.png', html: '<script>"' };
    expect(rendered('http://x.org/v', previews([['http://x.org/v', video]])).html).toContain(
      '<div class="embed-video message_inline_image"><a data-id="&lt;script&gt;&quot;" href="http://x.org/v" title="T">' +
        '<img src="/i.png"></a></div>',
    );
  });
});
