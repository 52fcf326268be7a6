import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { claimPort } from './stack/ports.ts';
import type { ClaimedPort } from './stack/ports.ts';
import type { StackPart } from './stack/part.ts';

/** A reply that refuses: 4xx for now, 5xx for good. */
export interface SmtpRefusal {
  readonly code: number;
  /** Default `refused by the test`; begins with an enhanced status such as `5.1.1` if the test needs one. */
  readonly message?: string;
  /** Close the connection without any reply instead (a server that dies in the middle). */
  readonly drop?: boolean;
  /** With `drop` at `data`: the mail is accepted and kept, only the answer is lost. */
  readonly keep?: boolean;
}

/** What a rule knows of the mail under way. */
export interface SmtpStep {
  /** Number of this connection since the inbox was opened, from 1. */
  readonly connection: number;
  readonly user: string | null;
  /** Empty before MAIL FROM. */
  readonly from: string;
  /** Recipients so far; at `recipient` the last one is being decided. */
  readonly to: readonly string[];
}

type Verdict = SmtpRefusal | null | undefined;

/** Decides replies, step by step; a rule that answers nothing accepts. May be slow: the client then waits. */
export interface SmtpRules {
  readonly connect?: (step: SmtpStep) => Verdict | Promise<Verdict>;
  readonly mail?: (step: SmtpStep) => Verdict | Promise<Verdict>;
  readonly recipient?: (step: SmtpStep, address: string) => Verdict | Promise<Verdict>;
  /** After the whole message has been read; what is refused is not kept. */
  readonly data?: (step: SmtpStep, raw: Buffer) => Verdict | Promise<Verdict>;
}

/** A mail that was accepted. */
export class ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, dots unstuffed. */
  readonly raw: Buffer;
  readonly receivedAtMs: number;
  readonly connection: number;
  readonly user: string | null;
  readonly tls: boolean;
  #parsed: Promise<ParsedMail> | null = null;

  constructor(step: SmtpStep, raw: Buffer, tls: boolean) {
    this.from = step.from;
    this.to = step.to;
    this.raw = raw;
    this.receivedAtMs = Date.now();
    this.connection = step.connection;
    this.user = step.user;
    this.tls = tls;
  }

  /** The decoded mail; parsed once, when first asked for. */
  parse(): Promise<ParsedMail> {
    this.#parsed ??= simpleParser(this.raw, { skipHtmlToText: true, skipTextToHtml: true });
    return this.#parsed;
  }

  /** Text of the first header field of this name, unfolded but not decoded; null when there is none. Cheap. */
  header(name: string): string | null {
    const end = this.raw.indexOf('\r\n\r\n');
    const head = this.raw.toString('latin1', 0, end === -1 ? this.raw.length : end);
    const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
    const wanted = `${name.toLowerCase()}:`;
    const line = unfolded.split('\r\n').find((field) => field.toLowerCase().startsWith(wanted));
    return line === undefined ? null : line.slice(wanted.length).trim();
  }
}

/** Options of an inbox. */
export interface SmtpInboxOptions {
  readonly rules?: SmtpRules;
  /** Default: a free port. */
  readonly port?: number;
  /** Offers STARTTLS with this certificate (see dev/test-certificate.ts); without it, no TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** TLS from the first byte (port 465 style) instead of STARTTLS. */
  readonly implicitTls?: boolean;
  /** With these, MAIL FROM needs authentication (PLAIN or LOGIN). */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Largest message in bytes, announced by SIZE and enforced with 552. Default: none. */
  readonly maxBytes?: number;
}

/** What has happened since the inbox was opened. */
export interface SmtpCounts {
  readonly connections: number;
  readonly openConnections: number;
  readonly accepted: number;
  /** Replies that refused, by code. */
  readonly refused: Readonly<Record<number, number>>;
}

interface Waiter {
  readonly check: () => boolean;
  readonly done: () => void;
}

/**
 * A real SMTP server on 127.0.0.1 that keeps every mail it accepts, and refuses or disappears as a test says.
 * States: up → down (`stop`; the port refuses connections) → up (`start`; same port, same mails).
 */
export class SmtpInbox implements StackPart {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #options: SmtpInboxOptions;
  readonly #claim: ClaimedPort | null;
  readonly #waiters = new Set<Waiter>();
  readonly #connectionNumbers = new WeakMap<SMTPServerSession, number>();
  readonly #refused: Record<number, number> = {};
  #rules: SmtpRules;
  #server: SMTPServer | null = null;
  #mails: ReceivedMail[] = [];
  #connections = 0;
  #open = 0;
  #accepted = 0;

  private constructor(options: SmtpInboxOptions, port: number, claim: ClaimedPort | null) {
    this.#options = options;
    this.#rules = options.rules ?? {};
    this.port = port;
    this.#claim = claim;
  }

  /** Listens on a free port. */
  static async open(options: SmtpInboxOptions = {}): Promise<SmtpInbox> {
    const claim = options.port === undefined ? await claimPort() : null;
    const inbox = new SmtpInbox(options, options.port ?? claim?.port ?? 0, claim);
    await inbox.start();
    return inbox;
  }

  /** Accepted mails in the order of acceptance, since the last `clear`. */
  get mails(): readonly ReceivedMail[] {
    return this.#mails;
  }

  get counts(): SmtpCounts {
    return {
      connections: this.#connections,
      openConnections: this.#open,
      accepted: this.#accepted,
      refused: { ...this.#refused },
    };
  }

  /** Replaces all rules; `{}` accepts everything. Holds for the next step of open connections too. */
  setRules(rules: SmtpRules): void {
    this.#rules = rules;
  }

  /** Forgets the mails; counts go on. */
  clear(): void {
    this.#mails = [];
  }

  /** The first mail that fits, of those here or to come. Rejects after `timeoutMs` (default 10,000). */
  async waitFor(
    fits: (mail: ReceivedMail) => boolean,
    options: { readonly timeoutMs?: number; readonly what?: string } = {},
  ): Promise<ReceivedMail> {
    let found: ReceivedMail | undefined;
    const isHere = (): boolean => (found = this.#mails.find(fits)) !== undefined;
    await this.#wait(isHere, options.timeoutMs, () => options.what ?? 'a mail that fits');
    if (found === undefined) throw new Error('unreachable: the wait ended without a mail');
    return found;
  }

  /** Resolves when at least `count` mails are here. Rejects after `timeoutMs` (default 10,000). */
  async waitForCount(count: number, options: { readonly timeoutMs?: number } = {}): Promise<void> {
    await this.#wait(
      () => this.#mails.length >= count,
      options.timeoutMs,
      () => `${count} mails (${this.#mails.length} came)`,
    );
  }

  async start(): Promise<void> {
    if (this.#server !== null) return;
    const server = this.#createServer();
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.host, () => {
        server.off('error', reject);
        // A client that breaks its connection is no fault of the inbox; tests do it on purpose.
        server.on('error', () => undefined);
        resolve();
      });
    });
  }

  /** The mail server is down: open connections are broken, new ones refused. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    for (const connection of server.connections) connection.close();
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }

  kill(): Promise<void> {
    return this.stop();
  }

  /** Stops it for good. */
  async close(): Promise<void> {
    await this.stop();
    await this.#claim?.release();
  }

  #createServer(): SMTPServer {
    const { tls, implicitTls = false, credentials, maxBytes } = this.#options;
    const disabled = [
      ...(tls === undefined || implicitTls ? ['STARTTLS'] : []),
      ...(credentials ? [] : ['AUTH']),
    ];
    return new SMTPServer({
      name: 'inbox.test',
      banner: 'development inbox',
      secure: implicitTls,
      ...(tls === undefined ? {} : { key: tls.key, cert: tls.cert }),
      disabledCommands: disabled,
      authOptional: credentials === undefined,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      ...(maxBytes === undefined ? {} : { size: maxBytes, rejectOversized: true }),
      onAuth: (auth, _session, callback) => {
        const right = auth.username === credentials?.username && auth.password === credentials?.password;
        if (right) callback(null, { user: auth.username });
        else callback(this.#refusal({ code: 535, message: '5.7.8 wrong user name or password' }));
      },
      onConnect: (session, callback) => {
        this.#connectionNumbers.set(session, ++this.#connections);
        this.#open++;
        this.#decide(session, callback, () => this.#rules.connect?.(this.#step(session)));
      },
      onMailFrom: (address, session, callback) => {
        const step = { ...this.#step(session), from: address.address };
        this.#decide(session, callback, () => this.#rules.mail?.(step));
      },
      onRcptTo: (address, session, callback) => {
        const step = this.#step(session);
        const to = [...step.to, address.address];
        this.#decide(session, callback, () => this.#rules.recipient?.({ ...step, to }, address.address));
      },
      onData: (stream, session, callback) => {
        this.#receive(stream, session, callback);
      },
      onClose: () => {
        this.#open--;
      },
    });
  }

  #receive(stream: SMTPServerDataStream, session: SMTPServerSession, callback: Reply): void {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const raw = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      const step = this.#step(session);
      const accept: Reply = (error) => {
        if (error === null || error === undefined) {
          if (stream.sizeExceeded) this.#count(552);
          else this.#accept(new ReceivedMail(step, raw, session.secure));
        }
        callback(error);
      };
      const rule = (): Verdict | Promise<Verdict> => this.#rules.data?.(step, raw);
      this.#decide(session, accept, rule, () => {
        this.#accept(new ReceivedMail(step, raw, session.secure));
      });
    });
  }

  #accept(mail: ReceivedMail): void {
    this.#accepted++;
    this.#mails.push(mail);
    for (const waiter of this.#waiters) if (waiter.check()) waiter.done();
  }

  /** Asks a rule and replies; an accepted step costs no turn of the event loop. */
  #decide(
    session: SMTPServerSession,
    callback: Reply,
    rule: () => Verdict | Promise<Verdict>,
    keep?: () => void,
  ): void {
    const reply = (verdict: Verdict): void => {
      if (verdict === null || verdict === undefined) callback(null);
      else if (verdict.drop === true) {
        if (verdict.keep === true) keep?.();
        this.#drop(session);
      } else callback(this.#refusal(verdict));
    };
    const verdict = rule();
    if (verdict instanceof Promise) {
      verdict.then(reply, (error: unknown) => {
        reply({ code: 451, message: `the test's rule failed: ${String(error)}` });
      });
    } else reply(verdict);
  }

  #drop(session: SMTPServerSession): void {
    for (const connection of this.#server?.connections ?? []) {
      if (connection.session === session) connection.close();
    }
  }

  #refusal(refusal: SmtpRefusal): Error {
    this.#count(refusal.code);
    return Object.assign(new Error(refusal.message ?? 'refused by the test'), { responseCode: refusal.code });
  }

  #count(code: number): void {
    this.#refused[code] = (this.#refused[code] ?? 0) + 1;
  }

  #step(session: SMTPServerSession): SmtpStep {
    const { mailFrom, rcptTo } = session.envelope;
    return {
      connection: this.#connectionNumbers.get(session) ?? 0,
      user: typeof session.user === 'string' ? session.user : null,
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map((recipient) => recipient.address),
    };
  }

  async #wait(check: () => boolean, timeoutMs = 10_000, what: () => string): Promise<void> {
    if (check()) return;
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        check,
        done: () => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`the inbox waited ${timeoutMs} ms in vain for ${what()}`));
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }
}

type Reply = (error?: Error | null) => void;
