import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpretResult } from '../../../src/consumers/outgoing_webhooks/interpret-result.ts';
import type { Interpretation } from '../../../src/consumers/outgoing_webhooks/interpret-result.ts';
import { parseAnswer } from '../../../src/consumers/outgoing_webhooks/parse-answer.ts';
import type { OutboundResult } from '../../../src/shared/outbound-http.ts';

const NO_REPLY = { kind: 'no_reply' };
const reply = (content: string, widgetContent: string | null = null) => ({
  kind: 'reply',
  content,
  widgetContent,
});
const refused = (text: string) => ({ kind: 'refused', text });

describe('the body of a 2xx answer', () => {
  it.each([
    ['check 10', '{"content":"whatever"}', reply('whatever')],
    ['check 10', '{"content":""}', NO_REPLY],
    ['check 10', '{}', NO_REPLY],
    ['check 10', '{"response_not_required":true}', NO_REPLY],
    ['check 10', '{"response_not_required":true,"content":"x"}', NO_REPLY],
    ['check 10', '{"response_string":"x"}', reply('x')],
    ['check 10', '{"content":"a","widget_content":"b","red":1}', reply('a', 'b')],
    ['check 12', '""', NO_REPLY],
    ['check 13', "this isn't valid json", refused('Invalid JSON in response')],
    ['check 14', 'true', refused('Invalid response format')],
    ['check 34', '', refused('Invalid JSON in response')],
    ['check 35', '[1]', refused('Invalid response format')],
    ['check 35', '17', refused('Invalid response format')],
    ['check 35', '"text"', refused('Invalid response format')],
    ['check 35', 'null', refused('Invalid response format')],
    ['check 36', '{"content":"   \\n"}', NO_REPLY],
    ['4.3.4', '{"response_not_required":[],"content":"x"}', reply('x')],
    ['4.3.4', '{"response_string":"x","content":"y","widget_content":"z"}', reply('x')],
    ['4.3.4', '{"response_string":null,"content":"y"}', NO_REPLY],
    ['4.3.4', '{"content":null}', NO_REPLY],
    ['4.3.4', '{"content":false}', reply('False')],
    ['4.3.4', '{"content":[1,"a"]}', reply("[1, 'a']")],
    [
      '4.4.4',
      '{"content":"a","widget_content":{}}',
      refused('Widgets: API programmer sent invalid JSON content'),
    ],
  ])('%s: generic %s is %j', (_check, body, answer) => {
    expect(parseAnswer('generic', body)).toEqual(answer);
  });

  it.each([
    ['check 11', '{"text":"x"}', reply('x')],
    ['check 11', '{"response_not_required":true}', NO_REPLY],
    ['4.3.4', '{"text":7}', reply('7')],
    ['4.3.4', '{"content":"x"}', NO_REPLY],
  ])('%s: Slack %s is %j', (_check, body, answer) => {
    expect(parseAnswer('slack', body)).toEqual(answer);
  });

  it('is read without throwing, whatever it is', () => {
    const text = fc.oneof(
      fc.uint16Array().map((units) => String.fromCharCode(...units)),
      fc.json(),
      fc.jsonValue().map((content) => JSON.stringify({ content, text: content })),
      fc.jsonValue().map((widget) => JSON.stringify({ content: 'a', widget_content: widget })),
    );
    fc.assert(
      fc.property(fc.constantFrom('generic', 'slack'), text, (format, body) => {
        const answer = parseAnswer(format, body);
        if (answer.kind !== 'reply') return;
        expect(answer.content.trim()).not.toBe('');
        expect(answer.content.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each([
    ['is nested deeply', `{"content":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['is long', JSON.stringify({ content: '\ud800a'.repeat(100_000) })],
  ])('is kept up to 40,000 characters when it %s', (_what, body) => {
    const answer = parseAnswer('generic', body);
    expect(answer.kind === 'reply' && answer.content.length <= 40_000).toBe(true);
  });
});

const FACTS = { format: 'generic', command: 'do it', timeoutMs: 10_000, nowMs: 0 } as const;

const answered = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  ({ kind: 'answered', status, headers, body: Buffer.from(body), isCutOff: false }) as const;

const failureOf = (interpretation: Interpretation) => {
  const { conclusion } = interpretation;
  if (conclusion.kind !== 'post' || conclusion.posting.kind !== 'failure') throw new Error('no failure');
  return conclusion.posting;
};

const failed = (result: OutboundResult) => failureOf(interpretResult(result, FACTS));

describe('the result of a request', () => {
  it('check 13: bad JSON is told to the conversation, and to the owner with the body', () => {
    const { ownerDetail, said } = failed(answered(200, "this isn't valid json"));
    expect(said).toBe('Invalid JSON in response');
    expect(ownerDetail).toContain('attempted to send a message');
    expect(ownerDetail).toContain('> Invalid JSON in response');
    expect(ownerDetail).toContain("```\nthis isn't valid json\n```");
  });

  it('check 14: so is another format', () => {
    const { ownerDetail, said } = failed(answered(200, 'true'));
    expect(said).toBe('Invalid response format');
    expect(ownerDetail).toContain('```\ntrue\n```');
  });

  it.each([500, 400, 302, 199])('check 16: status %s is told with its number and the body', (status) => {
    const failure = failed(answered(status, 'oops'));
    expect(failure).toMatchObject({ said: `Third party responded with ${status}`, service: 'at_fault' });
    expect(failure.ownerDetail).toContain(`status code *${status}*`);
    expect(failure.ownerDetail).toContain('```\noops\n```');
  });

  it('check 17: 407 without a body is told as a private network, without a payload', () => {
    const { ownerDetail, said } = failed(answered(407, ''));
    expect(said).toBe('Third party responded with 407');
    expect(ownerDetail).toBe('The URL of your bot is for a private or disallowed network.');
  });

  it('check 21: a request that cannot be made is told with type, text and command, and not repeated', () => {
    const result = { kind: 'refused', name: 'TooManyRedirects', reason: 'more than 5' } as const;
    const { ownerDetail, said } = failureOf(
      interpretResult(result, { ...FACTS, command: '@**all** `x`\nnow' }),
    );
    expect(said).toContain('*TooManyRedirects*');
    expect(said).toContain('`` @**all** `x` now ``');
    expect(said).toContain('See the Zulip server logs');
    expect(ownerDetail).toContain('*TooManyRedirects*');
    expect(ownerDetail).toContain('```\nmore than 5\n```');
  });

  it('check 29: a private network is told by that name, whatever the scheme, and not repeated', () => {
    const failure = failed({ kind: 'private_network', host: '127.0.0.1' });
    expect(failure.said).toContain('private or disallowed network');
    expect(failure.ownerDetail).toContain('private or disallowed network');
  });

  it('check 30: an answer that was cut off is a failure by that name, and so is what is shown of it', () => {
    const body = 'x'.repeat(5_000);
    const { ownerDetail, said } = failed({ ...answered(200, body), isCutOff: true });
    expect(said).toBe('Response is longer than 5000 bytes');
    expect(ownerDetail?.length).toBeLessThan(2_500);
    expect(ownerDetail).toContain('[cut off]');
  });

  it('check 34: 204 without a body is bad JSON', () => {
    expect(failed(answered(204, '')).said).toBe('Invalid JSON in response');
  });

  it('a payload cannot end its code block', () => {
    expect(failed(answered(500, '```\n@**all**')).ownerDetail).toContain('````\n```\n@**all**\n````');
  });

  it.each([
    [{ kind: 'timeout' } as const, null, 'Request timed out after 10 seconds.'],
    [
      { kind: 'connection_failed', reason: 'ECONNRESET' } as const,
      null,
      'A connection error occurred. Is my bot server down?',
    ],
    [answered(503, ''), 503, "Your bot's server sent a response with status code *503*."],
  ])('check 18: %j is tried again, and kept for the owner', (result, status, ownerDetail) => {
    expect(interpretResult(result, FACTS).conclusion).toMatchObject({
      kind: 'try_again',
      failure: { status, ownerDetail },
    });
  });

  it.each([429, 502, 503, 504])('status %s is tried again when the service says', (status) => {
    const { conclusion } = interpretResult(answered(status, '', { 'retry-after': '90' }), FACTS);
    expect(conclusion).toMatchObject({ kind: 'try_again', afterMs: 90_000 });
  });

  it('a body is read in the charset of its header, or as UTF-8', () => {
    const latin = { ...answered(200, ''), body: Buffer.from('{"content":"é"}', 'latin1') };
    const named = { ...latin, headers: { 'content-type': 'text/plain; charset="ISO-8859-1"' } };
    const unknown = { ...answered(200, '{"content":"é"}', { 'content-type': 'x; charset=klingon' }) };
    for (const result of [named, unknown]) {
      expect(interpretResult(result, FACTS).conclusion).toMatchObject({ posting: { content: 'é' } });
    }
  });
});
