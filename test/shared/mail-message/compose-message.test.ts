import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { encodeBody } from '../../../src/shared/mail-message/body-encoding.ts';
import { composeMessage } from '../../../src/shared/mail-message/compose-message.ts';
import type { MailParts } from '../../../src/shared/mail-message/compose-message.ts';
import { mailDate } from '../../../src/shared/mail-message/mail-date.ts';

const parts = (over: Partial<MailParts> = {}): MailParts => ({
  messageId: '00000000-0000-4000-8000-000000000001@testserver',
  from: { name: 'Zulip', address: 'noreply@testserver' },
  to: { name: 'King Hamlet', address: 'hamlet@zulip.com' },
  replyTo: 'noreply@testserver',
  subject: 'Hello',
  date: 'Thu, 18 Dec 2025 14:06:15 +0100',
  text: 'Hello\n',
  html: '<p>Hello</p>\n',
  list: { name: 'Zulip Dev', host: 'zulip.testserver' },
  unsubscribeLink: 'http://zulip.testserver/accounts/unsubscribe/login/abc',
  oneClickUnsubscribe: true,
  inReplyTo: null,
  references: null,
  traceparent: null,
  ...over,
});

const headersOf = (over: Partial<MailParts> = {}): Map<string, string> => {
  const [head = ''] = composeMessage(parts(over)).split('\r\n\r\n');
  const lines = head.replace(/\r\n /g, ' ').split('\r\n');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(': ') + 2)]));
};

describe('headers', () => {
  it('check 3: List-Id names the organization and its host, and is absent without one', () => {
    expect(headersOf().get('List-Id')).toBe('Zulip Dev <zulip.testserver>');
    expect(headersOf({ list: null }).has('List-Id')).toBe(false);
  });

  it('check 4: every mail asks for no automatic answers', () => {
    expect(headersOf().get('X-Auto-Response-Suppress')).toBe('All');
    expect(headersOf().get('Auto-Submitted')).toBe('auto-generated');
  });

  it('check 5: the unsubscribe headers follow the link, one click only where allowed', () => {
    expect(headersOf().get('List-Unsubscribe')).toBe(
      '<http://zulip.testserver/accounts/unsubscribe/login/abc>',
    );
    expect(headersOf().get('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    const billing = headersOf({ oneClickUnsubscribe: false });
    expect([billing.has('List-Unsubscribe'), billing.has('List-Unsubscribe-Post')]).toEqual([true, false]);
    const without = headersOf({ unsubscribeLink: null });
    expect([without.has('List-Unsubscribe'), without.has('List-Unsubscribe-Post')]).toEqual([false, false]);
  });

  it('carries threading headers and the trace when given', () => {
    const headers = headersOf({ inReplyTo: '<a@b>', references: '<a@b>', traceparent: '00-1-2-01' });
    expect([headers.get('In-Reply-To'), headers.get('References'), headers.get('Traceparent')]).toEqual([
      '<a@b>',
      '<a@b>',
      '00-1-2-01',
    ]);
  });

  it.each<Partial<MailParts>>([
    { subject: 'x\r\nBcc: evil@x.com' },
    { replyTo: 'a@b.c\r\nBcc: evil@x.com' },
    { date: 'now\nBcc: evil@x.com' },
    { unsubscribeLink: 'http://x\r\nBcc: evil@x.com' },
    { from: { name: 'x\nBcc: evil@x.com', address: 'a@b.c' } },
    { list: { name: 'x\u2028Bcc: evil@x.com', host: 'h' } },
    { references: '<a>\rBcc: evil@x.com' },
  ])('no value starts a header of its own: %j', (over) => {
    expect(headersOf(over).has('Bcc')).toBe(false);
  });

  it('no line is longer than 998 characters, and long subjects are read back unchanged', async () => {
    const subject = 'Ein ganz langes Thema mit Umläuten äöü '.repeat(12).trim();
    const message = composeMessage(parts({ subject }));
    for (const line of message.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect((await simpleParser(message)).subject).toBe(subject);
  });
});

describe('body', () => {
  it('check 12: text comes first, HTML second, both readable', async () => {
    const message = composeMessage(parts({ text: 'Grüße\n. dot\n', html: '<p>Grüße</p>\n' }));
    expect(message.indexOf('text/plain')).toBeLessThan(message.indexOf('text/html'));
    const mail = await simpleParser(message, { skipHtmlToText: true });
    expect(mail.text).toBe('Grüße\n. dot\n');
    expect(mail.html).toBe('<p>Grüße</p>\n');
  });

  it.each([
    ['plain ASCII', 'Hello\nworld\n', '7bit'],
    ['a few letters outside ASCII', 'Schöne Grüße an alle Leute hier\n', 'quoted-printable'],
    ['mostly outside ASCII', '新着メッセージ\n', 'base64'],
    ['a line of 2,000 characters', `${'x'.repeat(2_000)}\n`, 'quoted-printable'],
  ])('encodes %s as %s', async (_, text, encoding) => {
    const encoded = encodeBody(text);
    expect(encoded.transferEncoding).toBe(encoding === 'Hello\nworld\n' ? '7bit' : encoding);
    for (const line of encoded.content.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect(encoded.content).not.toMatch(/[^\r]\n/);
    const mail = await simpleParser(composeMessage(parts({ text })), { skipHtmlToText: true });
    expect(mail.text).toBe(text);
  });

  it('keeps blanks at the end of lines and tabs in quoted-printable', async () => {
    const text = 'ä trailing  \n\ttab = sign\n';
    const mail = await simpleParser(composeMessage(parts({ text })), { skipHtmlToText: true });
    expect(mail.text).toBe(text);
  });
});

it('check 8: without a date of its own a mail has the time of sending in UTC', () => {
  expect(mailDate(Date.UTC(2025, 11, 18, 13, 6, 15))).toBe('Thu, 18 Dec 2025 13:06:15 -0000');
});
