import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, HEADERS, readEnvelope } from '../../src/runtime/headers.ts';
import { formatDelay, parseDelay, parseTopic, queueNames } from '../../src/runtime/names.ts';

describe('names', () => {
  it('are those of the design', () => {
    expect(queueNames('zulip', 'email_senders', [300_000, 5_000, 30_000, 5_000])).toEqual({
      main: 'zulip.email_senders',
      dlq: 'zulip.email_senders.dlq',
      group: 'zulip.email_senders',
      subject: 'zulip.email_senders-value',
      tiers: [
        { delayMs: 5_000, label: '5s', topic: 'zulip.email_senders.retry.5s' },
        { delayMs: 30_000, label: '30s', topic: 'zulip.email_senders.retry.30s' },
        { delayMs: 300_000, label: '5m', topic: 'zulip.email_senders.retry.5m' },
      ],
    });
  });

  it.each([
    [200, '200ms'],
    [1_500, '1500ms'],
    [90_000, '90s'],
    [3_600_000, '1h'],
  ])('%d ms is spelt %s', (delayMs, text) => {
    expect(formatDelay(delayMs)).toBe(text);
  });

  it('property: delays and topics are read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (delayMs) => {
        expect(parseDelay(formatDelay(delayMs))).toBe(delayMs);
        const topic = queueNames('p', 'q_1', [delayMs]).tiers[0]?.topic ?? '';
        expect(parseTopic('p', topic)).toEqual({ kind: 'retry', queue: 'q_1', delayMs });
      }),
    );
  });

  it.each(['other.q', 'p', 'p.', 'p.q.dlq.x', 'p.q.retry', 'p.q.retry.soon', 'p.q.retry.5s.x', 'p.q.else'])(
    '%s is no topic of the fleet',
    (topic) => {
      expect(parseTopic('p', topic)).toBeNull();
    },
  );
});

describe('headers', () => {
  const record = (headers: Record<string, string>) => ({
    topic: 't',
    partition: 3,
    offset: 9n,
    timestampMs: 1_000,
    key: 'k',
    value: null,
    headers,
  });

  it('property: a cut text has at most the bytes allowed, is a prefix, and no character is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat({ max: 100 }), (text, most) => {
        const cut = cutText(text, most);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut)).toBe(true);
        // What was left out would not have fitted.
        const next = Array.from(text.slice(cut.length))[0];
        if (next !== undefined) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(most);
      }),
    );
  });

  it('what is missing or unreadable has its stated default', () => {
    expect(readEnvelope(record({ [HEADERS.attempt]: 'many', [HEADERS.producedAt]: '-1' }))).toMatchObject({
      attempt: null,
      producedAtMs: 1_000,
      notBeforeMs: null,
      traceparent: null,
    });
    expect(readEnvelope(record({ [HEADERS.attempt]: '0' }))).toMatchObject({ attempt: null });
  });

  it('a trace context is read only in the form that caused events can carry on', () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(readEnvelope(record({ [HEADERS.traceparent]: trace }))).toMatchObject({ traceparent: trace });
    for (const other of ['', '00-ab', `${trace}-extra`, trace.toUpperCase()]) {
      expect(readEnvelope(record({ [HEADERS.traceparent]: other }))).toMatchObject({ traceparent: null });
    }
  });

  it('the id of a place is the same in the tier as in the topic it came from', () => {
    const inTier = {
      ...record({
        [HEADERS.originTopic]: 't',
        [HEADERS.originPartition]: '3',
        [HEADERS.originOffset]: '9',
      }),
      topic: 't.retry.5s',
      offset: 77n,
    };
    const first = readEnvelope(record({}));
    expect(readEnvelope(inTier)).toMatchObject({ eventId: typeof first === 'string' ? '' : first.eventId });
  });
});
