import { describe, expect, it } from 'vitest';
import { newReplyToken, newUnsubscribeKey, unsubscribeLink } from '../../src/shared/mail-tokens.ts';

const bytes =
  (value: number) =>
  (count: number): Buffer =>
    Buffer.alloc(count, value);

describe('tokens in mails', () => {
  it('a reply token is mm and 32 hex digits of 16 random bytes', () => {
    expect(newReplyToken(bytes(0xab))).toBe(`mm${'ab'.repeat(16)}`);
  });

  it('an unsubscribe key is the base32 of 15 random bytes, first bits first', () => {
    expect(newUnsubscribeKey(bytes(0))).toBe('a'.repeat(24));
    expect(newUnsubscribeKey(bytes(0xff))).toBe('7'.repeat(24));
    expect(newUnsubscribeKey((count) => Buffer.from([0x08, ...Array<number>(count - 1).fill(0)]))).toBe(
      `b${'a'.repeat(23)}`,
    );
  });

  it('the link that unsubscribes names the kind of mail', () => {
    expect(unsubscribeLink('http://zulip.testserver', 'missed_messages', 'abc')).toBe(
      'http://zulip.testserver/accounts/unsubscribe/missed_messages/abc',
    );
  });
});
