/**
 * The connection to the database failed: a socket error, or words of the driver without a code. Without this mark such
 * an error could as well come from any other host that a handler talks to, and would cost the event an attempt.
 */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';
  readonly code = 'database_failure';
  /** Name of the statement, or what was tried. */
  readonly query: string;

  constructor(query: string, cause: unknown) {
    super(`${query} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.query = query;
  }
}

/** What to throw for an error of the driver: the server's own answers stay as they are, anything else is marked. */
export const asDatabaseFailure = (query: string, error: unknown): unknown =>
  typeof error === 'object' && error !== null && ('severity' in error || 'query' in error)
    ? error
    : new DatabaseFailure(query, error);
