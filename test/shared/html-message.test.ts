import { describe, expect, it } from 'vitest';
import { htmlMessage, labelledHtmlMessage } from '../../src/shared/html-message.ts';
import type { HtmlMessageOptions } from '../../src/shared/html-message.ts';

const REALM_URL = 'http://zulip.testserver';

const OPTIONS: HtmlMessageOptions = {
  realmUrl: REALM_URL,
  staticUrl: 'http://testserver/static/',
  emojiset: 'google',
  spoilerHint: '(Open Zulip to see the spoiler content)',
  time: { language: 'en', timeZone: '', is24HourClock: false },
  onBadTime: (datetime) => {
    throw new Error(`bad time ${datetime}`);
  },
};

const show = (html: string, options: Partial<HtmlMessageOptions> = {}): string =>
  htmlMessage(html, { ...OPTIONS, ...options });

describe('the HTML form of a message', () => {
  it('check 34: a label stands inside the first paragraph', () => {
    expect(
      labelledHtmlMessage(
        '<p><span class="user-mention" data-user-id="10">@King Hamlet</span></p>',
        'Iago',
        OPTIONS,
      ),
    ).toContain('<p><b>Iago</b>: <span class="user-mention"');
  });

  it('check 35: without a first paragraph the label stands before everything', () => {
    const html = '<ul>\n<li>1\n<ul>\n<li>2</li>\n</ul>\n</li>\n</ul>';
    expect(labelledHtmlMessage(html, 'Iago', OPTIONS)).toBe(`<b>Iago</b>: <div>${html}</div>`);
  });

  it('check 36: a message without a label is only wrapped', () => {
    expect(show('<p>Hello</p>')).toBe('<div><p>Hello</p></div>');
  });

  it('a name is text, not markup', () => {
    expect(labelledHtmlMessage('<p>x</p>', '<i>&"', OPTIONS)).toBe(
      '<div><p><b>&lt;i&gt;&amp;"</b>: x</p></div>',
    );
  });

  it('check 37: a custom emoji becomes a small picture with an absolute address', () => {
    expect(
      show(
        '<p><img alt=":green_tick:" class="emoji" src="/user_avatars/2/emoji/images/1.png" title="green tick"></p>',
      ),
    ).toBe(
      `<div><p><img alt=":green_tick:" src="${REALM_URL}/user_avatars/2/emoji/images/1.png" title="green tick" height="20" width="20"></p></div>`,
    );
  });

  it('check 37: an emoji is a picture of the set that the person uses', () => {
    const hamburger =
      '<p><span aria-label="hamburger" class="emoji emoji-1f354" role="img" title="hamburger">:hamburger:</span> yum</p>';
    expect(show(hamburger, { emojiset: 'twitter' })).toBe(
      '<div><p><img alt=":hamburger:" src="http://testserver/static/generated/emoji/images-twitter-64/1f354.png" title="hamburger" height="20" width="20"> yum</p></div>',
    );
    expect(show(hamburger, { emojiset: 'text' })).toContain('>:hamburger:</span>');
  });

  it('check 38: a channel link leads to the organization', () => {
    expect(
      show('<p><a class="stream" data-stream-id="5" href="/#narrow/channel/5-Verona">#Verona</a></p>'),
    ).toContain(`href="${REALM_URL}/#narrow/channel/5-Verona"`);
  });

  it('check 40: a narrow is absolute in link and title', () => {
    const narrow = '#narrow/channel/test/topic/test.20topic/near/142';
    expect(show(`<p><a href="${narrow}" title="${narrow}">Conversation</a></p>`)).toBe(
      `<div><p><a href="${REALM_URL}/${narrow}" title="${REALM_URL}/${narrow}">Conversation</a></p></div>`,
    );
  });

  it('check 40: an upload is absolute in the link, its text unchanged, and text that looks like one untouched', () => {
    expect(show('<p><a href="/user_uploads/2/1f/some_random_value">/user_uploads/2/1f/x</a></p>')).toBe(
      `<div><p><a href="${REALM_URL}/user_uploads/2/1f/some_random_value">/user_uploads/2/1f/x</a></p></div>`,
    );
    expect(show('<p>Set src="/avatar/x?s=30"</p>')).toBe('<div><p>Set src="/avatar/x?s=30"</p></div>');
  });

  it('leaves foreign and mailto links alone', () => {
    const html = '<p><a href="https://example.com/a?b=c&amp;d">x</a> <a href="mailto:a@b.c">y</a></p>';
    expect(show(html)).toBe(`<div>${html}</div>`);
  });

  const preview =
    '<div class="message_inline_image"><a href="/user_uploads/2/x.png" title="x.png"><img src="/user_uploads/thumbnail/2/x.png"></a></div>';

  it('check 41: a preview beside text goes', () => {
    expect(show(`<p>See <a href="/user_uploads/2/x.png">x.png</a></p>${preview}`)).toBe(
      `<div><p>See <a href="${REALM_URL}/user_uploads/2/x.png">x.png</a></p></div>`,
    );
  });

  it('check 41: a message that is nothing but a picture becomes a link', () => {
    expect(show(preview)).toBe(
      `<div><p><a href="${REALM_URL}/user_uploads/2/x.png" target="_blank" title="x.png">${REALM_URL}/user_uploads/2/x.png</a></p></div>`,
    );
  });

  const spoiler = (header: string): string =>
    `<div class="spoiler-block"><div class="spoiler-header">${header}</div><div class="spoiler-content" aria-hidden="true"><p>secret-text</p></div></div>`;

  it('check 42: a spoiler keeps its header, gets a hint and loses its content', () => {
    const html = show(spoiler('\n<p>header text</p>\n'));
    expect(html).toContain('spoiler-block');
    expect(html).toContain(
      'header text<span class="spoiler-title" title="Open Zulip to see the spoiler content"> (Open Zulip to see the spoiler content)</span></p>',
    );
    expect(html).not.toContain('secret-text');
  });

  it('check 42: a spoiler without a header gets a paragraph for the hint', () => {
    expect(show(spoiler(''))).toContain('<div class="spoiler-header"><p><span class="spoiler-title"');
  });

  it('check 43: a formula is shown as TeX', () => {
    expect(
      show(
        '<p><span class="katex-display"><span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow><annotation encoding="application/x-tex">d^* = +\\infty</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">d</span></span></span></p>',
      ),
    ).toContain('<span>$$d^* = +\\infty$$</span>');
  });

  const time = '<p><time datetime="2025-09-30T16:30:00Z">2025-09-30T09:30:00-07:00</time></p>';

  it('check 44: a time is shown in the zone, language and clock of the person', () => {
    const text = (html: string): string => html.replaceAll('\u202f', ' ');
    expect(text(show(time))).toContain('>Tue, Sep 30, 2025, 4:30 PM UTC</time>');
    const inBerlin = { language: 'de', timeZone: 'Europe/Berlin', is24HourClock: true };
    expect(text(show(time, { time: inBerlin }))).toContain('Di., 30. Sept. 2025, 18:30');
  });

  it('check 44: a time that cannot be converted is reported and left as it is', () => {
    const bad: string[] = [];
    const html = show('<p><time datetime="nonsense">as written</time></p>', {
      onBadTime: (datetime, error) => bad.push(`${datetime}: ${error.name}`),
    });
    expect(html).toBe('<div><p><time datetime="nonsense">as written</time></p></div>');
    expect(bad).toEqual(['nonsense: RangeError']);
  });

  it('check 45: an empty code block is no trouble', () => {
    const html = '<div class="codehilite"><pre><span></span><code></code></pre></div>';
    expect(show(html)).toBe(`<div>${html}</div>`);
    expect(show('')).toBe('<div></div>');
  });
});
