import { dead, outage, retry } from './outcome.ts';
import type { Outcome, OutageService } from './outcome.ts';

/** PostgreSQL's classes for "the connection or the server is gone": 08 connection, 57P shutdown, and too many clients. */
const DATABASE_DOWN = /^(08...|57P0[123]|53300|58...)$/;
/** Serialization failure, deadlock, lock not available, statement cancelled by its timeout, idle transaction ended. */
const DATABASE_TRANSIENT = new Set(['40001', '40P01', '55P03', '57014', '25P03']);
/** SQLSTATE: five characters; classes 22 and 23 are data and constraints, which repeating does not change. */
const DATABASE_DATA = /^2[23]...$/;

/** Errors of sockets and name servers. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_SESSION_ERROR',
  'ERR_HTTP2_GOAWAY_SESSION',
]);

/** Texts of the PostgreSQL driver that come without a code. */
const DRIVER_DOWN =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Registry answers that are no event's fault: it is away, or an operator has to act. */
const REGISTRY_DOWN = new Set(['unavailable', 'unauthorized', 'not_registered']);

const VALIDATION = new Set(['ValidationError', 'ZodError', 'SchemaError']);

/** Deep enough for an ORM that wraps a driver that wraps a socket. */
const LONGEST_CHAIN = 8;

/** The parts of an error that matter, read by shape: no library is imported for its classes. */
interface ErrorShape {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | null;
  readonly isDatabase: boolean;
}

function textOf(source: Readonly<Record<string, unknown>>, field: string): string {
  const value = source[field];
  return typeof value === 'string' ? value : '';
}

function shapeOf(error: object): ErrorShape {
  const fields = error as Readonly<Record<string, unknown>>;
  const status = fields['status'] ?? fields['statusCode'];
  const code = textOf(fields, 'code');
  return {
    name: textOf(fields, 'name'),
    code,
    message: textOf(fields, 'message'),
    status: typeof status === 'number' ? status : null,
    // A server's answer has an SQLSTATE and a severity; what drizzle wraps has the query.
    isDatabase: 'severity' in fields || 'query' in fields || textOf(fields, 'routine') !== '',
  };
}

/** The error, its causes and the parts of aggregates, outermost first. */
function chainOf(error: unknown): readonly ErrorShape[] {
  const shapes: ErrorShape[] = [];
  const queue: unknown[] = [error];
  const seen = new Set<object>();
  for (let next = queue.shift(); next !== undefined && shapes.length < LONGEST_CHAIN; next = queue.shift()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    shapes.push(shapeOf(next));
    if ('cause' in next) queue.push(next.cause);
    if ('errors' in next && Array.isArray(next.errors)) queue.push(...(next.errors as unknown[]));
  }
  return shapes;
}

/** An unknown thrown value as an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error(`not an Error was thrown: ${typeof thrown}`, { cause: thrown });
}

function isDatabaseDown(shapes: readonly ErrorShape[]): boolean {
  const throughDatabase = shapes.some((shape) => shape.isDatabase);
  return shapes.some(
    (shape) =>
      (shape.code.length === 5 && DATABASE_DOWN.test(shape.code)) ||
      DRIVER_DOWN.test(shape.message) ||
      // The socket error under a query: the network to the database, not the handler's own request.
      (throughDatabase && NETWORK.has(shape.code)),
  );
}

/**
 * Turns an error that a handler did not expect into an Outcome. Pure; the first rule that fits decides:
 * database connection or registry → outage; database contention, network, time-out, HTTP 5xx and 429 → retry; validation and data
 * errors → dead `rejected`; anything else → one quick retry on the first attempt, then dead `exhausted`, or dead at once
 * when the type is not idempotent.
 */
export function classifyError(
  thrown: unknown,
  context: { readonly attempt: number; readonly retryUnexpected: boolean },
): Outcome {
  const error = toError(thrown);
  const shapes = chainOf(error);
  const has = (test: (shape: ErrorShape) => boolean): boolean => shapes.some(test);
  if (isDatabaseDown(shapes)) return outage('database', error);
  if (has((shape) => shape.name === 'SchemaRegistryError' && REGISTRY_DOWN.has(shape.code))) {
    return outage('registry', error);
  }
  if (has((shape) => DATABASE_TRANSIENT.has(shape.code))) return retry('database_contention', { error });
  if (has((shape) => VALIDATION.has(shape.name))) return dead('invalid', { error });
  if (has((shape) => DATABASE_DATA.test(shape.code) && shape.isDatabase))
    return dead('database_rejected', { error });
  if (has((shape) => NETWORK.has(shape.code))) return retry('network', { error });
  if (has((shape) => shape.name === 'TimeoutError' || shape.name === 'AbortError')) {
    return retry('timeout', { error });
  }
  if (has(({ status }) => status === 429 || (status !== null && status >= 500 && status <= 599))) {
    return retry('server_error', { error });
  }
  if (has((shape) => shape.name === 'BrokerError' && shape.code === 'unavailable')) {
    return retry('broker_unavailable', { error });
  }
  if (context.attempt === 1 && context.retryUnexpected) return retry('unexpected_error', { error });
  return dead('unexpected_error', {
    error,
    disposition: context.retryUnexpected ? 'exhausted' : 'rejected',
  });
}

/** The shared service that an error says is down, whatever was tried; null: the error has another reason. */
export function outageServiceOf(thrown: unknown): OutageService | null {
  const outcome = classifyError(thrown, { attempt: 1, retryUnexpected: false });
  return outcome.kind === 'outage' ? outcome.service : null;
}
