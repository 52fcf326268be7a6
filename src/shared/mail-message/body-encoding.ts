/** One part of a mail, ready to be sent: only ASCII, lines of at most 998 characters ending in CRLF. */
export interface EncodedBody {
  readonly transferEncoding: '7bit' | 'quoted-printable' | 'base64';
  readonly content: string;
}

/** RFC 5322: no line may be longer, without its CRLF. */
const LONGEST_LINE = 998;
/** RFC 2045: lines of quoted-printable and base64. */
const ENCODED_LINE = 76;

/**
 * The cheapest encoding that every server takes: as it is when it is ASCII with short lines, else quoted-printable,
 * which people can read in the raw mail, or base64 when most of it is not ASCII.
 */
export function encodeBody(text: string): EncodedBody {
  const lines = text.replace(/\r\n?/g, '\n');
  // eslint-disable-next-line no-control-regex -- tab and line end are allowed
  if (/^[\x09\x0a\x20-\x7e]*$/.test(lines) && !hasLongLine(lines)) {
    return { transferEncoding: '7bit', content: lines.replaceAll('\n', '\r\n') };
  }
  const bytes = Buffer.from(lines, 'utf8');
  return isMostlyAscii(bytes)
    ? { transferEncoding: 'quoted-printable', content: quotedPrintable(bytes) }
    : {
        transferEncoding: 'base64',
        content: base64Lines(Buffer.from(lines.replaceAll('\n', '\r\n'), 'utf8')),
      };
}

function hasLongLine(text: string): boolean {
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    if (end - start > LONGEST_LINE) return true;
    start = end + 1;
  }
  return text.length - start > LONGEST_LINE;
}

function isMostlyAscii(bytes: Buffer): boolean {
  let others = 0;
  for (const byte of bytes) if (byte > 0x7e) others += 1;
  // Quoted-printable takes three characters for such a byte, base64 four for three of any kind: the sizes meet at a
  // sixth. Being readable is worth a little more.
  return others * 4 < bytes.length;
}

function base64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
}

const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);

function quotedPrintable(bytes: Buffer): string {
  let result = '';
  let lineLength = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x0a) {
      result += '\r\n';
      lineLength = 0;
      continue;
    }
    const isLast = index + 1 === bytes.length || bytes[index + 1] === 0x0a;
    const isBlank = byte === 0x20 || byte === 0x09;
    // A blank at the end of a line would be cut off on the way.
    const isPlain = (byte >= 0x21 && byte <= 0x7e && byte !== 0x3d) || (isBlank && !isLast);
    const piece = isPlain ? String.fromCharCode(byte) : (HEX[byte] ?? '');
    if (lineLength + piece.length > (isLast ? ENCODED_LINE : ENCODED_LINE - 1)) {
      result += '=\r\n';
      lineLength = 0;
    }
    result += piece;
    lineLength += piece.length;
  }
  return result;
}
