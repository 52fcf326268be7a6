import { describe, expect, it } from 'vitest';
import { deliveryResult } from '../../src/adapters/smtp-delivery-result.ts';
import type { SmtpFailure } from '../../src/adapters/smtp-delivery-result.ts';

const failure = (over: Partial<SmtpFailure>): SmtpFailure => {
  const response = over.response ?? 'failed';
  return {
    phase: 'envelope',
    code: null,
    systemCode: null,
    replyCode: null,
    response,
    error: new Error(response),
    ...over,
  };
};

describe('a reply to MAIL, RCPT or DATA', () => {
  it.each([
    [421, '421 Service closing', 'transient'],
    [450, '450 Mailbox busy', 'transient'],
    [451, '451 4.7.1 Greylisted', 'transient'],
    [452, '452 Insufficient storage', 'transient'],
    [503, '503 Bad sequence', 'transient'],
    [550, '550 No such user here', 'permanent'],
    [551, '551 Not local', 'permanent'],
    [552, '552 Too big', 'permanent'],
    [553, '553 Name not allowed', 'permanent'],
    [554, '554 Transaction failed', 'permanent'],
    [550, '550 4.7.1 Try later', 'transient'],
    [550, '550-4.2.2 Over quota', 'transient'],
    [451, '451 5.7.1 Never', 'permanent'],
    [242, '242 From field too long.', 'transient'],
  ])('%i "%s" is %s', (replyCode, response, kind) => {
    expect(deliveryResult(failure({ code: 'EENVELOPE', replyCode, response }))).toMatchObject({
      kind,
      code: replyCode,
      response,
    });
  });

  it('refused content is decided like a refused recipient', () => {
    const refused = failure({ phase: 'content', code: 'EMESSAGE', replyCode: 554, response: '554 Spam' });
    expect(deliveryResult(refused).kind).toBe('permanent');
  });

  it.each([
    ['550 5.1.1 <x@y.z> unknown', true],
    ['550 5.1.10 Recipient not found', true],
    ['550 5.2.1 Mailbox disabled', true],
    ['550 5.7.1 user unknown to policy', false],
    ['550 No such user here', true],
    ['550 User unknown', true],
    ['550 The mailbox x does not exist', true],
    ['554 Message looks like spam', false],
    ['552 Message too big', false],
  ])('%s: mailbox does not exist = %s', (response, isAddressUnknown) => {
    expect(deliveryResult(failure({ replyCode: Number(response.slice(0, 3)), response }))).toMatchObject({
      kind: 'permanent',
      isAddressUnknown,
    });
  });

  it.each([
    ['451 4.7.1 Try again in 300 seconds', 300_000],
    ['450 Greylisted for 5 minutes', 300_000],
    ['450 retry after 60s', 60_000],
    ['450 later', null],
  ])('the wish in "%s" is heard', (response, retryAfterMs) => {
    expect(deliveryResult(failure({ replyCode: 451, response }))).toMatchObject({ retryAfterMs });
  });
});

describe('no reply', () => {
  it.each([
    ['envelope', 'transient'],
    ['content', 'unknown'],
    ['session', 'outage'],
  ] as const)('a connection lost in the phase %s is %s', (phase, kind) => {
    expect(deliveryResult(failure({ phase, code: 'ECONNECTION', systemCode: 'ECONNRESET' })).kind).toBe(kind);
  });
});

describe('opening a session', () => {
  it.each<[string, Partial<SmtpFailure>, string]>([
    ['refused', { code: 'ESOCKET', systemCode: 'ECONNREFUSED' }, 'outage'],
    ['no such host', { code: 'EDNS', systemCode: 'ENOTFOUND' }, 'outage'],
    ['time out', { code: 'ETIMEDOUT' }, 'outage'],
    ['greeting 554', { code: 'EPROTOCOL', replyCode: 554, response: '554 no' }, 'outage'],
    ['greeting 421', { code: 'EPROTOCOL', replyCode: 421, response: '421 busy' }, 'outage'],
    ['login refused', { code: 'EAUTH', replyCode: 535, response: '535 5.7.8 bad' }, 'configuration'],
    ['no login offered', { code: 'EAUTH' }, 'configuration'],
    ['login broken for now', { code: 'EAUTH', replyCode: 454, response: '454 4.7.0 later' }, 'outage'],
    ['self-signed', { code: 'ESOCKET', systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'configuration'],
    ['expired', { code: 'ETLS', systemCode: 'CERT_HAS_EXPIRED' }, 'configuration'],
    ['wrong name', { code: 'ESOCKET', systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'configuration'],
    ['STARTTLS refused', { code: 'ETLS', replyCode: 502, response: '502 no' }, 'configuration'],
    ['TLS broken off', { code: 'ETLS', response: 'Connection closed unexpectedly' }, 'outage'],
  ])('%s is %s', (_, over, kind) => {
    expect(deliveryResult(failure({ phase: 'session', ...over })).kind).toBe(kind);
  });
});

it('a reply of many lines is kept as one, and cut', () => {
  const response = `550-first\r\n550 second ${'x'.repeat(1_000)}`;
  const result = deliveryResult(failure({ replyCode: 550, response }));
  expect(result.response).toHaveLength(500);
  expect(result.response).not.toMatch(/[\r\n]/);
});
