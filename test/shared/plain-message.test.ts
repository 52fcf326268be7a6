import { describe, expect, it } from 'vitest';
import { plainMessage } from '../../src/shared/plain-message.ts';

const HINT = '(Open Zulip to see the spoiler content)';
const show = (content: string): string =>
  plainMessage(content, { realmUrl: 'http://zulip.testserver', spoilerHint: HINT });

describe('the plain form of a message', () => {
  it('check 34: every line is quoted', () => {
    expect(show('@**King Hamlet**')).toBe('> @**King Hamlet**');
    expect(show('a\n\nb')).toBe('> a\n> \n> b');
  });

  it('check 35: a list keeps its blanks', () => {
    expect(show('* 1\n *2')).toBe('> * 1\n>  *2');
  });

  it('a link is reduced to its address', () => {
    expect(show('see [this](https://x.org/y) and [that one](z)')).toBe(
      '> see https://x.org/y and [that one](z)',
    );
  });

  it('check 40: an upload gets the address of the organization, once', () => {
    expect(show('[x.png](/user_uploads/2/x.png) /user_uploads/2/y')).toBe(
      '> http://zulip.testserver/user_uploads/2/x.png http://zulip.testserver/user_uploads/2/y',
    );
    expect(show('http://zulip.testserver/user_uploads/2/x')).toBe(
      '> http://zulip.testserver/user_uploads/2/x',
    );
  });

  it('check 42: a spoiler shows its header and a hint, not its content', () => {
    expect(show('```spoiler header text\nsecret-text\n```\nafter')).toBe(
      `> \`\`\`spoiler header text\n> ${HINT}\n> \`\`\`\n> after`,
    );
  });

  it.each([
    ['inside a quote', '~~~quote\n```spoiler x\nsecret\n```\n~~~'],
    ['around code', '````spoiler x\n```\nsecret\n```\nsecret\n````'],
    ['that is never closed', '```spoiler\nsecret'],
    ['with blanks before the language', '```   spoiler x\nsecret\n```'],
  ])('a spoiler %s does not tell', (_, content) => {
    expect(show(content)).not.toContain('secret');
    expect(show(content)).toContain(HINT);
  });

  it('a code block keeps its fences and whatever stands in it', () => {
    const block = '```python\nx = 1\n~~~spoiler y\nz\n~~~\n```';
    expect(show(block)).toBe(
      block
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n'),
    );
  });

  it('check 45: an empty code block is no trouble', () => {
    expect(show('```\n```')).toBe('> ```\n> ```');
  });
});
