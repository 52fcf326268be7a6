import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and its self-signed certificate, as PEM. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

/**
 * Makes a self-signed certificate for `localhost` and 127.0.0.1, valid from yesterday for a week. It is its own
 * authority: a client that is given `cert` as `ca` trusts it, others do not.
 */
export function makeTestCertificate(): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8('localhost'))));
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + 7 * DAY_MS)),
    name,
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
      type: 'spki',
      format: 'der',
    }),
    explicit(3, sequence(basicConstraints(), subjectAltNames())),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function basicConstraints(): Buffer {
  return sequence(oid('2.5.29.19'), octets(sequence(tagged(0x01, Buffer.from([0xff])))));
}

function subjectAltNames(): Buffer {
  const names = [tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1]))];
  return sequence(oid('2.5.29.17'), octets(sequence(...names)));
}

// The few forms of DER (ITU-T X.690) that a certificate consists of.

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));
const explicit = (number: number, content: Buffer): Buffer => tagged(0xa0 + number, content);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const octets = (content: Buffer): Buffer => tagged(0x04, content);
const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));

function utcTime(instantMs: number): Buffer {
  const digits = new Date(instantMs)
    .toISOString()
    .replace(/[-:T]|\..*/g, '')
    .slice(2);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}
