import { describe, expect, it } from 'vitest';
import { BrokerError } from '../../src/broker/broker.ts';
import { DatabaseFailure } from '../../src/db/failure.ts';
import { classifyError, outageServiceOf } from '../../src/runtime/classify-error.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import { SchemaRegistryError } from '../../src/schemas/schema-errors.ts';

const withCode = (code: string, fields: object = {}): Error =>
  Object.assign(new Error(code), { code, ...fields });
/** A server's answer, as the PostgreSQL driver throws it. */
const answer = (code: string): Error => withCode(code, { severity: 'ERROR', routine: 'exec_simple_query' });
/** What the query builder wraps around it. */
const wrapped = (cause: Error): Error =>
  Object.assign(new Error('Failed query', { cause }), { query: 'select 1' });

interface Row {
  readonly what: string;
  readonly error: unknown;
  readonly expected: Partial<Outcome>;
}

const FIRST: readonly Row[] = [
  {
    what: 'the server refuses connections',
    error: wrapped(withCode('ECONNREFUSED')),
    expected: { kind: 'outage' },
  },
  {
    what: 'a query loses its connection',
    error: wrapped(withCode('ECONNRESET')),
    expected: { kind: 'outage' },
  },
  { what: 'the server shuts down', error: answer('57P01'), expected: { kind: 'outage' } },
  { what: 'the server starts up, wrapped', error: wrapped(answer('57P03')), expected: { kind: 'outage' } },
  { what: 'connection failure class 08', error: answer('08006'), expected: { kind: 'outage' } },
  { what: 'too many clients', error: answer('53300'), expected: { kind: 'outage' } },
  {
    what: 'the driver ends a connection without a code',
    error: wrapped(new Error('Connection terminated unexpectedly')),
    expected: { kind: 'outage', service: 'database' },
  },
  {
    what: 'a connection that was closed meanwhile',
    error: wrapped(new Error('Client was closed and is not queryable')),
    expected: { kind: 'outage', service: 'database' },
  },
  {
    what: 'the server does not answer to a connection',
    error: new DatabaseFailure('connect', new Error('timeout expired')),
    expected: { kind: 'outage', service: 'database' },
  },
  {
    what: 'a connection of the pool is reset',
    error: new DatabaseFailure('connect', withCode('ECONNRESET')),
    expected: { kind: 'outage', service: 'database' },
  },
  {
    what: 'the schema registry does not answer',
    error: new SchemaRegistryError('unavailable', 'no answer', { cause: withCode('ECONNREFUSED') }),
    expected: { kind: 'outage', service: 'registry' },
  },
  {
    what: 'the schema registry refuses this process',
    error: new SchemaRegistryError('unauthorized', '401'),
    expected: { kind: 'outage', service: 'registry' },
  },
  {
    what: 'the schema of a caused event is not registered yet',
    error: new SchemaRegistryError('not_registered', 'register it'),
    expected: { kind: 'outage', service: 'registry' },
  },
  { what: 'serialization failure', error: wrapped(answer('40001')), expected: { kind: 'retry' } },
  {
    what: 'deadlock',
    error: wrapped(answer('40P01')),
    expected: { kind: 'retry', reason: 'database_contention' },
  },
  { what: 'lock timeout', error: answer('55P03'), expected: { kind: 'retry' } },
  { what: 'statement timeout', error: answer('57014'), expected: { kind: 'retry' } },
  {
    what: 'a constraint',
    error: wrapped(answer('23505')),
    expected: { kind: 'dead', disposition: 'rejected' },
  },
  { what: 'a value the column refuses', error: answer('22001'), expected: { kind: 'dead' } },
  {
    what: 'a request is refused',
    error: withCode('ECONNREFUSED'),
    expected: { kind: 'retry', reason: 'network' },
  },
  { what: 'no such host', error: withCode('ENOTFOUND'), expected: { kind: 'retry' } },
  { what: 'the name server is away', error: withCode('EAI_AGAIN'), expected: { kind: 'retry' } },
  {
    what: 'fetch wraps a socket error',
    error: new TypeError('fetch failed', { cause: withCode('UND_ERR_SOCKET') }),
    expected: { kind: 'retry', reason: 'network' },
  },
  {
    what: 'all addresses of a host fail',
    error: new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')]),
    expected: { kind: 'retry', reason: 'network' },
  },
  {
    what: 'a wait ran out of time',
    error: new DOMException('late', 'TimeoutError'),
    expected: { kind: 'retry', reason: 'timeout' },
  },
  { what: 'HTTP 503', error: Object.assign(new Error('x'), { status: 503 }), expected: { kind: 'retry' } },
  {
    what: 'HTTP 429',
    error: Object.assign(new Error('x'), { statusCode: 429 }),
    expected: { kind: 'retry' },
  },
  {
    what: 'the broker is away',
    error: new BrokerError('unavailable', 'no leader'),
    expected: { kind: 'retry', reason: 'broker_unavailable' },
  },
  {
    what: 'validation',
    error: Object.assign(new Error('x'), { name: 'ZodError' }),
    expected: { kind: 'dead', reason: 'invalid', disposition: 'rejected' },
  },
  {
    what: 'HTTP 404',
    error: Object.assign(new Error('x'), { status: 404 }),
    expected: { reason: 'unexpected_error' },
  },
  { what: 'a bug', error: new TypeError('x'), expected: { kind: 'retry', reason: 'unexpected_error' } },
  { what: 'a thrown text', error: 'oops', expected: { kind: 'retry', reason: 'unexpected_error' } },
  { what: 'nothing', error: undefined, expected: { kind: 'retry', reason: 'unexpected_error' } },
];

describe('classify error', () => {
  it.each(FIRST)('$what → $expected.kind', ({ error, expected }) => {
    expect(classifyError(error, { attempt: 1, retryUnexpected: true })).toMatchObject(expected);
  });

  it.each([
    { attempt: 2, retryUnexpected: true, disposition: 'exhausted' },
    { attempt: 4, retryUnexpected: true, disposition: 'exhausted' },
    { attempt: 1, retryUnexpected: false, disposition: 'rejected' },
  ])('a bug at attempt $attempt with quick retry $retryUnexpected is dead: $disposition', (row) => {
    expect(classifyError(new TypeError('x'), row)).toMatchObject({
      kind: 'dead',
      reason: 'unexpected_error',
      disposition: row.disposition,
    });
  });

  it('a circle of causes ends', () => {
    const error = new Error('a');
    error.cause = new Error('b', { cause: error });
    expect(classifyError(error, { attempt: 1, retryUnexpected: true }).kind).toBe('retry');
  });

  it('tells an outage, and of which service, from every other error', () => {
    expect(outageServiceOf(answer('57P01'))).toBe('database');
    expect(outageServiceOf(new SchemaRegistryError('unavailable', 'no answer'))).toBe('registry');
    expect(outageServiceOf(withCode('ECONNREFUSED'))).toBeNull();
    expect(outageServiceOf('text')).toBeNull();
  });
});
