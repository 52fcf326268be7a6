import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget, RenderStopped } from '../../../../src/shared/messages/rendering/budget.ts';
import { createEndAfter } from '../../../../src/shared/messages/rendering/end-after.ts';
import { compileLinkifier } from '../../../../src/shared/messages/rendering/linkifiers.ts';
import { createMessageRenderer } from '../../../../src/shared/messages/rendering/render-message.ts';
import { testContext } from './support/context.ts';
import { FRAGMENTS, REPEATED } from './support/hostile.ts';

const linkifier = compileLinkifier('#(?P<id>[0-9]+)', 'https://t.example.com/{id}');
const context = testContext({ linkifiers: 'kind' in linkifier ? [] : [linkifier], translateEmoticons: true });
const unbounded = createMessageRenderer({ now: () => 0, maxHtmlCharacters: Infinity });

const repeat = (pattern: string, characters: number): string =>
  pattern.repeat(Math.ceil(characters / pattern.length)).slice(0, characters);

function steps(content: string): number {
  const result = unbounded(content, context);
  if (result.kind !== 'rendered') throw new Error(result.reason, { cause: result.error });
  return result.steps;
}

describe('the work grows with the length of a text, not with its square', () => {
  test.each(REPEATED)('for %j', { timeout: 60_000 }, (pattern) => {
    // Some texts change their kind with their length, so a long one is held against the worst of the shorter ones.
    const per = (characters: number): number => steps(repeat(pattern, characters)) / characters;
    expect(per(8_000)).toBeLessThan(2 * Math.max(per(2_000), per(4_000), 40));
  });

  test('for any few pieces repeated', { timeout: 60_000 }, () => {
    const pieces = fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pieces, pieces, (first, second) => {
        const text = repeat(first.join(''), 2_000) + repeat(second.join(''), 2_000);
        // 64 levels at most, each of which looks at a character with every rule once.
        expect(steps(text)).toBeLessThan(text.length * 12_000);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a text of three times the longest message', () => {
  const now = (): number => performance.now();
  const render = createMessageRenderer({ now, limitMs: 30_000, maxHtmlCharacters: Infinity });

  // Patterns of regular expressions are not counted in steps. One that took the square of the length would be given up.
  test.each(REPEATED)('made of %j is rendered and not given up', { timeout: 60_000 }, (pattern) => {
    expect(render(repeat(pattern, 30_000), context)).toHaveProperty('kind', 'rendered');
  });
});

describe('the time limit', () => {
  test('ends a rendering between two steps when the clock has passed it', () => {
    let clock = 0;
    const render = createMessageRenderer({ now: () => (clock += 2_000), limitMs: 5_000 });
    expect(render('Secret 5 **ö**', context)).toEqual({
      kind: 'unrenderable',
      reason: 'out_of_time',
      masked: 'xxxxxx x **x**',
    });
  });

  test('is looked at within a long text, not only between its parts', () => {
    let looks = 0;
    const budget = new Budget({ now: () => (looks += 1), limitMs: 3 });
    const work = (): void => {
      for (let step = 0; step < 1_000_000; step += 1) budget.spend(1);
    };
    expect(work).toThrow(RenderStopped);
    expect(budget.steps).toBeLessThan(20_000);
  });

  test('does not end one that is within it', () => {
    let clock = 0;
    const render = createMessageRenderer({ now: () => (clock += 1), limitMs: 5_000 });
    expect(render('**x**', context)).toMatchObject({ kind: 'rendered', html: '<p><strong>x</strong></p>' });
  });
});

describe('work that does not come back', () => {
  const endless = (): void => {
    for (;;);
  };

  test('is ended from outside', () => {
    expect(createEndAfter()(20, endless)).toEqual({ kind: 'cut_off' });
  });

  test('is ended from outside inside other work, which goes on', () => {
    const outer = createEndAfter();
    const inner = createEndAfter();
    expect(outer(60_000, () => [inner(20, endless), 'went on'])).toEqual({
      kind: 'ended',
      value: [{ kind: 'cut_off' }, 'went on'],
    });
  });

  test('that fails says why', () => {
    const failing = (): never => {
      throw new RangeError('too far');
    };
    expect(() => createEndAfter()(1_000, failing)).toThrow(RangeError);
  });

  test('in a formula costs the message only that formula', () => {
    const render = createMessageRenderer({ now: () => 0, partLimitMs: 20, maxHtmlCharacters: Infinity });
    const bomb = `\\def\\a{${'x'.repeat(3_000)}}${'\\a'.repeat(900)}`;
    const result = render(`\`\`\`math\n${bomb}\n\`\`\`\n**x**`, context);
    expect(result).toMatchObject({
      kind: 'rendered',
      html: `<p><span class="tex-error">${bomb}</span></p>\n<p><strong>x</strong></p>`,
    });
  });
});

describe('code', () => {
  test('with lines nobody reads is shown without colours', () => {
    const result = unbounded(`\`\`\`js\nvar a; ${'b'.repeat(600)}\n\`\`\``, context);
    expect(result).toHaveProperty(
      'html',
      expect.stringContaining(`<code>var a; ${'b'.repeat(600)}\n</code>`),
    );
  });

  test('in a known language is shown with the classes of Pygments', () => {
    const result = unbounded("```js\nconst a = 'b'; // c\n/* d\ne */\n```", context);
    expect(result).toHaveProperty(
      'html',
      '<div class="codehilite" data-code-language="JavaScript"><pre><span></span><code>' +
        '<span class="k">const</span> a = <span class="s1">&#39;b&#39;</span><span class="p">;</span> ' +
        '<span class="c1">// c</span>\n<span class="cm">/* d</span>\n<span class="cm">e */</span>\n</code></pre></div>',
    );
  });
});
