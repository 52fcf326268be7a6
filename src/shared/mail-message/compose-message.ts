import { asciiDomain, formatAddress, formatDisplayName, singleLine } from './mail-address.ts';
import type { MailAddress } from './mail-address.ts';
import { encodeBody } from './body-encoding.ts';
import { encodedWords, isPrintableAscii } from './encoded-word.ts';

/** Everything a mail consists of, decided and rendered. */
export interface MailParts {
  /** Without angle brackets; the same at every attempt, so that mailboxes collapse a doubled mail. */
  readonly messageId: string;
  readonly from: MailAddress;
  readonly to: MailAddress;
  /** Verbatim value of Reply-To, or null for none. */
  readonly replyTo: string | null;
  readonly subject: string;
  /** RFC 5322 date. */
  readonly date: string;
  readonly text: string;
  readonly html: string;
  /** Name and host of the organization, or null when there is none. */
  readonly list: { readonly name: string; readonly host: string } | null;
  /** Link that unsubscribes, or null. */
  readonly unsubscribeLink: string | null;
  /** Whether mail programs may post to that link by themselves. */
  readonly oneClickUnsubscribe: boolean;
  readonly inReplyTo: string | null;
  readonly references: string | null;
  /** W3C trace context of the producer, or null. */
  readonly traceparent: string | null;
}

/**
 * The mail as bytes of an SMTP conversation (dots not yet doubled): `multipart/alternative`, plain text first.
 * Every value is kept on its own header line whatever it contains. Throws a `BadAddressError`.
 *
 * @source zulip zerver/lib/send_email.py build_email. Different: Auto-Submitted is set, Message-ID is the caller's.
 */
export function composeMessage(parts: MailParts): string {
  const boundary = `=_${parts.messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 60)}`;
  return [
    ...headerLines(parts),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...bodyPart('text/plain', parts.text, boundary),
    ...bodyPart('text/html', parts.html, boundary),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

function headerLines(parts: MailParts): readonly string[] {
  const { unsubscribeLink } = parts;
  const headers: readonly (readonly [string, string | null])[] = [
    ['Message-ID', `<${parts.messageId}>`],
    ['Date', parts.date],
    ['Subject', unstructured(parts.subject)],
    ['From', formatAddress(parts.from)],
    ['To', formatAddress(parts.to)],
    ['Reply-To', parts.replyTo === null ? null : structured(parts.replyTo)],
    ['List-Id', parts.list === null ? null : `${formatDisplayName(parts.list.name)} <${parts.list.host}>`],
    ['List-Unsubscribe', unsubscribeLink === null ? null : `<${unsubscribeLink}>`],
    [
      'List-Unsubscribe-Post',
      unsubscribeLink !== null && parts.oneClickUnsubscribe ? 'List-Unsubscribe=One-Click' : null,
    ],
    ['In-Reply-To', parts.inReplyTo],
    ['References', parts.references],
    ['X-Auto-Response-Suppress', 'All'],
    ['Auto-Submitted', 'auto-generated'],
    ['Traceparent', parts.traceparent],
  ];
  const lines: string[] = [];
  for (const [name, value] of headers) if (value !== null) lines.push(folded(name, value));
  return lines;
}

const unstructured = (text: string): string =>
  isPrintableAscii(text) ? text : encodedWords(singleLine(text)).join(' ');

/** A ready Reply-To value; only its display name may be outside ASCII. */
function structured(value: string): string {
  const clean = singleLine(value);
  if (isPrintableAscii(clean)) return clean;
  const framed = /^(.*)<([^<>]*)>\s*$/.exec(clean);
  return framed === null
    ? asciiDomain(clean)
    : formatAddress({ name: (framed[1] ?? '').trim().replace(/^"|"$/g, ''), address: framed[2] ?? '' });
}

/** RFC 5322 recommends lines of at most 78 characters; a line breaks before a blank only. */
function folded(name: string, value: string): string {
  const line = `${name}: ${singleLine(value)}`;
  if (line.length <= 78) return line;
  let result = '';
  let current = `${name}:`;
  // Runs of blanks stay together: a line of blanks only is not allowed.
  for (const word of line.slice(current.length).match(/ +[^ ]+/g) ?? []) {
    if (current.length + word.length > 78 && current.length > name.length + 1) {
      result += `${current}\r\n`;
      current = word;
    } else {
      current += word;
    }
  }
  return result + current;
}

function bodyPart(type: string, text: string, boundary: string): readonly string[] {
  const { transferEncoding, content } = encodeBody(text);
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${transferEncoding}`,
    '',
    content,
  ];
}
