import { domainToASCII } from 'node:url';
import { encodedWords, isPrintableAscii } from './encoded-word.ts';

/** A mailbox: an address and the name shown with it ('' = none). */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** An address cannot be used for mail. The text of the error does not contain it. */
export class BadAddressError extends Error {
  override readonly name = 'BadAddressError';
  readonly code = 'bad_address';
}

/** Amazon SES refuses From and To values with more characters than this. */
export const LONGEST_ENCODED_ADDRESS = 320;

/** The encoded length is counted in words of 76, as the original's mail library makes them, so that the same names are
 *  kept and dropped; what is sent uses the 75 of the standard. */
const WORD_LENGTH_OF_THE_RULE = 76;

/** Reads `Name <address>`, `"Name" <address>` or `address`. Throws a `BadAddressError`. */
export function parseAddress(text: string): MailAddress {
  const framed = /^(.*)<([^<>]*)>\s*$/s.exec(text);
  const name = framed === null ? '' : unquote(singleLine(framed[1] ?? '').trim());
  const address = (framed === null ? text : (framed[2] ?? '')).trim();
  assertAddress(address);
  return { name, address };
}

/** Throws a `BadAddressError` unless this is one bare address. */
export function assertAddress(address: string): void {
  // Deliberately lax: the mail server knows which mailboxes exist. What must not pass is what changes the meaning of a
  // command or header line.
  if (!/^[^\s<>()\\,;:"@]+@[^\s<>()\\,;:"@]+$/u.test(address) || address.length > 254) {
    throw new BadAddressError('Not a mail address');
  }
}

/** The address with its domain in ASCII (IDNA). */
export function asciiDomain(address: string): string {
  if (isPrintableAscii(address)) return address;
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  if (domain === '') throw new BadAddressError('Not a domain name');
  return `${address.slice(0, at)}@${domain}`;
}

/**
 * The header form: `name <address>`, encoded; the bare address when that has more than 320 characters or there is no
 * name.
 *
 * @source zulip zerver/lib/send_email.py build_email
 */
export function formatAddress({ name, address }: MailAddress): string {
  const ascii = asciiDomain(address);
  const clean = singleLine(name);
  if (clean === '') return ascii;
  if (isPrintableAscii(clean)) {
    const full = `${quoted(clean)} <${ascii}>`;
    return full.length > LONGEST_ENCODED_ADDRESS ? ascii : full;
  }
  const counted = `${encodedWords(clean, WORD_LENGTH_OF_THE_RULE).join('\n ')} <${ascii}>`;
  if (counted.length > LONGEST_ENCODED_ADDRESS) return ascii;
  return `${encodedWords(clean).join(' ')} <${ascii}>`;
}

/** A display name for a header: quoted or encoded where it must be. */
export function formatDisplayName(name: string): string {
  const clean = singleLine(name);
  return isPrintableAscii(clean) ? quoted(clean) : encodedWords(clean).join(' ');
}

/** Control characters and line ends become blanks, so that no value can start a header of its own. */
export function singleLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');
}

function quoted(name: string): string {
  return /[()<>[\]:;@\\,."]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;
}

function unquote(name: string): string {
  return name.length >= 2 && name.startsWith('"') && name.endsWith('"')
    ? name.slice(1, -1).replace(/\\(.)/g, '$1')
    : name;
}
