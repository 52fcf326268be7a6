import { describe, expect, test } from 'vitest';
import { compileAlertWords } from '../../../../src/shared/messages/rendering/alert-words.ts';
import { topicKey } from '../../../../src/shared/messages/rendering/context.ts';
import type { RenderContext } from '../../../../src/shared/messages/rendering/context.ts';
import { compileLinkifier } from '../../../../src/shared/messages/rendering/linkifiers.ts';
import { rendered, testContext } from './support/context.ts';

const html = (content: string, changes: Partial<RenderContext> = {}): string =>
  rendered(content, changes).html;

const realm = (changes: Partial<RenderContext['realm']>): Partial<RenderContext> => ({
  realm: { ...testContext().realm, ...changes },
});

const linkifier = (pattern: string, template: string): Partial<RenderContext> => {
  const compiled = compileLinkifier(pattern, template);
  if ('kind' in compiled) throw new Error(compiled.reason);
  return { linkifiers: [compiled] };
};

const HAMLET = { id: 10, fullName: 'King Hamlet', active: true };
const GHOST = { id: 11, fullName: 'Ghost', active: false };
const TWINS = [
  { id: 1, fullName: 'Mark Twin', active: true },
  { id: 2, fullName: 'Mark Twin', active: true },
];
const PEOPLE = {
  personsById: new Map([HAMLET, GHOST, ...TWINS].map((person) => [person.id, person])),
  personsByName: new Map([HAMLET, GHOST].map((person) => [person.fullName.toLowerCase(), person])),
  groups: new Map([
    ['support', { id: 5, name: 'support', deactivated: false }],
    ['old', { id: 6, name: 'old', deactivated: true }],
    ['role:fullmembers', { id: 8, name: 'role:fullmembers', deactivated: false }],
  ]),
};

describe('a mention', () => {
  test.each([
    ['@**King Hamlet**', '<p><span class="user-mention" data-user-id="10">@King Hamlet</span></p>', [10]],
    ['@**king hamlet**', '<p><span class="user-mention" data-user-id="10">@King Hamlet</span></p>', [10]],
    [
      '@_**King Hamlet**',
      '<p><span class="user-mention silent" data-user-id="10">King Hamlet</span></p>',
      [],
    ],
    ['@**|10**', '<p><span class="user-mention" data-user-id="10">@King Hamlet</span></p>', [10]],
    ['@**Ghost**', '<p><span class="user-mention silent" data-user-id="11">Ghost</span></p>', []],
    ['@**King Hamlet|1**', '<p>@<strong>King Hamlet|1</strong></p>', []],
    ['@**king hamlet|10**', '<p>@<strong>king hamlet|10</strong></p>', []],
    ['@**Nobody**', '<p>@<strong>Nobody</strong></p>', []],
    ['.@**King Hamlet**', '<p>.@<strong>King Hamlet</strong></p>', []],
    ['`@**King Hamlet**`', '<p><code>@**King Hamlet**</code></p>', []],
  ])('%s is written as the original writes it', (content, expected, mentioned) => {
    const { html: written, facts } = rendered(content, PEOPLE);
    expect(written).toBe(expected);
    expect([...facts.mentionedUserIds]).toEqual(mentioned);
  });

  test('of two people of one name is told apart by the ids', () => {
    const { facts } = rendered('@**Mark Twin|1**, (@**Mark Twin|2**', PEOPLE);
    expect([...facts.mentionedUserIds]).toEqual([1, 2]);
  });

  test.each(['> hi @**King Hamlet** @*support*', '```quote\nhi @**King Hamlet** @*support*\n```'])(
    'in a quote is silent: %j',
    (content) => {
      const { facts } = rendered(content, PEOPLE);
      expect(facts.mentionedUserIds.size + facts.mentionedGroupIds.size).toBe(0);
      expect([...facts.silentlyMentionedUserIds]).toEqual([10]);
    },
  );

  test('of a group carries its id, of a system group the name people know', () => {
    const { html: written, facts } = rendered(
      '@*support* @_*support* @*old* @*role:fullmembers* @*x*',
      PEOPLE,
    );
    expect(written).toBe(
      '<p><span class="user-group-mention" data-user-group-id="5">@support</span> ' +
        '<span class="user-group-mention silent" data-user-group-id="5">support</span> ' +
        '<span class="user-group-mention silent" data-user-group-id="6">old</span> ' +
        '<span class="user-group-mention" data-user-group-id="8">@Full members</span> @<em>x</em></p>',
    );
    expect([...facts.mentionedGroupIds]).toEqual([5, 8]);
  });

  test('of everybody sets the wildcard, a silent one does not', () => {
    const loud = rendered('@**all** @**topic**');
    expect(loud.html).toBe(
      '<p><span class="user-mention channel-wildcard-mention" data-user-id="*">@all</span> ' +
        '<span class="topic-mention">@topic</span></p>',
    );
    expect([loud.facts.mentionsChannelWildcard, loud.facts.mentionsTopicWildcard]).toEqual([true, true]);
    const silent = rendered('@_**everyone** @_**topic**');
    expect(silent.html).toContain(
      '<span class="user-mention channel-wildcard-mention silent" data-user-id="*">everyone</span>',
    );
    expect([silent.facts.mentionsChannelWildcard, silent.facts.mentionsTopicWildcard]).toEqual([
      false,
      false,
    ]);
    expect(html('@**All**')).toBe('<p>@<strong>All</strong></p>');
  });
});

describe('a link to a channel', () => {
  const channels = {
    channels: new Map([['Denmark', { id: 3 }]]),
    topicMessages: new Map([[topicKey(3, 'Some topic'), 99]]),
  };

  test.each([
    ['#**Denmark**', '<a class="stream" data-stream-id="3" href="/#narrow/channel/3-Denmark">#Denmark</a>'],
    [
      '#**Denmark>some topic**',
      '<a class="stream-topic" data-stream-id="3" href="/#narrow/channel/3-Denmark/topic/some.20topic/with/99">#Denmark &gt; some topic</a>',
    ],
    [
      '#**Denmark>new**',
      '<a class="stream-topic" data-stream-id="3" href="/#narrow/channel/3-Denmark/topic/new">#Denmark &gt; new</a>',
    ],
    [
      '#**Denmark>danish@123**',
      '<a class="message-link" href="/#narrow/channel/3-Denmark/topic/danish/near/123">#Denmark &gt; danish @ 💬</a>',
    ],
    [
      '#**Denmark>**',
      '<a class="stream-topic" data-stream-id="3" href="/#narrow/channel/3-Denmark/topic/">#Denmark &gt; <em>general chat</em></a>',
    ],
    [
      '#**Denmark>@123**',
      '<a class="message-link" href="/#narrow/channel/3-Denmark/topic//near/123">#Denmark &gt; <em>general chat</em> @ 💬</a>',
    ],
    ['#**denmark**', '#<strong>denmark</strong>'],
    ['#**Secret>topic**', '#<strong>Secret&gt;topic</strong>'],
  ])('%s', (content, expected) => {
    expect(html(content, channels)).toBe(`<p>${expected}</p>`);
  });

  test('is a link and names the channel to the sender', () => {
    const { facts } = rendered('#**Denmark>x**', channels);
    expect(facts.hasLink).toBe(true);
    expect([...facts.linkedChannelIds]).toEqual([3]);
  });
});

describe('a link', () => {
  test.each([
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['javascript://foo.com', 'javascript://foo.com'],
    ['[x](java\nscript:alert(1))', '[x](java<br>\nscript:alert(1))'],
    ['[x](foo.org)', '<a href="http://foo.org">x</a>'],
    ['[x](/help/)', '<a href="/help/">x</a>'],
    ['[x](a@b.com)', '<a href="mailto:a@b.com">x</a>'],
    ['[x](http://foo.org "a title")', '<a href="http://foo.org" title="a title">x</a>'],
    ['[**x** `y`](http://foo.org)', '<a href="http://foo.org">**x** <code>y</code></a>'],
    ['foo.org.', '<a href="http://foo.org">foo.org</a>.'],
    ['a@b.com', '<a href="mailto:a@b.com">a@b.com</a>'],
    ['main.py README.md', 'main.py README.md'],
    ['(http://foo.org/a_(b))', '(<a href="http://foo.org/a_(b)">http://foo.org/a_(b)</a>)'],
    ['http://foo.org?x=1', 'http://foo.org?x=1'],
    [
      'https://a.b:80/c?d=1&e=2#f',
      '<a href="https://a.b:80/c?d=1&amp;e=2#f">https://a.b:80/c?d=1&amp;e=2#f</a>',
    ],
    ['xhttp://foo.org/', 'xhttp://foo.org/'],
    ['http://foo.org/)(x', 'http://foo.org/)(x'],
    ['**a\nb** **c**', '**a<br>\nb<strong> </strong>c**'],
    [
      'http://zulip.testserver/user_uploads/1/x',
      '<a href="user_uploads/1/x">http://zulip.testserver/user_uploads/1/x</a>',
    ],
  ])('%j', (content, expected) => {
    expect(html(content)).toBe(`<p>${expected}</p>`);
  });

  test('by a linkifier needs delimiters before and no letter or digit behind', () => {
    const numbers = linkifier('#(?P<id>[0-9]+)', 'https://trac.example.com/ticket/{id}');
    expect(html('#224 issue#124 #1124z', numbers)).toBe(
      '<p><a href="https://trac.example.com/ticket/224">#224</a> issue#124 #1124z</p>',
    );
    expect(html('チケットは #123 です #124です #1 #2', numbers)).toBe(
      '<p>チケットは <a href="https://trac.example.com/ticket/123">#123</a> です #124です ' +
        '<a href="https://trac.example.com/ticket/1">#1</a> <a href="https://trac.example.com/ticket/2">#2</a></p>',
    );
  });

  test('by a linkifier to a scheme that is not allowed stays text', () => {
    expect(html('#1', linkifier('#(?P<id>[0-9]+)', 'javascript:{id}'))).toBe('<p>#1</p>');
  });

  test('by a linkifier with a faulty pattern is refused when it is compiled', () => {
    expect(compileLinkifier('(?<=x)y(', 'http://x/{id}')).toHaveProperty('kind', 'fault');
  });
});

describe('the dialect', () => {
  test('of mail takes lines with four blanks as text', () => {
    expect(html('    x', { dialect: 'email_gateway' })).toBe('<p>x</p>');
    expect(html('    x')).toBe('<div class="codehilite"><pre><span></span><code>x\n</code></pre></div>');
  });

  test('takes the default language of the realm where a fence names none', () => {
    expect(html('```\nvar x;\n```', realm({ defaultCodeBlockLanguage: 'javascript' }))).toBe(
      html('```js\nvar x;\n```'),
    );
    expect(html('```\nx\n```', realm({ defaultCodeBlockLanguage: 'quote' }))).toBe(
      '<blockquote>\n<p>x</p>\n</blockquote>',
    );
  });

  test.each([
    ['no underline\n---', '<p>no underline</p>\n<hr>'],
    ['a  \nb \\* _c_ <b>', '<p>a  <br>\nb \\* _c_ &lt;b&gt;</p>'],
    ['***x*** **y *z***', '<p><strong><em>x</em></strong> <strong>y *z</strong>*</p>'],
    ['&copy; &lt;', '<p>&copy; &lt;</p>'],
    ['3. a\n3. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['|a|b|\n|:-|-:|\n|1', tableHtml()],
    ['/me waves', '<p>/me waves</p>'],
    ['* a\n  * b', '<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>'],
    ['* a\n    * b', '<ul>\n<li>a<br>\n    * b</li>\n</ul>'],
    ['#\u0007 x', '<p>#\u0007 x</p>'],
  ])('%j', (content, expected) => {
    expect(html(content)).toBe(expected);
  });

  test('of an author who wants it turns emoticons into emoji, of others not', () => {
    expect(html('x <3', { translateEmoticons: true })).toContain('emoji-2764');
    expect(html('x <3')).toBe('<p>x &lt;3</p>');
  });

  test('shows custom emoji before Unicode ones', () => {
    const src = '/user_avatars/1/emoji/images/9.png';
    expect(
      html(':smile: :green_tick:', {
        realmEmoji: new Map([
          ['green_tick', src],
          ['smile', src],
        ]),
      }),
    ).toBe(
      `<p><img alt=":smile:" class="emoji" src="${src}" title="smile"> ` +
        `<img alt=":green_tick:" class="emoji" src="${src}" title="green tick"></p>`,
    );
  });

  test.each([
    ['2017-06-05T22:30Z', '2017-06-05T22:30:00Z'],
    ['2017-06-05 22:30:05.25+02:00', '2017-06-05T20:30:05.250000Z'],
    ['June 5th 2017, 10:30 pm', '2017-06-05T22:30:00Z'],
    ['0', '1970-01-01T00:00:00Z'],
    ['5/6/2017', '2017-05-06T00:00:00Z'],
  ])('reads the time %s', (written, expected) => {
    expect(html(`<time:${written}>`)).toBe(`<p><time datetime="${expected}">${written}</time></p>`);
  });

  test.each(['tomorrow', '2017-02-30', '25:00', '99999999999999', '22:30', '31 31 31'])(
    'says that %s is no time',
    (written) => {
      expect(html(`<time:${written}>`)).toBe(
        `<p><span class="timestamp-error">Invalid time format: ${written}</span></p>`,
      );
    },
  );
});

function tableHtml(): string {
  const row = (tag: string, [a, b]: readonly [string, string]): string =>
    `<tr>\n<${tag} style="text-align: left;">${a}</${tag}>\n<${tag} style="text-align: right;">${b}</${tag}>\n</tr>\n`;
  return `<table>\n<thead>\n${row('th', ['a', 'b'])}</thead>\n<tbody>\n${row('td', ['1', ''])}</tbody>\n</table>`;
}

describe('alert words', () => {
  const alertWords = compileAlertWords([
    { word: 'alertword', userId: 1 },
    { word: 'AlertWord', userId: 2 },
    { word: 'two words', userId: 3 },
  ]);
  const owners = (content: string): readonly number[] =>
    [...rendered(content, { alertWords }).facts.userIdsWithAlertWords].sort();

  test.each([
    ['ALERTWORD day', [1, 2]],
    ['(two words)', [3]],
    ['`alertword`', [1, 2]],
    ['myalertword alertwords', []],
    ['"alertword"', []],
    ['```\nalertword\n```', []],
  ])('%j tells %j', (content, expected) => {
    expect(owners(content)).toEqual(expected);
  });
});
