import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { compileLinkifier } from '../../../../src/shared/messages/rendering/linkifiers.ts';
import { MARK_END, MARK_START } from '../../../../src/shared/messages/rendering/marks.ts';
import { rendered, testContext, testRenderer } from './support/context.ts';
import type { RenderContext } from '../../../../src/shared/messages/rendering/context.ts';
import { FRAGMENTS, REPEATED } from './support/hostile.ts';

/** Everything that a message may consist of. KaTeX's own elements are MathML, `span` and `svg` with `path`. */
const ELEMENTS = new Set(
  (
    'a audio blockquote br code del div em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong table tbody td th thead time ' +
    'tr ul video math semantics annotation mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder ' +
    'munderover mtable mtr mtd mstyle mpadded mphantom menclose svg path line'
  ).split(' '),
);
const ADDRESSES = new Set(['href', 'src', 'data-original-url', 'data-original-src']);
const SCHEMES = new Set(
  (
    'http https ftp file bitcoin geo im irc ircs magnet mailto matrix mms news nntp openpgp4fpr sip sms smsto ssh tel urn ' +
    'webcal wtai xmpp'
  ).split(' '),
);
const STYLE =
  /^(?:[a-z-]+: ?(?:-?[\d.]+(?:em|px|%)|[a-z]+|#[0-9a-f]+|rgb\([\d, ]+\)|calc\([\d.em +*-]+\));?)*$/u;

/** What a browser would find in the HTML that no message may have. */
function faultsIn(html: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (!ELEMENTS.has(name)) faults.push(`<${name}>`);
        if (!['br', 'hr', 'img', 'path', 'line'].includes(name)) open.push(name);
        for (const [attribute, value] of Object.entries(attributes)) {
          if (/^on|^srcdoc$|^formaction$|xlink/u.test(attribute)) faults.push(attribute);
          if (attribute === 'style' && !STYLE.test(value)) faults.push(`style=${value}`);
          // Browsers drop white space and control characters before and inside a scheme.
          const scheme = /^([^/?#:]*):/u
            .exec(
              Array.from(value)
                .filter((character) => character > ' ')
                .join(''),
            )?.[1]
            ?.toLowerCase();
          if (ADDRESSES.has(attribute) && scheme !== undefined && !SCHEMES.has(scheme))
            faults.push(`${attribute}=${value}`);
        }
      },
      onclosetag(name, implied) {
        if (implied && !['br', 'hr', 'img', 'path', 'line'].includes(name)) faults.push(`unclosed ${name}`);
        open.pop();
      },
      oncomment: () => faults.push('comment'),
      onprocessinginstruction: () => faults.push('instruction'),
    },
    { recognizeSelfClosing: true },
  );
  parser.end(html);
  return faults;
}

const linkifier = compileLinkifier('#(?P<id>[^ ]+)', 'https://t.example.com/{id}');
const ANY_URL = compileLinkifier('(?P<url>[a-z]+:[^ ]+)', '{+url}');
const CONTEXT: Partial<RenderContext> = {
  translateEmoticons: true,
  channels: new Map([['Denmark', { id: 3 }]]),
  uploads: new Map([['2/x.png', { contentType: 'image/png', width: 1, height: 1 }]]),
  linkifiers: [linkifier, ANY_URL].flatMap((compiled) => ('kind' in compiled ? [] : [compiled])),
  groups: new Map([['<b>', { id: 1, name: '<b>', deactivated: false }]]),
  personsByName: new Map([['zoe', { id: 7, fullName: '<img src=x onerror=alert(1)>', active: true }]]),
};

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 3 })), { maxLength: 60 })
    .map((parts) => parts.join('')),
);

describe('whatever an author writes', { timeout: 60_000 }, () => {
  test('the HTML has only known elements, harmless attributes and allowed addresses', () => {
    fc.assert(
      fc.property(text, (content) => {
        expect(faultsIn(rendered(content, CONTEXT).html)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('rendering the same text again gives the same HTML', () => {
    fc.assert(
      fc.property(text, (content) => {
        expect(rendered(content, CONTEXT).html).toBe(rendered(content, CONTEXT).html);
      }),
      { numRuns: 200 },
    );
  });

  test('no mark of the renderer is left in the HTML', () => {
    fc.assert(
      fc.property(text, (content) => {
        expect(rendered(content, CONTEXT).html).not.toMatch(new RegExp(`[${MARK_START}${MARK_END}]`, 'u'));
      }),
      { numRuns: 500 },
    );
  });

  test.each(REPEATED)('%j over and over is harmless', (pattern) => {
    expect(faultsIn(rendered(pattern.repeat(300), CONTEXT).html)).toEqual([]);
  });
});

test('the check of the HTML sees what it is for', () => {
  expect(faultsIn('<script>x</script>')).toEqual(['<script>']);
  expect(faultsIn('<p onclick="x">')).toContain('onclick');
  expect(faultsIn('<a href="java&#10;script:x">x</a>')).toHaveLength(1);
  expect(faultsIn('<p style="background: url(x)"></p>')).toHaveLength(1);
  expect(faultsIn('<p><b')).not.toEqual([]);
  expect(faultsIn('<p style="text-align: left;"><a href="/x">x</a></p>')).toEqual([]);
});

test('a link never holds another one, whatever made it', () => {
  const contents = [
    'mailto:https://a.co/',
    '[***http://a.co***](http://b.co)',
    '[#**Denmark**](http://b.co)',
  ];
  for (const content of contents) {
    const { html } = rendered(content, CONTEXT);
    expect(html.split('<a ')).toHaveLength(2);
    expect(faultsIn(html)).toEqual([]);
  }
});

test('fences that are never closed leave no element open', () => {
  for (const content of [
    '```quote\n```spoiler h\n',
    '```quote\n```js\nx\n',
    '```spoiler\n```spoiler\n> x\n',
  ]) {
    expect(faultsIn(rendered(content).html)).toEqual([]);
  }
});

describe('a text that cannot be rendered', () => {
  test('because its HTML would be too long is refused, and its log line shows no letters', () => {
    const result = testRenderer('$$x$$ '.repeat(3_000), testContext());
    expect(result).toMatchObject({ kind: 'unrenderable', reason: 'html_too_long' });
    expect(result).toHaveProperty('masked', '$$x$$ '.repeat(3_000).replaceAll(/\w/gu, 'x'));
  });
});
