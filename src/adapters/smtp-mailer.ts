import type { Clock, Timer } from '../runtime/clock.ts';
import type { DeliveryResult, Mailer, OutgoingMail } from '../shared/mail-delivery/mailer.ts';
import { deliveryResult } from './smtp-delivery-result.ts';
import { openSmtpSession, SmtpSessionError } from './smtp-session.ts';
import type { SmtpServerOptions, SmtpSession, Transaction } from './smtp-session.ts';

/** Limits of the pool; durations in ms. */
export interface SmtpPoolOptions {
  /** Sessions at once. Default 10. */
  readonly maxConnections: number;
  /** A session is closed after this many transactions. Default 100. */
  readonly maxMessagesPerConnection: number;
  /** A session is closed when it is this old; null = never, 0 = one mail each. Default 600,000. */
  readonly maxLifetimeMs: number | null;
  /** An idle session is closed by us, before the server does it in the middle of a mail. A second less than the limit
   *  for answers is the most. Default 60,000. */
  readonly idleMs: number;
}

/** What the mailer needs. */
export interface SmtpMailerDeps {
  readonly server: SmtpServerOptions;
  readonly pool: SmtpPoolOptions;
  readonly clock: Clock;
  /** In [0, 1), for the pauses between attempts to connect. */
  readonly random: () => number;
}

/** Attempts to open a session on network errors, with pauses of up to 1 s and 2 s between them. */
const CONNECT_ATTEMPTS = 3;
/** No further attempt when the first ones took this long: a server that swallows packets costs its whole time limit. */
const CONNECT_PATIENCE_MS = 5_000;
/** A server that refuses one more session while others live is not asked for more during this time. */
const CROWDED_PAUSE_MS = 1_000;

/** How long before the limit for answers an idle session is closed. */
const IDLE_MARGIN_MS = 1_000;

interface Waiting {
  /** With a session, or with null: a place for a new one is free. */
  readonly grant: (session: SmtpSession | null) => void;
  readonly fail: (error: SmtpSessionError) => void;
}

/**
 * A pool of SMTP sessions.
 *
 * A session is opening (counted in `opening`), busy, idle (on the stack `idle`, latest first) or gone. At most
 * `maxConnections` are opening, busy or idle together. Who finds none waits in `waiting`; a session that becomes free
 * goes to the first of them, and a session that is gone makes room for a new one. No session is asked whether it still
 * lives (the original sends NOOP before each mail): idle ones are closed early, and a session that turns out dead
 * before the mail was on its way is replaced once.
 */
class SmtpMailer implements Mailer {
  readonly #deps: SmtpMailerDeps;
  readonly #idle: { readonly session: SmtpSession; readonly timer: Timer }[] = [];
  readonly #waiting: Waiting[] = [];
  #opening = 0;
  readonly #busy = new Set<SmtpSession>();
  #crowdedUntilMs = 0;
  #closed: (() => void) | null = null;
  #isClosed = false;

  constructor(deps: SmtpMailerDeps) {
    this.#deps = deps;
  }

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<DeliveryResult> {
    signal.throwIfAborted();
    try {
      const first = await this.#acquire(signal, 'any');
      const isReused = first.transactions > 0;
      const transaction = await this.#transact(first, mail, signal);
      if (!isReused || !wasStale(transaction)) return resultOf(transaction);
      return resultOf(await this.#transact(await this.#acquire(signal, 'fresh'), mail, signal));
    } catch (error) {
      if (error instanceof SmtpSessionError) return deliveryResult(error.failure);
      throw error;
    }
  }

  async verify(signal: AbortSignal): Promise<void> {
    const session = await openSmtpSession(this.#deps.server, this.#deps.clock, signal);
    session.quit();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { session, timer } of this.#idle.splice(0)) {
      timer.cancel();
      session.quit();
    }
    if (this.#opening + this.#busy.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
  }

  async #transact(session: SmtpSession, mail: OutgoingMail, signal: AbortSignal): Promise<Transaction> {
    const onAbort = (): void => {
      session.destroy();
    };
    if (signal.aborted) session.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const transaction = await session.send(mail);
      // Broken off by us before the mail was on its way: the caller's reason counts, not the closed connection.
      if (transaction.kind === 'failed' && transaction.failure.phase !== 'content') signal.throwIfAborted();
      return transaction;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#release(session);
    }
  }

  async #acquire(signal: AbortSignal, which: 'any' | 'fresh'): Promise<SmtpSession> {
    for (;;) {
      signal.throwIfAborted();
      const idle = which === 'any' ? this.#takeIdle() : null;
      if (idle !== null) return idle;
      if (which === 'fresh') this.#makeRoom();
      if (this.#mayOpen()) {
        const session = await this.#open(signal);
        if (session !== null) return session;
      } else {
        const session = await this.#nextFree(signal);
        if (session !== null) return session;
      }
    }
  }

  #takeIdle(): SmtpSession | null {
    for (let entry = this.#idle.pop(); entry !== undefined; entry = this.#idle.pop()) {
      entry.timer.cancel();
      if (this.#isFresh(entry.session)) {
        this.#busy.add(entry.session);
        return entry.session;
      }
      entry.session.quit();
    }
    return null;
  }

  /** A fresh session is wanted and every place is taken by idle ones: the oldest goes. */
  #makeRoom(): void {
    if (this.#mayOpen()) return;
    const oldest = this.#idle.shift();
    oldest?.timer.cancel();
    oldest?.session.quit();
  }

  #mayOpen(): boolean {
    const live = this.#busy.size + this.#idle.length + this.#opening;
    if (live === 0) return true;
    return live < this.#deps.pool.maxConnections && this.#deps.clock.now() >= this.#crowdedUntilMs;
  }

  /** A new session, or null when the server refused it while others live: then one of those will do. */
  async #open(signal: AbortSignal): Promise<SmtpSession | null> {
    this.#opening += 1;
    try {
      const session = await this.#openPatiently(signal);
      this.#busy.add(session);
      return session;
    } catch (error) {
      if (!(error instanceof SmtpSessionError)) {
        this.#wakeNext();
        throw error;
      }
      if (this.#busy.size + this.#idle.length === 0) {
        // Nobody has a session: those who wait would only learn the same, one after the other, until their time is up.
        for (const waiting of this.#waiting.splice(0)) waiting.fail(error);
        throw error;
      }
      this.#crowdedUntilMs = this.#deps.clock.now() + CROWDED_PAUSE_MS;
      return null;
    } finally {
      this.#opening -= 1;
      this.#endIfDrained();
    }
  }

  async #openPatiently(signal: AbortSignal): Promise<SmtpSession> {
    const { server, clock, random } = this.#deps;
    const startedAtMs = clock.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await openSmtpSession(server, clock, signal);
      } catch (error) {
        const isNetwork = error instanceof SmtpSessionError && error.failure.replyCode === null;
        const isHopeless = isNetwork && deliveryResult(error.failure).kind === 'configuration';
        const othersLive = this.#busy.size + this.#idle.length > 0;
        const isLate = clock.now() - startedAtMs > CONNECT_PATIENCE_MS;
        if (!isNetwork || isHopeless || othersLive || isLate || attempt === CONNECT_ATTEMPTS) throw error;
        await clock.sleep(random() * attempt * 1_000, signal);
      }
    }
  }

  #nextFree(signal: AbortSignal): Promise<SmtpSession | null> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        grant: (session) => {
          signal.removeEventListener('abort', onAbort);
          resolve(session);
        },
        fail: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      const onAbort = (): void => {
        const index = this.#waiting.indexOf(waiting);
        if (index !== -1) this.#waiting.splice(index, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #release(session: SmtpSession): void {
    this.#busy.delete(session);
    if (this.#isClosed || !this.#isFresh(session)) {
      session.quit();
      this.#wakeNext();
      this.#endIfDrained();
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      this.#busy.add(session);
      next.grant(session);
      return;
    }
    const { server, pool, clock } = this.#deps;
    // The socket's own limit would cut an idle session without a goodbye: be faster.
    const idleMs = Math.min(pool.idleMs, Math.max(server.timeoutMs - IDLE_MARGIN_MS, 0));
    const timer = clock.after(idleMs, () => {
      const index = this.#idle.findIndex((entry) => entry.session === session);
      if (index !== -1) this.#idle.splice(index, 1);
      session.quit();
    });
    this.#idle.push({ session, timer });
  }

  /** A place is free: the first who waits may open a session of its own. */
  #wakeNext(): void {
    this.#waiting.shift()?.grant(null);
  }

  #isFresh(session: SmtpSession): boolean {
    const { maxMessagesPerConnection, maxLifetimeMs } = this.#deps.pool;
    const ageMs = this.#deps.clock.now() - session.openedAtMs;
    return (
      session.isAlive() &&
      session.transactions < maxMessagesPerConnection &&
      (maxLifetimeMs === null || (maxLifetimeMs > 0 ? ageMs < maxLifetimeMs : session.transactions === 0))
    );
  }

  #endIfDrained(): void {
    if (this.#isClosed && this.#opening + this.#busy.size === 0) this.#closed?.();
  }
}

/** A mailer over SMTP; opens its first connection with the first mail. */
export function createSmtpMailer(deps: SmtpMailerDeps): Mailer {
  return new SmtpMailer(deps);
}

const resultOf = (transaction: Transaction): DeliveryResult =>
  transaction.kind === 'accepted'
    ? { kind: 'accepted', response: transaction.response }
    : deliveryResult(transaction.failure);

/** The server had given the session up in the meantime (closed, or 421), and nothing of the mail was sent. */
const wasStale = (transaction: Transaction): boolean =>
  transaction.kind === 'failed' &&
  transaction.failure.phase === 'envelope' &&
  (transaction.failure.replyCode === null || transaction.failure.replyCode === 421);
