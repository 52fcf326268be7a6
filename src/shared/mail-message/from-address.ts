import type { MailSettings } from './mail-settings.ts';
import { parseAddress } from './mail-address.ts';

/** Bytes of chance, as `node:crypto.randomBytes`. */
export type RandomBytes = (size: number) => Uint8Array;

/** 15 bytes are 24 characters of base32. */
const TOKEN_BYTES = 15;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * The address that a `from_address` of an event stands for: `SUPPORT`, `NO_REPLY` and `TOKENIZED_NO_REPLY` are filled
 * in at the time of sending, so that a mail stored for days uses current settings; null is the no-reply address.
 *
 * @source zulip zerver/lib/send_email.py FromAddress
 */
export function resolveFromAddress(
  fromAddress: string | null,
  settings: MailSettings,
  randomBytes: RandomBytes,
): string {
  switch (fromAddress) {
    case 'SUPPORT':
      return parseAddress(settings.zulipAdministrator).address;
    case 'TOKENIZED_NO_REPLY':
      return settings.addTokensToNoreplyAddress
        ? parseAddress(settings.tokenizedNoreplyEmailAddress.replace('{token}', token(randomBytes))).address
        : noReplyAddress(settings);
    case 'NO_REPLY':
    case null:
      return noReplyAddress(settings);
    default:
      return parseAddress(fromAddress).address;
  }
}

/** The bare no-reply address. */
export function noReplyAddress(settings: MailSettings): string {
  return parseAddress(settings.noreplyEmailAddress).address;
}

function token(randomBytes: RandomBytes): string {
  let bits = 0n;
  for (const byte of randomBytes(TOKEN_BYTES)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let index = 0; index < (TOKEN_BYTES * 8) / 5; index += 1) {
    text = (BASE32[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}
