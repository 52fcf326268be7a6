import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../runtime/clock.ts';
import type { OutgoingMail } from '../shared/mail-delivery/mailer.ts';
import type { SmtpFailure } from './smtp-delivery-result.ts';

/** Where and how to talk to the mail server. */
export interface SmtpServerOptions {
  readonly host: string;
  readonly port: number;
  /** `none`: never; `starttls`: required; `implicit`: from the first byte. */
  readonly tls: 'none' | 'starttls' | 'implicit';
  /** Login, or null for none. */
  readonly credentials: { readonly user: string; readonly password: string } | null;
  /** Limit for connecting and for each answer, ms. */
  readonly timeoutMs: number;
  /** Trusted certificates in PEM, beside the system's; for tests and private authorities. */
  readonly ca?: string;
}

/** How one transaction ended: the server's last reply, or what went wrong. */
export type Transaction =
  | { readonly kind: 'accepted'; readonly response: string }
  | { readonly kind: 'failed'; readonly failure: SmtpFailure };

/** An open, logged-in SMTP session; one transaction at a time. */
export interface SmtpSession {
  readonly openedAtMs: number;
  /** Transactions begun. */
  readonly transactions: number;
  /** False once the connection is gone; a session never comes back. */
  isAlive(): boolean;
  /** Never rejects. */
  send(mail: OutgoingMail): Promise<Transaction>;
  /** Says goodbye; the connection closes. */
  quit(): void;
  /** Drops the connection at once. */
  destroy(): void;
}

/** Opening a session failed; `failure` says where. */
export class SmtpSessionError extends Error {
  override readonly name = 'SmtpSessionError';
  readonly code = 'smtp_session';
  readonly failure: SmtpFailure;

  constructor(failure: SmtpFailure) {
    super(failure.response, { cause: failure.error });
    this.failure = failure;
  }
}

/** Connects, negotiates TLS and logs in. Rejects with an `SmtpSessionError`, or with the signal's reason. */
export async function openSmtpSession(
  options: SmtpServerOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<SmtpSession> {
  signal.throwIfAborted();
  const connection = new SMTPConnection({
    host: options.host,
    port: options.port,
    secure: options.tls === 'implicit',
    requireTLS: options.tls === 'starttls',
    ignoreTLS: options.tls === 'none',
    connectionTimeout: options.timeoutMs,
    greetingTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
    dnsTimeout: options.timeoutMs,
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
  });
  const onAbort = (): void => {
    connection.close();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await connected(connection);
    if (options.credentials !== null) await loggedIn(connection, options.credentials);
  } catch (error) {
    connection.close();
    signal.throwIfAborted();
    throw new SmtpSessionError(failureOf(error, 'session'));
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return createSession(connection, clock.now());
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => {
      reject(new Error('Connection closed'));
    });
    connection.connect((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

function loggedIn(
  connection: SMTPConnection,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!connection.allowsAuth) {
      reject(Object.assign(new Error('The mail server offers no login'), { code: 'EAUTH' }));
      return;
    }
    connection.once('end', () => {
      reject(new Error('Connection closed during login'));
    });
    connection.login({ credentials: { user, pass: password } }, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function createSession(connection: SMTPConnection, openedAtMs: number): SmtpSession {
  let transactions = 0;
  // Without a listener, an error on an idle connection would end the process; that it is gone is seen by isAlive.
  connection.on('error', () => undefined);
  return {
    openedAtMs,
    get transactions() {
      return transactions;
    },
    isAlive: () => !connection.destroyed,
    async send(mail) {
      transactions += 1;
      const { transaction, mustReset } = await transact(connection, mail);
      if (mustReset && !connection.destroyed) await reset(connection);
      return transaction;
    },
    quit: () => {
      if (!connection.destroyed) connection.quit();
    },
    destroy: () => {
      connection.close();
    },
  };
}

interface Transacted {
  readonly transaction: Transaction;
  readonly mustReset: boolean;
}

function transact(connection: SMTPConnection, mail: OutgoingMail): Promise<Transacted> {
  return new Promise((resolve) => {
    const body = createBody(mail.content);
    let isSettled = false;
    const fail = (error: unknown): void => {
      if (isSettled) return;
      isSettled = true;
      const failure = failureOf(error, body.isOnItsWay() ? 'content' : 'envelope');
      const mustReset = failure.replyCode !== null && failure.replyCode !== 421;
      if (!mustReset) connection.close();
      resolve({ transaction: { kind: 'failed', failure }, mustReset });
    };
    const onEnd = (): void => {
      // The library says so first and calls back with the reason, such as a 421, right after.
      queueMicrotask(() => {
        fail(new Error('Connection closed'));
      });
    };
    connection.once('end', onEnd);
    connection.send({ from: mail.envelopeFrom, to: [mail.recipient] }, body.stream, (error, info) => {
      connection.removeListener('end', onEnd);
      if (error !== null) {
        fail(error);
        return;
      }
      const refused = info.rejectedErrors?.[0];
      if (refused !== undefined) {
        fail(refused);
      } else if (!isSettled) {
        isSettled = true;
        resolve({ transaction: { kind: 'accepted', response: info.response }, mustReset: false });
      }
    });
  });
}

/**
 * The message as the library wants it, reporting when the server has agreed to take it (DATA answered): from then on a
 * lost connection leaves the outcome unknown. Of a stream the library uses `pipe` alone when there is no `on`; a real
 * Readable would cost more than the rest of the transaction.
 */
function createBody(content: string): { readonly stream: Readable; isOnItsWay(): boolean } {
  let onItsWay = false;
  const stream = {
    pipe(target: Writable) {
      onItsWay = true;
      target.end(Buffer.from(content, 'utf8'));
      return target;
    },
  };
  return { stream: stream as unknown as Readable, isOnItsWay: () => onItsWay };
}

function reset(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.once('end', resolve);
    connection.reset((error) => {
      connection.removeListener('end', resolve);
      // A session that cannot be reset is not used again; the mail's own result stands.
      if (error !== null) connection.close();
      resolve();
    });
  });
}

function failureOf(error: unknown, phase: SmtpFailure['phase']): SmtpFailure {
  const cause = error instanceof Error ? error : new Error(String(error));
  const details = cause as Error &
    Partial<Record<'code' | 'originalCode' | 'response' | 'responseCode', unknown>>;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    phase,
    code: text(details.code),
    systemCode: text(details.originalCode),
    replyCode: typeof details.responseCode === 'number' ? details.responseCode : null,
    response: text(details.response) ?? cause.message,
    error: cause,
  };
}
