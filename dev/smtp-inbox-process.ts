// The inbox as a process of its own, for programs that must not share its time: the demo and the benchmark.
// It writes one line of JSON with its addresses and then answers on a small HTTP interface on 127.0.0.1:
//   GET /counts            what has happened
//   GET /mails?since=N     the mails from number N on: envelope, Message-ID, size, time; not the text
//   GET /mails/N           the raw mail
//   DELETE /mails          forget them
//   PUT /rules             a list of rules (dev/smtp-rules.ts); [] accepts everything
//   POST /down, POST /up   the mail server disappears and comes back on the same port
// It ends at SIGTERM, and when its standard input ends (its parent is gone).
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceivedMail } from './smtp-inbox.ts';
import { SmtpInbox } from './smtp-inbox.ts';
import { smtpRules } from './smtp-rules.ts';
import type { SmtpRuleSpec } from './smtp-rules.ts';
import type { RemoteMail } from './remote-inbox.ts';

const inbox = await SmtpInbox.open();

const summary = (mail: ReceivedMail, index: number): RemoteMail => ({
  index,
  from: mail.from,
  to: mail.to,
  messageId: mail.header('message-id'),
  receivedAtMs: mail.receivedAtMs,
  bytes: mail.raw.length,
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? null : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown);
}

/** The answer to a request: a Buffer is sent as it is, anything else as JSON; null is "not found". */
async function answer(request: IncomingMessage): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://inbox');
  const number = /^\/mails\/(\d+)$/.exec(url.pathname)?.[1];
  switch (`${request.method ?? 'GET'} ${number === undefined ? url.pathname : '/mails/*'}`) {
    case 'GET /counts':
      return inbox.counts;
    case 'GET /mails': {
      const since = Number(url.searchParams.get('since') ?? 0);
      return inbox.mails.slice(since).map((mail, offset) => summary(mail, since + offset));
    }
    case 'GET /mails/*':
      return inbox.mails[Number(number)]?.raw ?? null;
    case 'DELETE /mails':
      inbox.clear();
      return {};
    case 'PUT /rules':
      inbox.setRules(smtpRules((await bodyOf(request)) as SmtpRuleSpec[]));
      return {};
    case 'POST /down':
      await inbox.stop();
      return {};
    case 'POST /up':
      await inbox.start();
      return {};
    default:
      return null;
  }
}

const control = createServer((request, response) => {
  answer(request).then(
    (body) => {
      response.statusCode = body === null ? 404 : 200;
      if (Buffer.isBuffer(body)) response.end(body);
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    },
    (error: unknown) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ error: String(error) }));
    },
  );
});

control.listen(0, '127.0.0.1', () => {
  const { port } = control.address() as AddressInfo;
  console.log(JSON.stringify({ smtpPort: inbox.port, controlUrl: `http://127.0.0.1:${port}` }));
});

process.stdin.on('end', () => process.exit(0)).resume();
process.on('SIGTERM', () => process.exit(0));
