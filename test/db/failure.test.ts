import { expect, it } from 'vitest';
import { DatabaseFailure, asDatabaseFailure } from '../../src/db/failure.ts';

const socketError = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

it('marks a socket error with the statement that it broke', () => {
  const failure = asDatabaseFailure('mail_claim', socketError);
  expect(failure).toBeInstanceOf(DatabaseFailure);
  expect(failure).toMatchObject({ query: 'mail_claim', cause: socketError });
});

it.each([
  ['the server’s own answer', Object.assign(new Error('duplicate'), { code: '23505', severity: 'ERROR' })],
  ['what is marked already', new DatabaseFailure('connect', socketError)],
])('leaves %s alone', (_what, error) => {
  expect(asDatabaseFailure('commit', error)).toBe(error);
});
