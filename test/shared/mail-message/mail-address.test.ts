import { describe, expect, it } from 'vitest';
import { encodedWords } from '../../../src/shared/mail-message/encoded-word.ts';
import {
  BadAddressError,
  formatAddress,
  parseAddress,
} from '../../../src/shared/mail-message/mail-address.ts';

describe('formatAddress', () => {
  it('check 1: a name is kept as long as the encoded value has at most 320 characters', () => {
    const address = 'noreply@testserver';
    const name = 'a'.repeat(320 - address.length - 3);
    expect(formatAddress({ name, address })).toBe(`${name} <${address}>`);
    expect(formatAddress({ name: `${name}a`, address })).toBe(address);
  });

  it('check 2: outside ASCII the encoded length counts: 61 characters stay, 62 are too many', () => {
    const address = 'hamlet@zulip.com';
    const kept = formatAddress({ name: '澳'.repeat(61), address });
    expect(kept).toContain(`<${address}>`);
    expect(decode(kept)).toBe(`${'澳'.repeat(61)} <${address}>`);
    expect(formatAddress({ name: '澳'.repeat(62), address })).toBe(address);
  });

  it.each([
    ['King Hamlet', 'hamlet@zulip.com', 'King Hamlet <hamlet@zulip.com>'],
    ['', 'hamlet@zulip.com', 'hamlet@zulip.com'],
    ['Doe, John', 'j@x.com', '"Doe, John" <j@x.com>'],
    ['a "b" \\', 'j@x.com', '"a \\"b\\" \\\\" <j@x.com>'],
    ['Zoë', 'zoe@bücher.example', '=?utf-8?q?Zo=C3=AB?= <zoe@xn--bcher-kva.example>'],
    ['x\r\nBcc: evil@x.com', 'j@x.com', '"x Bcc: evil@x.com" <j@x.com>'],
  ])('writes %j <%s> for a header', (name, address, header) => {
    expect(formatAddress({ name, address })).toBe(header);
  });
});

it('no encoded word is longer than the standard allows or splits a character', () => {
  const text = 'Ünïcödé 😀 '.repeat(20);
  const words = encodedWords(text);
  expect(words.length).toBeGreaterThan(2);
  for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
  expect(decode(words.join(' '))).toBe(text);
});

describe('parseAddress', () => {
  it.each([
    ['a@b.com', '', 'a@b.com'],
    [' King Hamlet <hamlet@zulip.com> ', 'King Hamlet', 'hamlet@zulip.com'],
    ['"Doe, John" <j@x.com>', 'Doe, John', 'j@x.com'],
    ['<j@x.com>', '', 'j@x.com'],
  ])('reads %j', (text, name, address) => {
    expect(parseAddress(text)).toEqual({ name, address });
  });

  it.each(['', 'nobody', 'a b@c', 'a@b@c', '<a@b', 'x <>', 'a@b\r\nRCPT', `${'a'.repeat(250)}@b.com`])(
    'refuses %j',
    (text) => {
      expect(() => parseAddress(text)).toThrow(BadAddressError);
    },
  );
});

/** Decodes encoded words by the rules of RFC 2047: blanks between two of them do not count. */
function decode(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/g, (_, encoding: string, text: string) =>
      encoding === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/g, (_hex, code: string) => String.fromCharCode(parseInt(code, 16))),
    )
    .replace(/^.*$/s, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
}
