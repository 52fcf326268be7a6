import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SmtpCounts } from './smtp-inbox.ts';
import type { SmtpRuleSpec } from './smtp-rules.ts';
import { spawnGuarded } from './stack/guarded-child.ts';
import type { GuardedChild } from './stack/guarded-child.ts';
import { Reaper } from './stack/reaper.ts';

/** A mail in an inbox of another process; its text is fetched with `raw`. */
export interface RemoteMail {
  readonly index: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string | null;
  readonly receivedAtMs: number;
  readonly bytes: number;
}

/** An SMTP inbox in a process of its own, so that it takes no time from the one that measures. */
export class RemoteInbox {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly pid: number;
  /** Of its HTTP interface (see dev/smtp-inbox-process.ts). */
  readonly controlUrl: string;
  readonly #child: GuardedChild;
  readonly #reaper: Reaper;

  private constructor(child: GuardedChild, reaper: Reaper, line: string) {
    const { smtpPort, controlUrl } = JSON.parse(line) as { smtpPort: number; controlUrl: string };
    this.port = smtpPort;
    this.pid = child.pid;
    this.controlUrl = controlUrl;
    this.#child = child;
    this.#reaper = reaper;
  }

  /** Starts the process; it ends with this one, whatever ends this one. */
  static async open(): Promise<RemoteInbox> {
    const reaper = new Reaper(null);
    const child = await spawnGuarded({
      command: process.execPath,
      args: [join(import.meta.dirname, 'smtp-inbox-process.ts')],
      reaper,
      deathSignal: 'KILL',
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const output = child.process.stdout;
    if (output === null) throw new Error('the inbox has no standard output');
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: output }).once('line', resolve);
      void child.exited.then(() => {
        reject(new Error('the inbox ended at its start'));
      });
    });
    return new RemoteInbox(child, reaper, line);
  }

  counts(): Promise<SmtpCounts> {
    return this.#ask<SmtpCounts>('GET', '/counts');
  }

  /** Mails from number `since` on. */
  mails(since = 0): Promise<readonly RemoteMail[]> {
    return this.#ask<readonly RemoteMail[]>('GET', `/mails?since=${since}`);
  }

  /** The mail as it came. */
  async raw(index: number): Promise<Buffer> {
    const response = await fetch(`${this.controlUrl}/mails/${index}`);
    if (!response.ok) throw new Error(`the inbox has no mail ${index}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** Replaces all rules; an empty list accepts everything. */
  async setRules(rules: readonly SmtpRuleSpec[]): Promise<void> {
    await this.#ask('PUT', '/rules', rules);
  }

  async clear(): Promise<void> {
    await this.#ask('DELETE', '/mails');
  }

  /** The mail server disappears. */
  async down(): Promise<void> {
    await this.#ask('POST', '/down');
  }

  /** It comes back on the same port. */
  async up(): Promise<void> {
    await this.#ask('POST', '/up');
  }

  async close(): Promise<void> {
    await this.#child.stop('SIGTERM', 2_000);
    await this.#reaper.dismiss();
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.controlUrl + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the inbox answered ${response.status} to ${method} ${path}`);
    return (await response.json()) as T;
  }
}
