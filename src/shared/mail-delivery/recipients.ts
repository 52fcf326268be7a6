import { dead, skip } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import { asciiDomain, parseAddress } from '../mail-message/mail-address.ts';
import type { MailAddress } from '../mail-message/mail-address.ts';
import { MAIL_TEMPLATES } from '../mail-message/template-catalogue.ts';
import type { MailTemplate, MailTemplateName } from '../mail-message/template-catalogue.ts';
import type { MailEvent } from './mail-event.ts';
import type { MailRealm, MailUser } from './ports.ts';

/** Where a mail goes, and what is known about it. */
export interface Addressee {
  readonly recipient: MailAddress;
  readonly realm: MailRealm | null;
  readonly language: string | null;
  readonly isSuppressed: boolean;
}

/** Single questions to the database; whoever implements them gathers those of many mails. */
export interface AddresseeLookups {
  user(id: number): Promise<MailUser | undefined>;
  realm(id: number): Promise<MailRealm | undefined>;
  isSuppressed(address: string): Promise<boolean>;
}

/** An addressee, or why the mail is not sent. */
export type FoundAddressee =
  | { readonly kind: 'found'; readonly addressee: Addressee }
  | { readonly kind: 'none'; readonly outcome: Outcome };

const none = (outcome: Outcome): FoundAddressee => ({ kind: 'none', outcome });

/**
 * Finds the one recipient of a mail. Throws a `BadAddressError` for an address that cannot be used.
 *
 * @source zulip zerver/lib/send_email.py build_email. Different: people and organizations that are not active get only
 * the mails that are meant for them; a person without an address gets none.
 */
export async function findAddressee(
  event: MailEvent,
  template: MailTemplateName,
  lookups: AddresseeLookups,
): Promise<FoundAddressee> {
  const userId = event.to_user_ids?.[0];
  const [realm, found] = await Promise.all([
    event.realm_id === null ? null : lookups.realm(event.realm_id),
    userId === undefined ? null : lookups.user(userId),
  ]);
  if (realm === undefined) return none(dead('unknown_realm', { detail: `realm ${String(event.realm_id)}` }));
  if (found === undefined) return none(dead('unknown_user', { detail: `user ${String(userId)}` }));
  if (found !== null) return userAddressee(found, realm, template, event.language);
  const recipient = parseAddress(event.to_emails?.[0] ?? '');
  const isSuppressed = await lookups.isSuppressed(asciiDomain(recipient.address).toLowerCase());
  return { kind: 'found', addressee: { recipient, realm, language: event.language, isSuppressed } };
}

function userAddressee(
  user: MailUser,
  realm: MailRealm | null,
  template: MailTemplateName,
  language: string | null,
): FoundAddressee {
  const { forInactive = false } = MAIL_TEMPLATES[template] as MailTemplate;
  if (user.deliveryEmail === '') return none(skip('no_address'));
  const isActive = user.isActive && !user.realm.deactivated && !user.isBot;
  if (!isActive && !forInactive) return none(skip('recipient_inactive'));
  return {
    kind: 'found',
    addressee: {
      // The address of a row is not parsed as `Name <address>`: what it holds is the address.
      recipient: { ...parseAddress(`<${user.deliveryEmail}>`), name: user.fullName },
      realm: realm ?? user.realm,
      language: language ?? user.language,
      isSuppressed: user.isSuppressed,
    },
  };
}

/** All recipients of an event, or null unless exactly one kind is given and not empty. */
export function recipientCount(event: MailEvent): number | null {
  const { to_user_ids: users, to_emails: emails } = event;
  const given = users ?? emails;
  if (given === null || given.length === 0 || (users !== null && emails !== null)) return null;
  return given.length;
}
