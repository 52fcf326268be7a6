import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  normaliseChannelName,
  normaliseContent,
  normaliseTopic,
} from '../../../../src/shared/messages/checking/message-text.ts';

/** Any code points, halves of surrogate pairs too, and often what is stripped. */
const texts = (maxLength: number) => {
  const anything = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
  const stripped = fc.constantFrom(' ', '\n', '\u0085', 'a');
  return fc.array(fc.oneof(anything, stripped), { maxLength }).map((parts) => parts.join(''));
};

const refusal = (text: string) => ({ kind: 'refused', code: 'BAD_REQUEST', text });

describe('the text of a message', () => {
  it('check 1: loses white space at its end only', () => {
    expect(normaliseContent('  I like whitespace at the end! \n\n \n')).toBe(
      '  I like whitespace at the end!',
    );
  });

  it('check 2: loses newlines at its start', () => {
    expect(normaliseContent('\nAvoid the first newline')).toBe('Avoid the first newline');
    expect(normaliseContent('\n\n  x')).toBe('  x');
  });

  it('check 3: is refused when nothing is left', () => {
    expect(normaliseContent(' \n ')).toEqual(refusal('Message must not be empty'));
  });

  it('check 4: is refused with a null byte', () => {
    expect(normaliseContent('a\0b')).toEqual(refusal('Message must not contain null bytes'));
  });

  it('check 5: is cut, with a mark, to the limit', () => {
    expect(normaliseContent('A'.repeat(26), 25)).toBe('AAAAA\n[message truncated]');
    expect(normaliseContent('A'.repeat(25), 25)).toBe('A'.repeat(25));
  });

  it('check 9: of 10,010 characters is cut to 10,000', () => {
    expect(normaliseContent('x'.repeat(10_010))).toBe(`${'x'.repeat(9_980)}\n[message truncated]`);
  });

  it('check 11: ends before white space as Python knows it', () => {
    expect(normaliseContent('x\u0085')).toBe('x');
    expect(normaliseContent('x\u001c')).toBe('x');
    expect(normaliseContent('x\ufeff')).toBe('x\ufeff');
  });

  it('is refused with half of a surrogate pair', () => {
    expect(normaliseContent('x\ud83d')).toEqual(refusal('Message must be valid Unicode text'));
  });

  it('is counted in code points', () => {
    expect(normaliseContent('😀'.repeat(10_000))).toBe('😀'.repeat(10_000));
  });

  it('once in order stays as it is, whatever it was', () => {
    fc.assert(
      fc.property(texts(60), (written) => {
        const content = normaliseContent(written, 40);
        if (typeof content !== 'string') return;
        expect(Array.from(content).length).toBeLessThanOrEqual(40);
        expect(content.isWellFormed()).toBe(true);
        expect(normaliseContent(content, 40)).toBe(content);
      }),
    );
  });
});

describe('a topic', () => {
  it('check 6: is cut to 60 characters with three dots', () => {
    expect(normaliseTopic('A'.repeat(61))).toBe(`${'A'.repeat(57)}...`);
    expect(normaliseTopic('A'.repeat(60))).toBe('A'.repeat(60));
  });

  it.each([
    ['Test\n\rTopic', 5],
    ['Test\ufffeTopic', 5],
    ['\u0007', 1],
    ['😀\ud83d', 2],
  ])('check 7: %j is refused with the place of what cannot be shown', (written, position) => {
    expect(normaliseTopic(written)).toEqual(refusal(`Invalid character in topic, at position ${position}!`));
  });

  it.each([
    ['(no topic)', ''],
    ['general chat', ''],
    [' general chat ', ''],
    ['', ''],
    ['General Chat', 'General Chat'],
  ])('check 8: %j is %j', (written, topic) => {
    expect(normaliseTopic(written)).toBe(topic);
  });

  it('that is missing is refused', () => {
    expect(normaliseTopic(null)).toEqual(refusal('Missing topic'));
  });

  it('that is too long is looked at as a whole before it is cut', () => {
    expect(normaliseTopic(`${'A'.repeat(80)}\n.`)).toEqual(
      refusal('Invalid character in topic, at position 81!'),
    );
  });

  it('in order has at most 60 characters, all of them shown', () => {
    fc.assert(
      fc.property(texts(90), (written) => {
        const topic = normaliseTopic(written);
        if (typeof topic !== 'string') return;
        expect(Array.from(topic).length).toBeLessThanOrEqual(60);
        expect(topic).not.toMatch(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u);
      }),
    );
  });
});

describe('the name of a channel', () => {
  it.each([
    [' Denmark ', 'Denmark'],
    ['a'.repeat(60), 'a'.repeat(60)],
  ])('%j is taken as %j', (written, name) => {
    expect(normaliseChannelName(written)).toBe(name);
  });

  it.each([
    [' ', "Channel name can't be empty."],
    ['a'.repeat(61), 'Channel name too long (limit: 60 characters).'],
    ['a\u0000b', 'Invalid character in channel name, at position 2.'],
  ])('%j is refused', (written, text) => {
    expect(normaliseChannelName(written)).toEqual(refusal(text));
  });
});
