import { createTransport } from 'nodemailer';
import type { SentMessageInfo, Transporter } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { SmtpInbox } from '../../dev/smtp-inbox.ts';
import type { SmtpInboxOptions } from '../../dev/smtp-inbox.ts';
import { makeTestCertificate } from '../../dev/test-certificate.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openInbox(options: SmtpInboxOptions = {}): Promise<SmtpInbox> {
  const inbox = await SmtpInbox.open(options);
  cleanUps.push(() => inbox.close());
  return inbox;
}

function client(inbox: SmtpInbox, options: object = {}): Transporter {
  const transport = createTransport({ host: inbox.host, port: inbox.port, ...options });
  cleanUps.push(() => {
    transport.close();
  });
  return transport;
}

const mail = { from: 'from@example.com', to: 'to@example.com', subject: 'Grüße', text: '.dot\nline' };

/** The reply that a refused send ended with. */
async function refusalOf(
  sending: Promise<SentMessageInfo>,
): Promise<{ responseCode?: number; code?: string }> {
  return sending.then(
    () => {
      throw new Error('the mail was accepted');
    },
    (error: unknown) => error as { responseCode?: number; code?: string },
  );
}

describe('SmtpInbox', () => {
  it('keeps what it accepts: envelope, raw bytes, and the decoded mail when asked', async () => {
    const inbox = await openInbox();
    const waiting = inbox.waitFor((received) => received.to.includes('second@example.com'));
    await client(inbox).sendMail({ ...mail, to: ['to@example.com', 'second@example.com'] });
    const received = await waiting;
    expect(received.from).toBe('from@example.com');
    expect(received.to).toEqual(['to@example.com', 'second@example.com']);
    expect(received.header('to')).toBe('to@example.com, second@example.com');
    expect(received.header('x-none')).toBeNull();
    const parsed = await received.parse();
    expect(parsed.subject).toBe('Grüße');
    expect(parsed.text?.trimEnd()).toBe('.dot\nline');
    expect(inbox.counts).toMatchObject({ connections: 1, accepted: 1, refused: {} });
  });

  it('refuses at the step and with the code that a rule says, and accepts again when the rules are gone', async () => {
    const inbox = await openInbox();
    const transport = client(inbox);
    inbox.setRules({ connect: () => ({ code: 421, message: '4.3.2 shutting down' }) });
    expect(await refusalOf(transport.sendMail(mail))).toMatchObject({ responseCode: 421 });
    inbox.setRules({ mail: () => ({ code: 451 }) });
    expect(await refusalOf(transport.sendMail(mail))).toMatchObject({ responseCode: 451 });
    inbox.setRules({ recipient: (_, address) => (address.startsWith('to@') ? { code: 550 } : null) });
    expect(await refusalOf(transport.sendMail(mail))).toMatchObject({ responseCode: 550 });
    inbox.setRules({ data: (_, raw) => (raw.includes('Subject:') ? { code: 554 } : null) });
    expect(await refusalOf(transport.sendMail(mail))).toMatchObject({ responseCode: 554 });
    expect(inbox.mails).toHaveLength(0);
    expect(inbox.counts.refused).toEqual({ 421: 1, 451: 1, 550: 1, 554: 1 });
    inbox.setRules({});
    await transport.sendMail(mail);
    expect(inbox.mails).toHaveLength(1);
  });

  it('accepts some recipients and refuses others of one mail', async () => {
    const inbox = await openInbox({
      rules: { recipient: (_, address) => (address === 'gone@example.com' ? { code: 550 } : null) },
    });
    const sent = await client(inbox).sendMail({ ...mail, to: ['to@example.com', 'gone@example.com'] });
    expect(sent.rejected).toEqual(['gone@example.com']);
    expect(inbox.mails[0]?.to).toEqual(['to@example.com']);
  });

  it('waits as long as a slow rule takes', async () => {
    let answer: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      void openInbox({
        rules: {
          data: () => {
            resolve();
            return new Promise<null>((done) => {
              answer = () => {
                done(null);
              };
            });
          },
        },
      }).then((inbox) => {
        sending = client(inbox).sendMail(mail);
      });
    });
    let sending: Promise<SentMessageInfo> | undefined;
    let settled = false;
    await asked;
    void sending?.then(() => (settled = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(false);
    answer?.();
    await sending;
    expect(settled).toBe(true);
  });

  it('breaks the connection without a reply when a rule drops it', async () => {
    const inbox = await openInbox({ rules: { data: () => ({ code: 0, drop: true }) } });
    const refusal = await refusalOf(client(inbox).sendMail(mail));
    expect(refusal.responseCode).toBeUndefined();
    expect(inbox.mails).toHaveLength(0);
  });

  it('keeps a mail whose answer a rule loses', async () => {
    const inbox = await openInbox({ rules: { data: () => ({ code: 0, drop: true, keep: true }) } });
    const refusal = await refusalOf(client(inbox).sendMail(mail));
    expect(refusal.responseCode).toBeUndefined();
    expect(inbox.mails).toHaveLength(1);
  });

  it('is down after stop, and up again on the same port with the same mails after start', async () => {
    const inbox = await openInbox();
    await client(inbox).sendMail(mail);
    const pooled = client(inbox, { pool: true });
    await pooled.sendMail(mail);
    await inbox.stop();
    expect(await refusalOf(client(inbox).sendMail(mail))).toMatchObject({ code: 'ESOCKET' });
    await inbox.start();
    await client(inbox).sendMail(mail);
    expect(inbox.mails).toHaveLength(3);
  });

  it('offers STARTTLS and asks for a password when told to', async () => {
    const tls = makeTestCertificate();
    const inbox = await openInbox({ tls, credentials: { username: 'me', password: 'right' } });
    const trusting = { requireTLS: true, tls: { ca: tls.cert, servername: 'localhost' } };
    const right = client(inbox, { ...trusting, auth: { user: 'me', pass: 'right' } });
    await right.sendMail(mail);
    expect(inbox.mails[0]).toMatchObject({ tls: true, user: 'me' });
    const wrong = client(inbox, { ...trusting, auth: { user: 'me', pass: 'wrong' } });
    expect(await refusalOf(wrong.sendMail(mail))).toMatchObject({ responseCode: 535 });
    expect(await refusalOf(client(inbox, trusting).sendMail(mail))).toMatchObject({ responseCode: 530 });
    const suspicious = client(inbox, { requireTLS: true, auth: { user: 'me', pass: 'right' } });
    expect((await refusalOf(suspicious.sendMail(mail))).responseCode).toBeUndefined();
  });

  it('speaks TLS from the first byte when told to', async () => {
    const tls = makeTestCertificate();
    const inbox = await openInbox({ tls, implicitTls: true });
    await client(inbox, { secure: true, tls: { ca: tls.cert, servername: 'localhost' } }).sendMail(mail);
    expect(inbox.mails[0]?.tls).toBe(true);
  });

  it('refuses a mail above the announced size', async () => {
    const inbox = await openInbox({ maxBytes: 1_000 });
    const big = { ...mail, text: 'x'.repeat(5_000) };
    expect(await refusalOf(client(inbox).sendMail(big))).toMatchObject({ responseCode: 552 });
    expect(inbox.mails).toHaveLength(0);
  });

  it('says what it waited for when the mail does not come', async () => {
    const inbox = await openInbox();
    await expect(inbox.waitForCount(2, { timeoutMs: 10 })).rejects.toThrow('2 mails (0 came)');
    await expect(inbox.waitFor(() => true, { timeoutMs: 10, what: 'the digest' })).rejects.toThrow(
      'in vain for the digest',
    );
  });
});
