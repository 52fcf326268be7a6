import { createHash } from 'node:crypto';
import type { MailAddress } from '../mail-message/mail-address.ts';

/** How recipients appear in logs: as a hash of the address, by which one person's mails can still be found together. */
export function addressForLog(recipient: MailAddress, showAddresses: boolean): string {
  const { name, address } = recipient;
  if (showAddresses) return name === '' ? address : `${name} <${address}>`;
  return `address:${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 12)}`;
}
